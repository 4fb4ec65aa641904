// Standard replies: from what remains to be filled in to its place in the text, and a search where there are many.
// Without a script the names stand beside the field, and the list is searched by typing in it.
"use strict";

const MANY_REPLIES = 12;

function selectGap(area, written) {
  const at = area.value.indexOf(written);
  if (at < 0) return;
  area.focus();
  area.setSelectionRange(at, at + written.length);
}

function showGaps(line) {
  const area = document.getElementById(line.dataset.gaps);
  if (!area || line.dataset.ready) return;
  line.dataset.ready = "yes";
  for (const word of line.querySelectorAll("[data-gap]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = word.className;
    button.textContent = word.textContent;
    button.dataset.gap = word.dataset.gap;
    button.addEventListener("click", () => selectGap(area, button.dataset.gap));
    word.replaceWith(button);
  }
  const left = () => {
    const gaps = [...line.querySelectorAll("[data-gap]")];
    for (const gap of gaps) gap.hidden = !area.value.includes(gap.dataset.gap);
    line.hidden = gaps.every((gap) => gap.hidden);
  };
  area.addEventListener("input", left);
  if (area === document.activeElement || area.getAttribute("aria-invalid") === "true")
    selectGap(area, line.querySelector("[data-gap]").dataset.gap);
}

function addSearch(select) {
  if (select.dataset.ready || select.options.length <= MANY_REPLIES) return;
  select.dataset.ready = "yes";
  const all = select.cloneNode(true);
  const search = document.createElement("input");
  search.type = "search";
  search.className = "ds-input picker-search";
  search.setAttribute("aria-label", select.dataset.search);
  search.placeholder = select.dataset.hint;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    select.replaceChildren(...all.cloneNode(true).children);
    if (!wanted) return;
    for (const option of [...select.querySelectorAll("option")])
      if (!option.textContent.toLocaleLowerCase().includes(wanted)) option.remove();
    for (const group of [...select.querySelectorAll("optgroup")]) if (!group.children.length) group.remove();
    if (select.options.length) select.selectedIndex = 0;
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.parentElement.querySelector("button[name=insert]").click();
  });
  select.before(search);
}

// What is chosen by hand is fetched at once. By keys one passes the others on the way: those wait for the button.
function fetchChosen(select) {
  if (select.dataset.fetches) return;
  select.dataset.fetches = "yes";
  let byHand = false;
  select.addEventListener("pointerdown", () => (byHand = true));
  select.addEventListener("keydown", () => (byHand = false));
  select.addEventListener("change", () => {
    if (byHand && select.value) select.parentElement.querySelector("button[name=insert]").click();
    byHand = false;
  });
}

function helpWithReplies() {
  document.querySelectorAll("[data-gaps]").forEach(showGaps);
  document.querySelectorAll("select[data-search]").forEach(addSearch);
  document.querySelectorAll("select[data-search]").forEach(fetchChosen);
}

document.addEventListener("htmx:after:swap", helpWithReplies);
helpWithReplies();
