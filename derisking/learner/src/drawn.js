// A line that the learner draws on: by finger, mouse or keys, from what is known into what is asked. It is judged by direction,
// turning points and distance, and that is said in a sentence.
import { h, svg } from "./dom.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [50, 30, 30, 30];
const KEYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };
const RING = 28; // from a point to the words beside it
const LEVEL = 1 / 50; // of the scale: what moves less stays level
const said = (value) => Number(value.toFixed(2)).toLocaleString("en-GB");

// The values of a line as it is kept, "380 440 560"; undefined if it is none of this question.
export function parseLine(text, { low, high, line }) {
  const values = String(text).split(" ").map(Number);
  const fits = values.length === line.at.length - line.given.length && values.every((one) => Number.isFinite(one) && low <= one && one <= high);
  return fits ? values : undefined;
}

// Up, down or level, from the last known value on, with the places where that changes.
function course(values, { low, high, line }) {
  const all = [line.given.at(-1), ...values];
  const ways = values.map((value, i) => (Math.abs(value - all[i]) < LEVEL * (high - low) ? 0 : Math.sign(value - all[i])));
  const turns = ways.flatMap((way, i) => (i && way !== ways[i - 1] ? [i] : []));
  const names = [0, ...turns].map((i) => ({ 1: "up", 0: "level", "-1": "down" })[ways[i]]);
  return { words: names.join(", then "), turns: turns.map((i) => line.at[line.given.length - 1 + i]) };
}
export const shape = (values, asked) => course(values, asked).words;

// [sentence, distance on average, its unit, on which side of the truth most of it lies: -1 below, 1 above]
export function judged(guess, truth, asked) {
  const [own, real] = [course(guess, asked), course(truth, asked)];
  const when = (turns) => (turns.length ? `, turning in ${new Intl.ListFormat("en-GB").format(turns.map(String))}` : "");
  const off = guess.map((value, i) => Math.abs(value - truth[i]));
  const alone = off.length === 1; // one point has no average, and its sentence adds up
  const mean = alone ? Number(off[0].toFixed(1)) : Math.round(off.reduce((sum, one) => sum + one) / off.length);
  const lean = Math.sign(guess.reduce((sum, value, i) => sum + value - truth[i], 0)) || 1;
  const most = off.indexOf(Math.max(...off));
  const steps = asked.unit === "%" ? "points" : asked.unit;
  const unit = steps ? `\u00a0${steps}` : "";
  const years = own.turns.join() === real.turns.join() ? "" : when(own.turns);
  const went = own.words === real.words ? (years ? "So it went, too" : "And so it went") : `It went: ${real.words}`;
  const direction = `You drew: ${own.words}${own.words === real.words ? years : ""}. ${went}${when(real.turns)}.`;
  const far = off[most] ? ` ${alone ? "You" : `On average you are ${said(mean)}${unit} away, most in ${asked.line.at[asked.line.given.length + most]}: you`} drew ${said(guess[most])}, it is ${said(truth[most])}.` : " You drew it exactly.";
  return [direction + far, mean, `${steps} apart${alone ? "" : ", on average"}`.trim(), lean];
}

