// How a task's form is dressed: what to do is said once, a table whose rows are the answers holds their controls, an option stands
// with what the text says of it, and a picture goes with the answer. The controls stay those of the form, in their order.
import { always, h } from "../dom.js";
import { parseNumber } from "../numbers.js";
import { wear } from "../print-alone.js";
import { pictures } from "./pictures.js";
import looks from "../styles/exercise.css";

export const clothe = () => wear(window, looks);

// mine: the card of a task, what was guessed at first, and the share that a check gave (form.js).
export function dress(mine, task, part) {
  clothe();
  const { card } = mine;
  const { kind } = task.question;
  card.dataset.kind = kind;
  const before = [...document.querySelectorAll(".dr-task")].filter((other) => other.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
  card.classList.toggle("dr-again", before.some((other) => other.dataset.kind === kind));
  card.classList.toggle("dr-to-decide", Boolean(task.filled || task.away));
  card.querySelectorAll(".dr-ways").forEach((button) => button.parentElement.append(button));
  card.querySelectorAll("p > math").forEach((math) => math.parentElement.classList.toggle("dr-formula", math.parentElement.textContent.trim() === math.textContent.trim()));
  card.querySelectorAll("a").forEach((link) => /10\^\d/.test(link.textContent) && (link.innerHTML = link.innerHTML.replace(/10\^(\d+)/g, "10<sup>$1</sup>")));
  const fold = card.querySelector(":scope > details");
  if (kind === "multiple" || kind === "defend") tickInTable(card, part, fold, kind === "multiple" ? document : card);
  if (kind === "classify") tellRows(card, fold);
  const [near, own] = [before.at(-1), card].map((one) => one?.querySelector(".dr-by-hand legend")?.textContent);
  if ((near && near !== own) || card.querySelector("legend > .dr-told")) card.querySelector(".dr-by-hand > .dr-ways")?.click(); // to tap
  if (kind === "order") rankRows(card);
  if (kind === "defend") fullOptions(card);
  if (kind === "multiple") card.querySelectorAll(".dr-option > .dr-text").forEach((text) => (text.innerHTML = text.innerHTML.replace(/^(“[^”]+”) (.+)/, '<q class="dr-cited">$1</q> <em class="dr-margin">$2</em>'))); // a sentence, and what is noted on it
  card.querySelectorAll(".dr-body li").forEach((line, _, all) => yearOf(line) && line.insertAdjacentHTML("beforeend", long([(100 * yearOf(line)) / Math.max(...[...all].map(yearOf))])));
  if (task.picture === "bars") card.querySelectorAll(".dr-body td").forEach((cell) => cell.insertAdjacentHTML("beforeend", (cell.textContent.match(/[\d.]+(?=\s%| to|$)/g) ?? []).map((part) => long([Number(part)])).join("")));
  const named = new Set(before.flatMap((other) => [...other.querySelectorAll(".dr-row > legend")].map((one) => one.textContent)));
  for (const one of card.querySelectorAll(".dr-row > legend")) if (named.has(one.textContent)) one.append(h("span.dr-sr", {}, `, task ${before.length + 1}`)); // no two groups have one name
  const legend = card.querySelector("legend");
  legend.classList.toggle("dr-voice", legend.textContent.endsWith("”")); // what the role is asked
  const guessed = h("p.dr-at-first");
  card.querySelector(".dr-question").before(guessed);
  const remind = () => {
    const said = mine.first();
    const [, some, all] = /(\d+) of (\d+)/.exec(said) ?? [];
    const off = all && mine.share === 1 ? some - Math.round(all * parseNumber(card.querySelector("input.dr-number").value)) : 0;
    if (said) guessed.replaceChildren("At first you said: ", h("b", {}, said), off ? `, which is ${Math.abs(off)} too ${off > 0 ? "many" : "few"}` : "");
  };
  always(remind);
  if (task.picture && task.picture !== "bars") (pictures[task.picture] ?? pictures[task.picture.scene ? "rows" : task.picture.lines ? "lines" : task.picture.as === "chain" ? "chain" : "steps"])(mine, part, task.picture, task.question);
}

const wordOf = (node) => (node.querySelector("strong") ?? node.querySelector(".dr-text") ?? node).textContent.trim(); // without the mark of a kept answer
const headOf = (row) => wordOf(row.cells[0]); // a letter stands for the whole
const namesOf = (table) => [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => !row.matches(".dr-own-row")); // a plan of one’s own is no answer

// A copy of the table whose rows have these heads, first of those in the task; all such are out of sight from then on, and the task's fold goes.
function taken(heads, card, fold, within = document) {
  const tables = [card, within].flatMap((one) => [...one.querySelectorAll("table")]);
  const other = (table) => !card.contains(table) && table.closest(".dr-task"); // it is that of another task
  const alike = tables.filter((table) => table.tHead && !other(table) && !table.closest(".dr-tick-table") && rowsOf(table).map(headOf).join() === heads.join());
  if (!alike.length) return null;
  alike.forEach((table) => ((table.closest(".dr-wide") ?? table).hidden = true));
  fold?.remove();
  return Object.assign(alike[0].cloneNode(true), { hidden: false });
}

// Cards "a: …" that are the rows of a table above say all that stands there, with their bins below it.
function tellRows(card, fold) {
  const lines = [...card.querySelectorAll(".dr-listed legend")];
  const said = lines.map((line) => line.textContent.trim());
  const table = said.every((words) => /^\w: /.test(words)) && taken(said.map(([letter]) => letter), card, fold); // a notebook letters other cards, too
  if (table) rowsOf(table).forEach(({ cells }, i) => lines[i].replaceChildren(h("b", {}, headOf({ cells })), " ", h("q", {}, cells[1].textContent), h("span.dr-told", {}, cells[2].textContent.replace(/(\d) (?=%)/g, "$1\u00a0"))));
}

// Options that are the rows of such a table are ticked in a copy of it.
function tickInTable(card, part, fold, within) {
  const group = part.node.querySelector(".dr-group") ?? part.node;
  const labels = [...group.querySelectorAll("label.dr-option")];
  const table = taken(labels.map(wordOf), card, fold, within);
  if (!table) return;
  rowsOf(table).forEach((row, i) => {
    const told = [...row.cells].slice(1).map((cell, n) => `${namesOf(table)[n + 1]}: ${cell.textContent}`).join("; ");
    labels[i].querySelector(".dr-text").replaceChildren(...row.cells[0].childNodes, h("span.dr-told", { hidden: true }, told));
    row.cells[0].replaceChildren(labels[i]);
    row.addEventListener("click", ({ target }) => target.closest("label") || labels[i].click());
  });
  group.classList.add("dr-tick-table");
  group.append(h("div.dr-wide", {}, table));
}

// Lines to put in order that are the rows of a table in the text: each shows its row, below one head.
function rankRows(card) {
  const [table, list] = [card.querySelector(".dr-body table"), card.querySelector(".dr-order")];
  const lines = [...list.children].map((line) => line.querySelector(".dr-text"));
  if (!table || rowsOf(table).map(headOf).sort().join() !== lines.map((line) => line.textContent.trim()).sort().join()) return;
  const heads = namesOf(table);
  for (const line of lines) {
    const row = rowsOf(table).find((one) => headOf(one) === line.textContent.trim());
    const cells = [...row.cells].slice(1).map((cell, i) => h("span.dr-cell", {}, h("small.dr-sr", {}, heads[i + 1]), " ", h("b", {}, cell.textContent)));
    line.classList.add("dr-row-of-table");
    const name = row.cells[0].textContent.replace(headOf(row), "").trim();
    line.replaceChildren(h("span.dr-badge", {}, headOf(row)), name && h("b.dr-in-words", {}, name), ...cells);
  }
  const like = list.firstElementChild.cloneNode(true); // one head over all of them, as wide as they are
  like.querySelector(".dr-text").replaceChildren(...heads.map((words) => h("small", {}, words)));
  like.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
  const rule = [...card.querySelectorAll(".dr-body p:has(> strong:only-child)")].find((one) => one.textContent === one.firstElementChild.textContent); // a formula: it stands at the lines
  list.before(rule ?? "", h("ul.dr-order.dr-head", { "aria-hidden": "true" }, like));
  (table.closest(".dr-wide") ?? table).remove();
}

const long = (parts) => {
  let end = 0;
  const bars = parts.map((part) => `<rect x="${(end += part) - part}" width="${part}" height="5"/>`);
  return `<svg class="dr-long" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="5"/>${bars.join("")}</svg>`;
};
const soldOf = (words) => Number((/market of ([\d,]+)/.exec(words)?.[1] ?? "0").replaceAll(",", ""));
const yearOf = (line) => Number(/^\d{4}: ([\d.]+)$/.exec(line.textContent.replace(/\s+/g, " ").trim())?.[1] ?? 0);
// Figures with bars: of the shares in a clause, or of a market beside the largest of those in the text; none where no share is known.
function barOf(clause, most) {
  if (!/%|market of/.test(clause)) return clause.includes("no shares") ? "<br>" : "";
  const shares = [...clause.matchAll(/([\d.]+)(?:\s|&nbsp;)%/g)].map(([, share]) => Number(share));
  return long(soldOf(clause) ? [(100 * soldOf(clause)) / most] : shares);
}
const barred = (html, most) => html.split("; ").map((clause) => clause + barOf(clause, most)).join(html.includes("%") || most ? '<span class="dr-sr">; </span>' : "; ");

// "A the council" with what the list in the text says of A, which need not stand twice.
function fullOptions(card) {
  const told = Object.fromEntries([...card.querySelectorAll(".dr-body li")].map((line) => [line.querySelector(":scope > strong")?.textContent, line]));
  const most = Math.max(0, ...Object.values(told).map((line) => soldOf(line.textContent)));
  for (const text of card.querySelectorAll(".dr-group:first-of-type .dr-text")) {
    const letter = text.firstElementChild;
    const line = told[letter.textContent];
    if (!line) continue;
    const [name, words] = [text.innerHTML.slice(letter.outerHTML.length).trim(), line.innerHTML.slice(line.firstElementChild.outerHTML.length).trim()];
    const rest = words.startsWith(name) ? words.slice(name.length) : `<span class="dr-colon">: </span>${words}`;
    text.replaceChildren(letter, " ", h("b", { html: name }), h("span.dr-told", { html: barred(rest, most) }));
    line.remove();
  }
  card.querySelectorAll(".dr-body ul").forEach((list) => list.children.length || list.remove());
}
