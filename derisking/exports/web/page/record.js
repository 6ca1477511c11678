// The learner's record in this browser, with the same events as the record of JupyterLab.
// Another tab may write at the same time, so every change reads what is there, adds, and writes it back at once.
const KEY = "derisking-record";
const FORMAT = "derisking-web-record";
const VERSION = 1;
const EMPTY = () => ({ format: FORMAT, version: VERSION, answer: [], prediction: [], check: [], score: [], notes: {}, drafts: {} });
const HERE_ONLY = "Your answers stay in this window only: save a copy before you close it.";
const NOTHING = `This browser keeps nothing for this page. ${HERE_ONLY}`;
const FULL = `This browser has no room left for your answers. ${HERE_ONLY}`;
let memory = fromWindow(); // stands in where the browser keeps nothing
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

// What the browser cannot keep goes from page to page with the window: in its session or, where that is forbidden too, in its name.
function toWindow(text) {
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    window.name = `${KEY} ${text}`;
  }
}

function fromWindow() {
  let text = "";
  try {
    text = sessionStorage.getItem(KEY);
  } catch {
    text = window.name.slice(KEY.length);
  }
  const content = parsed(text);
  return sound(content) ? { ...EMPTY(), ...content } : null; // a name may be somebody else's
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readRecord() {
  if (memory) return memory;
  try {
    const text = keeper().getItem(KEY);
    if (!text) return EMPTY();
    const content = parsed(text);
    if (sound(content)) return { ...EMPTY(), ...content };
    keeper().setItem(`${KEY}.damaged-${Date.now()}`, text);
    keeper().removeItem(KEY);
    trouble = "The record in this browser was damaged. It was put aside, and a new one was started. If you have a copy, open it.";
    return EMPTY();
  } catch {
    return (memory = EMPTY());
  }
}

// The sentence of a learning platform that has not taken the record yet, although this browser keeps it; or "".
function untaken() {
  try {
    return keeper().untaken?.() ?? "";
  } catch {
    return "";
  }
}

// What a card says of an answer. ok: whether it is kept.
const keptWords = (ok) => untaken() || (ok ? "Kept." : "Not kept.");

// change(record) alters it; true when it is kept.
function writeRecord(change) {
  const content = readRecord();
  change(content);
  const text = JSON.stringify(content);
  try {
    keeper().setItem(KEY, text);
    if (memory) sessionStorage.removeItem(KEY);
    memory = null;
    return true;
  } catch {
    memory = content;
    trouble = unkept();
    toWindow(text);
    return false;
  }
}

// Why nothing is kept at the moment, or "".
function unkept() {
  if (!memory) return "";
  try {
    keeper().getItem(KEY);
    return FULL;
  } catch {
    return NOTHING;
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

// Adds what another record holds and this one does not, row by row, so that one damaged row stops nothing. Returns how many
// entries came in and how many could not be read; throws a sentence for anything else.
function takeIn(text) {
  const content = parsed(text);
  const handed = content?.format === 2 && Array.isArray(content.answers);
  if (content?.format > 2 || (content?.format === FORMAT && content.version > VERSION)) throw new Error("This copy comes from a newer edition of the course. Open it there.");
  if (!handed && !(sound(content) && content.version === VERSION)) throw new Error("This file is no record of this course. Choose my-record.json or quiz-record.json.");
  const arriving = { ...EMPTY(), ...(handed ? { answer: content.answers } : content) };
  let [count, bad] = [0, 0];
  const fit = (list, test) => list.filter((one) => test(one) || !(bad += 1));
  writeRecord((record) => {
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
