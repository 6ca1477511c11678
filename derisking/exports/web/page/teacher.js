// The teacher's build only: a clock that says what the plan has now, and whether the section on the screen is early or late.
"use strict";
(() => {
  const planned = [...document.querySelectorAll(".dr-teach")].flatMap((note) => {
    const when = /^(\d+)–(\d+) min/.exec(note.textContent.trim());
    const head = note.closest("section")?.querySelector("h2");
    return when && head ? [{ head, from: Number(when[1]), to: Number(when[2]) }] : [];
  });
  if (!planned.length) return;
  const page = `teacher clock ${location.pathname.split("/").at(-1)}`;
  const stored = (act) => { try { return act(sessionStorage); } catch { return null; } }; // a frame may keep nothing
  let began = Number(stored((kept) => kept.getItem(page))) || 0;
  const make = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });
  const box = make("div", ""), said = make("p", ""), start = make("button", ""), notes = make("button", "Hide the notes");
  box.className = "dr-clock";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Clock of the lesson");
  start.type = notes.type = "button";
  box.append(said, start, notes);
  document.body.append(box);

  const total = planned.at(-1).to;
  function tell() {
    start.textContent = began ? "Start again" : `Start the clock: ${total} minutes`;
    said.hidden = !began;
    if (!began) return;
    const now = Math.floor((Date.now() - began) / 60000);
    const due = planned.find(({ to }) => now < to);
    const here = planned.findLast(({ head }) => head.checkVisibility() && head.getBoundingClientRect().top < innerHeight * 0.6) ?? planned[0];
    const off = now >= here.to ? `${now - here.to + 1} min late` : now < here.from ? `${here.from - now} min early` : "on time";
    said.textContent = `${now} of ${total} min. By the plan: ${due ? `${due.head.textContent} (${due.from}–${due.to})` : "the end"}. Here: ${off}.`;
  }
  start.addEventListener("click", () => {
    began = Date.now();
    stored((kept) => kept.setItem(page, began));
    tell();
  });
  notes.addEventListener("click", () => {
    const { dataset } = document.documentElement;
    dataset.notes = dataset.notes ? "" : "away";
    notes.textContent = dataset.notes ? "Show the notes" : "Hide the notes";
  });
  addEventListener("scroll", () => began && tell(), { passive: true });
  setInterval(tell, 10000);
  tell();
})();
