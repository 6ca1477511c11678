// Handing in: the notebook with the answers in it, and the quiz record.
import { download } from "../../lab/labextensions/derisking-course/static/figures.js";
import { always, h } from "./dom.js";
import { partOfTask, standing, writing } from "./form.js";
import { counted, tenths } from "./numbers.js";
import { readRecord, shared } from "./record.js";
import { shell } from "./shell.js";

// What a form leaves in a notebook, as derisking/exercises/form_answers.py reads it.
function leftBehind(task, answers) {
  const words = task === shell.course.form.memo ? answers[task] : "Answered in the web edition.";
  const data = { [shell.course.form.mime]: { version: shell.course.form.version, task, answers }, "text/plain": [words] };
  return { output_type: "display_data", metadata: {}, data };
}

// The students' notebook with what was answered; cells that hold nothing of the learner's stay as they were.
export function notebookWith(book, lesson) {
  const copy = structuredClone(book);
  const drafts = readRecord().drafts;
  for (const [key, saved] of Object.entries(drafts)) {
    if (!key.startsWith(`${lesson} `)) continue;
    const written = saved.memo?.trim();
    const cell = copy.cells.find((one) => one.id === (written ? "memo-form" : saved.cell));
    if (cell && written) cell.outputs = [leftBehind(shell.course.form.memo, { [shell.course.form.memo]: written })];
    if (cell && saved.answers) cell.outputs = [leftBehind(saved.task, saved.answers)];
  }
  return copy;
}

export function handIn(root, data) {
  const [open, said] = [h("p.dr-status", { role: "status" }), h("p.dr-status", { role: "status" })];
  const { lesson } = data;
  const save = (words, name, content, type) =>
    h("button.dr-primary", { type: "button", onclick: () => {
      download(name, content(), type);
      said.textContent = `${name} is in your downloads. You need not open it: hand it in where your teacher asks for it.`;
    } }, words);
  const notebook = save("Download my answers", `${lesson}.ipynb`, () => `${JSON.stringify(notebookWith(data.notebook, lesson), null, 1)}\n`, "application/x-ipynb+json");
  const record = save("Download lesson answers, too", "quiz-record.json", () => JSON.stringify(shared(lesson), null, 1), "application/json");
  Object.assign(record, { className: "dr-quiet", hidden: !data.tasks.length }); // no lesson, no questions
  const about = record.hidden ? "The file holds what you wrote on this page." : "The first file holds your answers on this page. The second is your choice: your answers in the lesson and the two tests, and how many hints you saw.";
  // Part A as far as its checks know it.
  const checked = () => {
    const part = data.tasks.filter((task) => task.part === "A");
    const share = (task) => standing.get(`${lesson} ${task.id}`)?.share;
    const open = part.filter((task) => share(task) === undefined).length;
    const sum = (worth) => tenths(part.reduce((total, task) => total + worth(task), 0));
    if (open === part.length) return "Part A is not checked yet.";
    const earned = `Part A: ${sum((task) => task.points * (share(task) ?? 0))} of ${sum((task) => task.points)} points`;
    return open ? `${earned} so far, with ${counted(open, "task", "tasks")} not checked.` : `${earned}.`;
  };
  const done = () => `Every task on this page has an answer. ${checked()} Now save the file with “Download my answers”, and hand it in where your teacher asks for it.`;
  const tell = () => {
    const drafts = readRecord().drafts;
    const answered = ({ id }) => drafts[`${lesson} ${id}`]?.answers;
    const named = (words, tasks) => (tasks.length ? `${words}: ${tasks.map((task) => `“${task.title}”`).join(", ")}.` : "");
    const begun = data.tasks.filter((task) => answered(task) && partOfTask[task.id].read().missing);
    const words = [named("Begun, not finished", begun), named("Still open", data.tasks.filter((task) => !answered(task)))].filter(Boolean);
    const written = writing[lesson]?.() ?? ""; // of a memo or a story
    const rest = words.length ? words : data.tasks.length ? [done()] : written ? [] : ["Nothing is open. Now save the file with “Download my answers”."];
    open.replaceChildren(h("span", {}, [...rest, written].filter(Boolean).join(" "))); // with curled apostrophes
  };
  always(tell);
  root.append(h("div.dr-card", {}, h("p.dr-prompt", {}, "Hand in"), open, h("div.dr-actions", {}, notebook, record), said, h("p.dr-how", {}, about)));
}
