// What htmx does not do: copying, recent questions, uploading with progress, the outline.
// Every page works without script; only copying and progress need it.
"use strict";

const $ = (id) => document.getElementById(id);

function say(text) {
  $("say").textContent = text;
  clearTimeout(say.ends);
  say.ends = setTimeout(() => { $("say").textContent = ""; }, 4000);
}

// ---- what goes wrong between here and the server -------------------------------------------------
document.addEventListener("htmx:sendError", () => say("没有连上服务器，请稍后再试。"));
document.addEventListener("htmx:responseError", ({ detail }) => say(why(detail.xhr)));

function why(request) {
  if (!request.status) return "没有连上服务器，请稍后再试。";
  let said = {};
  try { said = JSON.parse(request.responseText); } catch { /* a page, not a problem document */ }
  return said.detail ?? `没有完成（${request.status}），请刷新后再试。`;
}

// ---- keyboard: who worked an exchanged part goes on from there -----------------------------------
let worked = null;
const name = (element) => element.getAttribute("aria-label") ?? element.textContent.trim();
document.addEventListener("htmx:beforeSwap", () => {
  const element = document.activeElement;
  worked = element?.matches("a, button, summary") ? name(element) : null;
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (document.activeElement !== document.body) return;
  const links = [...detail.elt.querySelectorAll("a, button, summary")];
  (links.find((one) => name(one) === worked) ?? (worked && $("main")))?.focus({ preventScroll: true });
});

// ---- copying -------------------------------------------------------------------------------------
function offerCopies() {
  for (const button of document.querySelectorAll(".copy[hidden]")) button.hidden = false;
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea");  // over plain HTTP there is no clipboard object
  box.value = text;
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.(".copy");
  if (!button) return;
  const { copy: text, address = location.href } = button.dataset;
  await copy(text ?? new URL(address, location.href).href);
  button.focus();
  say("已复制");
});

// ---- recent questions, in this browser only --------------------------------------------------------
const KEY = "policyqa.recent";
const MOST_RECENT = 8;

function recent() {
  try { return JSON.parse(localStorage.getItem(KEY)).filter((one) => typeof one === "string"); } catch { return []; }
}

function remember() {
  const question = $("q")?.value.trim();
  if (!question || !document.querySelector("#answer .overall")) return;
  try {
    const kept = [question, ...recent().filter((old) => old !== question)];
    localStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST_RECENT)));
  } catch { /* storage may be switched off */ }
}

function listRecent() {
  const questions = recent();
  if (!$("recent") || !questions.length) return;
  $("recent").hidden = false;
  $("recent").querySelector("ul").replaceChildren(...questions.map((question) => {
    const link = document.createElement("a");
    link.href = `/?${new URLSearchParams({ q: question })}`;
    link.textContent = question;
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  $("forget").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    $("recent").hidden = true;
    $("q").focus();
  });
}

// ---- uploading: one request a file, with progress; the server writes the reports -------------------
function row(text) {
  const item = document.createElement("li");
  item.textContent = text;
  $("reports").append(item);
  return item;
}

function sendOne(file, limit) {
  const item = row(`${file.name} `);
  if (file.size > limit * 2 ** 20) {
    item.append(`超过 ${limit} MB，请拆分后再传。`);
    return null;
  }
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name} 的进度`);
  const stage = document.createElement("span");
  stage.className = "soft";
  item.append(bar, " ", stage);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("files", file);
    request.upload.addEventListener("progress", (sent) => {
      bar.value = sent.loaded / sent.total;
      if (sent.loaded < sent.total) return;
      bar.removeAttribute("value");
      stage.textContent = "已传到，正在读取";
    });
    request.addEventListener("loadend", () => {
      if (request.status === 200) item.outerHTML = request.responseText;
      else item.textContent = `${file.name}：${why(request)}`;
      resolve();
    });
    request.open("POST", "/notices");
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Target", "reports");
    request.send(data);
  });
}

const upload = $("upload");

let waiting = 0;  // files not yet reported
addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault(); });

async function sendAll(files) {
  waiting += files.length;
  for (const file of files) {
    await sendOne(file, upload.dataset.limit);
    waiting -= 1;
    htmx.ajax("GET", location.pathname + location.search, { target: "#shelf", select: "#shelf", swap: "outerHTML" });
  }
  upload.reset();
}

if (upload) {
  upload.classList.add("ready");
  upload.files.addEventListener("change", () => sendAll([...upload.files.files]));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      upload.classList.toggle("over", kind === "dragover");
      if (kind === "drop") sendAll([...event.dataTransfer.files]);
    });
  }
}

// ---- reading ---------------------------------------------------------------------------------------
const outline = document.querySelector(".outline");
// On a narrow screen the outline starts closed, so that the text comes first.
if (outline && matchMedia("(max-width: 60rem)").matches) outline.open = false;

function closeFacets() {
  if (!matchMedia("(max-width: 48rem)").matches) return;
  for (const facet of document.querySelectorAll(".facet")) facet.open = !!facet.querySelector(".chosen");
}

// The outline follows the text.
if (outline && "IntersectionObserver" in window) {
  const links = new Map([...outline.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const list = outline.querySelector("ol");
  let first = links.get(location.hash.slice(1));  // where the reader was led
  const seen = new IntersectionObserver((entries) => {
    const entry = entries.find((one) => one.isIntersecting);
    const link = first ?? (entry && links.get(entry.target.id));
    first = undefined;
    if (!link) return;
    outline.querySelector("[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    list.scrollTop = link.offsetTop - list.offsetTop - list.clientHeight / 2;
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const id of links.keys()) if ($(id)) seen.observe($(id));
}

// The quote, or the row that was cited, is brought into the middle of the view.
if (location.hash) {
  const place = document.querySelector("article mark") ?? document.querySelector("article tr.cited");
  place?.scrollIntoView({ block: "center" });
}

function settle() {
  offerCopies();
  closeFacets();
  remember();
}
document.addEventListener("htmx:afterSettle", settle);
listRecent();
settle();
