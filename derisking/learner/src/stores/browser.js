// The record in this browser. Another tab may write at the same time, so every change reads what is there, adds, and writes it
// back at once.
import { EMPTY, applied, parsed, sound } from "../record.js";

const KEY = "derisking-record";
const HERE_ONLY = "Your answers stay in this window only: save a copy before you close it.";
const NOTHING = `This browser keeps nothing for this page. ${HERE_ONLY}`;
const FULL = `This browser has no room left for your answers. ${HERE_ONLY}`;
let memory = fromWindow(); // stands in where the browser keeps nothing
let trouble = "";

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
    const text = localStorage.getItem(KEY);
    if (!text) return EMPTY();
    const content = parsed(text);
    if (sound(content)) return { ...EMPTY(), ...content };
    localStorage.setItem(`${KEY}.damaged-${Date.now()}`, text);
    localStorage.removeItem(KEY);
    trouble = "The record in this browser was damaged. It was put aside, and a new one was started. If you have a copy, open it.";
    return EMPTY();
  } catch {
    return (memory = EMPTY());
  }
}

// change(record) alters it; true when it is kept.
function alter(change) {
  const content = get();
  change(content);
  const text = JSON.stringify(content);
  try {
    localStorage.setItem(KEY, text);
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
    localStorage.getItem(KEY);
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

const put = async (entry) => ({ ok: alter((record) => applied(record, entry)) });

function changes(listener) {
  addEventListener("storage", listener);
  document.addEventListener("visibilitychange", listener);
}

const words = {
  where: "It is kept by this browser, on this device. Nobody else sees it, unless you hand in a file.",
  loses: "This deletes all answers, predictions and drafts in this browser for good.",
};
export const browser = { get, put, changes, alter, unkept, troubled, words };
