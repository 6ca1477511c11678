// Commit to a number or a choice; then comes what belongs to the reveal: the gap in one sentence, the chart with the
// prediction in it, a question why, and what may only be read afterwards.
import { escaped, h, unique } from "./dom.js";
import { numberHelp, parseNumber, points } from "./numbers.js";
import { eventsOf, keepEvent, keptWords } from "./record.js";
import { shell } from "./shell.js";

// "You said 60 %. It is 89 %: 29 points more." Both are rounded as shown, so that the sentence adds up.
function gapInWords(guess, truth, unit, digits, whole) {
  if (typeof truth === "string") return guess === truth ? `You said: ${guess}. And so it is.` : `You said: ${guess}. It is: ${truth}.`;
  const places = Number.isInteger(guess) ? digits : Math.max(digits, 1);
  const shown = (number) => number.toLocaleString("en-GB", { maximumFractionDigits: places });
  const said = Number(guess.toFixed(places));
  const apart = Number(Math.abs(truth - said).toFixed(places));
  const measure = unit ? `\u00a0${unit}` : "";
  const start = `You said ${shown(said)}${measure}. It is ${shown(truth)}${measure}`;
  if (apart === 0) return `${start}, as you said.`;
  const steps = unit === "%" ? (apart === 1 ? " point" : " points") : unit ? ` ${apart === 1 ? unit.replace(/^(\w+)s\b/, "$1") : unit}` : "";
  return `${start}: ${shown(apart)}${steps} ${truth > said ? "more" : whole ? "fewer" : "less"}.`;
}

// The chart with the guess in it.
function withGuess(data, guess) {
  const { shown, asked } = data;
  if (shown.options) return shown.options[guess];
  const words = `${points(guess)}${asked.unit === "%" ? " %" : ""}`;
  if (shown.number) return shown.html.replaceAll(shown.number, points(asked.whole ? Math.round(guess) : guess));
  const at = [shown, shown.narrow].map(({ from, to, edge }) => [from + ((guess - asked.low) / (asked.high - asked.low)) * (to - from), edge]);
  const spot = (name, index) => `--${name}:${(100 * at[0][index]).toFixed(2)}%;--${name}-phone:${(100 * at[1][index]).toFixed(2)}%`;
  const places = `${spot("at", 0)};${spot("edge", 1)}`;
  const told = `<span>your guess: ${escaped(words)}</span>`;
  const frame = (label, line) => shown.html.replace(/<picture>.*?<\/picture>|<img [^>]*>/s, (picture) => `<span class="dr-guessed" style="${places}">${label}<span class="dr-frame">${picture}${line}</span></span>`);
  if (shown.across) return frame("", `<span class="dr-guess dr-across">${told}</span>`);
  const side = ([place]) => (place > 0.7 ? "left" : place < 0.3 ? "right" : "middle");
  return frame(`<span class="dr-strip dr-${side(at[0])} dr-phone-${side(at[1])}">${told}</span>`, '<span class="dr-guess"></span>');
}

// data: lesson, id; asked: what is shown before the commit; told and shown: what comes after it (widgets/prediction.py).
export function predict(root, data) {
  const { options, unit, low, high, step, whole, question } = data.asked;
  const field = h("fieldset.dr-question", {}, h("legend", { html: question }));
  const said = h("p.dr-status", { role: "status" });
  const gap = h("p.dr-gap", { role: "status", tabIndex: -1 });
  const picture = h("div.dr-picture");
  const after = h("div.dr-after");
  const button = h("button.dr-primary", { type: "submit" }, "Commit, then look");
  const form = h("form", { noValidate: true }, field, h("div.dr-actions", {}, button), said);
  const input = options.length ? choose() : slide();
  const fits = (guess) => (options.length ? options.includes(guess) : typeof guess === "number" && low <= guess && guess <= high);

  function choose() {
    const name = unique("predict");
    const list = options.map((words, index) => ({ words, input: h("input", { type: "radio", name, value: String(index) }) }));
    field.append(h("p.dr-how", {}, "Choose one, then look."));
    field.append(h("div.dr-options", {}, ...list.map((o) => h("label.dr-option", {}, o.input, h("span", {}, o.words)))));
    return {
      read: () => list.find((o) => o.input.checked)?.words,
      write: (value) => list.forEach((o) => (o.input.checked = o.words === value)),
      first: list[0].input,
      lock: () => list.forEach((o) => (o.input.disabled = true)),
      missing: "Choose an answer first.",
    };
  }

  function slide() {
    const id = unique("predict");
    const number = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    const range = h("input.dr-slider", { type: "range", min: low, max: high, step, "aria-label": `Your prediction${unit ? ` in ${unit}` : ""}, as a slider` });
    range.value = String((low + high) / 2);
    range.addEventListener("input", () => (number.value = range.value));
    number.addEventListener("input", () => {
      const value = parseNumber(number.value);
      if (value !== null) range.value = String(value);
    });
    field.append(h("div.dr-field", {}, h("label", { htmlFor: id }, "Your prediction", unit ? h("span.dr-sr", {}, ` in ${unit}`) : null), range, number, unit ? h("span", { "aria-hidden": "true" }, unit) : null));
    return {
      read: () => {
        const value = parseNumber(number.value);
        return value === null || value < low || value > high || (whole && !Number.isInteger(value)) ? undefined : value;
      },
      write: (value) => (number.value = range.value = String(value)),
      first: number,
      lock: () => [number, range].forEach((part) => (part.disabled = true)),
      get missing() {
        const range = `Type or set a ${whole ? "whole number" : "number"} between ${low} and ${high} first.`;
        return parseNumber(number.value) === null ? numberHelp(number.value, range) : range;
      },
    };
  }

  // fresh: just committed, and not found in the record.
  const reveal = (guess, fresh) => {
    const { truth, digits, why, answer, after: rest } = data.told;
    const focus = form.contains(document.activeElement);
    input.write(guess);
    input.lock();
    button.parentElement.hidden = true;
    gap.textContent = gapInWords(guess, truth, unit, digits, whole);
    picture.innerHTML = withGuess(data, guess);
    // What follows often says why, so it waits for the learner's own reason; who comes back has had one.
    const ours = h("details", { open: !fresh }, h("summary", {}, "Got a reason? Compare it with ours, and read on"), h("p", { html: answer }), h("div", { html: rest }));
    after.replaceChildren(h("p.dr-why", {}, h("b", {}, "Why? "), h("span", { html: why })), ours);
    shell.wake(after);
    if (focus) gap.focus({ preventScroll: true }); // the button goes, so the focus moves on to what was found out
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = input.read();
    if (value === undefined) {
      said.textContent = input.missing;
      input.first.focus();
      return;
    }
    reveal(value, true);
    said.textContent = "";
    const late = () => (said.textContent = shell.lost);
    keepEvent("prediction", data.lesson, data.id, { guess: value }, late).then((answer) => (said.textContent = answer.ok && !answer.note ? "" : keptWords(answer)));
  });
  root.append(h("div.dr-card", {}, form, gap, picture, after)); // what follows may hold forms of its own
  const earlier = eventsOf("prediction", data.lesson, data.id).find((row) => fits(row.guess));
  if (earlier) reveal(earlier.guess, false);
}
