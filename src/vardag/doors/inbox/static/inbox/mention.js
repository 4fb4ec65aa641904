// A colleague's name after an @ in a note: those who can be told stand in a list below the field.
// Without a script one chooses in the field for it, or writes the whole name.
"use strict";

{
  const LIST = "note-mentions";
  const MOST = 8;

  function parts(area) {
    const before = area.value.slice(0, area.selectionStart);
    const at = before.lastIndexOf("@");
    if (at === -1 || before.length - at > 60 || before.slice(at).includes("\n")) return null;
    if (at > 0 && !/[\s(,.;:]/.test(before[at - 1])) return null;
    return { at, written: before.slice(at + 1).toLocaleLowerCase() };
  }

  function names() {
    const options = document.querySelectorAll("#note-to option[data-name]");
    return [...options].map((option) => ({ name: option.dataset.name, words: option.textContent }));
  }

  function close(area) {
    document.getElementById(LIST)?.remove();
    area.removeAttribute("aria-controls");
    area.removeAttribute("aria-activedescendant");
  }

  function choose(area, name) {
    const found = parts(area);
    if (found) area.setRangeText(`@${name} `, found.at, area.selectionStart, "end");
    close(area);
    area.focus();
  }

  function mark(area, place) {
    const items = [...document.getElementById(LIST).children];
    const wanted = (place + items.length) % items.length;
    for (const [number, item] of items.entries()) {
      item.setAttribute("aria-selected", String(number === wanted));
    }
    area.setAttribute("aria-activedescendant", items[wanted].id);
  }

  function show(area) {
    close(area);
    const found = parts(area);
    if (!found) return;
    const fitting = names()
      .filter(({ name }) => name.toLocaleLowerCase().split(" ").some((part, place, all) =>
        all.slice(place).join(" ").startsWith(found.written)))
      .slice(0, MOST);
    if (!fitting.length || fitting.some(({ name }) => `${name.toLocaleLowerCase()} ` === found.written)) return;
    const list = document.createElement("ul");
    list.id = LIST;
    list.className = "mentions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.querySelector("label[for=note-to]").firstChild.textContent.trim());
    for (const [number, { name, words }] of fitting.entries()) {
      const item = document.createElement("li");
      item.id = `${LIST}-${number}`;
      item.setAttribute("role", "option");
      item.dataset.name = name;
      item.textContent = words;
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        choose(area, name);
      });
      list.append(item);
    }
    area.after(list);
    area.setAttribute("aria-controls", LIST);
    mark(area, 0);
  }

  function key(event) {
    const area = event.target;
    const list = area.id === "note-text" && document.getElementById(LIST);
    if (!list) return;
    const items = [...list.children];
    const place = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") mark(area, place + 1);
    else if (event.key === "ArrowUp") mark(area, place - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey)
      choose(area, items[place].dataset.name);
    else if (event.key === "Escape") close(area);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener("input", ({ target }) => {
    if (target.id === "note-text") show(target);
  });
  document.addEventListener("keydown", key, true);
  document.addEventListener("focusout", ({ target }) => {
    if (target.id === "note-text") close(target);
  });
}
