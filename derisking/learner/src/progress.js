// What this browser has of the learner, and the ways in and out.
import { download } from "../../lab/labextensions/derisking-course/static/figures.js";
import { h, unique } from "./dom.js";
import { calibration } from "./forecast.js";
import { counted, points } from "./numbers.js";
import { EMPTY, goalsIn, handedIn, onChange, readRecord, shared, takeIn } from "./record.js";
import { shell } from "./shell.js";
import { browser } from "./stores/browser.js";
import { earnedIn, testResults } from "./tests.js";

export function progress(root) {
  const shown = h("div.dr-table");
  const show = () => shown.replaceChildren(progressTable(), ...toRepeat(), ...bothTests(), calibration(shell.course.forecasts ?? [], h("h2", {}, "How sure you were")));
  const said = h("p.dr-status", { role: "status" });
  root.append(h("div.dr-card", {}, shown, ...recordTools(said, show), said));
  show(); // after the tools, which are needed most where a row cannot be shown
  said.textContent = browser.troubled() || browser.unkept();
  onChange(show);
}

// A lesson's own questions at the latest try, its guesses and goals, and what its exercise has earned so far.
function standing(lesson) {
  const record = readRecord();
  const latest = new Map();
  for (const row of record.answer) {
    if (row.lesson === lesson.id && row.item in lesson.asked && (row.mode === "practice" || row.mode === "recall")) latest.set(row.item, row);
  }
  const wrong = Object.keys(lesson.asked).filter((id) => latest.has(id) && !latest.get(id).correct);
  const checks = new Map(record.check.filter((row) => row.lesson === lesson.id).map((row) => [row.item, row.points]));
  const guessed = lesson.guesses.filter((id) => record.prediction.some((row) => row.lesson === lesson.id && row.item === id)).length;
  const reached = lesson.explorers.flatMap(goalsIn).length;
  const begun = Object.entries(record.drafts).some(([key, kept]) => key.startsWith(`${lesson.id} `) && Object.keys(kept.answers ?? {}).length > 0);
  return { guessed, reached, begun, asked: Object.keys(lesson.asked).length, answered: latest.size, wrong, checked: checks.size, earned: [...checks.values()].reduce((sum, value) => sum + (Number(value) || 0), 0) };
}

function progressTable() {
  const heads = ["Lesson", "Questions answered", "Right", "Guesses you made", "Goals you reached", "Exercise"];
  const link = (href, words) => h("a", { href }, words);
  const rows = shell.course.lessons.map((lesson) => {
    const own = standing(lesson);
    const bar = h("span.dr-share", { "aria-hidden": "true" }, h("span", { style: `width:${(100 * own.answered) / own.asked}%` }));
    const task = link(`exercise-${lesson.id}.html`, own.checked ? `${points(own.earned)} of ${lesson.most} points` : own.begun ? "begun" : "not begun");
    const cells = [[bar, `${own.answered} of ${own.asked}`], [own.answered ? String(own.answered - own.wrong.length) : "–"], [lesson.guesses.length ? `${own.guessed} of ${lesson.guesses.length}` : "–"], [lesson.explorers.length ? String(own.reached) : "–"], [lesson.most ? task : "none"]];
    return h("tr", {}, h("th", { scope: "row" }, link(`${lesson.id}.html`, lesson.title)), ...cells.map((parts, i) => h("td", { "data-head": heads[i + 1] }, ...parts)));
  });
  return h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, ...rows));
}

function toRepeat() {
  const found = shell.course.lessons.map((lesson) => ({ lesson, wrong: standing(lesson).wrong })).filter(({ wrong }) => wrong.length);
  const line = (lesson, id) => h("li", {}, h("a", { href: `${lesson.id}.html#${lesson.asked[id][1]}` }, lesson.asked[id][0]));
  const lists = found.flatMap(({ lesson, wrong }) => [h("h3", {}, lesson.title), h("ul.dr-list", {}, ...wrong.map((id) => line(lesson, id)))]);
  const some = readRecord().answer.length > 0;
  const words = found.length ? "Worth another go. Each link leads to the section with the question." : some ? "Nothing at the moment: all that you answered is right." : "Questions that went wrong will stand here, with a link to each.";
  return [h("h2", {}, "To repeat"), h("p", {}, words), ...lists];
}

