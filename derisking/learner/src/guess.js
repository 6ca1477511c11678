// The picture on which one guesses: a bar that is dragged along its scale, beside those that are known. The true bar grows past it.
import { h, unique } from "./dom.js";
import { numberHelp, parseNumber } from "./numbers.js";

const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };

// asked: as widgets/prediction.py says. moved(value) is told of each move of the bar.
export function guessBar({ low, high, step, unit, bar, known }, moved) {
  const from = Math.min(0, low);
  const share = (value) => `${(100 * (value - from)) / (high - from)}%`;
  const said = (value) => `${Number(value.toFixed(2)).toLocaleString("en-GB")}${unit ? `\u00a0${unit}` : ""}`;
  let value;
  const own = h("span.dr-bar.dr-own");
  const handle = h("span.dr-handle", { role: "slider", tabIndex: 0, "aria-label": `Your guess${unit ? ` in ${unit}` : ""}, as a bar`, "aria-valuemin": low, "aria-valuemax": high });
  const hint = h("span.dr-drag-me", { "aria-hidden": "true" }, "Drag the bar");
  const truth = h("span.dr-bar.dr-true", { hidden: true });
  const track = h("div.dr-track", {}, own, truth, hint, handle);
  const [mine, real] = [h("span.dr-mine"), h("span.dr-real")];
  const named = (name, ...told) => h("p.dr-named", {}, h("span", {}, name), ...told);
  const others = Object.entries(known).flatMap(([name, number]) => {
    const line = h("span.dr-bar.dr-known");
    line.style.width = share(number);
    return [named(name, h("b", {}, said(number))), h("div.dr-track.dr-thin", { "aria-hidden": "true" }, line)];
  });
  const scale = h("div.dr-scale", { "aria-hidden": "true" }, ...[from, (from + high) / 2, high].map((tick) => h("span", {}, Number.isInteger(tick) ? `${tick.toLocaleString("en-GB")}${unit === "%" ? "\u00a0%" : ""}` : "")));
  const node = h("div.dr-stage", {}, ...others, named(bar || "Your bar", mine, real), track, scale);

  function show(at) {
    own.style.width = handle.style.left = share(at);
    handle.setAttribute("aria-valuenow", at);
    handle.setAttribute("aria-valuetext", value === undefined ? "no guess yet" : said(at).replace("\u00a0", " "));
    mine.textContent = value === undefined ? "" : `you: ${said(at)}`;
  }
  function set(given) {
    value = Math.min(high, Math.max(low, given));
    node.classList.add("dr-set");
    show(value);
  }
  function move(wanted) {
    set(Number((Math.round(wanted / step) * step).toFixed(6)));
    moved(value);
  }
  const pointed = ({ clientX }) => {
    const { left, width } = track.getBoundingClientRect();
    move(from + ((clientX - left) / width) * (high - from));
  };
  track.addEventListener("pointerdown", (event) => {
    if (node.classList.contains("dr-locked") || event.button) return;
    event.preventDefault(); // no text is marked on the way
    track.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    pointed(event);
  });
  track.addEventListener("pointermove", (event) => track.hasPointerCapture(event.pointerId) && pointed(event));
  handle.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || node.classList.contains("dr-locked")) return;
    event.preventDefault();
    move((value ?? (low + high) / 2) + KEYS[event.key] * step);
  });
  show(step * Math.round((low + high) / 2 / step));

  // The guess stands, and the true bar comes; fresh: as an event, and not found in the record.
  function lock(number, fresh) {
    node.classList.add("dr-locked");
    handle.removeAttribute("tabindex");
    handle.setAttribute("aria-disabled", "true");
    hint.hidden = true;
    truth.hidden = false;
    if (fresh) truth.getBoundingClientRect(); // it begins at nothing
    else truth.style.transition = "none";
    truth.style.width = share(number);
    real.textContent = `it is: ${said(number)}`;
  }
  return { node, handle, set, lock };
}

// The distance in large numerals, for the eye; the sentence below says it to everybody.
export function farApart(distance, unit) {
  const parts = distance ? [h("b", {}, Number(distance.toFixed(2)).toLocaleString("en-GB")), ` ${unit}`] : [h("b.dr-exact", {}, "Exactly right")];
  return h("p.dr-far", { "aria-hidden": "true" }, ...parts);
}

// The bar with a field to type the number in: {parts} of a form, and what reads and fills them.
export function typedBar(asked) {
  const { unit, low, high, whole } = asked;
  const id = unique("predict");
  const number = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  const stage = guessBar(asked, (value) => Object.assign(number, { value: String(value) }).dispatchEvent(new Event("input", { bubbles: true })));
  number.addEventListener("input", () => {
    const value = parseNumber(number.value);
    if (value !== null && value >= low && value <= high) stage.set(value);
  });
  const typed = h("div.dr-field", {}, h("label", { htmlFor: id }, "Your guess", unit ? h("span.dr-sr", {}, ` in ${unit}`) : null), number, unit ? h("span", { "aria-hidden": "true" }, unit) : null);
  return {
    parts: [stage.node, typed],
    read: () => {
      const value = parseNumber(number.value);
      return value === null || value < low || value > high || (whole && !Number.isInteger(value)) ? undefined : value;
    },
    write: (value) => {
      number.value = String(value);
      stage.set(value);
    },
    first: number,
    bar: stage.handle,
    lock: (truth, fresh) => {
      number.disabled = typed.hidden = true;
      stage.lock(truth, fresh);
    },
    get missing() {
      const range = `Drag the bar, or type a ${whole ? "whole number" : "number"} between ${low} and ${high} first.`;
      const value = parseNumber(number.value);
      if (value === null) return numberHelp(number.value, range);
      return value < low || value > high ? `${number.value.trim()} is off the scale, which goes from ${low} to ${high}.` : range;
    },
  };
}

// "billion dollars" is its own singular; "entries" and "claims" are not.
const one = (unit) => unit.replace(/^(\w+?)(ie)?s\b/, (_, stem, ie) => stem + (ie ? "y" : ""));

// ["You said 60 %. It is 89 %: 29 points more.", 29, "points"]. Both are rounded as shown, so that the sentence adds up.
export function gapInWords(guess, truth, unit, digits, whole) {
  if (typeof truth === "string") return [guess === truth ? `You said: ${guess}. And so it is.` : `You said: ${guess}. It is: ${truth}.`];
  const places = Number.isInteger(guess) ? digits : Math.max(digits, 1);
  const shown = (number) => number.toLocaleString("en-GB", { maximumFractionDigits: places });
  const said = Number(guess.toFixed(places));
  const apart = Number(Math.abs(truth - said).toFixed(places));
  const measure = unit ? `\u00a0${unit}` : "";
  const start = `You said ${shown(said)}${measure}. It is ${shown(truth)}${measure}`;
  const steps = unit === "%" ? (apart === 1 ? " point" : " points") : unit ? ` ${apart === 1 ? one(unit) : unit}` : "";
  if (apart === 0) return [`${start}, as you said.`, 0, `${steps} apart`];
  return [`${start}: ${shown(apart)}${steps} ${truth > said ? "more" : whole && !/euro|dollar/.test(unit) ? "fewer" : "less"}.`, apart, steps];
}
