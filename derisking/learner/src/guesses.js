// The guesses of this lesson and of those before it against the truth, in strips: the list grows from lesson to lesson.
import { h, svg } from "./dom.js";
import { counted } from "./numbers.js";
import { NOTE, keepNote, noted, notesOf, onChange } from "./record.js";

// What the strip needs of a guess is put beside it when its truth is shown, and not before. first: the place among the five of the
// first minute; apart: of a line that was drawn, how far it lies from the true one on average, below nothing where most of it is too low.
export function remember({ lesson, id, asked, told }, guess, { first, apart } = {}) {
  const key = NOTE.guessed(lesson, id);
  const { bar, question, low, high, unit } = asked;
  const value = JSON.stringify({ name: bar || question, guess, truth: told.truth, low, scale: high - low, unit, first, apart });
  if (noted(key) === value) return;
  keepNote(key, value);
  document.dispatchEvent(new Event("dr-guessed"));
}

// [{lesson, name, guess, truth, low, scale, unit, first, apart}] in the order of the course; what cannot be read stays out.
export function kept() {
  return notesOf("guessed").flatMap(([lesson, , value]) => {
    try {
      return [{ lesson, ...JSON.parse(value) }];
    } catch {
      return [];
    }
  });
}

export const withUnit = (value, unit) => (typeof value === "number" ? `${Number(value.toFixed(1)).toLocaleString("en-GB")}${unit ? `\u00a0${unit}` : ""}` : value);

// A name and what is said of the guess; below, on its scale, the guess as a ring and the truth, where it is told, as a dot, in colours that paper has too.
export function strip({ name, low = 0, scale, guess, truth, unit }, words) {
  const said = h("p.dr-said-so", {}, h("b", {}, name), words);
  if (typeof guess !== "number") return [said, h("span", {}, guess === truth ? "✓ as you said" : "✗ not as you said")];
  const x = (value) => `${3 + (94 * (value - low)) / scale}%`;
  const line = (from, to, more) => svg("line", { x1: x(from), x2: x(to), y1: 12, y2: 12, ...more });
  const end = (at, anchor, text) => svg("text", { x: at, y: 34, "text-anchor": anchor, "font-size": 12, fill: "currentColor" }, text);
  return [said, svg("svg", { width: "100%", height: 38, "aria-hidden": "true" },
    line(low, low + scale, { stroke: "currentColor", opacity: 0.4 }),
    line(guess, truth ?? guess, { class: "dr-apart", pathLength: 1, stroke: "var(--dr-guess, #b14300)", "stroke-width": 4 }),
    svg("circle", { cx: x(guess), cy: 12, r: 8, fill: "var(--dr-paper, #fff)", stroke: "var(--dr-guess, #b14300)", "stroke-width": 3 }),
    ...(truth === undefined ? [] : [svg("circle", { cx: x(truth), cy: 12, r: 6, fill: "var(--dr-accent, #1f6391)" })]),
    end("0", "start", withUnit(low)), end("100%", "end", withUnit(low + scale, unit)))];
}

function row(one) {
  const name = `${Number(one.lesson.slice(0, 2))} · ${one.name}`;
  if (one.apart === undefined) return h("li", {}, ...strip({ ...one, name }, ` you: ${withUnit(one.guess, one.unit)}, it is: ${withUnit(one.truth, one.unit)}`));
  const far = Math.abs(one.apart);
  const words = ` you drew: ${one.guess}. It went: ${one.truth}. The lines are ${withUnit(far, one.unit === "%" ? "points" : one.unit)} apart.`;
  return h("li", {}, h("p.dr-said-so", {}, h("b", {}, name), words)); // a line is no place on a scale
}

// How far off a guess is, in parts of its scale; nothing of one that was a choice.
export const share = (one) => (one.apart ?? (typeof one.truth === "number" ? one.guess - one.truth : NaN)) / one.scale;
export const onScale = (one) => one.apart === undefined && !Number.isNaN(share(one)); // a line is neither too high nor too low
const byDistance = (list, far) => list.filter((one) => !Number.isNaN(share(one))).sort((one, other) => far(one) - far(other)); // the nearest first
const inWords = (one) => `${one.name} (lesson ${Number(one.lesson.slice(0, 2))}): ${one.apart !== undefined ? `you drew ${one.guess}; it went ${one.truth}` : share(one) ? `you ${withUnit(one.guess, one.unit)}, it is ${withUnit(one.truth, one.unit)}` : `exactly right, ${withUnit(one.truth, one.unit)}`}.`;

