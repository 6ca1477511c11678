// A lesson as a wafer: a die for each of its questions and guesses, and on its rim the share of the exercise's points.
// Pictures for the eye only: the words beside them say the same.
import { h, svg } from "./dom.js";

// One die in a square of 2 about its middle; filled for what was done, by form and not by colour alone.
const DIES = {
  right: () => [svg("rect", { x: -0.84, y: -0.84, width: 1.68, height: 1.68, rx: 0.2, fill: "var(--dr-ok)" })],
  partly: () => [frame("var(--dr-part)"), svg("path", { d: "M-.74-.74H.74L-.74 .74Z", fill: "var(--dr-part)" })],
  wrong: () => [frame("var(--dr-no)"), svg("path", { d: "M-.3-.3 .3 .3M-.3 .3 .3-.3", stroke: "var(--dr-no)", "stroke-width": 0.22 })],
  open: () => [frame("var(--dr-line)", 0.12)],
  guess: () => [svg("circle", { r: 0.66, fill: "var(--dr-guess)" })],
  "no guess": () => [svg("circle", { r: 0.62, fill: "none", stroke: "var(--dr-line)", "stroke-width": 0.12 })],
  goal: () => [svg("path", { d: STAR, fill: "var(--dr-text)" })],
  rim: () => [svg("path", { d: "M0-.8A.8.8 0 1 1-.8 0", fill: "none", stroke: "var(--dr-accent)", "stroke-width": 0.3 })],
};
const STAR = Array.from({ length: 10 }, (_, i) => [Math.sin(i * 0.6283), -Math.cos(i * 0.6283)].map((at) => (at * (i % 2 ? 0.42 : 1)).toFixed(2))).join("L").replace(/^/, "M") + "Z";
const SQUARE = { x: -0.74, y: -0.74, width: 1.48, height: 1.48, rx: 0.2 };
const frame = (stroke, width = 0.22) => svg("rect", { ...SQUARE, fill: "none", stroke, "stroke-width": width });

// The middles of n dies, from the top: the squares of a grid that lie nearest to its middle.
function places(n) {
  const side = n <= 9 ? 3 : n <= 12 ? 4 : Math.ceil(Math.sqrt(n * 1.25));
  const all = Array.from({ length: side * side }, (_, i) => [(i % side) * 2 + 1 - side, Math.floor(i / side) * 2 + 1 - side]);
  const near = all.sort(([a, b], [c, d]) => a * a + b * b - c * c - d * d).slice(0, n);
  return near.sort(([a, b], [c, d]) => b - d || a - c);
}

// dies: names out of DIES; earned: what part of the exercise's points, or null where the lesson has none; reached: goals, stars along the foot.
export function wafer(dies, earned, reached) {
  const middles = places(dies.length);
  const scale = 38 / Math.max(...middles.map(([x, y]) => Math.hypot(Math.abs(x) + 0.9, Math.abs(y) + 0.9)));
  const look = { r: 46, fill: "none", "stroke-width": 4, transform: "rotate(-90)" };
  const rim = (part, stroke) => svg("circle", { ...look, stroke, "stroke-dasharray": `${289 * part} 289` });
  const rims = earned === null ? [] : [rim(1, "var(--dr-faint)"), rim(earned, "var(--dr-accent)")];
  const stars = Array.from({ length: reached }, (_, i) => (i - (reached - 1) / 2) * 0.3).map((turn) => svg("g", { transform: `translate(${45 * Math.sin(turn)} ${45 * Math.cos(turn)}) scale(6.5)` }, ...DIES.goal()));
  const placed = dies.map((name, i) => svg("g", { transform: `translate(${middles[i]})` }, ...DIES[name]()));
  return svg("svg", { viewBox: "-50 -50 100 100", "aria-hidden": "true" },
    svg("circle", { r: 42, fill: "var(--dr-soft)" }), ...rims, svg("g", { transform: `scale(${scale})` }, ...placed), ...stars);
}

export const sign = (name) => svg("svg", { viewBox: "-1 -1 2 2", width: 14, height: 14, "aria-hidden": "true" }, ...DIES[name]());

// What the forms mean; list: [name of a die, words].
export const waferKey = (list) => h("ul.dr-key", {}, ...list.map(([name, words]) => h("li", {}, sign(name), words)));
