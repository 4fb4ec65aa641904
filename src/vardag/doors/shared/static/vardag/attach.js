// Takes in files as soon as they are chosen or removed, so that what is written stays under the hand.
// Without this script the same buttons send the whole form, and the page comes back with everything.
"use strict";

async function takeIn(place, name, value) {
  const form = place.closest("form");
  const said = place.querySelector(".attach-busy");
  const body = new FormData(form);
  body.append(name, value);
  said.textContent = said.dataset.busy;
  place.setAttribute("aria-busy", "true");
  let why = said.dataset.failed;
  try {
    const answer = await fetch(place.dataset.action || form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(place.id);
    if (fresh) {
      place.replaceWith(fresh);
      const wrong = fresh.querySelector(".attach-errors");
      (wrong || fresh).setAttribute("tabindex", "-1");
      (wrong || fresh).focus();
      return;
    }
    // A page of refusal says what to do, such as to wait; what broke on our side is told as above.
    if (answer.status < 500) why = page.querySelector(".error-page p")?.textContent.trim() || why;
  } catch {
    // No answer came.
  }
  place.removeAttribute("aria-busy");
  said.textContent = why;
  const input = place.querySelector("input[type=file]");
  if (input) input.value = "";
}

document.addEventListener("change", (event) => {
  const place = event.target.closest("[data-attach]");
  if (!place || event.target.type !== "file" || !event.target.files.length) return;
  takeIn(place, place.dataset.attach, "1");
});

document.addEventListener("click", (event) => {
  // What is chosen while others are on their way would be lost.
  if (event.target.closest("[data-attach][aria-busy] input[type=file]")) event.preventDefault();
  const button = event.target.closest("[data-attach] button[value]");
  if (!button || !button.name.endsWith("remove-file")) return;
  event.preventDefault();
  takeIn(button.closest("[data-attach]"), button.name, button.value);
});
