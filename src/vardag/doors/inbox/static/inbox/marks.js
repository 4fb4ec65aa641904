// How many rows are marked. Without this script the bar stands there all the same, and says no number.
"use strict";

(() => {
  function count() {
    const place = document.querySelector("[data-marked]");
    if (!place) return;
    const many = document.querySelectorAll(".pick:checked").length;
    const words = many === 1 ? place.dataset.one : place.dataset.many.replace("#", many);
    if (many && place.textContent !== words) place.textContent = words;
  }

  document.addEventListener("change", (event) => event.target.matches(".pick") && count());
  document.addEventListener("reset", () => setTimeout(count));
  document.addEventListener("htmx:after:swap", count);
  window.addEventListener("pageshow", count); // the browser may bring back what was marked
})();
