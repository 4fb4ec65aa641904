// What has happened since the list was read, told without moving what is read: a line over the list, and
// words in the rows that are no longer so. The list itself changes when the reader asks for it.
"use strict";

(() => {
  const MINUTES = 60_000;
  const seen = { tag: "", news: null, others: {}, timer: 0, asked: Date.now(), isOver: false };

  const line = () => document.getElementById("news");

  function say(words, show) {
    const place = line();
    const text = show ? `${words} – ${show}` : words;
    if (place.textContent === text) return; // said already: not once more to who listens
    const part = document.createElement(show ? "a" : "span");
    if (show) part.href = location.pathname + location.search;
    part.textContent = text;
    place.replaceChildren(...(text ? [part] : []));
  }

  const many = (count, one, more) => (count === 1 ? one : more.replace("#", count));

  function tell(news) {
    const words = line().dataset;
    const row = (id) => document.querySelector(`tr[data-case="${Number(id)}"]`);
    const changed = Object.keys(news.changed).filter(row);
    for (const id of changed) {
      const place = row(id).querySelector(".holder") ?? row(id).lastElementChild;
      place.textContent = news.changed[id];
      row(id).dataset.meanwhile = news.gone.includes(Number(id)) ? "gone" : "changed";
    }
    const arrived = news.arrived.filter((id) => !row(id)).length;
    const told = [];
    if (arrived) told.push(many(arrived, words.newOne, words.newMany));
    if (changed.length) told.push(many(changed.length, words.changedOne, words.changedMany));
    if (news.isBehind) told.splice(0, told.length, words.behind);
    say(told.join(", "), told.length ? words.show : "");
    document.title = news.title;
    document.querySelectorAll(".counts .count > b").forEach((count, nth) => {
      count.textContent = news.counts[nth] ?? count.textContent;
    });
  }

  // Who else is at each case, in the place where the list itself has it.
  function tellWhere(others) {
    document.querySelectorAll("tr[data-case]").forEach((row) => {
      const place = row.querySelector(".number");
      const there = place?.querySelector("[data-at]");
      const names = others[row.dataset.case] ?? "";
      if (!names) there?.remove();
      if (!place || !names || there?.lastElementChild.textContent === names) return;
      const part = there ?? document.getElementById("at-case").content.firstElementChild.cloneNode(true);
      part.lastElementChild.textContent = names;
      if (!there) place.firstChild.after(" ", part);
    });
  }

  async function ask() {
    const words = line()?.dataset;
    if (!words || seen.isOver) return;
    seen.asked = Date.now();
    try {
      const answer = await fetch(`${words.url}?since=${words.since}`, {
        headers: seen.tag ? { "If-None-Match": seen.tag } : {},
        redirect: "manual", // to the sign-in
        cache: "no-store",
      });
      hear(answer, answer.status === 200 ? await answer.json() : null, words);
    } catch {
      say(words.lost.replace("#", document.getElementById("updated").textContent), "");
    }
    if (!seen.isOver) wait();
  }

  function hear(answer, news, words) {
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      seen.isOver = true;
      say(words.out, words.in);
    } else if (answer.status >= 400) {
      throw new Error(String(answer.status));
    } else if (news || answer.status === 304) {
      seen.tag = answer.headers.get("ETag") ?? seen.tag;
      if (news) seen.others = news.others;
      if (news?.changed) seen.news = news;
      tellWhere(seen.others);
      if (seen.news) tell(seen.news); // also after contact was lost, and nothing more has happened
      else calm(answer);
    } else if (answer.status === 204) {
      seen.others = {};
      tellWhere(seen.others);
      calm(answer);
    }
  }

  function calm(answer) {
    say("", "");
    document.getElementById("updated").textContent = answer.headers.get("Vardag-Clock");
  }

  function wait() {
    clearTimeout(seen.timer);
    const seconds = Number(line()?.dataset.seconds) * 1_000;
    // A page that nobody sees asks seldom: only its title can be seen.
    seen.timer = setTimeout(ask, document.hidden ? 5 * MINUTES : seconds);
  }

  document.addEventListener("visibilitychange", () => {
    const isDue = Date.now() - seen.asked >= Number(line()?.dataset.seconds) * 1_000;
    if (!document.hidden && isDue) ask();
    else wait();
  });
  document.addEventListener("htmx:after:swap", () => {
    seen.tag = ""; // a list that is read anew knows all that had happened
  });
  wait();
})();