// How far off a guess is in parts of the larger of guess and truth, as a reader judges; a line that was drawn, of its scale. It ranks none.
const miss = (one) => (one.apart === undefined ? Math.abs(one.guess - one.truth) / Math.max(Math.abs(one.guess), Math.abs(one.truth)) || 0 : Math.abs(share(one)));
const NEAR = 0.2; // a miss that may be praised
export const nearest = (list) => byDistance(list, (one) => Math.abs(share(one))).slice(0, 1).filter((one) => miss(one) <= NEAR).map(inWords)[0]; // the shortest rod

const sideOf = (one) => (Math.abs(share(one)) < 0.005 ? 0 : Math.sign(share(one))); // a hair's breadth is a hit

export function summary(list) {
  const of = (side, words) => [list.filter((one) => onScale(one) && sideOf(one) === side).length, words];
  const parts = [of(-1, "too low"), of(1, "too high"), of(0, "exactly right")].filter(([n]) => n).map((part) => part.join(" "));
  const lines = list.filter((one) => one.apart !== undefined).length;
  if (lines) parts.push(counted(lines, "line drawn", "lines drawn"));
  const choices = list.filter((one) => Number.isNaN(share(one)));
  if (choices.length) parts.push(`${choices.filter((one) => one.guess === one.truth).length} of ${counted(choices.length, "choice", "choices")} right`);
  return `${[`${counted(list.length, "guess", "guesses")} so far`, parts.join(", ")].filter(Boolean).join(": ")}.`;
}

// --- one sentence on whoever guesses --------------------------------------------------------------------------------------------

export const FEWEST = 5; // guesses of a kind before a word is said about them
export const SELDOM = 10; // of a hundred records: what a coin does more often is no leaning
const KINDS = [
  ["shares", ({ unit }) => unit === "%"],
  ["money", ({ unit }) => /euro|dollar|yen/.test(unit)],
  ["counts", ({ unit }) => unit !== "%" && !/euro|dollar|yen/.test(unit)],
];

// In how many of a hundred records a coin in the place of whoever guesses would lean at least as far: n guesses, most on one side.
export function byChance(n, most) {
  let [ways, all] = [1, 0]; // of all with k on one side
  for (let k = n; k >= most; k -= 1) [ways, all] = [(ways * k) / (n - k + 1), all + ways];
  return Math.min(100, (200 * all) / 2 ** n);
}

// Which way guesses lie, of each kind or else of all, where a coin would seldom lean as far. Nothing is said of fewer than FEWEST.
export function lean(list) {
  const all = list.filter(onScale);
  if (all.length < FEWEST) return [h("p", {}, `${summary(list)} With ${FEWEST - all.length} more, a sentence about you comes here.`)];
  const leaning = (name, own) => {
    const [low, high] = [-1, 1].map((sign) => own.filter((one) => sideOf(one) === sign).length);
    const most = Math.max(low, high);
    const coin = byChance(own.length, most);
    return own.length >= FEWEST && coin <= SELDOM ? [{ name, own, most, coin, words: `${name} too ${high > low ? "high" : "low"}`.trim() }] : [];
  };
  const kinds = KINDS.flatMap(([name, fits]) => leaning(name, all.filter(fits)));
  const told = kinds.length ? kinds : leaning("", all);
  if (!told.length) return [h("p.dr-me", {}, `Your farthest guess so far: ${inWords(byDistance(all, (one) => Math.abs(share(one))).at(-1))}`), h("p.dr-how", {}, summary(list))];
  const by = ({ name, own }) => (name === "shares" ? `, by ${Math.round(own.reduce((sum, one) => sum + Math.abs(share(one)) * one.scale, 0) / own.length)} points on average` : "");
  const coin = Math.max(...told.map((one) => one.coin));
  return [h("p.dr-me", {}, `You guess ${told.map((one) => `${one.words} (${one.most} of ${one.own.length}${by(one)})`).join(", and ")}.`),
    h("p.dr-how", {}, `${summary(list)} ${kinds.length ? `A kind counts from ${FEWEST} guesses on. ` : ""}A coin in your place would lean as far in ${coin < 1 ? "fewer than 1" : `about ${Math.round(coin)}`} of 100 records.`)];
}

