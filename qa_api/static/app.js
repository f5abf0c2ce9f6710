// Makes asking quicker: the answer comes without loading the page again. Everything works without.
"use strict";

const form = document.getElementById("ask");
const answer = document.getElementById("answer");

function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll(".copy[hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "已复制";
      setTimeout(() => { button.textContent = "复制引文"; }, 2000);
    });
  }
}

async function show(address) {
  const began = performance.now();
  answer.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(address, { headers: { "X-Part": "answer" } });
    if (!reply.ok) throw new Error(reply.statusText);
    answer.innerHTML = await reply.text();
  } catch {
    location.assign(address);
    return;
  } finally {
    answer.setAttribute("aria-busy", "false");
  }
  document.getElementById("start")?.remove();
  document.body.classList.add("asked");
  const took = answer.querySelector(".took");
  if (took) took.textContent = `用时 ${Math.round(performance.now() - began)} 毫秒`;
  offerCopies();
}

function addressOf(data) {
  const query = new URLSearchParams(data);
  if (!query.get("as_of")) query.delete("as_of");
  return `/?${query}`;
}

if (form && answer) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = addressOf(new FormData(form));
    history.pushState(null, "", address);
    document.title = `${form.q.value} - 政策通知问答`;
    show(address);
  });
  addEventListener("popstate", () => location.reload());
}

// On a narrow screen the outline starts closed, so that the text comes first.
const outline = document.querySelector(".outline");
if (outline && matchMedia("(max-width: 60rem)").matches) outline.open = false;

// A quote further down its clause is brought into view.
if (location.hash) document.querySelector("mark")?.scrollIntoView({ block: "center" });
offerCopies();
