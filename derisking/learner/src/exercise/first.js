// A first guess, before anything is read, or another question that earns nothing: one tap, kept. What waits for it opens, and its task says
// it again (dress.js).
import { escaped, h } from "../dom.js";
import { NOTE, keptWords, parsed } from "../record.js";
import { clothe } from "./dress.js";

// "about 8 of 24" in squares.
function squares(words) {
  const [, some, all] = /(\d+) of (\d+)/.exec(words) ?? [];
  return all ? h("span.dr-squares", { "aria-hidden": "true" }, ...Array.from({ length: all }, (_, i) => h(i < some ? "i.dr-full" : "i"))) : null;
}

// data: lesson, task (that says it again), ask and kept (safe HTML, before and after the tap), options, replies (safe HTML, to each or none), html (what opens),
// again (whether the other replies can be heard too); text (safe HTML, what may be read before, which `opens` names);
// own: whose kept plan is asked about, {1} and so on are its figures, empty: what is said without one. page: of the shell.
export function first(root, { lesson, task, ask, kept, options, replies = [], html, again = false, opens, text, own, empty }, { noted, keepNote, shell }) {
  clothe();
  const key = NOTE.first(lesson, task);
  const figures = () => (own && parsed(noted(NOTE.plans(own)))?.row) || [];
  const now = figures(); // of a record, which may have come from anywhere
  const told = (words) => words.replace(/\{(\d)\}/g, (_, i) => escaped(String(now[i] ?? "").split(" ±")[0]));
  const said = h("p.dr-kept", { role: "status", tabIndex: -1 });
  const below = h("div");
  const mornings = again && !own; // each answer led to one, and they stand beside each other for as long as the page is open
  const each = (mornings ? options : []).map(() => h("p"));
  const ends = h("div.dr-ends", { role: "status" }, ...each);
  const asked = own && !Number(now[1]) ? [] : options;
  const paper = text && h("details.dr-clip", {}, h("summary", {}, opens), h("p", { html: text }));
  const tiles = asked.map((words) => h("button.dr-tile", { type: "button", ariaPressed: "false", onclick: () => choose(words, true) }, own ? null : squares(words), h("span", {}, told(words))));
  function choose(words, fresh) {
    tiles.forEach((tile, i) => Object.assign(tile, { disabled: !again, ariaPressed: String(options[i] === words) }));
    if (mornings) compare(options.indexOf(words));
    else said.innerHTML = told(`${replies[options.indexOf(words)] ?? ""} ${kept}`);
    if (paper) paper.open = true;
    if (fresh && mornings) document.querySelector(".dr-begin")?.remove(); // one way on, not two
    below.innerHTML = html;
    shell.wake(below);
    if (!fresh || (noted(key) && !again)) return; // the first is kept, or the last where others can be heard
    if (!again) said.focus({ preventScroll: true }); // of tiles that are at rest now
    keepNote(key, words, () => (said.textContent = shell.lost)).then((answer) => answer.ok || (said.textContent = keptWords(answer)));
    shell.answered();
  }
  function compare(i) {
    ends.prepend(each[i]); // the newest on top, below the tap
    each[i].innerHTML = `<b>${options[i]}</b> ${replies[i]}`;
    const heard = each.filter((one) => one.innerHTML);
    said.textContent = heard.length < options.length ? `You have seen ${heard.length} of ${options.length} mornings. What if you say something else?` : "Four answers, and each morning ends with a question: no answer is the last.";
    const there = each[i].querySelector("a")?.getAttribute("href"); // the newest leads on; the others are tapped again
    document.querySelectorAll(".dr-lesson").forEach((one) => one.classList.toggle("dr-lit", Boolean(there) && one.querySelector("a")?.getAttribute("href") === there));
  }
  const desk = () => document.querySelector(`#explorer-${own}, .dr-of-${own}`) ?? document.querySelector(".dr-first"); // which stands before it
  const begin = () => (desk().scrollIntoView(), desk().querySelector("[type=range]")?.focus({ preventScroll: true }));
  if (!asked.length) tiles.push(h("button.dr-tile", { type: "button", onclick: begin }, "Go to the budget desk"));
  const field = h("fieldset.dr-question", {}, h("legend", { html: asked.length ? told(ask) : empty }), paper, h("div.dr-tiles", {}, ...tiles));
  root.append(h(`div.dr-card.dr-night.dr-first${own ? ".dr-of-plan" : ""}`, {}, field, ends, said), below);
  if (asked.includes(noted(key))) choose(noted(key), false);
  if (!own) return;
  const anew = () => {
    if (String(figures()) === String(now)) return;
    document.removeEventListener("dr-answered", anew);
    root.replaceChildren();
    first(...arguments);
  };
  document.addEventListener("dr-answered", anew);
}
