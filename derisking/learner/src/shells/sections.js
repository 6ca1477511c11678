// Sections of a lesson's page open one after the other; what an address points at opens with all that lies above it.
import { unfolding } from "../../../lab/labextensions/derisking-course/static/unfold.js";
import { glide } from "../dom.js";
import { NOTE, keepNote, noted } from "../record.js";
import { shell } from "../shell.js";

// The element that an address means: a heading's section, or the place of an explorer, which gets its id when it starts.
function target(hash) {
  const name = decoded(hash).slice(1).split("?")[0];
  if (!name) return null;
  const explorer = name.startsWith("explorer-") && `"name":"${name.slice(9)}"`;
  const data = explorer && [...document.querySelectorAll(".dr-data")].find((one) => one.textContent.includes(explorer) && one.textContent.includes('"kind":"explorer"'));
  return document.getElementById(name) ?? data;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Gives what shows all sections, or not; nothing for a page that is no lesson.
export function unfold() {
  const [, name] = location.pathname.match(/([^/]+?)(?:\.html)?$/) ?? [];
  const lesson = shell.course.lessons.find(({ id }) => id === name);
  const parts = lesson ? [...document.querySelectorAll(".dr-page > section > section")] : [];
  if (!parts.length) return () => {};
  const key = NOTE.sections(lesson.id);
  const show = (open, bar, fresh) => {
    parts.forEach((part, n) => (part.hidden = n >= open));
    parts[open - 1].append(bar);
    document.querySelector(".dr-neighbours").hidden = open < parts.length; // the next lesson comes once this one is open
    if (!fresh) return;
    const head = parts[open - 1].querySelector("h2");
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    glide(head);
  };
  const keep = (open) => keepNote(key, String(open));
  const everything = () => document.querySelector('button[data-sets="sections"]').click();
  const it = unfolding({ total: parts.length, show, keep, everything });
  it.known(Number(noted(key)) || 0);
  const open = (hash) => {
    const found = target(hash);
    const place = parts.findIndex((part) => part.contains(found));
    if (found && place >= 0) it.open(place + 1);
    document.querySelectorAll(".dr-optional").forEach((fold) => fold.parentElement.contains(found) && (fold.open = true));
    return found;
  };
  open(location.hash);
  addEventListener("hashchange", () => open(location.hash)?.scrollIntoView());
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href*='#']");
    if (link && link.pathname === location.pathname) open(link.hash);
  }, true);
  document.querySelector(".dr-top > .dr-dots").after(it.where);
  const read = () => it.at(Math.max(1, parts.filter((part) => !part.hidden && part.getBoundingClientRect().top < innerHeight / 3).length));
  addEventListener("scroll", read, { passive: true });
  read();
  return it.all;
}
