// Two deliveries that swing, and their sum; a store that runs down.
import { h, svg } from "../../dom.js";
import { above, drawing, rect, slid, text } from "./parts.js";

export function swing(mine, part) {
  // A wave, and a ship that rides on it at the step `at`: how high, and where in its swing.
  const wave = (middle, look, high, shift, at, freight, large, now = (at * Math.PI) / 20 + shift) => {
    const line = svg("path", {
      d: Array.from(
        { length: 216 },
        (_, i) => `${i ? "L" : "M"}${3 * i} ${(middle - high * Math.sin((i * Math.PI) / 20 + shift)).toFixed(1)}`,
      ).join(""),
      class: `${look} dr-rolls`,
    });
    const ship = svg(
      "g",
      { class: "dr-rides" },
      svg(
        "g",
        { transform: `scale(${large})` },
        svg("path", { d: "M-22 -3H22L15 9H-15ZM11 -18H17V-3H11Z", class: "dr-disc" }),
        svg("path", { d: "M-15 -13H-7V-4H-15ZM-5 -13H3V-4H-5Z", class: freight }),
      ),
    );
    const done = (now / (2 * Math.PI) + 0.25) % 1; // the part of its swing of 2.4 seconds that is over when the sea begins to roll
    Object.entries({
      "--dr-high": `${high}px`,
      translate: `0 ${-high * Math.sin(now)}px`,
      "animation-delay": `${-2.4 * done}s`,
      "animation-iteration-count": 4 + 2 * done,
    }).forEach((style) => ship.style.setProperty(...style));
    return [line, svg("g", { transform: `translate(${3 * at} ${middle - 4})` }, ship)];
  };
  (mine.card.querySelector(".dr-body > p:last-child") ?? part.node).before(
    slid(
      mine,
      part,
      "Correlation",
      { min: 0, max: 1, step: 0.1, value: 0 },
      (shared) => {
        const [apart, limits] = [Math.acos(shared), svg("path", { d: "M0 190H520M0 270H520", class: "dr-unknown" })];
        const open = shared === 0.6 && mine.share !== 1; // what is asked
        const drawn = [
          text(12, 17, "each partner alone: ± 10 %"),
          text(12, 178, "both together"),
          text(506, 178, open ? "± ? %" : `± ${(10 * Math.sqrt((1 + shared) / 2)).toFixed(2)} %`, {
            "text-anchor": "end",
            class: "dr-strong",
          }),
          limits,
          ...wave(104, "dr-gone", 40, 0, 50, "dr-output", 1.3),
          ...wave(104, "dr-other", 40, apart, 118, "dr-stored", 1.3),
          ...wave(230, "dr-sum-wave", 40 * Math.cos(apart / 2), apart / 2, 84, "dr-both-sold", 1.8),
        ];
        return [
          drawing("Two waves with a ship on each, and below them the sea that they make together.", "0 0 520 280", ...drawn),
          `Correlation ${shared.toFixed(1)}. ${mine.share === 1 ? "At 0.6 both together still swing by 8.94 %, at 0.0 by 7.07 %: the more hits both at once, the less the second one helps." : "The dashed lines show how far one partner swings alone."}`,
        ];
      },
      0.6,
    ).figure,
  ); // the formula comes after it
}

// --- a store that runs down: one says what the plant makes in weeks 2 and 3, and sees what is left for week 4 -----------------------

const WEEKS = [
  [1, 0.8],
  [0.7, 0.8],
  [0.4, 0.8],
  [0.1, 0.6],
]; // in store when the week begins, output

export const store = (mine, part) =>
  above(
    mine,
    part,
    (again) => {
      let [known, told] = [
        1,
        "Resist in each week: what is in store (blue), and what is delivered on top. Beside it (orange) is what the plant makes. The line is what gases allow: 0.8.",
      ];
      const choose = (made) => () => {
        const there = (WEEKS[known][0] + 0.5).toFixed(1);
        if (made === 0.8) known += 1;
        told =
          made > 0.8
            ? "The gases do not allow that much."
            : made < 0.8
              ? `More can be made: there are ${there} of resist, and gases for 0.8.`
              : `Yes: 0.8 of ${there} are used, and ${WEEKS[known][0]} stay in store.${known < 3 ? "" : " Week 4 is yours: your number stands there."}`;
        again();
      };
      const row = part.node.parentElement.insertBefore(
        h(
          "p.dr-pick",
          {},
          h("b"),
          ...[0.5, 0.6, 0.8, 1].map((made) => h("button.dr-small", { type: "button", onclick: choose(made) }, made)),
        ),
        part.node,
      );
      return (number, share) => {
        if (share === 1)
          [known, told] = [
            4,
            "0.3 leave the store each week: 1, 0.7, 0.4, 0.1. In week 4 all that is there is used, and from week 5 on there is the delivery alone.",
          ];
        row.hidden = known > 2;
        row.firstChild.textContent = `Week ${known + 1} makes`;
        return [weeks(known, number), told];
      };
    },
    true,
  );

function weeks(known, own) {
  // known: of how many weeks the output is known; own: what is said of week 4
  const [start, step, wide] = innerWidth < 700 ? [4, 100, 47] : [62, 112, 50];
  const up = (value) => 170 - value * 100;
  const bar = (x, from, to, look) => rect(x, up(to), wide, up(from) - up(to), { class: look });
  const say = (x, y, words, look) => text(x, y, words, { "text-anchor": "middle", class: look });
  const parts = [
    svg("path", { d: `M${start - 4} ${up(0)}h${4 * step}M${start - 4} ${up(0.8)}h${4 * step}`, class: "dr-rule" }),
    start > 9 ? text(52, up(0.8) + 5, "gases 0.8", { "text-anchor": "end" }) : "",
  ];
  WEEKS.forEach(([stored, output], i) => {
    const x = start + i * step;
    parts.push(say(x + wide + 1, 190, `week ${i + 1}`, "dr-strong"));
    if (i > known) parts.push(rect(x, up(1.5), wide, 150, { class: "dr-unknown", rx: 4 }));
    else
      parts.push(
        bar(x, 0, stored, "dr-stored"),
        bar(x, stored, stored + 0.5, "dr-delivered"),
        say(x + wide / 2, stored < 0.2 ? up(stored) - 4 : up(stored / 2) + 5, stored, stored < 0.2 ? "dr-strong" : "dr-on-dark"),
        say(x + wide / 2, up(stored + (stored < 0.2 ? 0.4 : 0.25)) + 5, "+ 0.5", ""),
      );
    const high = i === 3 && own >= 0 && own !== null ? Math.min(own, 1.5) : null;
    if (i < known)
      parts.push(bar(x + wide + 2, 0, output, "dr-output"), say(x + 1.5 * wide + 2, up(output) + 17, output, "dr-on-dark"));
    else
      parts.push(
        bar(x + wide + 2, 0, high ?? 0.8, high === null ? "dr-unknown" : "dr-own"),
        say(x + 1.5 * wide + 2, high === null ? up(0.4) : up(high) - 5, high === null ? "?" : "yours", "dr-ask"),
      );
  });
  return drawing(
    `Bars. ${WEEKS.slice(0, known)
      .map(([stored, output], i) => `week ${i + 1}: ${stored} in store, output ${output}`)
      .join("; ")}.`,
    `${start > 9 ? -20 : 0} 8 ${start + 4 * step + (start > 9 ? 16 : -2)} 190`,
    ...parts,
    say(start + wide / 2, up(0.5) + 22, "store", "dr-on-dark"),
    say(start + 1.5 * wide + 2, up(0.8) + 34, "made", "dr-on-dark"),
  );
}
