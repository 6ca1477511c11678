// The guesses of this lesson and of those before it as dots against the truth: a strip that grows from lesson to lesson.
import { h } from "./dom.js";
import { counted } from "./numbers.js";
import { NOTE, keepNote, noted, notesOf, onChange } from "./record.js";

// What the strip needs of a guess is put beside it when its truth is shown, and not before.
export function remember({ lesson, id, asked, told }, guess) {
  const key = NOTE.guessed(lesson, id);
  if (!noted(key)) keepNote(key, JSON.stringify({ name: asked.bar || asked.question, guess, truth: told.truth, scale: asked.high - asked.low, unit: asked.unit }));
}

// [{lesson, name, guess, truth, scale, unit}] in the order of the course; what cannot be read stays out.
function kept() {
  return notesOf("guessed").flatMap(([lesson, , value]) => {
    try {
      return [{ lesson, ...JSON.parse(value) }];
    } catch {
      return [];
    }
  });
}

function row(one, own) {
  const said = (value) => (typeof value === "number" ? `${Number(value.toFixed(1)).toLocaleString("en-GB")}${one.unit ? `\u00a0${one.unit}` : ""}` : value);
  const words = h("span.dr-said-so", {}, h("b", {}, `${Number(one.lesson.slice(0, 2))} · ${one.name}`), ` you: ${said(one.guess)}, it is: ${said(one.truth)}`);
  const track = h("span.dr-against", { "aria-hidden": "true" });
  if (typeof one.truth === "number") {
    const dot = h("span.dr-dot");
    dot.style.left = `${50 + 48 * Math.max(-1, Math.min(1, (one.guess - one.truth) / one.scale))}%`;
    track.append(dot);
  } else track.append(h("span.dr-yes-no", {}, one.guess === one.truth ? "✓" : "✗"));
  return h("li", { className: own ? "dr-of-here" : "" }, words, track);
}

function summary(list) {
  const numbers = list.filter((one) => typeof one.truth === "number");
  const low = numbers.filter((one) => one.guess < one.truth).length;
  const high = numbers.filter((one) => one.guess > one.truth).length;
  const right = numbers.length - low - high;
  return `${counted(list.length, "guess", "guesses")} so far: ${low} too low, ${high} too high${right ? `, ${right} just right` : ""}. The line is the truth; the dots of this lesson are full.`;
}

// data: lesson. The strip is made anew whenever it comes into view.
export function guesses(root, { lesson }) {
  const place = h("div");
  const fill = () => {
    const list = kept().filter((one) => one.lesson <= lesson);
    if (!list.length) return place.replaceChildren(h("p", {}, "Your guesses come here as dots against the truth, from lesson to lesson."));
    const ends = h("p.dr-low-high", { "aria-hidden": "true" }, h("span", {}, "too low"), h("span", {}, "the truth"), h("span", {}, "too high"));
    place.replaceChildren(h("p", {}, summary(list)), ends, h("ol.dr-guesses", {}, ...list.map((one) => row(one, one.lesson === lesson))));
  };
  root.append(h("div.dr-card", {}, h("p.dr-prompt", {}, "Your guesses against the truth"), place));
  fill();
  onChange(fill);
  new IntersectionObserver(([seen]) => seen.isIntersecting && fill()).observe(root);
}
