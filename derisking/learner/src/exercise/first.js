// A first guess, before anything is read: one tap, kept and not marked. What waits for it opens, and the task that it is about says it
// again (dress.js).
import { h } from "../dom.js";
import { NOTE, keptWords } from "../record.js";
import { clothe } from "./dress.js";

// "about 8 of 24" in squares.
function squares(words) {
  const [, some, all] = /(\d+) of (\d+)/.exec(words) ?? [];
  return all ? h("span.dr-squares", { "aria-hidden": "true" }, ...Array.from({ length: all }, (_, i) => h(i < some ? "i.dr-full" : "i"))) : null;
}

// data: lesson, task (that says it again), ask and kept (safe HTML, before and after the tap), options, replies (safe HTML, to each or none),
// html (what opens), again (whether the other replies can be heard too). page: of the shell.
export function first(root, { lesson, task, ask, kept, options, replies = [], html, again = false }, { noted, keepNote, shell }) {
  clothe();
  const key = NOTE.first(lesson, task);
  const said = h("p.dr-kept", { role: "status", tabIndex: -1 });
  const below = h("div");
  const tiles = options.map((words) => h("button.dr-tile", { type: "button", ariaPressed: "false", onclick: () => choose(words, true) }, squares(words), h("span", {}, words)));
  function choose(words, fresh) {
    tiles.forEach((tile, i) => Object.assign(tile, { disabled: !again, ariaPressed: String(options[i] === words) }));
    said.innerHTML = `${replies[options.indexOf(words)] ?? ""} ${kept}`;
    below.innerHTML = html;
    shell.wake(below);
    if (!fresh || (noted(key) && !again)) return; // the first is kept, or the last where others can be heard
    if (!again) said.focus({ preventScroll: true }); // of tiles that are at rest now
    keepNote(key, words, () => (said.textContent = shell.lost)).then((answer) => answer.ok || (said.textContent = keptWords(answer)));
    shell.answered();
  }
  root.append(h("div.dr-card.dr-night.dr-first", {}, h("fieldset.dr-question", {}, h("legend", { html: ask }), h("div.dr-tiles", {}, ...tiles)), said), below);
  if (options.includes(noted(key))) choose(noted(key), false);
}
