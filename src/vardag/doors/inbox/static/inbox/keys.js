// Keys for lists, the worklist and a case. Each presses a button or follows a link that is on the page, so
// that a key can do nothing that a hand can't. Who turns keys off doesn't get this script at all.
"use strict";

(() => {
  let last = null; // the row that was marked last, from where a range begins

  const first = (...chosen) => chosen.map((one) => document.querySelector(one)).find((found) => found && !found.disabled);
  const press = (...chosen) => first(...chosen)?.click();
  const rows = () => [...document.querySelectorAll("tr.case")].filter((row) => row.getClientRects().length);
  const row = () => document.activeElement?.closest("tr.case") ?? null;
  const handle = (of) => of.querySelector(".row-link") ?? of.querySelector(".do :is(button, summary, a)");

  function go(to) {
    if (!to) return;
    handle(to)?.focus();
    to.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    const now = all.indexOf(row());
    go(now < 0 ? all.at(by > 0 ? 0 : -1) : all[now + by]);
  }

  function flagged() {
    const all = rows();
    const now = all.indexOf(row());
    const after = [...all.slice(now + 1), ...all.slice(0, now + 1)];
    go(after.find((each) => each.dataset.flag));
  }

  function mark(on) {
    const box = on?.querySelector(".pick");
    if (!box) return;
    box.click();
    last = on;
  }

  function markRange() {
    const all = rows();
    const [from, to] = [all.indexOf(last), all.indexOf(row())].sort((a, b) => a - b);
    if (from < 0 || !last) return mark(row());
    for (const each of all.slice(from, to + 1)) {
      const box = each.querySelector(".pick");
      if (box && !box.checked) box.click();
    }
    last = row();
  }

  /** Do something to the marked rows; to the row where one is, if none is marked. */
  function together(what) {
    if (!document.querySelector(".pick:checked")) mark(row());
    if (document.querySelector(".pick:checked")) press(`#together [value="${what}"]`);
  }

  function write(act) {
    const tab = first(`.act-tab input[value="${act}"]`);
    if (!tab) return;
    tab.click();
    document.querySelector(`.act-panel[data-act="${tab.closest(".act-tab").dataset.act}"] textarea`)?.focus();
  }

  function note() {
    const field = document.getElementById("note-text");
    if (!field) return;
    field.closest("details").open = true;
    field.focus();
  }

  /** Go to the first thing of the step that one can do now: how it turned out, or that it is done. */
  function ready() {
    first('.step-ready input[type="radio"]', '.step-ready [name="step"]')?.focus();
  }

  /** Go to the standard replies of what is being written. */
  function standard() {
    const shown = [...document.querySelectorAll(".picker")].find((each) => each.getClientRects().length);
    shown?.querySelector("input[type=search], select")?.focus();
  }

  /** Press the button that sends what is being written. */
  function send(field) {
    const part = field.closest(".act-panel, .fold-body, .assign, .tick");
    const told = part?.querySelector("#assign-text");
    if (told && !told.value.trim()) return part.querySelector('[formaction$="/assign/"]').click();
    part?.querySelector(':is(.act-foot, .button-row) button[type="submit"]:not(:disabled)')?.click();
  }

  const LIST = {
    j: () => step(1),
    k: () => step(-1),
    t: () => together("claim"),
    f: () => together("choose"),
    x: () => mark(row()),
    X: markRange,
    n: () => (first("[data-next]") ? press("[data-next]") : flagged()),
    s: () => row()?.querySelector(".do :is(button, summary, a)")?.click(),
  };
  const CASE = {
    d: () => write("interim-reply"),
    m: () => write("counter-question"),
    a: () => write("reply"),
    i: note,
    h: standard,
    s: ready,
    t: () => press('[formaction$="/claim/"]'),
    f: () => press('[name="open"][value="assign"]'),
    p: () => press('[form="print-form"]'),
    n: () => press("[data-next]"),
    Escape: () => press("[data-back]"),
  };
  const ANYWHERE = {
    "?": () => document.getElementById("key-sheet")?.showModal(),
    "/": () => first('input[type="search"]')?.focus(),
  };

  const writes = (at) =>
    at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  const isBusy = () => document.querySelector("dialog[open], [popover]:popover-open");

  document.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.defaultPrevented || event.isComposing || isBusy()) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.matches("textarea, #assign-to")) {
      event.preventDefault();
      return send(at);
    }
    if (event.ctrlKey || event.metaKey || event.altKey || writes(at)) return;
    const here = document.getElementById("case") ? CASE : LIST;
    const key = event.key.length > 1 || event.shiftKey ? event.key : event.key.toLowerCase();
    const act = here[key] ?? ANYWHERE[key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // Back from a case, by its row: that one has the focus again, when the browser has scrolled to it.
  window.addEventListener("load", () => {
    const back = location.hash.startsWith("#case-") && document.getElementById(location.hash.slice(1));
    if (back) requestAnimationFrame(() => go(back));
  });
})();
