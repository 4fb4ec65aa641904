// Keeping what is written while it is written. Without a script each page is kept when one goes on.
"use strict";

(() => {
  const form = document.querySelector("[data-unsent]");
  const told = form?.querySelector("[data-saved]");
  if (!told) return;

  const PAUSE = 1500; // milliseconds without a key before it is kept
  let timer = 0;
  let isChanged = false;
  let isSending = false;
  let running = null;

  async function keep({ leaving = false } = {}) {
    clearTimeout(timer);
    if (!isChanged || isSending) return;
    isChanged = false;
    running?.abort();
    running = leaving ? null : new AbortController();
    const written = new FormData(form);
    written.set(".do", "save");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(written),
        redirect: "manual",
        keepalive: leaving,
        signal: running?.signal,
      });
      say(answer.status === 204);
    } catch (problem) {
      if (problem.name !== "AbortError") say(false);
    }
  }

  function say(isKept) {
    const words = isKept ? told.dataset.saved : told.dataset.notSaved;
    if (told.textContent.trim() !== words) told.textContent = words;
    if (!isKept) isChanged = true;
  }

  form.addEventListener("input", () => {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => {
    isSending = true;
    clearTimeout(timer);
    running?.abort();
  });
  window.addEventListener("pageshow", () => {
    isSending = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep({ leaving: true });
  });
})();
