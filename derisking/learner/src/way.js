// The way through an exercise: its parts as steps with what they are for, each task a piece as long as its points that fills as it is
// answered. In the web edition the pieces stand in the bar above too, with where one is.
import { h } from "./dom.js";
import { arriveAt } from "./faces.js";
import { desks, standing } from "./form.js";
import { counted, tenths } from "./numbers.js";
import { shell } from "./shell.js";

const LOOKS = { right: ["✓", "right"], part: ["", "partly right"], wrong: ["✗", "not right yet"], done: ["●", "answered"], open: ["", "open"] };
const NAMES = { A: "Part A", B: "Part B: you decide" };

function lookOf({ answered, share } = {}) {
  if (share === undefined) return answered ? "done" : "open";
  return share >= 1 ? "right" : share > 0 ? "part" : "wrong";
}

// data: lesson, tasks (id, title, part, points), goals (part -> what it is for), how: html, what else there is to say. Folded: a task comes first.
export function way(root, { lesson, tasks, goals, desk, how }) {
  desks[lesson] = desk;
  const of = (task) => standing.get(`${lesson} ${task.id}`);
  const sum = (part, worth) => tasks.filter((task) => task.part === part).reduce((total, task) => total + worth(task), 0);
  const earned = (task) => task.points * (of(task)?.share ?? 0);
  const piece = (kind, task, more = {}) => Object.assign(h(`${kind}.dr-piece`, { style: `flex-grow:${task.points}`, ...more }), { task });
  const row = (part, made) => h("div.dr-pieces", {}, ...tasks.filter((task) => task.part === part).map(made));
  const go = (task) => ({ onclick: () => arriveAt(of(task).card) });
  const step = (part) => h(`li.dr-leg.dr-leg-${part}`, {}, h("b", {}, NAMES[part], h("span.dr-points", {}, counted(sum(part, (task) => task.points), "point", "points"))),
    h("p", {}, goals[part]), row(part, (task) => piece("button", task, { type: "button", ...go(task) })));
  const said = h("p.dr-status", { role: "status" });
  const replies = counted(tasks.filter(({ part }) => part === "A").length, "task", "tasks");
  root.append(h("details.dr-how-fold", {}, h("summary", {}, `${replies} with a reply at once, then ${counted(tasks.filter(({ part }) => part === "B").length, "decision", "decisions")}: how this page works`), h("ol.dr-legs", {}, ...Object.keys(goals).map(step)), said, h("div", { html: how })));
  // For the eye and the pointer; the panel has the same as buttons.
  const bar = h("div.dr-aloft.dr-quiz", { "aria-hidden": "true" }, h("span"), ...Object.keys(goals).map((part) => row(part, (task) => piece("span", task, go(task)))));
  shell.aloft(bar);

  function where() {
    const boxes = tasks.map((task) => of(task)?.card.offsetParent && of(task).card.getBoundingClientRect());
    const [first, next, last] = [boxes.findIndex(Boolean), boxes.findIndex((box) => box?.bottom > innerHeight * 0.4), boxes.findLastIndex(Boolean)]; // a chart belongs to the task below it
    const at = next < 0 ? last : next > first || boxes[next].top < innerHeight / 2 ? next : -1;
    bar.querySelectorAll(".dr-piece").forEach((one, n) => one.classList.toggle("dr-now", n === at));
    bar.firstChild.textContent = `${at < 0 ? counted(tasks.length, "task", "tasks") : `Task ${at + 1} of ${tasks.length}`} · ${tenths(sum("A", earned))} of ${sum("A", (task) => task.points)} points of part A`;
  }
  function fill() {
    for (const one of [...root.querySelectorAll(".dr-piece"), ...bar.querySelectorAll(".dr-piece")]) {
      const look = lookOf(of(one.task));
      one.dataset.look = look;
      one.textContent = LOOKS[look][0];
      one.title = `Task ${tasks.indexOf(one.task) + 1}, ${one.task.title}: ${LOOKS[look][1]}`;
      if (one.type) Object.assign(one, { ariaLabel: one.title, disabled: !of(one.task) }); // a button, once its form is there
    }
    tasks.forEach((task, n) => {
      if (!of(task)) return;
      of(task).card.dataset.look = lookOf(of(task));
      of(task).number.textContent = n + 1;
    });
    const made = tasks.filter((task) => task.part === "B");
    said.textContent = `${tenths(sum("A", earned))} of ${sum("A", (task) => task.points)} points of part A so far; ${made.filter((task) => of(task)?.answered).length} of ${made.length} decisions made.`;
    requestAnimationFrame(where); // once for all that come in one go
  }
  const signal = shell.until(root, lesson);
  document.addEventListener("dr-answered", fill, { signal });
  addEventListener("scroll", where, { passive: true, signal });
  fill();
}