function bothTests() {
  const cell = (words) => h("td", { "data-head": "Result" }, words);
  const cells = { pre: cell(handedIn("pre") ? "handed in; points come with the last test" : "not handed in yet"), post: cell("not handed in yet") };
  if (handedIn("post")) shell.explained().then((list) => {
    const results = testResults(list);
    for (const name of ["pre", "post"]) {
      const own = results.filter((one) => one.test === name);
      if (handedIn(name)) cells[name].textContent = `${points(earnedIn(own, name))} of ${own.length} points`;
    }
  });
  const row = (name, href, words) => h("tr", {}, h("th", { scope: "row" }, h("a", { href }, words)), cells[name]);
  const rows = [["pre", "First"], ["post", "Last"]].map(([name, words]) => row(name, shell.course.tests[name][0], `${words} test, in lesson ${shell.course.tests[name][1]}`));
  return [h("h2", {}, "The two tests"), h("table", {}, h("tbody", {}, ...rows))];
}

// Save a copy, open one, share a lesson, start again: nothing is typed, and what cannot be undone is asked first.
function recordTools(said, show) {
  const asked = h("div");
  const quiet = (words, act) => h("button.dr-quiet", { type: "button", onclick: act }, words);
  const strong = (words, act) => h("button.dr-primary", { type: "button", onclick: act }, words);
  const close = () => asked.replaceChildren();
  const ask = (...parts) => {
    said.textContent = "";
    asked.replaceChildren(...parts);
    asked.querySelector("select, button").focus();
  };
  const copy = saveCopy(said);
  copy.addEventListener("click", close);
  const share = quiet("Share with my teacher", () => {
    const chosen = h("select", { id: unique("lesson") }, ...shell.course.exercises.map((id) => h("option", { value: id }, shell.course.lessons.find((lesson) => lesson.id === id)?.title ?? id)));
    const hand = strong("Save the file", () => (saved(said, "quiz-record.json", shared(chosen.value), "Hand it in where your teacher asks for it."), close(), share.focus()));
    const words = "It holds your answers of one lesson, with those of the two tests that belong to it and your forecasts so far. Nobody has to share them.";
    ask(h("p", {}, words), h("div.dr-field", {}, h("label", { htmlFor: chosen.id }, "Which lesson?"), chosen), h("div.dr-actions", {}, hand, quiet("Share nothing", () => (share.focus(), close()))));
  });
  const again = quiet("Start again", () => {
    const erase = quiet("Delete my record", () => {
      const gone = browser.alter((record) => Object.assign(record, EMPTY()));
      said.textContent = gone || browser.unkept() ? "Your record is empty now." : "The record could not be deleted.";
      again.focus();
      close();
      show();
    });
    const keep = strong("Keep my record", () => (again.focus(), close()));
    ask(h("p", {}, "This deletes all answers, predictions and drafts in this browser for good."), h("div.dr-actions", {}, keep, erase));
  });
  return [h("h2", {}, "Your record"), h("div.dr-actions", {}, copy, ...openCopy(said, show), share, again), asked];
}

function saved(said, name, content, where) {
  download(name, JSON.stringify(content, null, 1), "application/json");
  said.textContent = `${name} is in your downloads. ${where}`;
}

const saveCopy = (said) =>
  h("button.dr-quiet", { type: "button", onclick: () => saved(said, "my-record.json", readRecord(), "Open it with “Open a copy”, here or on another device.") }, "Save a copy");

// show() is called when a copy was taken in.
function openCopy(said, show) {
  const file = h("input", { type: "file", hidden: true, "aria-label": "Open a copy", accept: ".json,application/json" });
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    try {
      const { count, bad } = takeIn(await file.files[0].text());
      const left = bad ? `${counted(bad, "entry", "entries")} could not be read and stayed out.` : "";
      said.textContent = [`${counted(count, "new entry", "new entries")} taken in.`, left, browser.troubled()].join(" ").trim();
      show();
    } catch (error) {
      said.textContent = error.message;
    }
    file.value = "";
  });
  return [h("button.dr-quiet", { type: "button", onclick: () => file.click() }, "Open a copy"), file]; // the browser's own button is called after any file
}

// What was not kept is said below the part in which it was answered, with what can be done about it on this very page.
let warning = null;
export function warn(place) {
  const words = browser.troubled();
  if (!words) return;
  warning?.remove();
  const said = h("p.dr-status", { role: "status" });
  warning = h("div.dr-quiz.dr-unkept", {}, h("div.dr-card", {}, h("p", { role: "status" }, words), h("div.dr-actions", {}, saveCopy(said), ...openCopy(said, () => location.reload())), said));
  place.append(warning);
}

// Who comes back goes on where the last answer was given.
export function goOn() {
  const start = document.querySelector(".dr-start");
  const latest = readRecord().answer.at(-1)?.lesson;
  const lesson = shell.course.lessons.find((one) => one.id === latest);
  if (start && lesson) Object.assign(start, { href: `${lesson.id}.html`, textContent: `Go on with ${lesson.title}` });
}
