// The learner's record: what was answered, predicted, checked and handed in, and notes. Where it is kept is another's matter
// (stores/): a store has get() -> record, put(entry) -> promise of {ok, note}, and changes(listener), told of changes by others.
import { judge } from "./faces.js";
import { shell } from "./shell.js";

const FORMAT = "derisking-web-record";
const VERSION = 1;
const KINDS = ["answer", "prediction", "check", "score"];
export const EMPTY = () => ({ format: FORMAT, version: VERSION, answer: [], prediction: [], check: [], score: [], notes: {}, drafts: {} });
export const sound = (content) => content?.format === FORMAT && KINDS.every((kind) => Array.isArray(content[kind]));

export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export let store = null;
export const useStore = (one) => (store = one);
export const readRecord = () => store.get();
export const onChange = (show) => store.changes(show); // by another tab, window or notebook

// Places of the goals that were reached in an explorer; and in those that one function of a lesson makes, such as both desks.
export const goalsOf = (explorer) => [parsed(noted(NOTE.goals(explorer)))].flat().filter(Number.isInteger);
export const goalsIn = (made) => notesOf("goals").filter(([name]) => name === made || name.startsWith(`${made}-`)).flatMap(([name]) => goalsOf(name));

// An entry put into a record: a row of its kind, or a text under a key.
export function applied(record, { kind, ...row }) {
  if (kind === "note" || kind === "draft") record[`${kind}s`][row.key] = row.value;
  else record[kind].push(row);
}

// What a card says of what it has put. answer: of the store.
export const keptWords = ({ ok, note }) => note || (ok ? "Kept." : "Not kept.");

function now() {
  const date = new Date();
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const shift = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + shift * 60000).toISOString().slice(0, 23);
  return `${local}${shift < 0 ? "-" : "+"}${two(shift / 60)}:${two(shift % 60)}`;
}

// Each gives the store's answer; late() is called when none has come for a while.
export const keepEvent = (kind, lesson, item, more, late) => store.put({ kind, at: now(), lesson, item, ...more }, late);
export const keepNote = (key, value, late) => store.put({ kind: "note", key, value }, late);
export const keepDraft = (key, value, late) => store.put({ kind: "draft", key, value }, late);
// Every note there is, and its name; Python's half reads hints and sentences (progress/store.py).
const item = (kind) => (lesson, id) => `${kind} ${lesson} ${id}`;
export const RECALLED = "recall:";
export const NOTE = {
  draft: item("draft"), // an answer that was begun
  first: item("first"), // a first guess, which the task that it is about says again
  guessed: item("guessed"), // a guess beside its truth, for the strip
  hints: item("hints"), // how many were seen
  reason: item("reason"), // tapped after a prediction
  sentence: item("sentence"), // written by the learner
  recall: (lesson, n) => `${RECALLED}${lesson}:${n}`, // the questions that were chosen
  sections: (lesson) => `sections ${lesson}`, // how many are open
  later: (key) => `later ${key}`, // what comes when an explorer's goals are over was shown
  plans: (explorer) => `plans ${explorer}`, // kept in an explorer
  goals: (explorer) => `goals ${explorer}`, // which of its goals were reached, as a list of their places
  result: (explorer) => `result ${explorer}`, // what it came to, for the course's last page: [title, number, words], and what is drawn there
};
// Lesson, id and value of each note of a kind that is about a lesson and an item.
export const notesOf = (kind) =>
  Object.entries(readRecord().notes).filter(([key]) => key.startsWith(`${kind} `)).sort().map(([key, value]) => [...key.split(" ").slice(1), value]);
export const noted = (key) => readRecord().notes[key];
export const drafted = (key) => readRecord().drafts[key];
export const eventsOf = (kind, lesson, item) =>
  readRecord()[kind].filter((row) => (lesson === undefined || row.lesson === lesson) && (item === undefined || row.item === item));

// First and latest try of each question, of all modes or one.
export function statesOf(questions, mode) {
  const wanted = new Map(questions.map((q) => [q.id, q.lesson]));
  const found = {};
  for (const row of readRecord().answer) {
    if (wanted.get(row.item) !== row.lesson || (mode && row.mode !== mode)) continue;
    const entry = { response: row.response, score: row.score, correct: Boolean(row.correct) };
    const state = (found[row.item] ??= { tries: 0, first: entry });
    state.tries += 1;
    state.latest = entry;
  }
  return found;
}

export const handedIn = (name) => readRecord().score.some((row) => row.item === name);

// Objective -> how badly it went, 0 (all right at the latest try) to 1; first tries count half.
export function troubles() {
  const tries = new Map();
  for (const row of readRecord().answer) {
    if (row.score === null || (row.mode !== "practice" && row.mode !== "recall")) continue;
    const key = `${row.item}|${row.objective}`;
    tries.set(key, [...(tries.get(key) ?? []), row]);
  }
  const found = {};
  for (const rows of tries.values()) (found[rows[0].objective] ??= []).push(1 - (rows[0].score + rows.at(-1).score) / 2);
  return Object.fromEntries(Object.entries(found).map(([id, list]) => [id, list.reduce((a, b) => a + b) / list.length]));
}

