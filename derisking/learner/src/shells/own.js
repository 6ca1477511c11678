// The web edition's ways in and out of the record. Its stores have alter(change) of the whole, troubled() once, and unkept() at the moment.
import { download } from "../../../lab/labextensions/derisking-course/static/figures.js";
import { h } from "../dom.js";
import { counted, tenths } from "../numbers.js";
import { answeredOf, coming, does, pictureOf, standings, verbFor, wayOn } from "../progress.js";
import { EMPTY, readRecord, store, takeIn } from "../record.js";
import { shell } from "../shell.js";

function saved(name, content, where) {
  download(name, JSON.stringify(content, null, 1), "application/json");
  return `The file ${name} is in your downloads. ${where}`;
}

const save = () => saved("my-record.json", readRecord(), "Open it with “Open a copy”, here or on another device.");

export const own = {
  trouble: () => store.troubled() || store.unkept(),
  save,
  open,
  share: (content) => saved("quiz-record.json", content, "Hand it in where your teacher asks for it."),
  reset() {
    store.alter((record) => Object.assign(record, EMPTY()));
    return `Your record is empty now. ${store.unkept()}`.trim();
  },
};

// show() is called when a copy was taken in.
function open(said, show) {
  const file = h("input", { type: "file", hidden: true, "aria-label": "Open a copy", accept: ".json,application/json" });
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    try {
      const { count, bad } = takeIn(await file.files[0].text());
      const left = bad ? `${counted(bad, "entry", "entries")} could not be read and stayed out.` : "";
      said.textContent = [`${counted(count, "new entry", "new entries")} taken in.`, left, store.troubled()].join(" ").trim();
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
  const words = store.troubled();
  if (!words) return;
  warning?.remove();
  const said = h("p.dr-status", { role: "status" });
  const copy = h("button.dr-quiet", { type: "button", onclick: () => (said.textContent = save()) }, "Save a copy");
  warning = h("div.dr-quiz.dr-unkept", {}, h("div.dr-card", {}, h("p", { role: "status" }, words), h("div.dr-actions", {}, copy, ...open(said, () => location.reload())), said));
  place.append(warning);
}

// Who comes back goes on where the work was left, and sees on the cards of the cover and of *Exercises* what was done.
export function goOn() {
  const start = document.querySelector(".dr-start");
  const begun = document.querySelector(".dr-lessons") ? standings().filter(does) : [];
  let left; // the card of the last exercise that was begun and has something open
  const next = start && begun.length && coming(standings());
  const card = (page) => document.querySelector(`.dr-lesson a[href="${page}"]`)?.closest(".dr-lesson");
  if (next) Object.assign(start, { ...wayOn(next), textContent: `${verbFor(next)} lesson ${next.lesson.number}` });
  if (next) document.querySelectorAll(".dr-with-next > *").forEach((one) => one.classList.toggle("dr-coming", one === card(next.lesson.page)));
  for (const own of begun) {
    const earned = own.earned === null ? "" : `${tenths(own.earned)} of ${own.lesson.most} points`;
    card(own.lesson.page)?.append(h("p.dr-played", {}, h("span.dr-quiz", {}, pictureOf(own)), h("span", {}, answeredOf(own), own.earned ? `; exercise: ${earned}` : "")));
    const drafts = (route) => Object.keys(own.lesson.routes).filter((id) => own.lesson.routes[id] === route).map((id) => readRecord().drafts[`${own.lesson.id} ${id}`]);
    const full = (draft) => draft?.answers && !draft.open;
    const decided = drafts("decide");
    const all = [...drafts(""), ...decided];
    card(own.lesson.task)?.querySelectorAll(".dr-pieces > i").forEach((piece, i) => piece.classList.toggle("dr-full", i < all.filter(full).length));
    if (!start && own.begun && !all.every(full)) left = card(own.lesson.task);
    if (!start && all.some(full)) card(own.lesson.task)?.firstElementChild.after(h("p.dr-begun", {}, `${all.filter(full).length} of ${counted(all.length, "task", "tasks")}`));
    if (!start && earned) card(own.lesson.task)?.lastElementChild.before(h("p.dr-played", {}, `${earned} so far`));
    if (!start && (earned || decided.some(full))) decision(card(own.lesson.task));
  }
  const { href, textContent } = left?.querySelector("strong a, a strong, a") ?? {};
  if (left) document.querySelector(".dr-lessons").before(h("p.dr-begin", {}, h("a.dr-start", { href }, `Go on with ${textContent.trim()}`)));
}

// What was decided, on the card of an exercise: of all that could be chosen that one stays.
function decision(card) {
  const place = card?.querySelector(".dr-decided");
  if (!place) return;
  const { draft, name } = place.dataset;
  const options = [...place.querySelectorAll("data")];
  for (const option of options) option.hidden = option.value !== readRecord().drafts[draft]?.answers?.[name];
  place.hidden = options.every((option) => option.hidden);
}
