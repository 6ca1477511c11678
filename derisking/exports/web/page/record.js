// The learner's record in this browser, with the same events as the record of JupyterLab.
// Another tab may write at the same time, so every change reads what is there, adds, and writes it back at once.
const KEY = "derisking-record";
const FORMAT = "derisking-web-record";
const EMPTY = () => ({ format: FORMAT, version: 1, answer: [], prediction: [], check: [], score: [], notes: {}, drafts: {} });
let memory = null; // stands in where the browser keeps nothing
let trouble = "";

// Where the record lies: in this browser, or with the learning platform whose frame (exports/scorm.js) holds this page.
function keeper() {
  try {
    if (parent.deriskingKeeper) return parent.deriskingKeeper;
  } catch {} // a frame of another origin is none of ours
  return localStorage;
}

function sound(content) {
  return content?.format === FORMAT && ["answer", "prediction", "check", "score"].every((kind) => Array.isArray(content[kind]));
}

function readRecord() {
  if (memory) return memory;
  try {
    const text = keeper().getItem(KEY);
    if (!text) return EMPTY();
    let content = null;
    try {
      content = JSON.parse(text);
    } catch {}
    if (sound(content)) return { ...EMPTY(), ...content };
    keeper().setItem(`${KEY}.damaged-${Date.now()}`, text);
    keeper().removeItem(KEY);
    trouble = "The record in this browser was damaged. It was put aside, and a new one was started.";
    return EMPTY();
  } catch {
    trouble = "This browser keeps nothing for this page: your answers are lost when you close it. Save a copy on My progress first.";
    return (memory = EMPTY());
  }
}

// change(record) alters it; true when it is kept.
function writeRecord(change) {
  const content = readRecord();
  change(content);
  if (memory) return false;
  try {
    keeper().setItem(KEY, JSON.stringify(content));
    return true;
  } catch {
    trouble = "This browser has no room left for your answers. Save a copy on My progress.";
    memory = content;
    return false;
  }
}

const troubled = () => {
  const said = trouble;
  trouble = "";
  return said;
};

function now() {
  const date = new Date();
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  const shift = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + shift * 60000).toISOString().slice(0, 23);
  return `${local}${shift < 0 ? "-" : "+"}${two(shift / 60)}:${two(shift % 60)}`;
}

const keepEvent = (kind, lesson, item, more) => writeRecord((record) => record[kind].push({ at: now(), lesson, item, ...more }));
const keepNote = (key, value) => writeRecord((record) => (record.notes[key] = value));
const keepDraft = (key, value) => writeRecord((record) => (record.drafts[key] = value));
const noted = (key) => readRecord().notes[key];
const drafted = (key) => readRecord().drafts[key];
const eventsOf = (kind, lesson, item) =>
  readRecord()[kind].filter((row) => (lesson === undefined || row.lesson === lesson) && (item === undefined || row.item === item));

// First and latest try of each question, as asking.states gives them.
function statesOf(questions, mode) {
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

const handedIn = (name) => readRecord().score.some((row) => row.item === name);

function keepAnswer(q, response, mode) {
  const inTest = mode === "pre" || mode === "post";
  const result = inTest ? null : judge(q, response);
  const wrong = inTest ? [] : result.picks.map((key) => q.misconceptions?.[key]).filter(Boolean);
  return keepEvent("answer", q.lesson, q.id, {
    objective: q.objective, mode, correct: inTest ? null : Number(result.score >= 1),
    score: inTest ? null : Number(result.score.toFixed(6)), response, misconceptions: wrong,
  });
}

// --- taking it out and in ----------------------------------------------------------------------------------------------

// What a teacher gets of one lesson: format 2 of quiz-record.json, as derisking/progress/sharing.py writes it.
function shared(lesson) {
  const record = readRecord();
  const before = COURSE.exercises.filter((name) => name < lesson).pop() ?? "";
  const carried = COURSE.lessons.map((entry) => entry.id).filter((id) => before < id && id < lesson && !COURSE.exercises.includes(id));
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
  return { format: 2, lesson, answers, tests, hints: hintsOf(lesson) };
}

function hintsOf(lesson) {
  const found = {};
  const entry = (task) => (found[task] ??= { task, hints: 0, checks: 0 });
  for (const row of eventsOf("check", lesson)) entry(row.item).checks += 1;
  for (const [key, value] of Object.entries(readRecord().notes)) {
    const [word, owner, task] = key.split(" ");
    if (word === "hints" && owner === lesson) entry(task).hints = Number(value);
  }
  return Object.values(found);
}

// Adds what another record holds and this one does not; returns how many entries came in. Throws a sentence for anything else.
function takeIn(text) {
  let content = null;
  try {
    content = JSON.parse(text);
  } catch {}
  const handed = content?.format === 2 && Array.isArray(content.answers);
  if (!sound(content) && !handed) throw new Error("This file is no record of this course. Choose my-record.json or quiz-record.json.");
  const arriving = handed ? { ...EMPTY(), answer: content.answers } : content;
  let count = 0;
  writeRecord((record) => {
    for (const kind of ["answer", "prediction", "check", "score"]) {
      const known = new Set(record[kind].map((row) => `${row.at}|${row.lesson}|${row.item}`));
      const fresh = arriving[kind].filter((row) => row && row.at && !known.has(`${row.at}|${row.lesson}|${row.item}`));
      count += fresh.length;
      record[kind] = [...record[kind], ...fresh].sort((a, b) => (Date.parse(a.at) || 0) - (Date.parse(b.at) || 0));
    }
    record.notes = { ...arriving.notes, ...record.notes };
    record.drafts = { ...arriving.drafts, ...record.drafts };
  });
  return count;
}
