// A wafer that fills with the dies that somebody counted; what of it works, what it brings; two choices laid out with the rules of three tasks.
import { h, svg } from "../../dom.js";
import { arriveAt } from "../../faces.js";
import { counted, parseNumber } from "../../numbers.js";
import { above, drawing, later, rect, text } from "./parts.js";

const RADIUS = 150; // mm; a die is 10 mm wide
const places = Array.from({ length: 2500 }, (_, i) => [Math.floor(i / 50) - 25, (i % 50) - 25])
  .map(([x, y]) => ({ x, y, far: Math.hypot(Math.max(-x, x + 1), Math.max(-y, y + 1)) * 10 }))
  .sort((a, b) => a.far - b.far || a.y - b.y || a.x - b.x);
const FIT = places.filter(({ far }) => far <= RADIUS).length;

const wafer = (words, ...parts) => drawing(words, "-172 -158 344 350", svg("circle", { r: RADIUS, class: "dr-disc" }), ...parts);

function laid(number, share) {
  const measure = [
    rect(0, -10, 10, 10, { class: "dr-die dr-hit" }),
    svg("path", { d: "M-150 166H150M-150 161V171M150 161V171", class: "dr-rule" }),
    text(0, 184, "300 mm", { "text-anchor": "middle" }),
    text(16, -1, "10 mm × 10 mm"),
  ];
  if (share === undefined)
    return [
      wafer("A wafer of 300 mm with one die of 10 by 10 mm on it.", ...measure),
      "One of your dies on the wafer, to scale. Once you check your number, as many are laid out.",
    ];
  const n = Math.max(0, Math.floor(number));
  const over = n - Math.min(n, FIT);
  const square = ({ x, y, far }) =>
    later(far * 6, rect(x * 10, y * 10, 10, 10, { class: far > RADIUS ? "dr-die dr-over-edge" : "dr-die" }));
  const filled = over
    ? `${counted(over, "die hangs", "dies hang")} over the edge, where the wafer ends.`
    : n < 600
      ? "The wafer has room for more."
      : `All of them lie on the wafer. Laid out like this, ${FIT - n} more would fit: the rule is an estimate.`;
  const words = `Your ${counted(n, "die", "dies")}. ${filled}`;
  return [wafer(words, ...places.slice(0, Math.min(n, 1200)).map(square)), words];
}

// The rules of three tasks as a machine: each counts here once its task is right, or was tried in vain. The size of a die, specks and price are typed, or come with the
// offer that is chosen; the wafer is laid out with them to scale.
const fitting = (area) => Math.max(0, Math.floor((Math.PI * RADIUS ** 2) / area - (Math.PI * 2 * RADIUS) / Math.sqrt(2 * area)));
const working = (area, specks) => Math.exp((-area * specks) / 100);
const RULES = [
  ["dies", "dies fit", fitting],
  ["yield", "share that works", working],
  ["cost", "dollars for a good die", (area, specks, price) => price / (fitting(area) * working(area, specks))],
];

export function machine(mine, part) {
  const fields = [
    ["Size of a die, mm²", 100],
    ["Specks (defects) per cm²", 0.2],
    ["Price of a wafer, dollars", 10000],
  ].map(([words, value]) => [words, h("input", { type: "number", min: 0, step: "any", value })]);
  const told = h("div.dr-told-by");
  const offers = part.node.querySelector(".dr-group + .dr-group"); // and statements below them
  const place = h(
    "div.dr-machine",
    {},
    h("p.dr-eyebrow", {}, `Your three rules as a machine: ${offers ? "choose an offer, and it takes its numbers; it rounds only at the end" : "tick a sentence, and it takes its numbers; take the tick away again if it does not hold"}`),
    h("p.dr-pick", {}, ...fields.map(([words, input]) => h("label", {}, words, input))),
    told,
  );
  (offers ?? part.node).before(place);
  function chosen(box = part.node.querySelector("[type=radio]:checked")) {
    const option = box?.closest("label");
    const figures = [/(\d+)\smm²/, /([\d.]+)\s(?:defects|per cm²)/, /([\d,]+)\sdollars/].map((figure) =>
      figure.exec(option?.textContent)?.[1].replace(",", ""),
    );
    const offer = box?.type === "radio";
    if (offer || figures[0]) fields.forEach(([, input], i) => (input.value = figures[i] ?? (offer ? "" : input.value))); // a sentence has some of them
    if (offer && innerWidth < 700) option.after(place); // in sight of the choice
  }
  above(
    mine,
    { node: told },
    (again) => {
      place.addEventListener("input", (event) => (event.stopPropagation(), again()));
      mine.card.addEventListener("change", ({ target }) => /radio|checkbox/.test(target.type) && (chosen(target), again()));
      chosen();
      return (_, share, ...used) => laidOut(mine, told, used.slice(0, 3));
    },
    false,
    () => [
      ...fields.map(([, input]) => parseNumber(input.value)),
      ...RULES.flatMap(([task]) => [mine.of(task)?.share, typedIn(mine, task), counts(mine, task)]),
    ],
  );
}

