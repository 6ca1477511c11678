// The desk: keys, and one question to the server for each. What the server sends is HTML that it made safe itself.
"use strict";

const [token, startLesson] = (() => {
  const [given, lesson] = location.hash.slice(1).split("/");
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", "/"); // so that no bookmark or screen keeps it
  }
  return [sessionStorage.getItem("token") || "", lesson || sessionStorage.getItem("lesson") || ""];
})();
const $ = (selector, inside = document) => inside.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
let lesson = startLesson;
let queue = Promise.resolve(); // questions go out one after the other, in the order of the keys
let typing = 0;
let going = false; // on the way to another memo
let current = 0; // the row that was worked on last

function say(words, wrong = false) {
  const said = $("#said");
  said.textContent = words;
  said.classList.toggle("wrong", wrong);
}

async function post(name, words) {
  let answer, body;
  try {
    answer = await fetch(`/ask/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Desk-Token": token },
      body: JSON.stringify({ lesson, ...words }),
    });
    body = await answer.json();
  } catch {
    throw new Error("The desk does not answer, and this was not kept: start run.py mark again.");
  }
  if (!answer.ok) throw Object.assign(new Error(body.error), { status: answer.status });
  return body;
}

/** Ask in turn; an answer that refuses is said aloud, and the page shows again what is kept. */
function ask(name, words) {
  const done = queue.then(() => post(name, words));
  queue = done.catch(async (error) => {
    if (error.status !== 403 && error.status !== undefined && name !== "show") {
      await post("show", { key: words.key }).then(lay, () => {});
    }
    say(error.message, true);
  });
  return done.catch(() => null);
}

function lay(answer) {
  $("#place").innerHTML = answer.page;
  sessionStorage.setItem("lesson", lesson);
  $("#single").checked = $(".bar").dataset.single === "yes";
  document.title = `${$("h1").textContent} – marking memos`;
}

// --- rows ---------------------------------------------------------------------------------------------------------------

const rows = () => all(".row");
const rubric = () => $(".rubric");
const about = () => ({ key: rubric().dataset.key, memo: rubric().dataset.memo });
const chosen = (row) => $("input:checked", row);

function enter(row) {
  if (!row) return;
  current = rows().indexOf(row);
  (chosen(row) || $("input", row)).focus();
  row.scrollIntoView({ block: "nearest" });
}

const active = () => document.activeElement?.closest(".row") || rows()[current];
const firstOpen = () => rows().find((row) => !chosen(row)) || rows()[0];

async function set(row, points) {
  if (!row) return;
  const input = points === null ? chosen(row) : $(`input[value="${points}"]`, row);
  if (!input) return;
  const before = row.dataset.kept || null;
  input.checked = points !== null;
  const now = await ask("level", { ...about(), row: row.dataset.row, points });
  if (!row.isConnected) return;
  if (!now) return mark(row, before);
  row.dataset.kept = points ?? "";
  settle(now, points === null ? `${row.dataset.row}: open again` : `${row.dataset.row}: ${points}`);
}

/** Show what is kept. */
function mark(row, points) {
  for (const input of all(".row input")) if (input.closest(".row") === row) input.checked = input.value === points;
}

function settle(now, done) {
  $("#sum").textContent = now.words;
  $("#progress").textContent = now.progress;
  $("#notes").replaceChildren(...now.notes.map((note) => Object.assign(document.createElement("p"), { textContent: note })));
  say(`${done}. ${now.words}.${now.complete ? ` ${now.progress}. Enter: next memo that waits.` : ""}`);
}

// --- going on -----------------------------------------------------------------------------------------------------------

/** Another memo. Until it is there keys do nothing: they would mark the one that is going. */
async function show(words) {
  if (going) return;
  going = true;
  try {
    await keepComment();
    if (rubric()?.dataset.confirm === "yes") await ask("confirm", about()); // it waited although all rows were set
    await open(words);
  } finally {
    going = false;
  }
}

async function open(words) {
  const before = rubric()?.dataset.key;
  const answer = await ask("show", words);
  if (!answer) return;
  lay(answer);
  current = rows().indexOf(firstOpen());
  if (matchMedia("(min-width: 1000px)").matches) enter(firstOpen());
  else $("#memo")?.focus(); // the rubric is below: first the memo, and a digit leads down to the row
  $("#memo")?.scrollTo(0, 0);
  const same = words.next && before && before === rubric()?.dataset.key;
  say(same ? "No other memo waits." : `${$("h1").textContent}, ${$("#progress").textContent}`);
}

const next = () => show({ next: true, after: rubric()?.dataset.key || "" });
const step = (where) => {
  const key = rubric()?.dataset[where];
  return key ? show({ key }) : say(where === "behind" ? "This is the last memo." : "This is the first memo.");
};

// --- comments -----------------------------------------------------------------------------------------------------------

let unsaved = null;

function keepComment() {
  clearTimeout(typing);
  if (!unsaved) return queue;
  const words = unsaved;
  unsaved = null;
  return ask("comment", words);
}

function changed(text) {
  unsaved = { key: about().key, comment: text };
  clearTimeout(typing);
  typing = setTimeout(keepComment, 150);
}

async function phrase(text, keep) {
  const answer = await ask("phrase", { phrase: text, keep });
  if (!answer) return;
  $("#kept").replaceChildren(...answer.phrases.map(line));
  say(keep ? "Kept for other memos." : "Dropped.");
}

function line(text) {
  const item = document.createElement("li");
  const use = Object.assign(document.createElement("button"), { type: "button", className: "phrase", textContent: text });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "drop", textContent: "×" });
  drop.setAttribute("aria-label", `Drop: ${text}`);
  item.append(use, drop);
  return item;
}

function putIn(text) {
  const box = $("#comment");
  box.value = box.value.trim() ? `${box.value.trim()} ${text}` : text;
  changed(box.value);
  say("Put into the comment.");
}

function keepThis() {
  const text = $("#comment").value.trim();
  if (text) phrase(text, true);
  else say("Write a comment first.");
}

async function agreement() {
  const answer = await ask("agreement", {});
  if (!answer) return;
  $("#agreement-body").innerHTML = answer.page;
  $("#agreement").showModal();
}

// --- keys and clicks ----------------------------------------------------------------------------------------------------

const LETTERS = {
  Enter: next,
  n: () => step("behind"),
  p: () => step("before"),
  c: () => $("#comment")?.focus(),
  k: keepThis,
  r: () => ($(".phrase") ? $(".phrase").focus() : say("No comment is kept yet.")),
  m: () => $("#memo")?.focus(),
  g: agreement,
  "?": () => $("#help").showModal(),
};

function inRow(key, row) {
  const list = rows();
  const at = list.indexOf(row);
  if (key === "ArrowDown") enter(list[Math.min(at + 1, list.length - 1)]);
  else if (key === "ArrowUp") enter(list[Math.max(at - 1, 0)]);
  else if (key === "Backspace" || key === "Delete") set(row, null);
  else return false;
  return true;
}

function inList(key, place) {
  if (key !== "ArrowDown" && key !== "ArrowUp") return false;
  const list = all(".phrase");
  const at = list.indexOf($(".phrase", place.closest("li"))) + (key === "ArrowDown" ? 1 : -1);
  list[Math.max(0, Math.min(at, list.length - 1))].focus();
  return true;
}

function digit(key) {
  if (!/^\d$/.test(key) || !rows().length) return false;
  const list = rows();
  const row = active();
  if ($(`input[value="${key}"]`, row)) {
    set(row, Number(key));
    enter(list[Math.min(list.indexOf(row) + 1, list.length - 1)]);
  } else say(`${row.dataset.row} has no level ${key}.`, true);
  return true;
}

function letter(key, place) {
  const itself = key === "Enter" && place.matches("button, a, [type=checkbox]"); // there Enter means the thing it is on
  if (!LETTERS[key] || itself || !$("#single").checked) return false;
  LETTERS[key]();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  if (going) return event.preventDefault();
  const place = document.activeElement;
  const writing = place.matches("textarea, select");
  if (event.key === "Escape") {
    if ($("#memo")) $("#memo").classList.add("quiet"); // a note that is in the way
    if (writing || place.matches(".phrase, .drop, .memo, .note")) enter(rows()[current]);
    return;
  }
  if (writing) return;
  const row = place.closest(".row");
  const done = (row && inRow(event.key, row)) || (place.closest("#kept") && inList(event.key, place));
  const anywhere = $("#single").checked; // else a digit is a key only where it belongs
  if (done || ((row || anywhere) && digit(event.key)) || letter(event.key, place)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const thing = event.target.closest("button");
  if (!thing) return;
  if (thing.matches("[data-close]")) thing.closest("dialog").close();
  if (thing.matches(".phrase")) putIn(thing.textContent);
  if (thing.matches(".drop")) phrase(thing.previousSibling.textContent, false);
  const DOES = { next, keep: keepThis, "show-help": LETTERS["?"], "show-agreement": agreement, former };
  DOES[thing.id]?.();
});

async function former() {
  const answer = await ask("former", about());
  if (!answer) return;
  lay(answer);
  enter(rows()[0]);
  say(`Taken over. ${$("#sum").textContent}`);
}

document.addEventListener("input", (event) => {
  if (event.target.id === "comment") changed(event.target.value);
});

document.addEventListener("change", async (event) => {
  const thing = event.target;
  if (thing.matches(".row input")) {
    current = rows().indexOf(thing.closest(".row"));
    set(thing.closest(".row"), Number(thing.value));
  } else if (thing.id === "lesson") {
    await keepComment();
    lesson = thing.value;
    show({ next: true });
  } else if (thing.id === "goto") {
    show({ key: thing.value });
  } else if (thing.dataset.switch) {
    const answer = await ask("switch", { name: thing.dataset.switch, on: thing.checked, key: rubric()?.dataset.key || "" });
    if (!answer) return;
    lay(answer);
    $(`[data-switch="${thing.dataset.switch}"]`).focus();
    say($("h1").textContent);
  } else if (thing.id === "single") {
    ask("switch", { name: "single", on: thing.checked, key: rubric()?.dataset.key || "" });
  }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  if (row) current = rows().indexOf(row);
  $("#memo")?.classList.remove("quiet");
});
addEventListener("pagehide", () => {
  if (unsaved) {
    const headers = { "Content-Type": "application/json", "X-Desk-Token": token };
    fetch("/ask/comment", { method: "POST", keepalive: true, headers, body: JSON.stringify({ lesson, ...unsaved }) });
  }
});

show({ next: true });
