// A gap of the list is put into the text, where one was writing. Without a script it is written by hand.
"use strict";

let field = document.getElementById("sv");

for (const id of ["sv", "en"]) {
  const area = document.getElementById(id);
  if (area) area.addEventListener("focus", () => (field = area));
}

for (const word of document.querySelectorAll("[data-gaps-for] code[data-gap]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.lang = word.lang;
  button.textContent = word.textContent;
  button.addEventListener("click", () => {
    field.setRangeText(word.dataset.gap, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  word.replaceWith(button);
}
