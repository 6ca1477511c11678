// A line for each row of a table: dots and a ruler that stands across them all, bars that fill, drawings in front of lines.
import { h, svg } from "../../dom.js";
import { counted } from "../../numbers.js";
import { above, drawing, later, middled, rect, slid, text } from "./parts.js";

// A drawing in front of each line or option that begins with these words, made of [look, path] in 100 by 64; lines stand as a strip once they are in order.
export function lines(mine, part, { lines: drawings }) {
  for (const line of part.node.querySelectorAll(".dr-order > li > .dr-text, .dr-option > .dr-text")) {
    const [, drawn] = Object.entries(drawings).find(([begin]) => line.textContent.startsWith(begin));
    line.before(
      h(
        "span.dr-picture.dr-drawn-line",
        { ariaHidden: "true" },
        svg(
          "svg",
          { viewBox: "0 0 100 64" },
          ...drawn.map(([look, d]) => svg("path", { d, class: `dr-${look}`, "fill-rule": "evenodd" })),
        ),
      ),
    );
  }
}

// Between a row's name and its numbers stand these as dots, the last one full. years: how many columns of numbers are shown. Gives
// draw(where the ruler stands), which counts what the ruler has passed.
function strips(part, years) {
  const [at, scale] = [(value) => `${(value - 0.22) * 122}%`, [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]];
  const line = (from, to, y1, y2, look) => svg("line", { x1: at(from), x2: at(to), y1, y2, class: look });
  const rows = [...part.node.querySelectorAll("tr")];
  rows.forEach(({ cells }, n) => {
    while (cells.length > 1 + years) cells[1].remove();
    cells[0].after(n ? h("td.dr-picture.dr-strip") : h("th.dr-picture.dr-strip", { scope: "col" }));
  });
  [...(rows[0]?.cells ?? [])].slice(2).forEach((cell, i) => cell.prepend(i === years - 1 ? "●\u00a0" : "•\u00a0"));
  rows.forEach(({ cells }) => [...cells].slice(2).forEach((cell) => cell.classList.add("dr-after")));
  if (years > 1) rows[0].cells[0].append(h("small", {}, " •\u00a02022 ●\u00a02024"));
  const [head, ...products] = rows;
  function passed({ cells }, n, limit) {
    const values = [...cells].slice(2).map((cell) => Number(cell.textContent));
    const gone = values.at(-1) <= limit;
    const dots = values.map((value, i) =>
      svg("circle", { cx: at(value), cy: 15, r: 7, class: i < years - 1 ? "dr-was" : gone ? "dr-gone" : "dr-stored" }),
    );
    const near = years > 1 && values.some((value) => Math.abs(value - limit) < 0.02) ? values : []; // where no eye can tell
    cells[1].replaceChildren(
      svg(
        "svg",
        { "aria-hidden": "true" },
        text(at(Math.max(...values)), 19, near.join(" → "), { dx: 12 }),
        ...scale.map((value) => line(value, value, -12, 40, "dr-grid")),
        line(limit, limit, n ? -12 : -2, 40, "dr-limit"),
        line(values[0], values.at(-1), 15, 15, "dr-rule"),
        ...dots,
      ),
    );
    return gone;
  }
  return (limit) => {
    const mark = (value, y, words, look) => text(at(value), y, words, { "text-anchor": "middle", class: look });
    head?.cells[1].replaceChildren(
      svg(
        "svg",
        { role: "img", "aria-label": "concentration" },
        ...[0.4, 0.6, 0.8, 1].map((value) => mark(value, 28, value, "")),
        mark(limit, 11, limit.toFixed(2), "dr-ask"),
      ),
    );
    return products.map((row, n) => passed(row, n, limit)).filter(Boolean).length;
  };
}

