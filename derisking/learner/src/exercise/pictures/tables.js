// What a table in a task's text says, drawn in it; the student's own plan as one of its rows.
import { always, h, svg } from "../../dom.js";
import { counted } from "../../numbers.js";
import { rect } from "./parts.js";
import { filled } from "./things.js";

// So many of a thing below a cell's words, in a row with room for more: first those of one look, then those of the other.
function inThings(cell, thing, looks, [first, all], room) {
  cell.append(
    svg(
      "svg",
      { class: "dr-picture dr-things", viewBox: `0 0 ${20 * room} 24`, "aria-hidden": "true" },
      rect(0, 21, 20 * first, 3, { class: `dr-${looks[0]}` }),
      ...[
        [0, first],
        [first, all],
      ].map(([from, to], i) => filled([looks[i], thing], [20 * from, 0, 20 * (to - from), 20], [0, 0], 20, 20)),
    ),
  );
}

// What a target needs, as ten machines in each of two cells.
export function lacking({ card }) {
  card
    .querySelectorAll(".dr-tick-table tbody tr")
    .forEach(({ cells }) =>
      [cells[1], cells[2]].forEach((cell) => inThings(cell, "machine", ["output", "delivered"], [cell.textContent / 10, 10], 10)),
    );
  card
    .querySelector(".dr-tick-table")
    ?.append(h("p.dr-how", {}, "Of ten machines that the target needs, it lacks the orange ones."));
}

// What was paid in coins, 14 at most; those of the next column's part are of another colour.
export function coins({ card }) {
  const table = card.querySelector(".dr-body table");
  const rows = [...(table?.tBodies[0].rows ?? [])].map(({ cells }) => [
    cells[1],
    ...[cells[1], cells[2]].map((cell) => Number(cell.textContent.replaceAll(",", ""))),
  ]);
  const most = Math.max(...rows.map(([, paid]) => paid));
  const each = [1, 2, 5]
    .flatMap((first) => [0.1, 1, 10, 100].map((tens) => first * tens))
    .sort((a, b) => a - b)
    .find((one) => most / one <= 14);
  for (const [cell, paid, part] of rows) inThings(cell, "coin", ["output", "stored"], [(paid * part) / each, paid / each], 14);
  table?.after(h("p.dr-how", {}, `A coin is ${counted(each, "million dollars", "million dollars")}. Orange: paid to China.`));
}

// A whole market below each row: the parts of the two columns, and of all others, who get a column of their own.
export function split({ card }) {
  const [head, ...rows] = card.querySelectorAll(".dr-body table tr");
  head?.append(h("th", { scope: "col" }, "others, %"));
  for (const row of rows) {
    const two = [...row.cells].slice(1).map((cell) => Number(cell.textContent));
    const parts = [...two, 100 - two[0] - two[1]];
    row.append(h("td", {}, parts[2].toFixed(1)));
    row.after(
      h(
        "tr",
        { ariaHidden: "true" },
        h("td.dr-split", { colSpan: 4 }, ...parts.map((part) => Object.assign(h("i"), { style: `width:${part}%` }))),
      ),
    );
  }
}

export function plans(mine) {
  const page = mine.card.closest(".jp-Notebook") ?? document;
  const table = [...mine.card.querySelectorAll("table"), ...page.querySelectorAll("table")].find(
    (one) => !one.closest(".dr-explorer, [hidden]") && /^\s*plan\s*cost\s*mean/.test(one.textContent),
  );
  const own = table?.querySelector(".dr-own-row") ?? h("tr.dr-own-row");
  const draw = () => {
    const row = mine.plan()?.row ?? [];
    if (row.length) table?.tBodies[0].append(own);
    own.replaceChildren(
      ...row.map((words, i) =>
        h(i ? "td.dr-digits" : "th", {}, i ? words : `◆ ${words}`, i ? null : h("small", {}, "only to be seen")),
      ),
    );
    table?.querySelectorAll("tbody td").forEach((cell) => {
      const [loss, tip] = cell.textContent.split("±").map(Number);
      const at = (value) => `${(100 * value) / (cell.cellIndex > 2 ? 80 : 22)}%`; // a scale for each column, with room for a plan that buys nothing
      if (tip)
        Object.assign(cell, { className: "dr-digits" }).style.background =
          `linear-gradient(to right, rgb(90 150 200 / 30%) ${at(loss - tip)}, rgb(217 96 32 / 70%) 0 ${at(loss + tip)}, transparent 0) 0 100% / 100% 8px no-repeat`;
    });
  };
  always(draw);
}
