// Keeps what is written as a draft on the server, while it is written. Without this script a button does, and every act.
"use strict";

(() => {
  const PAUSE = 1000; // milliseconds without a key before what is written is sent to be kept
  const LONGEST = 5000; // and at the latest this long after the first
  const AGAIN = 8000;
  const PARTS = /^(step:[^:]+|interim|question|reply|assign|note|close|guardians)[-:]/;
  let touched = new Set();
  let since = 0;
  let timer = 0;

  const form = () => document.getElementById("case-form");
  const line = () => document.querySelector("[data-draft]");
  const partOf = (name) => PARTS.exec(name)?.[1] ?? "";

  function body(parts) {
    const all = new FormData(form());
    const sent = new FormData();
    for (const [name, text] of all) {
      if (name === "csrfmiddlewaretoken" || name === "seen" || parts.has(partOf(name))) sent.append(name, text);
    }
    return sent;
  }

  function say(words, failed) {
    const place = line();
    if (!place) return;
    const saved = place.querySelector("[data-saved]");
    saved.textContent = words;
    saved.toggleAttribute("data-bad", failed);
    if (failed) saved.setAttribute("role", "alert");
    else saved.removeAttribute("role");
    if (!failed) place.querySelector("button").hidden = words === "";
  }

  async function save() {
    clearTimeout(timer);
    timer = since = 0;
    if (!touched.size || !form()) return;
    const parts = touched;
    touched = new Set();
    try {
      const answer = await fetch(address(), { method: "POST", body: body(parts), redirect: "manual", keepalive: true });
      if (answer.ok || answer.status === 422) say(await answer.text(), !answer.ok);
      else if (answer.status >= 500) throw new Error(String(answer.status));
      else say(line()?.dataset[answer.status === 404 ? "gone" : "signedOut"] ?? "", true);
    } catch {
      for (const part of parts) touched.add(part);
      say(line()?.dataset.failed ?? "", true);
      timer = setTimeout(save, AGAIN);
    }
  }

  const address = () => form().getAttribute("action").replace(/draft\/$/, "keep/");

  function onInput(event) {
    const field = event.target;
    const part = field.form?.id === "case-form" ? partOf(field.name ?? "") : "";
    if (!part) return;
    touched.add(part);
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
  }

  document.addEventListener("input", onInput);
  document.addEventListener("change", onInput);
  // Every act brings all that is written with it, and keeps it.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "case-form") return;
    clearTimeout(timer);
    timer = since = 0;
  });
  document.addEventListener("htmx:after:swap", () => {
    touched = new Set();
  });
  const leave = () => {
    if (touched.size && form()) navigator.sendBeacon(address(), body(touched));
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
})();
