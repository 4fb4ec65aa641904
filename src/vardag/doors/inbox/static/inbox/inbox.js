// Copying the ready text for the journal. Without a script the text is selected by one click, and copied by hand.
"use strict";

function showCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const words = button.querySelector("[data-copied]");
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  words.textContent = words.dataset.copied;
  words.setAttribute("role", "status");
});

document.addEventListener("htmx:after:swap", showCopyButtons);
showCopyButtons();
