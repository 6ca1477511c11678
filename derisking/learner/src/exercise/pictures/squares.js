// A square of 100 dies with the 20 defects that fell on it; squares for machines, and for sellers in one that is as wide as all of them.
import { h, svg } from "../../dom.js";
import { counted } from "../../numbers.js";
import { above, drawing, middled, rect, slid, text } from "./parts.js";

// A square for what the first took, and as many for the second as somebody says.
export const times = (mine, part) =>
  above(
    mine,
    part,
    () => (number, share) => {
      const n = Math.max(0, Math.min(Math.round(number ?? 0), 300));
      const one = (x, y, look) => rect(x * 22, y * 22, 20, 20, { class: look, rx: 2 });
      const words =
        share === 1
          ? `Machines that were busy with GPT-3 for a week would be busy with GPT-4 for ${n} weeks, more than a year.`
          : number === null
            ? "One square is all that GPT-3 took. Type your number: as many are laid out for GPT-4."
            : `You say: ${counted(n, "square", "squares")} of that size for GPT-4${number > 300 ? ", and more than fit here" : ""}.`;
      return [
        drawing(
          words,
          `-2 -18 446 ${70 + 22 * Math.ceil((n || 1) / 20)}`,
          text(0, -4, "GPT-3, 2020"),
          one(0, 0, "dr-stored"),
          text(0, 40, "GPT-4, 2023"),
          ...Array.from({ length: n }, (_, i) => one(i % 20, 2 + Math.floor(i / 20), "dr-output")),
          n ? "" : one(0, 2, "dr-unknown"),
        ),
        words,
      ];
    },
    true,
  );

// Drawn by Python's random.Random(25), the first seed whose 20 defects leave 84 dies: what is counted here is not what the formula gives.
const SPECKS = [
  [8.3, 4.4],
  [9.8, 3.6],
  [5.5, 0.3],
  [9.7, 3.6],
  [2.7, 1.3],
  [3.8, 7.8],
  [5.7, 2.7],
  [0.4, 4.7],
  [5.7, 4.6],
  [7.3, 6.8],
  [6.3, 8.7],
  [4.5, 7.6],
  [5.4, 4.8],
  [0.7, 2.6],
  [9.3, 0.6],
  [2.3, 7.7],
  [1.4, 8.8],
  [5.7, 0.4],
  [9.7, 0.4],
  [8.6, 9.7],
];
const dieOf = ([x, y], wide) => `${Math.floor(x / wide)} ${Math.floor(y)}`;
const hitOf = (wide) => new Set(SPECKS.map((speck) => dieOf(speck, wide)));

// The square cut into dies that are `wide` cm wide and one high; marked: those that somebody tapped, kept while the page is open.
function piece(wide, marked, shown, changed) {
  const hit = hitOf(wide);
  const dies = Array.from({ length: 100 / wide }, (_, i) => {
    const key = dieOf([(i * wide) % 10, (i * wide) / 10], wide);
    const [x, y] = key.split(" ");
    const die = rect(x * wide * 30 + 1, y * 30 + 1, wide * 30 - 2, 28, {
      class: `dr-die ${(shown ? hit : marked).has(key) ? "dr-hit" : ""}`,
      rx: 2,
    });
    die.addEventListener("click", () => changed(hit.has(key) && marked[marked.has(key) ? "delete" : "add"](key))); // one without a speck stays as it is
    return die;
  });
  const name = `${counted(100 / wide, "die", "dies")} in a square, and 20 specks on it: ${counted(20 - hit.size, "speck falls", "specks fall")} on a die that another one has hit.`;
  return drawing(
    name,
    "0 0 300 300",
    ...dies,
    ...SPECKS.map(([x, y]) => svg("circle", { cx: x * 30, cy: y * 30, r: 3.6, class: "dr-speck" })),
  );
}

// Squares cut into dies of these widths. say(share, what is tapped in each) gives whether the hits are shown, and the words.
const squares =
  (say, ...widths) =>
  (again, marked = widths.map(() => new Set()), tapped = { hit: true }) =>
  (number, share) => {
    const counts = widths.map(
      (wide, i) => `${counted(marked[i].size, "die", "dies")} tapped, ${100 / wide - marked[i].size} left`,
    );
    const [shown, words] = say(share, ...counts);
    return [
      h("div.dr-cuts", {}, ...widths.map((wide, i) => piece(wide, marked[i], shown, (hit) => again((tapped.hit = hit))))),
      shown || tapped.hit || words.includes("All found") ? words : `No speck on that die. ${words}`,
    ];
  };
const oneSquare = squares(
  (share, tapped) =>
    share === 1
      ? [
          true,
          "16 of these 100 dies are hit, some more than once: luck. Of 100 dies 18 are hit on average, which is what line 2 says.",
        ]
      : [
          false,
          `100 dies of 1 cm² from one wafer, and the 20 specks that fell on them. ${tapped.startsWith("16") ? "All found: 16 are hit, 84 of 100 work here. Your rule gives the average of many wafers. Is it more, or fewer?" : `Tap each die that has a speck: ${tapped}.`}`,
        ],
  1,
);
const twoSquares = squares(
  (share, small, large) =>
    share === undefined
      ? [
          false,
          `One piece of silicon with 20 specks, cut in two ways: into 100 dies, or into 50 of twice the area. Tap each die that has a speck. Small: ${small}. Large: ${large}.`,
        ]
      : [true, `${100 - hitOf(1).size} of 100 small dies work, and ${50 - hitOf(2).size} of 50 large ones, for the same money.`],
  1,
  2,
);

export function sellers(mine, part) {
  slid(
    mine,
    part,
    "The largest seller’s share",
    { min: 0.4, max: 1, step: 0.05, value: 0.5 },
    (most) => {
      const shares = [most, 0.6 * (1 - most), 0.4 * (1 - most)];
      const squares = shares.flatMap((share, i) =>
        [0, most, 1 - share]
          .slice(i, i + 1)
          .flatMap((at) => [
            rect(300 * at, 300 * at, 300 * share, 300 * share, { class: "dr-stored" }),
            share < 0.1 ? "" : middled(300 * (at + share / 2), 300 * (at + share / 2) + 6, share.toFixed(2), "dr-on-dark"),
          ]),
      );
      const filled =
        mine.share === 1
          ? `They fill ${shares.reduce((sum, share) => sum + share ** 2, 0).toFixed(2)} of it, the largest alone ${(most ** 2).toFixed(2)}.`
          : most === 0.5
            ? "How much do these fill?"
            : "Move back to 0.50 for the three that are asked.";
      const words = `Three sellers, ${shares.map((share) => share.toFixed(2)).join(", ")}: each is a square as wide as its share, and the index is the part of the large square that they fill. ${filled}`;
      return [drawing(words, "0 0 300 300", rect(0, 0, 300, 300, { class: "dr-unknown" }), ...squares), words];
    },
    0.5,
  );
}

export const specks = (mine, part) => above(mine, part, oneSquare);
export const halves = (mine, part) => above(mine, part, twoSquares, true);
