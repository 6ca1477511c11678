// Write a sentence and keep it; the authors' sentence then appears below, beside it, or on a later page.
import { h, unique } from "./dom.js";
import { NOTE, keepNote, keptWords, noted } from "./record.js";
import { shell } from "./shell.js";

const MOST = 1000; // characters of a sentence: room for three long ones

// data: lesson, id, prompt and authors (safe HTML); later: where theirs is read, if not here.
export function write(root, data) {
  const key = NOTE.sentence(data.lesson, data.id);
  const kept = noted(key) ?? "";
  const id = unique("write");
  const box = h("textarea.dr-sentence", { id, rows: 3, maxLength: MOST, value: kept });
  const said = h("p.dr-status", { role: "status" });
  const label = h("label.dr-prompt", { htmlFor: id, html: data.prompt });
  const button = h("button.dr-primary", { type: "submit" }, "Save my sentence");
  const form = h("form.dr-card", { noValidate: true }, label, box, h("div.dr-actions", {}, button), said);
  const below = h("div.dr-compared", { ariaLive: "polite" });
  const side = (words, properties, ...text) => h("div", {}, h("p.dr-eyebrow", {}, words), h("p", properties, ...text));
  const compare = (text) => data.later || below.replaceChildren(h("div.dr-two", {}, side("You wrote", {}, text), side("The authors wrote", { html: data.authors })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim().slice(0, MOST);
    if (!text) {
      said.textContent = "Write a sentence first.";
      box.focus();
      return;
    }
    compare(text);
    const answer = await keepNote(key, text, () => (said.textContent = shell.lost));
    said.textContent = `${keptWords(answer)} ${data.later || "The authors’ sentence stands with yours below."}`;
  });
  if (kept) compare(kept);
  root.append(form, below);
}