// A bar for all that was paid, which the number that is typed fills; once it is right, the sellers of the table above it one after the other.
export const bar = (mine, part) =>
  above(
    mine,
    part,
    () => {
      const table = [...document.querySelectorAll("table")].findLast(
        (one) => one.compareDocumentPosition(mine.card) & Node.DOCUMENT_POSITION_FOLLOWING,
      );
      const paid = [...(table?.tBodies[0].rows ?? [])].map(({ cells }) => [
        cells[0].textContent,
        Number(cells[1].textContent.replace(/\D/g, "")),
      ]);
      const [all, long] = [paid.at(-1)?.[1] ?? 1, (share) => Math.max(0, Math.min(share, 1.1)) * 420];
      paid.forEach(
        ([, value], i) =>
          (table.tBodies[0].rows[i].cells[1].style.background =
            `linear-gradient(to right, rgb(90 150 200 / 70%) ${(100 * value) / all}%, transparent 0) 0 100% / 100% 5px no-repeat`),
      );
      return (number, share) => {
        let x = 0;
        const sellers =
          share !== 1
            ? []
            : paid.slice(0, -1).flatMap(([name, value], i) => [
                rect((x += long(value / all)) - long(value / all), 70, long(value / all), 26, {
                  class: i % 2 ? "dr-was" : "dr-stored",
                }),
                value / all > 0.15 ? text(x - 6, 88, name, { "text-anchor": "end", class: i % 2 ? "" : "dr-on-dark" }) : "",
              ]);
        const told =
          number === null
            ? "The dashed bar is all that the EU paid for it. Your number fills it."
            : number > 1
              ? "Your number is longer than the whole. No share is."
              : `Your number fills ${number} of all that was paid.`;
        const words = `${told}${sellers.length ? " Below stand the sellers of the table, one after the other." : ""}`;
        return [
          drawing(
            words,
            `-10 0 460 ${sellers.length ? 104 : 64}`,
            rect(0, 8, long(number ?? 0), 32, { class: "dr-output" }),
            rect(0, 8, 420, 32, { class: "dr-unknown" }),
            ...[0, 0.25, 0.5, 0.75, 1].map((value) => text(long(value), 58, value, { "text-anchor": "middle" })),
            ...sellers,
          ),
          words,
        ];
      };
    },
    true,
  );

// The promises of the ledger above, in rows that the typed share fills; once it is right they fall onto a heap for each verdict, beside the first guess.
export const promises = (mine, part) =>
  above(
    mine,
    part,
    () => (number, share) => {
      const all = [...(document.querySelector(".dr-promises")?.children ?? [])];
      const kept = number > 1 ? 0 : Math.round((number ?? 0) * all.length);
      const heaps = [
        ["guessed", Array(parseInt(/\d+/.exec(mine.first()), 10) || 0).fill()],
        ...["delivered", "partly", "not yet", "unknown"].map((verdict) => [
          verdict,
          all.filter((one) => one.matches(`.dr-is-${verdict.replace(" ", "-")}`)),
        ]),
      ];
      const floor = 22 * Math.ceil(Math.max(...heaps.map(([, { length }]) => length)) / 2);
      const lies = (x, y, one, n) =>
        later(
          90 * n,
          svg(
            "g",
            { class: "dr-falls" },
            rect(x, y, 20, 20, { rx: 3, class: one?.className ?? "dr-unknown" }),
            middled(x + 10, y + 15, one?.textContent.trim()[0] ?? "", "dr-on-flag"),
          ),
        );
      const heap = ([name, its], i) =>
        its.length
          ? [
              middled(80 * i + 40, floor + 20, its.length, "dr-strong"),
              middled(80 * i + 40, floor + 38, name),
              ...its.map((one, n) => lies(80 * i + 19 + 22 * (n % 2), floor - 22 * (1 + Math.floor(n / 2)), one, n)),
            ]
          : [];
      const words =
        share === 1
          ? "Nobody can show the chair that the unknown ones were kept, or that they were broken."
          : number === null
            ? "A square for each promise with Japan. Type your share, and it fills as many."
            : number > 1
              ? "No share is more than 1."
              : `Your share fills ${counted(kept, "square", "squares")} of ${all.length}.${share === undefined ? "" : " In the ledger, count those with a ✓."}`;
      return [
        share === 1
          ? drawing(words, `0 -4 400 ${floor + 48}`, ...heaps.flatMap(heap))
          : drawing(
              words,
              "0 0 270 48",
              ...all.map((_, i) =>
                rect(2 + 22 * (i % 12), 2 + 22 * Math.floor(i / 12), 20, 20, {
                  rx: 3,
                  class: i < kept ? "dr-stored" : "dr-unknown",
                }),
              ),
            ),
        words,
      ];
    },
    true,
  );

export function ruler(mine, part) {
  const draw = strips(part, 1);
  if (!part.node.querySelector("table")) return;
  const { figure } = slid(
    mine,
    part,
    "Move the ruler",
    { min: 0.3, max: 1, step: 0.01, value: 0.4 },
    (limit) => {
      const gone = draw(limit);
      const told = `With the ruler at ${limit.toFixed(2)}, ${gone ? counted(gone, "product is", "products are") : "no product is"} off the list${gone ? " (grey)" : ""}. ${mine.share === 1 ? "Where else does a small step make a large difference?" : "Move it, and see."}`;
      return ["", mine.share === undefined ? "Tick by eye: the further right a dot of 2024, the fewer sellers." : told];
    },
    0.5,
  );
  part.node.after(figure); // the dots come first
}

export const years = (mine, part) => strips(part, 2)(0.4);
