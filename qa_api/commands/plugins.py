"""Commands that other packages bring: entry points of the group ``policyqa.commands``.

They are looked for only when a command is none of ours, and for the list of commands, so that the
ones in daily use start as fast as before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from qa_api.commands.chinese import Group

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "policyqa.commands"


class OpenGroup(Group):
    """A group with commands of its own and those of installed packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        for point in _points():
            self._bring(point)
        return super().list_commands(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            for point in _points():
                if point.name == args[0]:
                    self._bring(point)
        return super().resolve_command(ctx, args)

    def _bring(self, point: EntryPoint) -> None:
        if point.name not in self.commands:
            self.add_command(point.load(), point.name)


def _points() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)
