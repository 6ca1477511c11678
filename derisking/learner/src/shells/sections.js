// The sections of a lesson's page and the tasks of an exercise open one after the other; what an address points at opens with all above it.
import { decoded, unfolding } from "../../../lab/labextensions/derisking-course/static/unfold.js";
import { glide } from "../dom.js";
import { NOTE, keepNote, noted } from "../record.js";
import { shell } from "../shell.js";

// The element that an address means: a heading's section, or the place of an explorer, which gets its id when it starts.
function target(hash) {
  const name = decoded(hash).slice(1).split("?")[0];
  if (!name) return null;
  const explorer = name.startsWith("explorer-") && `"name":"${name.slice(9)}"`;
  const data = explorer && [...document.querySelectorAll(".dr-data")].find((one) => one.textContent.includes(explorer) && one.textContent.includes('"kind":"explorer"'));
  return document.getElementById(name) ?? (data || null);
}

// What stands in an exercise up to the end of each task: lists of neighbours.
function tasksOf(page) {
  const all = [[]];
  for (const node of page.querySelectorAll("section > :not(section)")) {
    all.at(-1).push(node);
    if (node.querySelector(".dr-data")?.textContent.includes('"kind":"exercise"')) all.push([]);
  }
  return all;
}

// Gives what shows everything, or not; nothing for a page that is neither lesson nor exercise.
export function unfold() {
  const [, name, exercise, id] = location.pathname.match(/((exercise-)?([^/]+?))(?:\.html)?$/) ?? [];
  const lesson = shell.course.lessons.some((one) => one.id === id);
  const parts = !lesson ? [] : exercise ? tasksOf(document.querySelector(".dr-page")) : [...document.querySelectorAll(".dr-page > section > section")].map((one) => [one]);
  if (!parts.length) return () => {};
  const key = NOTE.sections(name);
  const show = (open, bar) => {
    parts.forEach((part, n) => part.forEach((node) => node.classList.toggle("dr-unopened", n >= open)));
    parts[open - 1].at(-1).after(bar);
    document.querySelector(".dr-neighbours").hidden = open < parts.length; // the next lesson comes once this one is open
  };
  const go = (open) => {
    const head = parts[open - 1].flatMap((node) => [node, ...node.querySelectorAll("h2, legend")]).find((node) => node.matches("h2, h3, legend"));
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    glide(exercise ? parts[open - 1][0] : head);
  };
  const keep = (open) => keepNote(key, String(open));
  const first = exercise || parts[0][0].querySelector(".dr-data") ? 1 : 2;
  const it = unfolding({ parts: exercise ? "steps" : "sections", total: parts.length, first, show, go, keep });
  document.querySelector(".dr-page").append(it.back);
  it.known(Number(noted(key)) || 0);
  const reach = (found) => found && it.open(1 + parts.findIndex((part) => part.some((node) => node.contains(found) || found.contains(node))));
  const open = (hash) => {
    const found = target(hash);
    reach(found);
    document.querySelectorAll(".dr-optional").forEach((fold) => fold.parentElement.contains(found) && (fold.open = true));
    return found;
  };
  open(location.hash);
  addEventListener("dr-arrive", ({ target }) => reach(target));
  addEventListener("hashchange", () => open(location.hash)?.scrollIntoView());
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href*='#']");
    if (link && link.pathname === location.pathname) open(link.hash);
  }, true);
  if (!exercise) document.querySelector(".dr-top > .dr-dots").after(it.where);
  const read = () => it.at(Math.max(1, parts.filter(([part]) => !part.matches(".dr-unopened") && part.getBoundingClientRect().top < innerHeight / 3).length));
  addEventListener("scroll", read, { passive: true });
  read();
  return it.all;
}
