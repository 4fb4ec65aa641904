// Says to the server that the case is open here, and to the person who else has it open and what they did.
// Information, never a lock. It asks only while the page can be seen.
"use strict";

(() => {
  const EVERY = 15000; // milliseconds; the server counts somebody as there for 45 seconds
  let isOver = false; // the case is gone, or the sign-in: then it isn't asked again
  const form = () => document.getElementById("case-form");
  const place = () => document.querySelector("[data-here]");

  function body(more) {
    const sent = new FormData();
    for (const name of ["csrfmiddlewaretoken", "seen"]) sent.append(name, form().elements[name]?.value ?? "");
    for (const [name, text] of Object.entries(more)) sent.append(name, text);
    return sent;
  }

  function tell(words) {
    const over = document.querySelector("[data-meanwhile]");
    if (over && over.firstElementChild.textContent !== words) {
      over.firstElementChild.textContent = words;
      over.hidden = !words;
    }
    for (const near of document.querySelectorAll("[data-newer-here]")) {
      near.hidden = !words;
      near.querySelector("span").textContent = words;
    }
  }

  async function ask() {
    const here = place();
    if (isOver || !here || !form() || document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(here.dataset.address, { method: "POST", body: body({}), redirect: "manual" });
      isOver = answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404;
      if (!answer.ok || here !== place()) return;
      const told = new DOMParser().parseFromString(await answer.text(), "text/html");
      const others = told.querySelector("[data-others]");
      const before = here.querySelector("[data-others]");
      if ((others?.textContent ?? "") !== (before?.textContent ?? "")) here.replaceChildren(...(others ? [others] : []));
      tell(told.querySelector("[data-newer]")?.textContent ?? "");
    } catch {
      // away for a moment: it is asked again
    }
  }

  function leave() {
    const here = place();
    if (here && form()) navigator.sendBeacon(here.dataset.address, body({ left: "1" }));
  }

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  document.addEventListener("htmx:after:swap", ask);
  addEventListener("pageshow", ask);
  addEventListener("pagehide", leave);
})();
