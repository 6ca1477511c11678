// Save a copy, share a lesson, start again: nothing is typed; what cannot be undone, and what a teacher would get, is asked first.
// What a click does is the edition's: `shell.own` (shells/own.js, shells/lab.js) has acts, each of which gives what is said of it.
import { h, unique } from "./dom.js";
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
    const titles = new Map(course.lessons.map(({ id, title }) => [id, title]));
    const chosen = h("select", { id: unique("lesson"), onchange: () => said.replaceChildren() }, ...course.exercises.filter((id) => titles.has(id)).map((id) => h("option", { value: id }, titles.get(id))));
    const hand = strong("Save the file", () => (act("share", shared(chosen.value)), close(), share.focus()));
    const look = button("Show what my teacher would get", () => said.replaceChildren(...preview(shared(chosen.value))));
    const words = "The file holds your answers of one lesson, your sealed answers that belong to it, and your forecasts so far. Nobody has to share it.";
    ask(h("p", {}, words), h("div.dr-field", {}, h("label", { htmlFor: chosen.id }, "Which lesson?"), chosen), h("div.dr-actions", {}, hand, look, button("Share nothing", () => (share.focus(), close()))));
  });
  const again = button("Start again", () => {
    const erase = button("Delete my record", () => (act("reset"), again.focus(), close()));
    ask(h("p", {}, own.loses), h("div.dr-actions", {}, strong("Keep my record", () => (again.focus(), close())), erase));
  });
  const copy = button("Save a copy", () => (close(), act("save")));
  const on = h("div.dr-actions", {}, ...ways.map(([name, words]) => strong(words, () => act(name).then(() => on.remove()))));
  return [...(ways.length ? [on] : []), h("p", {}, own.where), h("div.dr-actions", {}, copy, ...own.open(said, show), share, again), asked];
}

// What a teacher would get, in words and as it is.
function preview(content) {
  const { answers, forecasts, hints, lesson } = content;
  const inTests = answers.filter(({ mode }) => mode === "pre" || mode === "post").length;
  const elsewhere = [...new Set(answers.map((one) => one.lesson))].filter((id) => id !== lesson);
  const carried = elsewhere.length ? ` Among them are your answers of ${elsewhere.join(" and ")}.` : "";
  const words = `Your teacher would get: your answers (${answers.length}; every try, with its time; ${inTests} of them sealed), when you handed in the sealed ones, your forecasts up to this lesson (${forecasts.length}), and how many hints you saw and how often you checked in each exercise task (${hints.length} so far).${carried} Nothing else is in it. Nothing is saved yet.`;
  return [h("p", {}, words), h("pre", { tabIndex: 0 }, JSON.stringify(content, null, 1))];
}