// Whether the later half of the guesses lies nearer to the truth, by more than twice the error of the difference; else not a word.
export function nearer(list) {
  const far = list.map((one) => Math.abs(share(one))).filter((one) => !Number.isNaN(one));
  const half = Math.floor(far.length / 2);
  if (half < FEWEST) return [];
  const [early, late] = [far.slice(0, half), far.slice(-half)].map((own) => {
    const mean = own.reduce((sum, one) => sum + one, 0) / half;
    return { mean, square: own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (half - 1) / half };
  });
  if (early.mean - late.mean <= 2 * Math.sqrt(early.square + late.square)) return [];
  const part = ({ mean }) => `${Math.round(100 * mean)}\u00a0%`;
  return [h("p.dr-me", {}, `Your last ${half} guesses lie nearer: they miss by ${part(late)} of their scale, your first ${half} by ${part(early)}.`)];
}

export const strips = (list) => h("ol.dr-guesses", {}, ...list.map(row));
export const MARKS = "The ring is you, the dot the truth.";

// What was chosen or drawn, and not set on a scale.
export function choices(list) {
  const chosen = list.filter((one) => !onScale(one));
  return chosen.length ? [strips(chosen)] : [];
}

// All guesses on a scale about one line, which is the truth: how far off each is, in parts of its own scale, from the lowest to the highest.
// Each with the drawing of its lesson, which is where its name means something.
export function off(list, pictures) {
  const numbers = list.filter(onScale).sort((one, other) => share(one) - share(other));
  const most = Math.max(0.2, ...numbers.map((one) => Math.abs(share(one))));
  const row = (one) => {
    const x = `${50 + (46 * share(one)) / most}%`;
    const told = `you ${withUnit(one.guess, one.unit)}, it is ${withUnit(one.truth, one.unit)}`;
    const named = [h("img", { src: pictures[one.lesson], alt: "" }), h("span", {}, h("b", {}, `${Number(one.lesson.slice(0, 2))} · ${one.name}`), told)];
    return h("li", {}, h("div.dr-of", {}, ...named), svg("svg", { width: "100%", height: "100%", "aria-hidden": "true" },
      svg("line", { x1: "50%", x2: "50%", y1: 0, y2: "100%", stroke: "var(--dr-accent, #1f6391)", "stroke-width": 2 }),
      svg("line", { x1: "50%", x2: x, y1: "50%", y2: "50%", stroke: "var(--dr-guess, #b14300)", "stroke-width": 3 }),
      svg("circle", { cx: x, cy: "50%", r: 7, fill: "var(--dr-paper, #fff)", stroke: "var(--dr-guess, #b14300)", "stroke-width": 3 })));
  };
  const heads = ["", "‹ too low", "the truth", "too high ›"].map((words) => h("span", {}, words));
  return numbers.length ? [h("div.dr-off", {}, h("p", { "aria-hidden": "true" }, ...heads), h("ol", {}, ...numbers.map(row)))] : [];
}

// data: lesson. The strip is made anew whenever it comes into view.
export function guesses(root, { lesson }) {
  const place = h("div");
  const fill = () => {
    const list = kept().filter((one) => one.lesson <= lesson);
    if (!list.length) return place.replaceChildren(h("p", {}, "Your guesses come here as dots against the truth, from lesson to lesson."));
    const [own, earlier] = [true, false].map((here) => list.filter((one) => (one.lesson === lesson) === here));
    const fold = earlier.length ? h("details", {}, h("summary", {}, `${counted(earlier.length, "guess", "guesses")} from earlier lessons`), strips(earlier)) : "";
    if (own.length) place.replaceChildren(h("p", {}, summary(list), own.some(onScale) ? ` ${MARKS}` : ""), strips(own), fold);
    else place.replaceChildren(h("p", {}, "None in this lesson yet."), fold);
  };
  root.append(h("div.dr-card", {}, h("p.dr-prompt", {}, "Your guesses against the truth"), place));
  fill();
  onChange(fill);
  document.addEventListener("dr-guessed", fill);
  new IntersectionObserver(([seen]) => seen.isIntersecting && fill()).observe(root);
}
