// The learner's own picture, by night: a star for each guess, the higher the nearer; below it the decade, what each year cost and what
// the coins saved; and the coins where they were laid.
import { svg } from "./dom.js";
import { share } from "./guesses.js";

const [NIGHT, GOLD, PALE, LOST, HOUSE] = ["#10263c", "#f2c14e", "#e6edf4", "#f08a4b", "#5b9bc9"];
const GROUND = 300; // where the years stand
const HOUSES = {
  Stockpile: "M-31 7L-25 0H25L31 7ZM-27 7h54v29h-54z",
  "Second sources": "M-29 0h52v36h-52zM23 36V-8H10v-3H34v3h-7V36z",
  "Plants at home": "M-29 36V6l11-6v6l11-6v6l11-6v6h13V36zM17 36V-14h5V36zM25 36V-8h5V36z",
  Alliance: "M-31 36V0h8V36zM23 36V0h8V36zM-31 17h62v19h-62z",
};

const text = (x, y, words, more) => svg("text", { x, y, fill: PALE, "font-size": 14, ...more }, words);

const star = (x, y, r) => `M${x} ${y - r}Q${x} ${y} ${x + r} ${y}Q${x} ${y} ${x} ${y + r}Q${x} ${y} ${x - r} ${y}Q${x} ${y} ${x} ${y - r}Z`;

// far: how far off each guess was, as a share.
function sky(far, wide) {
  const [nearest, most] = [Math.min(...far), Math.max(0.1, ...far)];
  const one = (off, i) => svg("path", { d: star((wide * (i + 0.6)) / (far.length + 0.2), 92 + (70 * off) / most, 13 - (7 * off) / most), fill: off === nearest ? GOLD : PALE });
  return far.length ? [text(16, 70, "Each star is a guess of mine; the higher, the nearer.", { "font-size": 13 }), ...far.map(one)] : [];
}

// years: of each what was lost, and what would have been lost without the coins.
function decade(years, wide) {
  const [step, scale] = [(wide - 20) / 10, 105 / Math.max(20, ...years.map(([, bare]) => bare))];
  const bar = (i, from, to, fill) => svg("rect", { x: 10 + step * (i + 0.17), y: GROUND - to * scale, width: step * 0.66, height: (to - from) * scale, fill });
  return years.flatMap(([lost, bare], i) => [bar(i, 0, lost, LOST), bar(i, lost, bare, GOLD), text(10 + step * (i + 0.5), GROUND + 17, i + 1, { "text-anchor": "middle" })]);
}

// many: the coins on each building.
function city(many, wide) {
  const pile = (coins) => Array.from({ length: Math.min(12, coins) }, (_, k) => svg("ellipse", { cx: 0, cy: -4 - 4.2 * k, rx: 15, ry: 4.2, fill: GOLD, stroke: "#7a5a00" }));
  return Object.entries(HOUSES).map(([name, d], i) => svg("g", { transform: `translate(${(wide / 4) * (i + 0.5)} 376)` },
    svg("path", { d, fill: HOUSE }), ...pile(many[i]),
    text(0, 31, many[i], { "text-anchor": "middle", "font-weight": 700, fill: NIGHT }),
    text(0, 51, name, { "text-anchor": "middle", "font-size": wide < 400 ? 11.5 : 14 })));
}

function headline(saved, words) {
  const x = 28 + 19 * saved.length;
  return [text(16, 40, saved, { "font-size": 34, "font-weight": 700, fill: GOLD }), text(x, 24, `billion saved ${words.split(" saved")[0]}`, { "font-weight": 700 }), text(x, 42, "Gold: saved. Orange: lost.")];
}

// guesses: of the record; result: [title, number, words, [coins on each building, [lost, without coins] of each year]] of an explorer, or undefined.
export function ownPicture(guesses, result) {
  const wide = innerWidth < 640 ? 340 : 680;
  const far = guesses.map((one) => Math.abs(share(one))).filter((one) => !Number.isNaN(one));
  const [, saved, words, [coins, ...years]] = result ?? [0, "", "", []];
  const said = `${result ? `My decade: ${saved} ${words}. ` : ""}${far.length} guesses as stars.`;
  const height = result ? 438 : 180;
  return svg("svg", { class: "dr-own-picture", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": said },
    svg("rect", { width: wide, height, rx: 12, fill: NIGHT }), ...sky(far, wide),
    ...(result ? [...headline(`${saved}`, `${words}`), ...decade(years, wide), ...city(coins, wide)] : []));
}
