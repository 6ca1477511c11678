// A slider that goes from step to step, as `picture` of schema.json says: bars that lie or stand, a plant that is sold and moved, a chain.
import { h, svg } from "../../dom.js";
import { above, drawing, inked, middled, rect, slid, text } from "./parts.js";
import { filled } from "./things.js";

export function steps(mine, part, { slide, stops, whole, each = whole / 10, flag, scale = [], steps: all, solved, as = "lying" }) {
  const room = innerWidth < 700 ? 380 : 560; // a bar as long as the whole is as wide as the card
  const things = [...all[0].rows, ...solved.rows].some(([, parts]) => parts.some(([, look]) => look.includes(" "))); // "stored coin": such a part is made of coins
  const [long, high, deep] = [
    (value) => (value * room) / whole,
    (all[0].rows.length > 4 ? 48 : 58) + (things ? 20 : 0),
    all[0].rows.length > 4 ? 20 : 30,
  ];
  const wide =
    room + Math.min(100, 20 + 10 * Math.max(...[...all, solved].flatMap(({ rows }) => rows.map((row) => (row[2] ?? "").length)))); // with words behind a bar
  const lying = (rows) => [
    rows.length * high + (scale.length && 18),
    ...scale.map((value) => middled(long(value), rows.length * high + 12, value)),
    ...rows.flatMap(([name, parts, then = ""], i) => {
      let x = 0;
      const [top, below] = [i * high + 20, things ? deep + 13 : deep / 2 + 5]; // the words stand under things, and on a bar
      const drawn = ([value, look, words = ""]) => (
        (x += long(value)),
        [
          filled(look.split(" "), [x - long(value), top, long(value), deep], [0, top], long(each), deep),
          middled(x - long(value) / 2, top + below, words, things ? "" : inked(look)),
        ]
      );
      return [
        text(0, i * high + 13, name),
        ...parts.flatMap(drawn),
        text(x + 8, top + deep / 2 + 5, then, { class: "dr-strong" }),
      ];
    }),
  ];
  const standing = (rows) => [
    things ? 254 : 218,
    ...rows.flatMap(([name, parts], i) => {
      const [each, up, base] = [room / rows.length, 180 / whole, things ? 208 : 190]; // the words stand below and above things, and on a bar
      let top = base;
      const drawn = ([value, look, words = ""], k) => (
        (top -= value * up),
        [
          filled(look.split(" "), [i * each + 8, top, each - 16, value * up], [i * each + 8, base], (each - 16) / 4, 18),
          middled(
            (i + 0.5) * each,
            things ? (k ? top - 7 : base + 20) : top + (value * up) / 2 + 5,
            words,
            things ? "dr-strong" : inked(look),
          ),
        ]
      );
      return [middled((i + 0.5) * each, base + (things ? 40 : 20), name), ...parts.flatMap(drawn)];
    }),
  ];
  const made = { lying, standing, plant: (rows) => plant(rows, room / 2 - 10) }[as];
  let planted; // where somebody put a flag, which is no answer
  const board = slid(
    mine,
    part,
    slide,
    { min: 0, max: all.length - 1, step: 1, value: 0 },
    (at) => {
      const { say, rows } = (mine.share === 1 && [solved, solved.before].find((one) => one?.at === at)) || all[at];
      const [tall, ...marks] = made(rows);
      const own =
        planted === undefined
          ? ""
          : svg(
              "g",
              { transform: `translate(${long(planted)} 0)` },
              svg("path", { d: "M0 52V4", class: "dr-limit" }),
              svg("path", { d: "M0 4H34L26 11L34 18H0Z", class: "dr-output" }),
            );
      const told = planted === undefined ? "" : ` Your flag stands after ${planted} of ${whole}.`;
      return [
        drawing(
          `Bars of parts. ${rows.map(([name, parts]) => `${name}: ${parts.map(([value, , words = ""]) => `${words} ${value}`).join(", ")}`).join("; ")}.`,
          `-10 0 ${wide} ${tall}`,
          ...marks,
          own,
        ),
        say + told,
      ];
    },
    solved.at,
    stops,
  );
  if (all.length === 1) mine.card.append(board.figure); // seen once it is solved, below the reply
  const plantHere = () => board.show((planted = all[board.slide.value].rows[0][1][0][0]));
  if (flag) board.figure.firstChild.after(h("button.dr-small.dr-flag", { type: "button", onclick: plantHere }, flag));
}

// Two countries, and a plant on the ground of the one under the flag of the other: the first row counts by its flag, the second by its ground.
function plant(rows, half) {
  const [flag, ground] = rows.map(([, [[, look]]]) => look);
  const countries = [
    ["stored", "X", 0],
    ["output", "Y", half + 20],
  ];
  const at = ground === "stored" ? half / 2 - 50 : half * 1.5 - 30;
  const built = svg(
    "g",
    { class: "dr-plant" },
    svg("path", { d: "M0 92V48l24 14V48l24 14V48l24 14V26h14V92Z", class: "dr-disc" }),
    svg("path", { d: "M79 26V4", class: "dr-rule" }),
    rect(79, 4, 44, 18, { class: `dr-${flag}` }),
    middled(101, 18, countries.find(([look]) => look === flag)[1], "dr-on-dark"),
  );
  built.style.translate = `${at}px`;
  return [
    186,
    built,
    ...countries.flatMap(([look, name, x]) => [
      rect(x, 92, half, 22, { class: `dr-${look}`, rx: 4 }),
      middled(x + half / 2, 108, `country ${name}`, "dr-on-dark"),
      ...[
        ["by firm", flag],
        ["by place", ground],
      ].flatMap(([way, whose], i) => [
        text(x, 142 + i * 34, way),
        rect(x + 70, 124 + i * 34, half - 70, 26, { class: whose === look ? `dr-${look}` : "dr-unknown" }),
        middled(x + half / 2 + 35, 142 + i * 34, whose === look ? 100 : 0, whose === look ? "dr-on-dark" : ""),
      ]),
    ]),
  ];
}

// A chain: each row a link, filled as far as its leader's share and the second's; below it, until it is right, what its card was laid into.
export const chain = (mine, part, { steps: [asked], solved }) =>
  above(
    mine,
    part,
    (again) => {
      mine.card.addEventListener("change", () => again());
      const laid = (name) =>
        [...part.node.querySelectorAll(".dr-row")]
          .find((row) => row.querySelector("legend").textContent.includes(name))
          ?.querySelector("input:checked + span")?.textContent;
      return (_, share) => {
        const { rows, say } = share === 1 ? solved : asked;
        const link = (parts) => h("div.dr-link", {}, ...parts.map(([value]) => h("i", { style: `width:${value}%` })));
        const links = rows.map(([name, parts, then = ""], _, __, guess = share !== 1 && laid(name)) =>
          h(
            "li",
            {},
            link(parts),
            h(
              "p",
              {},
              name,
              h("b", {}, guess ? h("span", {}, `${guess}? `) : "", parts[0][2].replace(" %", "\u00a0%")),
              h("small", {}, then),
            ),
          ),
        );
        return [h("ol.dr-chain", {}, ...links), say];
      };
    },
    true,
  );