// The picture on which one draws. still: only what is known. moved() is told of each change.
export function lineBoard(asked, moved = () => {}, still = false) {
  const { low, high, unit, step, line } = asked;
  const { at, given } = line;
  const name = asked.bar || "Your line";
  const open = at.slice(given.length);
  const values = open.map(() => given.at(-1));
  let [touched, locked, truth, last, others] = [false, still, null, null, []];
  let [width, height] = [560, 260];
  const x = (i) => LEFT + ((at[i] - at[0]) * (width - LEFT - RIGHT)) / (at.at(-1) - at[0]); // as far apart as the years
  const y = (value) => TOP + ((high - value) / (high - low)) * (height - TOP - BOTTOM);
  const path = (from, some) => some.map((value, i) => `${x(from + i)},${y(value)}`).join(" ");
  const back = svg("g", { "aria-hidden": "true" });
  const own = svg("polyline", { class: "dr-own-line" });
  const real = svg("path", { class: "dr-true-line", pathLength: 1 });
  const words = svg("g", { "aria-hidden": "true" });
  const handles = still ? [] : open.map((place, i) => {
    const handle = svg("g", { class: "dr-point", role: "slider", tabindex: 0, "aria-orientation": "vertical", "aria-label": `${name}, ${place}${unit ? `, in ${unit}` : ""}`, "aria-valuemin": low, "aria-valuemax": high }, svg("circle", { r: 22, class: "dr-reach" }), svg("circle", { r: 9 }));
    handle.addEventListener("keydown", (event) => {
      if (!(event.key in KEYS) || shut()) return;
      event.preventDefault();
      put(i, values[i] + KEYS[event.key] * Math.max(step, (high - low) / 100));
    });
    return handle;
  });
  const picture = svg("svg", { class: "dr-board-of-line", role: "group", "aria-label": `${name}: known ${given.map((value, i) => `${at[i]}: ${said(value)}`).join(", ")}` }, back, own, real, words, ...handles);
  const hint = still ? null : h("p.dr-how", {}, `Continue the line to ${at.at(-1)}: drag the ${open.length > 1 ? "points" : "ring"}${matchMedia("(pointer: coarse)").matches ? "" : ", or use Tab and the arrow keys"}.`);
  const node = h("div.dr-stage.dr-drawn", {}, h("p.dr-named", {}, h("span", {}, unit ? `${name}, ${unit}` : name)), picture, hint);
  const shut = () => locked || node.closest("fieldset")?.disabled;
  const grid = [low, (low + high) / 2, high];
  // A value stands on the side of its point where its line does not go on, clear of the ring around a point that is moved.
  const above = (all, i, gap) => {
    const near = [all[i - 1], all[i + 1]].filter(Number.isFinite);
    const peak = near.reduce((sum, one) => sum + one, 0) <= near.length * all[i];
    return (peak && y(all[i]) > TOP + 14) || y(all[i]) > height - BOTTOM - gap;
  };
  const text = (value, i, up, look, gap = 15) => {
    const base = y(value) + (up ? -gap : gap + 10);
    const first = !i && grid.some((one) => Math.abs(y(one) + 5 - base) < 18); // the scale stands there
    return svg("text", { x: x(i), y: base, "text-anchor": first ? "start" : "middle", class: look }, said(value));
  };

  function draw() {
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const every = Math.ceil(at.length / (width / 60));
    const scale = grid.flatMap((value) => [svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value), class: "dr-grid" }), svg("text", { x: LEFT - 8, y: y(value) + 5, "text-anchor": "end" }, said(value))]);
    const places = at.map((place, i) => ((at.length - 1 - i) % every ? "" : svg("text", { x: x(i), y: height - 6, "text-anchor": "middle" }, `${place}`)));
    const known = [svg("polyline", { class: "dr-known-line", points: path(0, given) }), ...given.map((value, i) => svg("circle", { cx: x(i), cy: y(value), r: 5, class: "dr-known-dot" }))];
    const from = given.length - 1;
    const cloud = others.map((one) => svg("polyline", { points: path(from, [given[from], ...one]), class: "dr-other-line" }));
    back.replaceChildren(...scale, ...places, ...cloud, ...known);
    if (!still) own.setAttribute("points", path(from, [given[from], ...values]));
    if (truth) real.setAttribute("d", `M${path(from, [given[from], ...truth])}`);
    const mine = truth || !touched ? [] : values.map((value, i) => text(value, given.length + i, above([...given, ...values], given.length + i, RING), "dr-mine", RING));
    const found = (truth ?? []).map((value, i) => text(value, given.length + i, (value >= values[i] && y(value) > TOP + 14) || y(value) > height - BOTTOM - 15, "dr-real"));
    words.replaceChildren(...given.map((value, i) => text(value, i, above(given, i, 15), "")), ...mine, ...found);
    handles.forEach((handle, i) => {
      handle.setAttribute("transform", `translate(${x(given.length + i)} ${y(values[i])})`);
      handle.setAttribute("aria-valuenow", values[i]);
      handle.setAttribute("aria-valuetext", touched ? said(values[i]) : "not drawn yet");
    });
  }
  function put(i, value) {
    values[i] = Number((Math.round(Math.min(high, Math.max(low, value)) / step) * step).toFixed(6));
    touched = true;
    draw();
    moved();
  }
  // Where the pointer is; columns that a quick hand jumps over lie on its way.
  function pointed(event) {
    const box = picture.getBoundingClientRect();
    const from = (i) => Math.abs(x(given.length + i) - (event.clientX - box.left) * (width / box.width));
    const i = open.reduce((nearest, _, k) => (from(k) < from(nearest) ? k : nearest), 0);
    const value = high - (((event.clientY - box.top) * (width / box.width) - TOP) / (height - TOP - BOTTOM)) * (high - low);
    const start = last ?? { i, value };
    for (let k = Math.min(i, start.i); k <= Math.max(i, start.i); k++) put(k, i === start.i ? value : start.value + ((value - start.value) * (k - start.i)) / (i - start.i));
    last = { i, value };
  }
  picture.addEventListener("pointerdown", (event) => {
    if (shut() || event.button) return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    last = null;
    pointed(event);
    handles[last.i].focus({ preventScroll: true });
  });
  // A finger on a point moves it; beside it the page scrolls. Browsers do not keep to touch-action within a picture.
  picture.addEventListener("touchstart", (event) => !shut() && event.target.closest(".dr-point") && event.preventDefault(), { passive: false });
  picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && pointed(event));
  new ResizeObserver(([{ contentRect }]) => {
    if (!contentRect.width || contentRect.width === width) return;
    width = contentRect.width;
    height = Math.round(Math.max(260, Math.min(400, 0.4 * width)));
    draw();
  }).observe(picture);
  draw();
  return {
    node,
    first: handles[0],
    // the lines of others, thin and without a name
    over(some) {
      others = some;
      draw();
    },
    read: () => (touched ? values.join(" ") : undefined),
    write(line) {
      parseLine(line, asked)?.forEach((value, i) => put(i, value));
    },
    lock(found, fresh) {
      [locked, truth] = [true, found];
      node.classList.add("dr-locked");
      node.classList.toggle("dr-fresh-line", fresh);
      if (hint) hint.hidden = true;
      handles.forEach((handle) => handle.removeAttribute("tabindex"));
      draw();
    },
  };
}
