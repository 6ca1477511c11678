// The record with a learning platform, through its SCORM 1.2 run-time: it keeps what fits (suspended.js), and is told score, status
// and a line for each answer. This browser keeps the rest, and everything until the platform has taken it.
import { applied, parsed, sound } from "../record.js";
import { packed, stamp, unpacked } from "./suspended.js";

const yes = (answer) => String(answer) === "true";
const two = (number) => String(number).padStart(2, "0");

// What this browser does with its storage, or null where it has none for this page.
function here(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

const keptHere = (key) => here((storage) => parsed(storage.getItem(key)));
const keepHere = (key, text) => here((storage) => storage.setItem(key, text) ?? true);

// The store of a lesson, or null where the platform does not answer. api: its run-time; lesson: id, asked, questions and words
// (exports/scorm.py); place() gives where the reader is, or ""; say(words) tells what is wrong with the platform. Besides what a
// store has there are start(), leave() and end().
export function scorm(api, lesson, { place, say }) {
  const read = (name) => String(api.LMSGetValue(`cmi.${name}`) ?? "");
  const running = yes(api.LMSInitialize("")) || (read("core.lesson_status") !== "" && Number(api.LMSGetLastError()) === 0);
  if (!running) return null;

  const trouble = new Map(); // what is wrong -> the sentence that says so
  const own = `derisking-record ${read("core.student_id")}`; // in this browser, for this student: drafts, checks, what did not fit
  const untaken = `${own} ${lesson.id}`; // the whole record, until the platform has taken it
  const started = Date.now();
  let record = taken();
  const known = new Set(record.answer.map((row) => row.at + row.item));
  catchUp();
  let told = Number(read("interactions._count")) || 0;
  let done = ["completed", "passed"].includes(read("core.lesson_status"));
  let ended = false;
  let reported = "";
  let timer = 0;
  if (read("core.lesson_mode") === "review") trouble.set("review", "This lesson is finished and open for review: what you answer now may not be kept.");

  // --- at the start ------------------------------------------------------------------------------------------------------

  function taken() {
    const { check = [], drafts = {}, notes = {} } = keptHere(own) ?? {};
    const text = read("suspend_data");
    let found = unpacked("");
    try {
      found = unpacked(text, lesson);
    } catch {
      const aside = keepHere(`${own}.damaged-${Date.now()}`, text) ? "It was put aside, and this" : "This";
      trouble.set("damaged", `The platform's note of your answers could not be read. ${aside} lesson starts afresh.`);
    }
    return Object.assign(found, { check, drafts, notes: { ...notes, ...found.notes } });
  }

  // Adds what was answered when the platform could not save, as after it had logged the student out.
  function catchUp() {
    const late = keptHere(untaken);
    if (!sound(late)) return;
    const name = (row) => `${row.item} ${row.mode} ${stamp(row.at)}`;
    for (const kind of ["answer", "prediction", "score"]) {
      const there = new Set(record[kind].map(name));
      const missing = late[kind].filter((row) => !there.has(name(row)));
      if (missing.length) trouble.set("back", "Answers that your learning platform had not saved last time are here again.");
      record[kind] = [...record[kind], ...missing].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    }
    Object.assign(record.notes, late.notes);
  }

  // --- what the platform is told -----------------------------------------------------------------------------------------

  function set(name, value) {
    const took = yes(api.LMSSetValue(`cmi.${name}`, String(value)));
    if (!took && !name.startsWith("interactions")) trouble.set("refused", "Your learning platform did not take your answers. Tell your teacher.");
    return took;
  }

  function interaction(row) {
    const at = new Date(row.at);
    const words = JSON.stringify(Object.values(row.response ?? {}).flat()).replace(/k[0-9a-f]{8}/g, (key) => lesson.words[key] ?? key);
    const line = `interactions.${told}.`;
    if (!set(`${line}id`, row.item)) return;
    told += 1;
    set(`${line}objectives.0.id`, row.objective);
    set(`${line}time`, [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":"));
    set(`${line}type`, "fill-in");
    set(`${line}student_response`, words.slice(0, 255));
    set(`${line}result`, row.score === null ? "neutral" : row.score >= 1 ? "correct" : row.score > 0 ? row.score.toFixed(2) : "wrong");
  }

  // always: also when nothing has changed since the last time but perhaps the place.
  function report(always = false) {
    clearTimeout(timer);
    if (ended) return;
    for (const row of record.answer.filter((one) => !known.has(one.at + one.item))) {
      known.add(row.at + row.item);
      interaction(row);
    }
    const latest = new Map(record.answer.filter((row) => row.mode === "practice").map((row) => [row.item, row]));
    const right = lesson.asked.filter((id) => latest.get(id)?.correct).length;
    const score = Math.round(100 * (lesson.asked.length ? right / lesson.asked.length : 1));
    done ||= lesson.asked.every((id) => latest.has(id));
    const { text, left } = packed(record);
    const now = `${score} ${done} ${text}`;
    if (now === reported && !always) return;
    if (reported) trouble.delete("back");
    trouble.delete("refused");
    reported = now;
    if (left) trouble.set("long", "The platform has no room for all you wrote: your longest sentences are kept in this browser only.");
    else trouble.delete("long");
    const seconds = Math.round((Date.now() - started) / 1000);
    set("suspend_data", text);
    set("core.score.min", 0);
    set("core.score.max", 100);
    set("core.score.raw", score);
    set("core.lesson_status", done ? "completed" : "incomplete");
    const at = place();
    if (at) set("core.lesson_location", at); // while no page is there, the last place stays
    set("core.session_time", `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`);
    set("core.exit", "suspend");
    if (yes(api.LMSCommit("")) && !trouble.has("refused")) {
      trouble.delete("commit");
      here((storage) => storage.removeItem(untaken));
    } else {
      reported = "";
      const until = keepHere(untaken, JSON.stringify(record)) ? "This browser keeps your answers until then." : "This browser keeps nothing: copy what you wrote before you close the page.";
      trouble.set("commit", `Your learning platform could not save, perhaps because it has logged you out. Log in again in another tab, then open the lesson again. ${until}`);
    }
    say([...trouble.values()].join(" "));
  }

  // --- a store -----------------------------------------------------------------------------------------------------------

  // soon: who answers is told at once whether the platform has it; a draft can wait.
  function keep(soon) {
    const { check, drafts, notes } = record;
    if (keepHere(own, JSON.stringify({ check, drafts, notes }))) trouble.delete("own");
    else trouble.set("own", "This browser keeps no drafts of the exercise: download it before you close it.");
    keepHere(untaken, JSON.stringify(record));
    clearTimeout(timer);
    if (soon) report();
    else timer = setTimeout(report, 400);
  }

  const unkept = () => (trouble.has("commit") || trouble.has("refused") ? "Your learning platform has not saved this yet: see the top of the page." : "");

  async function put(entry) {
    applied(record, structuredClone(entry)); // the page that made it may be left
    keep(entry.kind !== "draft" && (entry.kind !== "note" || entry.key.startsWith("sentence ")));
    return { ok: !unkept(), note: unkept() };
  }

  function alter(change) {
    change(record);
    record = structuredClone(record);
    keep(true);
  }

  const changes = () => {}; // nobody else writes into this session
  const troubled = () => ""; // the page around the lesson says it
  const words = {
    where: "Your learning platform keeps it, and your teacher can see there what you answered. Drafts of the exercise stay in this browser.",
    loses: "This deletes your answers, predictions and drafts of this lesson. What your learning platform has told your teacher stays there.",
  };

  // Gives where the reader was.
  function start() {
    report();
    return read("core.lesson_location");
  }

  function end() {
    report(true);
    if (!ended) api.LMSFinish("");
    ended = true;
  }

  return { get: () => record, put, changes, alter, unkept, troubled, words, start, leave: () => report(true), end };
}
