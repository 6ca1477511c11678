// Save a copy, share a lesson, start again: nothing is typed; what cannot be undone, and what a teacher would get, is asked first.
// What a click does is the edition's: `shell.own` (shells/own.js, shells/lab.js) has acts, each of which gives what is said of it.
import { h, unique } from "./dom.js";
import { counted } from "./numbers.js";
import { shared } from "./record.js";
import { shell } from "./shell.js";

// said: where it is told what a click did; show() is called when the record may have changed; ways: [act, label] of each way to go
// on after a damaged record.
export function recordTools(said, ways, show) {
  const { own, course } = shell;
  const asked = h("div");
  const act = async (name, content) => {
    said.textContent = "One moment …";
    said.textContent = await own[name](content, () => (said.textContent = shell.lost));
    show();
  };
  const button = (words, onclick) => h("button.dr-quiet", { type: "button", onclick }, words);
  const strong = (words, onclick) => h("button.dr-primary", { type: "button", onclick }, words);
  const close = () => asked.replaceChildren();
  const ask = (...parts) => {
    said.replaceChildren();
    asked.replaceChildren(...parts);
    asked.querySelector("select, button").focus();
  };
  const share = button("Share with my teacher", () => {
    const { lessons, exercises } = course;
    const known = exercises.filter((id) => lessons.some((one) => one.id === id));
    const files = new Map(known.map((id) => [id, shared(id)]));
    const last = (id) => Math.max(0, ...files.get(id).answers.map(({ at }) => Date.parse(at) || 0));
    const latest = known.reduce((one, other) => (last(other) > last(one) ? other : one)); // the lesson that was worked in last
    const title = (id) => lessons.find((one) => one.id === id).title;
    const named = (id) => [title(id), ...before(course, id).map((one) => `with ${title(one)}`)].join(", ");
    const chosen = h("select", { id: unique("lesson"), onchange: () => (said.replaceChildren(), tell()) }, ...known.map((id) => h("option", { value: id, selected: id === latest }, named(id))));
    const hand = strong("Save the file", () => (act("share", shared(chosen.value)), close(), share.focus()));
    const look = button("Show what my teacher would get", () => said.replaceChildren(...preview(shared(chosen.value))));
    const held = h("p.dr-how", { role: "status" });
    const tell = () => {
      const parts = inWords(files.get(chosen.value));
      held.textContent = parts.length ? `In it so far: ${parts.map(([words]) => words).join(", ")}.` : "Nothing is in it yet: you have answered no question of this lesson.";
      hand.hidden = look.hidden = !parts.length;
    };
    tell();
    const words = "The file holds your answers to the questions of one lesson, your forecasts so far, and how many hints you took. Your guesses stay with you. Nobody has to share it.";
    ask(h("p", {}, words), h("div.dr-field", {}, h("label", { htmlFor: chosen.id }, "Which lesson?"), chosen), held, h("div.dr-actions", {}, hand, look, button("Share nothing", () => (share.focus(), close()))));
  });
  const again = button("Start again", () => {
    const erase = button("Delete my record", () => (act("reset"), again.focus(), close()));
    ask(h("p", {}, own.loses), h("div.dr-actions", {}, strong("Keep my record", () => (again.focus(), close())), erase));
  });
  const copy = button("Save a copy", () => (close(), act("save")));
  const on = h("div.dr-actions", {}, ...ways.map(([name, words]) => strong(words, () => act(name).then(() => on.remove()))));
  return [...(ways.length ? [on] : []), h("p", {}, own.where), h("div.dr-actions", {}, copy, ...own.open(said, show), share, again), asked];
}

// Lessons without an exercise that lie before one that has it: their answers go with its file.
const before = ({ lessons, exercises }, id) => lessons.map((one) => one.id).filter((one) => one < id && !exercises.includes(one) && !exercises.some((other) => one < other && other < id));

// What such a file holds: [how many, what that means].
function inWords({ answers, forecasts, hints }) {
  const sealed = answers.filter(({ mode }) => mode === "pre" || mode === "post").length;
  return [
    [answers.length - sealed, "answer", "answers", "each try, with its time, and whether it was right"],
    [sealed, "answer without a verdict", "answers without a verdict", "what you believe before and after the course, with the time of each and of handing in; the file does not say whether it is right"],
    [forecasts.length, "forecast", "forecasts", "those of this lesson and of the lessons before it"],
    [hints.length, "exercise task begun", "exercise tasks begun", "how many hints you saw, and how often you checked"],
  ].filter(([n]) => n).map(([n, one, many, means]) => [counted(n, one, many), means]);
}

// What a teacher would get, in words; and as it is, for who wants to see that.
function preview(content) {
  const rows = inWords(content).map(([words, means]) => h("li", {}, h("b", {}, words), `: ${means}`));
  return [h("p", {}, "Your teacher would get:"), h("ul", {}, ...rows), h("p", {}, "Nothing else is in it. Nothing is saved yet."),
    h("details", {}, h("summary", {}, "The file as a computer reads it"), h("pre", { tabIndex: 0 }, JSON.stringify(content, null, 1)))];
}
