// The page of the term: a button asks the server, which runs the command; what it says is shown line by line.
"use strict";

const token = (() => {
  const given = location.hash.slice(1).split("/")[0];
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", "/"); // so that no bookmark or screen keeps it
  }
  return sessionStorage.getItem("token") || "";
})();
const $ = (selector, inside = document) => inside.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
let seen = ""; // the fingerprint of the rules that are shown
let waiting = 0;

function say(words, wrong = false, place = "#said") {
  $(place).textContent = words;
  $(place).classList.toggle("wrong", wrong);
}

async function ask(name, words = {}, place = "#said") {
  let answer, body;
  try {
    const headers = { "Content-Type": "application/json", "X-Desk-Token": token };
    answer = await fetch(`/ask/${name}`, { method: "POST", headers, body: JSON.stringify(words) });
    body = await answer.json();
  } catch {
    say("The page does not answer any more: start run.py term again.", true, place);
    return null;
  }
  if (answer.ok) return body;
  say(body.error, true, place);
  return null;
}

// --- where the course stands --------------------------------------------------------------------------------------------

function options(select, first, pairs) {
  const before = select.value;
  select.replaceChildren(...[["", first], ...pairs].map(([value, text]) => new Option(text, value)));
  select.value = pairs.some(([value]) => value === before) ? before : "";
}

async function stand() {
  const answer = await ask("state");
  if (!answer) return false;
  $("#stands").innerHTML = answer.page; // made safe by the server
  options($("#source"), answer.source.length ? "choose one" : "no zip in this folder or in Downloads", answer.source);
  options($("#list"), "the one that was given last", answer.list);
  options($("#lesson"), "is recognised", answer.lessons.map((one) => [one, one]));
  return true;
}

// --- commands -----------------------------------------------------------------------------------------------------------

function shown(place) {
  let card = $(`#job-${place}`);
  if (!card) {
    card = document.createElement("div");
    card.id = `job-${place}`;
    card.innerHTML = '<p class="does"><code></code> <strong></strong> <button type="button">Stop</button></p><pre tabindex="0"></pre>';
    $("button", card).addEventListener("click", () => ask("stop", { place }));
    $("#jobs").append(card);
  }
  return card;
}

/** Lay what the server tells of the jobs; true while one of them runs. */
function lay(jobs) {
  let runs = false;
  for (const [place, job] of Object.entries(jobs)) {
    const card = shown(place);
    if (card.dataset.run !== String(job.run)) {
      $("pre", card).textContent = "";
      card.dataset.lines = "0";
    }
    card.dataset.run = job.run;
    $("code", card).textContent = job.typed;
    $("pre", card).setAttribute("aria-label", `What ${job.typed} says`);
    const fresh = job.lines.slice(Math.max(0, Number(card.dataset.lines) - job.from));
    if (fresh.length) {
      const box = $("pre", card);
      const below = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
      box.append(`${fresh.join("\n")}\n`);
      card.dataset.lines = job.from + job.lines.length;
      if (below) box.scrollTop = box.scrollHeight;
      if (job.code === null) say(fresh.at(-1));
    }
    const ended = job.code === 0 ? "done" : "stopped: see the last line";
    $("strong", card).textContent = job.code === null ? "runs" : ended;
    $("button", card).hidden = job.code !== null;
    runs = runs || job.code === null;
    if (job.code !== null && card.dataset.told !== String(job.run)) {
      card.dataset.told = job.run;
      stand().then(() => say(`${job.typed}: ${ended}.`, job.code !== 0));
      if (job.typed.includes(" grade ")) showRules();
    }
  }
  $("#working").hidden = !Object.keys(jobs).length;
  return runs;
}

async function follow() {
  clearTimeout(waiting);
  const from = Object.fromEntries(all("#jobs > div").map((card) => [card.id.slice(4), [Number(card.dataset.run), Number(card.dataset.lines || 0)]]));
  const jobs = await ask("progress", from);
  if (jobs && lay(jobs)) waiting = setTimeout(follow, 500);
}

async function run(name, words) {
  const jobs = await ask(name, words);
  if (!jobs) return;
  lay(jobs);
  $("#working").scrollIntoView({ block: "nearest" });
  follow();
}

const chosen = (name) => $(`#${name}-path`).value.trim() || $(`#${name}`).value;

$("#take").addEventListener("submit", (event) => {
  event.preventDefault();
  run("take", { source: chosen("source"), list: chosen("list"), lesson: $("#lesson").value });
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.run) run("run", { name: button.dataset.run });
  if (button?.dataset.open) {
    const answer = await ask("open", { name: button.dataset.open });
    if (answer) say(`Opened: ${answer.said}`);
  }
});

// --- the rules ----------------------------------------------------------------------------------------------------------

let kept = "";

async function showRules() {
  if ($("#rules").value !== kept) return; // somebody is typing: what is kept elsewhere is told when these are kept
  const answer = await ask("rules", {}, "#rules-said");
  if (!answer) return;
  $("#rules").value = kept = answer.text;
  kept = $("#rules").value; // as a text field gives it back
  seen = answer.seen;
}

$("#keep").addEventListener("click", async () => {
  const answer = await ask("keep", { text: $("#rules").value, seen }, "#rules-said");
  if (!answer) return;
  kept = $("#rules").value;
  seen = answer.seen;
  say(`Kept: ${answer.said}. Grade again, and the marks follow.`, false, "#rules-said");
  stand();
});
addEventListener("beforeunload", (event) => {
  if ($("#rules").value !== kept) event.preventDefault();
});

stand().then((there) => {
  if (!there) return;
  say("Nothing runs.");
  showRules();
  follow();
});
