// How many rows are marked, and marking all between two with Shift. Without this script the bar stands there all
// the same, and says no number.
"use strict";

(() => {
  function count() {
    const place = document.querySelector("[data-marked]");
    if (!place) return;
    const many = document.querySelectorAll(".pick:checked").length;
    const words = many === 1 ? place.dataset.one : place.dataset.many.replace("#", many);
    if (many && place.textContent !== words) place.textContent = words;
  }

  let last = null; // the box that was clicked last, from where a range begins

  function markBetween(box) {
    const all = [...document.querySelectorAll(".pick")].filter((each) => each.getClientRects().length);
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    if (from < 0) return;
    for (const each of all.slice(from, to + 1)) each.checked = box.checked;
    count();
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!box.matches?.(".pick") || !event.isTrusted) return;
    if (event.shiftKey && last) markBetween(box);
    last = box;
  });
  document.addEventListener("change", (event) => event.target.matches(".pick") && count());
  document.addEventListener("reset", () => setTimeout(count));
  document.addEventListener("htmx:after:swap", count);
  window.addEventListener("pageshow", count); // the browser may bring back what was marked
})();