const TRIES = 2; // checks that were wrong, after which the machine counts all the same
const counts = (mine, task) => mine.of(task)?.share === 1 || mine.of(task)?.checks() >= TRIES;
const typedIn = (mine, task) => Boolean(mine.of(task)?.card.querySelector("input.dr-number").value);
function laidOut(mine, told, [area, density, price]) {
  told.replaceChildren(
    ...RULES.map(([task, words, rule]) => {
      const { share, number } = mine.of(task) ?? {};
      const made = rule(area, density, price);
      return h(
        "p",
        {},
        h("b", {}, !counts(mine, task) ? "?" : area && made < Infinity ? Number(made.toPrecision(4)).toLocaleString("en") : "–"),
        counts(mine, task) ? words : `${words}: `,
        counts(mine, task)
          ? ""
          : h(
              "button.dr-link-to",
              { type: "button", onclick: () => arriveAt(mine.of(task).card) },
              `${share === undefined && typedIn(mine, task) ? "press Check in" : "solve"} task ${number?.textContent}`,
            ),
        counts(mine, task) ? "" : " first, or try it twice",
      );
    }),
  );
  if (!(area >= 8)) return [wafer("An empty wafer of 300 mm."), "No size of a die: nothing can be laid out."];
  const wide = Math.sqrt(area);
  const chance = (i) => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1; // the same specks each time
  const specks = Array.from({ length: Math.min(2000, Math.round((Math.PI * RADIUS ** 2 * density) / 100)) }, (_, i) => {
    const [out, turn] = [RADIUS * Math.sqrt(chance(i + 1)), 2 * Math.PI * chance(i + 501)];
    return [out * Math.cos(turn), out * Math.sin(turn)];
  });
  const hit = new Set(specks.map((place) => place.map((at) => Math.floor(at / wide)).join(" ")));
  const die = ({ x, y, far }) =>
    later(far * 4, rect(x * wide, y * wide, wide, wide, { class: hit.has(`${x} ${y}`) ? "dr-die dr-hit" : "dr-die" }));
  return [
    wafer(
      "Dies and specks on the wafer.",
      ...places
        .filter(({ far }) => far * wide <= 10 * RADIUS)
        .slice(0, fitting(area))
        .map(die),
      ...specks.map(([cx, cy]) => svg("circle", { cx, cy, r: 2.4, class: "dr-speck" })),
    ),
    "The wafer with dies of this size, to scale, and the specks that fall on it: what they hit is orange.",
  ];
}

// What the good dies bring at the price that is typed: the wafer with the dies and the share of the two tasks before, as they were answered there.
export const sold = (mine, part) =>
  above(
    mine,
    part,
    () => (number, share, dies, works) => {
      if (!dies || !works)
        return [wafer("An empty wafer of 300 mm."), "Solve tasks 6 and 7, and your dies lie here, good ones and spoilt ones."];
      const good = Math.round(dies * works);
      const die = ({ x, y }, i) =>
        rect(x * 10, y * 10, 10, 10, { class: (i * 0.618034) % 1 < works ? "dr-die" : "dr-die dr-hit" }); // spread evenly
      const bill =
        share === undefined
          ? `Blue ones work: about ${good} of your ${dies}. Only they are sold.`
          : `At ${number} dollars each, the ${good} good ones bring ${Math.round(number * good).toLocaleString("en")} dollars. ${share === 1 ? "That is about the price of the wafer: whoever buys a good one pays for the spoilt ones, too." : "Is that the price of the wafer?"}`;
      return [wafer(bill, ...places.slice(0, Math.min(dies, 1200)).map(die)), bill];
    },
    false,
    () =>
      ["dies", "yield"].map(
        (task) => mine.of(task)?.share === 1 && parseNumber(mine.of(task).card.querySelector("input.dr-number").value),
      ),
  );

export const filling = (mine, part) => above(mine, part, () => laid);
