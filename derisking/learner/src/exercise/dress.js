// How a task's form is dressed: what to do is said once, a table whose rows are the answers holds their controls, an option stands
// with what the text says of it, and a picture goes with the answer. The controls stay those of the form, in their order.
import { h } from "../dom.js";
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
  const earlier = [...document.querySelectorAll(`.dr-task[data-kind="${kind}"]`)].some((other) => other.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
  card.classList.toggle("dr-again", earlier);
  card.querySelectorAll(".dr-ways").forEach((button) => button.parentElement.append(button));
  card.querySelectorAll("p > math").forEach((math) => math.parentElement.classList.toggle("dr-formula", math.parentElement.textContent.trim() === math.textContent.trim()));
  card.querySelectorAll("a").forEach((link) => /10\^\d/.test(link.textContent) && (link.innerHTML = link.innerHTML.replace(/10\^(\d+)/g, "10<sup>$1</sup>")));
  const fold = card.querySelector(":scope > details");
  fold?.querySelectorAll("table").forEach(numbersRight);
  fold?.addEventListener("toggle", () => (fold.firstChild.textContent = fold.open ? "Hide the table" : "Show the table here"));
  if (kind === "multiple") tickInTable(card, part, fold);
  if (kind === "order") rankRows(card);
  if (kind === "defend") fullOptions(card);
  const legend = card.querySelector("legend");
  legend.classList.toggle("dr-voice", legend.textContent.endsWith("”")); // what the role is asked
  const before = h("p.dr-at-first");
  card.querySelector(".dr-question").before(before);
  const remind = () => mine.first() && before.replaceChildren("At first you said: ", h("b", {}, mine.first()));
  document.addEventListener("dr-answered", remind);
  remind();
  if (task.picture) pictures[task.picture](mine, part);
}

const headOf = (row) => row.cells[0].textContent.trim();
const rowsOf = (table) => [...table.tBodies[0].rows];
const headsOf = (table) => [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());

// Columns of numbers stand to the right, as in the table above.
function numbersRight(table) {
  const numbers = [...rowsOf(table)[0].cells].map((cell) => /^[−–\d][\d.,%±–\s]*$/.test(cell.textContent.trim()));
  for (const row of table.rows) [...row.cells].forEach((cell, i) => cell.classList.toggle("dr-digits", numbers[i]));
}

// Options that are the rows of the table beside the task are ticked in it.
function tickInTable(card, part, fold) {
  const table = fold?.querySelector("table");
  const labels = [...part.node.querySelectorAll("label.dr-option")];
  const word = (label) => label.querySelector(".dr-text").textContent.trim();
  if (!table || rowsOf(table).map(headOf).join() !== labels.map(word).join()) return;
  const cells = (one) => one.textContent.replace(/\s+/g, "");
  const above = [...document.querySelectorAll("table")].find((other) => other !== table && cells(other) === cells(table));
  if (above) (above.closest(".dr-wide") ?? above).hidden = true; // it stands here now
  rowsOf(table).forEach((row, i) => {
    row.cells[0].replaceChildren(labels[i]);
    row.addEventListener("click", ({ target }) => target.closest("label") || labels[i].click());
  });
  part.node.classList.add("dr-tick-table");
  part.node.append(fold.querySelector(".dr-wide"));
  fold.remove();
}

// Lines to put in order that are the rows of a table in the text: each shows its row.
function rankRows(card) {
  const table = card.querySelector(".dr-body table");
  const list = card.querySelector(".dr-order");
  const lines = [...list.children].map((line) => line.querySelector(".dr-text"));
  if (!table || rowsOf(table).map(headOf).sort().join() !== lines.map((line) => line.textContent.trim()).sort().join()) return;
  const heads = headsOf(table);
  for (const line of lines) {
    const row = rowsOf(table).find((one) => headOf(one) === line.textContent.trim());
    const cells = [...row.cells].slice(1).map((cell, i) => h("span.dr-cell", {}, h("small", {}, heads[i + 1]), " ", h("b", {}, cell.textContent)));
    line.classList.add("dr-row-of-table");
    line.replaceChildren(h("span.dr-badge", {}, headOf(row)), ...cells);
  }
  (table.closest(".dr-wide") ?? table).remove();
}

// "A the council" with what the list in the text says of A, which need not stand twice.
function fullOptions(card) {
  const told = Object.fromEntries([...card.querySelectorAll(".dr-body li")].map((line) => [line.querySelector(":scope > strong")?.textContent, line]));
  for (const text of card.querySelectorAll(".dr-group:first-of-type .dr-text")) {
    const letter = text.firstElementChild;
    const line = told[letter.textContent];
    if (!line) continue;
    const name = text.innerHTML.slice(letter.outerHTML.length).trim();
    const words = line.innerHTML.slice(line.firstElementChild.outerHTML.length).trim();
    const [first, rest] = words.startsWith(name) ? [name, words.slice(name.length)] : [`${name}: `, words];
    text.replaceChildren(letter, " ", h("b", { html: first }), h("span.dr-told", { html: rest }));
    line.remove();
  }
  card.querySelectorAll(".dr-body ul").forEach((list) => list.children.length || list.remove());
}
