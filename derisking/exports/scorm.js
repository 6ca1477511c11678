// A lesson inside a learning platform: this page stands between the platform's SCORM 1.2 run-time and the lesson's own
// pages in the frame. Those ask `deriskingKeeper` for the record that they find in localStorage elsewhere. From it follow
// what the platform keeps (suspend_data), the score, the status, the place, and a line for each answer.
"use strict";
(() => {
  const LESSON = JSON.parse(document.getElementById("lesson").textContent);
  const KEY = "derisking-record";
  const MOST = 4096; // characters of suspend_data that every platform takes
  const BASE = new URL(".", location.href).href;
  const frame = document.getElementById("page");
  const said = document.getElementById("said");
  const started = Date.now();
  const trouble = new Map(); // what is wrong -> the sentence that says so

  // --- the platform ----------------------------------------------------------------------------------------------------

  function found(at, steps = 30) {
    try {
      for (; steps; steps -= 1) {
        if (at.API) return at.API;
        if (at.parent !== at) at = at.parent;
        else if (at.opener && at.opener !== at) at = at.opener;
        else return null;
      }
    } catch {} // a window of another origin
    return null;
  }

  const api = found(window);
  const yes = (answer) => String(answer) === "true";
  const get = (name) => String(api.LMSGetValue(`cmi.${name}`) ?? "");
  const running = () => yes(api.LMSInitialize("")) || (get("core.lesson_status") !== "" && Number(api.LMSGetLastError()) === 0);
  if (!api || !running()) {
    location.replace(LESSON.page);
    return;
  }

  const OWN = `${KEY} ${get("core.student_id")}`; // in this browser, for this student
  const UNTAKEN = `${OWN} ${LESSON.id}`; // the whole record, until the platform has taken it

  function set(name, value) {
    const taken = yes(api.LMSSetValue(`cmi.${name}`, String(value)));
    const necessary = !name.startsWith("interactions");
    if (!taken && necessary) trouble.set("refused", "Your learning platform did not take your answers. Tell your teacher.");
    return taken;
  }

  // --- what the platform keeps ------------------------------------------------------------------------------------------

  const stamp = (at) => Math.floor((Date.parse(at) || 0) / 1000).toString(36);
  const date = (text) => new Date(1000 * parseInt(text, 36)).toISOString();

  const SHORT = { practice: "p", recall: "r" }; // these two modes come often, and room is short; earlier notes have the words
  const LONG = { p: "practice", r: "recall" };

  // The record in short lines, the most important first: tests, last answers, predictions, first answers, sentences.
  function lines(record) {
    const tries = new Map();
    for (const row of record.answer) {
      const key = `${row.mode} ${row.item}`;
      tries.set(key, [...(tries.get(key) ?? []), row]);
    }
    const answer = (row) => ["a", row.item, SHORT[row.mode] ?? row.mode, row.response, row.score, stamp(row.at)];
    const groups = [...tries.values()];
    return [
      ...record.score.map((row) => ["s", row.item, row.lesson, row.maximum, stamp(row.at)]),
      ...groups.map((rows) => answer(rows.at(-1))),
      ...record.prediction.map((row) => ["p", row.item, row.guess, stamp(row.at)]),
      ...groups.filter((rows) => rows.length > 1).map((rows) => answer(rows[0])),
      ...Object.entries(record.notes).map(([key, text]) => ["n", key, text]).sort((a, b) => a[2].length - b[2].length),
    ];
  }

  // As many lines as fit, in order; what is longer than the room left is passed over.
  function packed(record) {
    const kept = [];
    let size = '{"v":1,"e":[]}'.length;
    let left = 0;
    for (const line of lines(record)) {
      const more = JSON.stringify(line).length + 1;
      if (size + more > MOST) left += 1;
      else {
        kept.push(line);
        size += more;
      }
    }
    return { text: JSON.stringify({ v: 1, e: kept }), left };
  }

  const READ = {
    a: (record, [item, short, response, score, at]) => {
      const mode = LONG[short] ?? short;
      const [lesson, objective] = LESSON.questions[item] ?? [LESSON.id, ""];
      record.answer.push({ at: date(at), lesson, item, objective, mode, correct: score === null ? null : Number(score >= 1), score, response, misconceptions: [] });
    },
    s: (record, [item, lesson, maximum, at]) => record.score.push({ at: date(at), lesson, item, score: null, maximum }),
    p: (record, [item, guess, at]) => record.prediction.push({ at: date(at), lesson: LESSON.id, item, guess }),
    n: (record, [key, text]) => (record.notes[key] = text),
  };

  const empty = () => ({ format: "derisking-web-record", version: 1, answer: [], prediction: [], check: [], score: [], notes: {}, drafts: {} });

  function unpacked(text) {
    const record = empty();
    if (!text) return record;
    try {
      for (const [kind, ...fields] of JSON.parse(text).e) READ[kind](record, fields);
      record.answer.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
      return record;
    } catch {
      const aside = `${OWN}.damaged-${Date.now()}`;
      localStorage.setItem(aside, text);
      trouble.set("damaged", "The platform's note of your answers could not be read. It was put aside, and this lesson starts afresh.");
      return empty();
    }
  }

  // --- what only this browser keeps: drafts and checks of the exercise, and sentences that did not fit --------------------

  function own() {
    try {
      return JSON.parse(localStorage.getItem(OWN)) ?? {};
    } catch {
      return {};
    }
  }

  function keepOwn({ check, drafts, notes }) {
    try {
      localStorage.setItem(OWN, JSON.stringify({ check, drafts, notes }));
      trouble.delete("own");
    } catch {
      trouble.set("own", "This browser keeps no drafts of the exercise: download it before you close it.");
    }
  }

  // Whether the browser did it. text: the record, or null when the platform has it.
  function keepUntaken(text) {
    try {
      if (text === null) localStorage.removeItem(UNTAKEN);
      else localStorage.setItem(UNTAKEN, text);
      return true;
    } catch {
      return false;
    }
  }

  // Adds what was answered when the platform could not save, as after it had logged the student out.
  function catchUp(record) {
    try {
      const untaken = JSON.parse(localStorage.getItem(UNTAKEN));
      const name = (row) => `${row.item} ${row.mode} ${stamp(row.at)}`;
      for (const kind of ["answer", "prediction", "score"]) {
        const there = new Set(record[kind].map(name));
        const missing = untaken[kind].filter((row) => !there.has(name(row)));
        if (missing.length) trouble.set("back", "Answers that your learning platform had not saved last time are here again.");
        record[kind] = [...record[kind], ...missing].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
      }
      Object.assign(record.notes, untaken.notes);
    } catch {} // nothing is there, or nothing that can be read
  }

  // --- the record, for the pages in the frame -----------------------------------------------------------------------------

  const { check = [], drafts = {}, notes = {} } = own();
  let record = unpacked(get("suspend_data"));
  Object.assign(record, { check, drafts, notes: { ...notes, ...record.notes } });
  const known = new Set(record.answer.map((row) => row.at + row.item));
  catchUp(record);
  let text = JSON.stringify(record);
  let timer = 0;
  const given = ({ answer, prediction, check, score, notes }) =>
    JSON.stringify([answer, prediction, check, score].map((rows) => rows.length).concat(Object.entries(notes).filter(([key]) => key.startsWith("sentence "))));

  window.deriskingKeeper = {
    getItem: (key) => (key === KEY ? text : localStorage.getItem(key)),
    setItem(key, value) {
      if (key !== KEY) return localStorage.setItem(key, value);
      const before = given(record);
      text = value;
      record = JSON.parse(value);
      keepOwn(record);
      keepUntaken(text);
      clearTimeout(timer);
      if (given(record) !== before) report(); // who answers is told whether the platform has it
      else timer = setTimeout(() => report(), 400);
    },
    untaken: () => (trouble.has("commit") || trouble.has("refused") ? "Your learning platform has not saved this yet: see the top of the page." : ""),
    removeItem: (key) => (key === KEY ? window.deriskingKeeper.setItem(key, JSON.stringify(empty())) : localStorage.removeItem(key)),
  };

  // --- what is reported ---------------------------------------------------------------------------------------------------

  const two = (number) => String(number).padStart(2, "0");
  let told = Number(get("interactions._count")) || 0;
  let done = ["completed", "passed"].includes(get("core.lesson_status"));
  let ended = false;
  let reported = "";
  if (get("core.lesson_mode") === "review") trouble.set("review", "This lesson is finished and open for review: what you answer now may not be kept.");

  function interaction(row) {
    const at = new Date(row.at);
    const words = JSON.stringify(Object.values(row.response ?? {}).flat()).replace(/k[0-9a-f]{8}/g, (key) => LESSON.words[key] ?? key);
    const place = `interactions.${told}.`;
    if (!set(`${place}id`, row.item)) return;
    told += 1;
    set(`${place}objectives.0.id`, row.objective);
    set(`${place}time`, [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":"));
    set(`${place}type`, "fill-in");
    set(`${place}student_response`, words.slice(0, 255));
    set(`${place}result`, row.score === null ? "neutral" : row.score >= 1 ? "correct" : row.score > 0 ? row.score.toFixed(2) : "wrong");
  }

  // Page and nearest heading above the middle of the screen.
  function place() {
    try {
      const { contentDocument: page, contentWindow: view } = frame;
      const name = view.location.href.slice(BASE.length).split(/[?#]/)[0];
      const above = [...page.querySelectorAll("section[id], h2[id], h3[id]")].filter((one) => one.getBoundingClientRect().top < view.innerHeight / 2);
      return LESSON.pages.includes(name) ? `${name}#${above.at(-1)?.id ?? ""}`.slice(0, 255) : "";
    } catch {
      return "";
    }
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
    const right = LESSON.asked.filter((id) => latest.get(id)?.correct).length;
    const score = Math.round(100 * (LESSON.asked.length ? right / LESSON.asked.length : 1));
    done ||= LESSON.asked.every((id) => latest.has(id));
    const { text: state, left } = packed(record);
    const now = `${score} ${done} ${state}`;
    if (now === reported && !always) return;
    if (reported) trouble.delete("back");
    trouble.delete("refused");
    reported = now;
    if (left) trouble.set("long", "The platform has no room for all you wrote: your longest sentences are kept in this browser only.");
    else trouble.delete("long");
    const seconds = Math.round((Date.now() - started) / 1000);
    set("suspend_data", state);
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
      keepUntaken(null);
    } else {
      reported = "";
      const here = keepUntaken(text) ? "This browser keeps your answers until then." : "This browser keeps nothing: copy what you wrote before you close the page.";
      trouble.set("commit", `Your learning platform could not save, perhaps because it has logged you out. Log in again in another tab, then open the lesson again. ${here}`);
    }
    said.textContent = [...trouble.values()].join(" ");
  }

  function end() {
    report(true);
    if (!ended) api.LMSFinish("");
    ended = true;
  }

  // --- the frame ------------------------------------------------------------------------------------------------------------

  // A link to another site opens beside the platform; a link to another lesson says where that lesson is.
  function follow(event) {
    const link = event.target.closest?.("a[href]");
    const to = link && new URL(link.href);
    if (!to || !/^(https?|file):$/.test(to.protocol)) return;
    const name = to.href.startsWith(BASE) ? to.href.slice(BASE.length).split(/[?#]/)[0] : "";
    if (LESSON.pages.includes(name)) return;
    if (name.endsWith(".html")) {
      event.preventDefault();
      said.textContent = "That page is not part of this lesson: look for it on your learning platform.";
    } else Object.assign(link, { target: "_blank", rel: "noopener" });
  }

  frame.addEventListener("load", () => frame.contentDocument?.addEventListener("click", follow, true));
  const [page, heading] = get("core.lesson_location").split("#");
  frame.src = LESSON.pages.includes(page) ? `${page}#${heading ?? ""}` : LESSON.page;
  report();
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && report(true));
  addEventListener("pagehide", end);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
