// The record in this browser. Another tab may write at the same time, so every change reads what is there, adds, and writes it
// back at once.
import { EMPTY, applied, parsed, sound } from "../record.js";

const KEY = "derisking-record";
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

function get() {
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

// change(record) alters it; true when it is kept.
function alter(change) {
  const content = get();
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

// The last trouble with the record, said once.
function troubled() {
  const said = trouble;
  trouble = "";
  return said;
}

async function put(entry) {
  const ok = alter((record) => applied(record, entry));
  return { ok: ok && !untaken(), note: untaken() };
}

function changes(listener) {
  addEventListener("storage", listener);
  document.addEventListener("visibilitychange", listener);
}

export const browser = { get, put, changes, alter, unkept, troubled };
