// Holds what is about to be sent for ten seconds, in which it can be undone. Leaving the page sends it.
// Without this script it is sent by the button that stands there.
"use strict";

(() => {
  let held = null;

  const panel = () => document.querySelector("[data-hold]");
  const live = () => held && held.panel.isConnected;

  function start() {
    const found = panel();
    if (!found || held?.panel === found) return;
    held = { panel: found, form: document.getElementById("case-form"), until: Date.now() + found.dataset.hold * 1000 };
    found.querySelector("[data-still]").hidden = true;
    found.querySelector("[data-waits]").hidden = false;
    // What else the page can do waits as well, lest one act should overtake another; "now" is a button away.
    for (const each of document.querySelectorAll(".case-head > .button-row, .case-grid > div:last-child, .draft-line, .other-acts")) {
      each.inert = true;
    }
    held.ticking = setInterval(tick, 250);
    found.focus();
  }

  function tick() {
    if (!live()) return stop();
    const left = Math.ceil((held.until - Date.now()) / 1000);
    const shown = held.panel.querySelector("[data-seconds]");
    const words = `${Math.max(left, 0)} ${left === 1 ? shown.dataset.one : shown.dataset.many}`;
    if (shown.textContent !== words) shown.textContent = words;
    if (left <= 0) held.panel.querySelector("[data-send]").click();
  }

  function stop() {
    if (held) clearInterval(held.ticking);
    held = null;
  }

  /** Send what is held without this page, and tell whether it was taken to be sent. */
  function sendWithout(how) {
    const { form } = held;
    const send = held.panel.querySelector("[data-send]");
    const address = send.getAttribute("formaction");
    const body = new FormData(form, send);
    for (const name of [...body.keys()]) if (/^(note|guardians|step:)/.test(name)) body.delete(name);
    body.append("left", "1");
    stop();
    return how(address, body);
  }

  document.addEventListener("submit", async (event) => {
    if (!live()) return;
    const button = event.submitter;
    if (event.target === held.form) {
      clearInterval(held.ticking); // undone, or being sent
      if (!button?.hasAttribute("data-send")) return void (held = null);
      held.sending = true;
      held.panel.querySelector("[data-waits]").hidden = true;
      held.panel.querySelector("[data-failed]").hidden = true;
      held.panel.querySelector("[data-sends]").hidden = false;
      return;
    }
    if (event.target.target === "_blank") return;
    // Another form, such as the one that signs out: what is held goes first.
    event.preventDefault();
    event.stopImmediatePropagation();
    await sendWithout((address, body) => fetch(address, { method: "POST", body, keepalive: true })).catch(() => {});
    event.target.submit();
  }, true);

  function failed() {
    if (!live() || !held.sending) return;
    held.sending = false;
    held.panel.querySelector("[data-sends]").hidden = true;
    held.panel.querySelector("[data-still]").hidden = false;
    held.panel.querySelector("[data-failed]").hidden = false;
  }

  addEventListener("pagehide", () => {
    if (live()) sendWithout((address, body) => navigator.sendBeacon(address, body));
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && panel()) location.reload();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key.toLowerCase() !== "z" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    const undo = panel()?.querySelector("[data-undo]");
    if (!undo || document.body.dataset.keys === "off") return;
    event.preventDefault();
    undo.click();
  });
  document.addEventListener("htmx:after:swap", start);
  document.addEventListener("htmx:error", failed);
  start();
})();
