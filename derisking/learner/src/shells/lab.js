// The shell of JupyterLab: a widget's model for each card, found by its token, and one for the runtime, whose kernel keeps the record.
import { dress } from "../exercise/dress.js";
import { first } from "../exercise/first.js";
import { printed } from "../exercise/printed.js";
import { judge, kinds, responseOf, soFar } from "../faces.js";
import { standing } from "../form.js";
import { MAKERS, mount } from "../mount.js";
import { keepNote, noted, onChange, useStore } from "../record.js";
import { shell } from "../shell.js";
import { kernel } from "../stores/kernel.js";
import { room } from "./rooms.js";

const PATIENCE = 4000; // milliseconds after which an answer should have come
const LOST = "Not saved: this page lost its connection, or is open in another window too. Press Reconnect above; your earlier answers will come back.";

// ask(type, content, late): sends a message and gives the kernel's answer; several windows may hear it, so each goes by its own name.
function questions(model) {
  const own = Math.random().toString(36).slice(2);
  const waiting = new Map();
  model.on("msg:custom", ({ id, ...answer }) => waiting.get(id)?.(answer));
  return (type, content = {}, late = () => {}) =>
    new Promise((found) => {
      const id = `${own}-${waiting.size}`;
      const patience = setTimeout(late, PATIENCE);
      waiting.set(id, (answer) => {
        clearTimeout(patience);
        found(answer);
      });
      try {
        model.send({ ...content, type, id });
      } catch {
        late(); // the connection to the kernel is gone
      }
    });
}

// Cards by their tokens. Several places may carry one token: a second view of the same notebook.
const cards = new Map(); // token -> start(place)
const places = document.getElementsByClassName("dr-live");

function scan() {
  for (const place of places) {
    for (const name of place.classList) {
      const start = cards.get(name);
      if (!start || place.drStart === start) continue;
      place.drStart = start;
      start(place);
      place.dispatchEvent(new CustomEvent("derisking-record", { bubbles: true, detail: { noted, keepNote, onChange } })); // to the page around it
    }
  }
}

function live(card) {
  const token = card.get("token");
  const start = (place) => mount(place, card.get("data"));
  cards.set(token, start);
  scan();
  return () => cards.get(token) === start && cards.delete(token);
}

// A view of its own, in a front end that has one; it hides the still version, which stands elsewhere.
function ordinary(card, el) {
  mount(el, card.get("data"));
  document.querySelectorAll(`.${CSS.escape(card.get("token"))} > .dr-static`).forEach((still) => (still.hidden = true));
}

// The code of an explorer's model comes with its data. A table that is worked out piece by piece says which piece it lacks.
async function twin({ code, tables, lazy }) {
  for (const table of lazy) {
    tables[table] = new Proxy(tables[table], {
      get(known, key) {
        if (!(key in known)) throw Object.assign(new Error(`${key} is still worked out`), { lacks: { table, key } });
        return known[key];
      },
    });
  }
  const address = URL.createObjectURL(new Blob([`export default ${code}`], { type: "text/javascript" }));
  return (await import(address)).default;
}

// What the kernel does with the learner's record (derisking/lab/record.py), and what it says of that.
function owner(ask) {
  const wish = (name) => async (content, late) => (await ask("record", { wish: name, content }, late)).said;
  const acts = Object.fromEntries(["save", "share", "reset", "back", "afresh"].map((name) => [name, wish(name)]));
  return {
    where: "It is one small file on this computer. Nobody else sees it, unless you share a lesson.",
    loses: "This deletes your answers, predictions, points and both tests for good. What you typed into exercises stays.",
    trouble: () => "",
    open: () => [],
    ...acts,
  };
}

// What listens for a root of a lesson's page ends when that page has been begun anew: the next root says so to those that have left.
function until(root, lesson) {
  const over = new AbortController();
  const { signal } = over;
  document.dispatchEvent(new Event(`dr-way ${lesson}`));
  document.addEventListener(`dr-way ${lesson}`, () => root.isConnected || over.abort(), { signal });
  return signal;
}

function initialize({ model }) {
  const ask = questions(model);
  useStore(kernel(model, ask));
  const page = { standing, noted, keepNote, shell };
  Object.assign(MAKERS, { first: (root, data) => first(root, data, page), printed: (root, data) => printed(root, data, page) });
  Object.assign(shell, { dress, lost: LOST, kept: "Kept in this notebook", save: ". Save it (Ctrl+S) before you hand it in.", pause: 400, ask, own: owner(ask), explained: () => ask("explained").then(({ list }) => list), twin, until });
  shell.lacking = (explorer, { table, key }) => ask("table", { of: explorer.data.of, table, key }).then(({ value }) => {
    explorer.tables[table][key] = value;
    explorer.draw();
  });
  new MutationObserver(scan).observe(document.body, { childList: true, subtree: true });
  room(model.get("room")).open({ live, ordinary });
}

// For tests: how a question is judged, and how an answer goes into its controls and out again.
const built = (question) => kinds[question.kind].build(question, () => {});
export { built, judge, responseOf, soFar };
export default { initialize, render() {} };
