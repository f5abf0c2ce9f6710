"""``/docs``: the OpenAPI description as a page of our own, so that it needs no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse

from qa_api.web.templating import templates

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    summary: str
    tag: str
    parameters: tuple[tuple[str, str, str, bool], ...]
    body: str
    responses: tuple[tuple[str, str, str], ...]


def describe_problems(app: FastAPI) -> None:
    """Make the OpenAPI description say that errors are ``application/problem+json``."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        spec = plain()
        for methods in spec["paths"].values():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    content = response.get("content", {})
                    if status >= "400" and "application/json" in content:
                        content["application/problem+json"] = content.pop("application/json")
        return spec

    app.openapi = openapi  # type: ignore[method-assign]


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    spec = request.app.openapi()
    context = {
        "info": spec["info"],
        "operations": list(operations(spec)),
        "schemas": {
            name: _fields(schema)
            for name, schema in spec.get("components", {}).get("schemas", {}).items()
            if "properties" in schema
        },
    }
    return templates.TemplateResponse(request, "docs.html", context)


def operations(spec: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {})
            yield Operation(
                method.upper(),
                path,
                operation.get("summary", ""),
                (operation.get("tags") or [""])[0],
                tuple(_parameter(item) for item in operation.get("parameters", ())),
                "；".join(f"{kind}：{_type(media['schema'])}" for kind, media in body.items()),
                tuple(_response(*item) for item in operation["responses"].items()),
            )


def _parameter(item: Mapping[str, Any]) -> tuple[str, str, str, bool]:
    place = {"query": "查询", "path": "路径"}.get(item["in"], item["in"])
    return item["name"], place, _type(item["schema"]), bool(item.get("required"))


def _response(status: str, response: Mapping[str, Any]) -> tuple[str, str, str]:
    media: Mapping[str, Any] = next(iter(response.get("content", {}).values()), {})
    return status, response.get("description", ""), _type(media.get("schema", {}))


def _fields(schema: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    required = schema.get("required", ())
    return [(n, _type(field), n in required) for n, field in schema["properties"].items()]


def _type(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: string ≤ 500, list of ClauseOut …"""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_type(part) for part in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_type(schema['items'])}[]"
    name = str(schema.get("format") or schema.get("type") or "")
    low = f" ≥ {schema['minimum']}" if "minimum" in schema else ""
    high = schema.get("maximum", schema.get("maxLength"))
    return f"{name}{low}{f' ≤ {high}' if high is not None else ''}"
