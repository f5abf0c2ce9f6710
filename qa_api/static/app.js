// Makes the pages quicker and handier. Everything but copying and progress works without it.
"use strict";

const $ = (id) => document.getElementById(id);
const part = (name) => ({ headers: { "X-Part": name } });

// ---- copying ---------------------------------------------------------------------------------
function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll(".copy[hidden]")) {
    button.hidden = false;
    const said = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? location.href);
      button.textContent = "已复制";
      setTimeout(() => { button.textContent = said; }, 2000);
    });
  }
}

// ---- asking ----------------------------------------------------------------------------------
const form = $("ask");
const answer = $("answer");
const KEY = "policyqa.recent";
const MOST_RECENT = 8;

function recent() {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { return []; }
}

function remember(question) {
  if (!question || !answer?.querySelector(".result")) return;
  try {
    const kept = [question, ...recent().filter((old) => old !== question)];
    localStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST_RECENT)));
  } catch { /* storage may be switched off */ }
}

function listRecent() {
  const box = $("recent");
  const questions = recent().filter((question) => typeof question === "string");
  if (!box || !questions.length) return;
  box.hidden = false;
  for (const question of questions) {
    const link = document.createElement("a");
    link.href = `/?${new URLSearchParams({ q: question })}`;
    link.textContent = question;
    const item = document.createElement("li");
    item.append(link);
    box.querySelector("ul").append(item);
  }
  $("forget").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    box.hidden = true;
    form.q.focus();
  });
}

async function show(address) {
  const began = performance.now();
  answer.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(address, part("answer"));
    if (reply.headers.get("X-Go")) { location.assign(reply.headers.get("X-Go")); return; }
    if (!reply.ok) throw new Error(reply.statusText);
    answer.innerHTML = await reply.text();
  } catch {
    location.assign(address);
    return;
  } finally {
    answer.setAttribute("aria-busy", "false");
  }
  $("start")?.remove();
  document.body.classList.add("asked");
  const took = answer.querySelector(".took");
  if (took) took.textContent = `用时 ${Math.round(performance.now() - began)} 毫秒`;
  remember(form.q.value.trim());
  offerCopies();
}

if (form && answer) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form));
    if (!query.get("as_of")) query.delete("as_of");
    const address = `/?${query}`;
    history.pushState(null, "", address);
    document.title = `${form.q.value} - 政策通知问答`;
    show(address);
  });
  addEventListener("popstate", () => location.reload());
  listRecent();
  remember(form.q.value.trim());
}

// ---- parts of a page that are exchanged: pages of the original, what people think of an answer --
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-part]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const reply = await fetch(link.href, part(link.dataset.part));
  if (!reply.ok) { location.assign(link.href); return; }
  const turned = link.rel;
  $(link.dataset.part).outerHTML = await reply.text();
  ($("sheet").querySelector(`a[rel=${turned}]`) ?? $("sheet").querySelector("a[rel]"))?.focus();
});

document.addEventListener("submit", async (event) => {
  const sent = event.target.closest("form[data-part]");
  if (!sent) return;
  event.preventDefault();
  const data = new FormData(sent, event.submitter);
  const body = new URLSearchParams(data);
  const reply = await fetch(sent.action, { method: "POST", body, ...part(sent.dataset.part) });
  const shown = await reply.text();
  if (reply.ok) $("judge").outerHTML = shown;
  $("judge").querySelector("textarea")?.focus();
});

// ---- uploading: one request a file, with progress, and a report for each ------------------------
const upload = $("upload");

function sendOne(file) {
  const row = document.createElement("li");
  row.textContent = `${file.name} `;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name} 的进度`);
  row.append(bar);
  $("reports").append(row);
  if (file.size > upload.dataset.limit * 2 ** 20) {
    return tell(row, "closed", "失败", `${file.name}：超过 ${upload.dataset.limit} MB，请拆分后再传。`);
  }
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("files", file);
    request.upload.addEventListener("progress", (sent) => {
      bar.value = (90 * sent.loaded) / sent.total;  // the rest is reading the file
      if (sent.loaded === sent.total) bar.removeAttribute("value");
    });
    request.addEventListener("loadend", () => { report(row, file, request); resolve(); });
    request.open("POST", "/v1/notices");
    request.send(data);
  });
}

function report(row, file, request) {
  let said = {};
  try { said = JSON.parse(request.responseText); } catch { /* told below */ }
  if (!said.files?.length) {
    tell(row, "closed", "失败", `${file.name}：${said.detail ?? "没有传到，请检查网络后再试。"}`);
    return;
  }
  const more = said.files.slice(1).map(() => document.createElement("li"));  // an archive holds many
  row.after(...more);
  [row, ...more].forEach((each, order) => reportOne(each, said.files[order]));
}

function reportOne(row, item) {
  if (item.status === "failed") {
    tell(row, "closed", "失败", `${item.reason}（${item.stage}）`);
    return;
  }
  tell(row, "open", item.status === "added" ? "已导入" : "已有", `${item.file}：`);
  item.notices.forEach((id, order) => {
    const link = document.createElement("a");
    link.href = `/notices/${encodeURIComponent(id)}`;
    link.textContent = `《${item.titles[order]}》`;
    row.append(link, " ");
  });
  const more = document.createElement("span");
  more.className = "soft";
  more.textContent = `${item.clauses} 个条款，${item.facts} 个要点`
    + (item.superseded.length ? "，代替了旧版" : "")
    + item.warnings.map((warning) => `。${warning}`).join("");
  row.append(more);
}

function tell(row, state, name, text) {
  const badge = document.createElement("span");
  badge.className = `badge ${state}`;
  badge.textContent = name;
  row.replaceChildren(badge, ` ${text}`);
}

async function sendAll(files) {
  for (const file of files) await sendOne(file);
  upload.reset();
  const again = document.createElement("li");
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = "刷新列表";
  again.append(link);
  $("reports").append(again);
}

if (upload) {
  upload.classList.add("ready");
  upload.files.addEventListener("change", () => sendAll([...upload.files.files]));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    upload.addEventListener(kind, (event) => {
      event.preventDefault();
      upload.classList.toggle("over", kind === "dragover");
      if (kind === "drop") sendAll([...event.dataTransfer.files]);
    });
  }
}

// ---- reading ---------------------------------------------------------------------------------
const outline = document.querySelector(".outline");
// On a narrow screen the outline starts closed, so that the text comes first.
if (outline && matchMedia("(max-width: 60rem)").matches) outline.open = false;
if (matchMedia("(max-width: 48rem)").matches) {
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
offerCopies();