// Whether a question came without its keys: then its answer is kept, and judged later.
export const sealed = (q) => q.otherwise === undefined;

export function keepAnswer(q, response, mode, late) {
  const result = sealed(q) ? null : judge(q, response);
  const wrong = result?.picks.map((key) => q.misconceptions?.[key]).filter(Boolean) ?? [];
  return keepEvent("answer", q.lesson, q.id, {
    objective: q.objective, mode, correct: result && Number(result.score >= 1),
    score: result && Number(result.score.toFixed(6)), response, misconceptions: wrong,
  }, late);
}

// --- taking it out and in ----------------------------------------------------------------------------------------------

// What a teacher gets of one lesson: format 2 of quiz-record.json. Verdicts on the two tests stay out: they come with the last one.
// Answers of a lesson without an exercise (lesson 0) go with the next lesson that has one.
export function shared(lesson) {
  const record = readRecord();
  const before = shell.course.exercises.filter((name) => name < lesson).pop() ?? "";
  const carried = shell.course.lessons.map((entry) => entry.id).filter((id) => before < id && id < lesson && !shell.course.exercises.includes(id));
  const owners = [...carried.filter((id) => record.answer.some((row) => row.lesson === id)), lesson];
  const keys = ["at", "lesson", "item", "objective", "mode", "response"];
  const verdicts = ["correct", "score", "misconceptions"];
  const answers = [];
  const tests = [];
  for (const owner of owners) {
    for (const row of record.answer.filter((one) => one.lesson === owner)) {
      const shown = row.mode === "pre" || row.mode === "post" ? keys : [...keys, ...verdicts];
      answers.push(Object.fromEntries(shown.map((key) => [key, row[key]])));
    }
    const taken = {};
    for (const row of record.score.filter((one) => one.lesson === owner && ["pre", "post"].includes(one.item))) taken[row.item] = row.at;
    for (const [test, at] of Object.entries(taken)) tests.push({ lesson: owner, test, at });
  }
  const made = record.prediction.filter((row) => row.item.startsWith("forecast-") && row.lesson <= lesson);
  const forecasts = made.map(({ at, lesson: owner, item, guess }) => ({ at, lesson: owner, item, guess }));
  return { format: 2, lesson, answers, tests, forecasts, hints: hintsOf(lesson) };
}

function hintsOf(lesson) {
  const found = {};
  const entry = (task) => (found[task] ??= { task, hints: 0, checks: 0 });
  for (const row of eventsOf("check", lesson)) entry(row.item).checks += 1;
  for (const [owner, task, value] of notesOf("hints")) if (owner === lesson) entry(task).hints = Number(value);
  return Object.values(found);
}

// Adds what another record holds and this one does not, row by row, so that one damaged row stops nothing. Returns how many
// entries came in and how many could not be read; throws a sentence for anything else.
export function takeIn(text) {
  const content = parsed(text);
  const handed = content?.format === 2 && Array.isArray(content.answers);
  if (content?.format > 2 || (content?.format === FORMAT && content.version > VERSION)) throw new Error("This copy comes from a newer edition of the course. Open it there.");
  if (!handed && !(sound(content) && content.version === VERSION)) throw new Error("This file is no record of this course. Choose my-record.json or quiz-record.json.");
  const arriving = { ...EMPTY(), ...(handed ? { answer: content.answers, prediction: content.forecasts ?? [] } : content) };
  let [count, bad] = [0, 0];
  const fit = (list, test) => list.filter((one) => test(one) || !(bad += 1));
  store.alter((record) => {
    for (const kind of Object.keys(ROWS)) {
      const known = new Set(record[kind].map((row) => `${row.at}|${row.lesson}|${row.item}`));
      const fresh = fit(arriving[kind], (row) => row && isText(row.at, row.lesson, row.item) && Date.parse(row.at) && ROWS[kind](row)).filter((row) => !known.has(`${row.at}|${row.lesson}|${row.item}`));
      count += fresh.length;
      record[kind] = [...record[kind], ...fresh].sort((a, b) => (Date.parse(a.at) || 0) - (Date.parse(b.at) || 0));
    }
    for (const kind of ["notes", "drafts"]) record[kind] = { ...Object.fromEntries(fit(Object.entries(arriving[kind] ?? {}), ENTRIES[kind])), ...record[kind] };
  });
  return { count, bad };
}

// What a row or an entry must hold so that a page can show it.
const isText = (...values) => values.every((value) => typeof value === "string");
const thing = (value) => typeof value === "object" && value !== null;
const ROWS = {
  answer: (row) => isText(row.mode) && thing(row.response) && (row.score == null || Number.isFinite(row.score)),
  prediction: (row) => isText(row.guess) || Number.isFinite(row.guess),
  check: (row) => Number.isFinite(row.points),
  score: () => true,
};
const ENTRIES = {
  notes: ([key, value]) => (key.startsWith("draft ") ? thing(value) : key.startsWith("hints ") ? Number.isFinite(value) : isText(value)),
  drafts: ([, value]) => thing(value) && (value.memo === undefined || isText(value.memo)),
};
