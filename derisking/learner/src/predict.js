// Commit to a number or a choice; then comes what belongs to the reveal: the gap in large numerals and one sentence, the chart with
// the prediction in it, a question why with reasons to tap, and what may only be read afterwards.
import { escaped, glide, h, unique } from "./dom.js";
import { judged, lineBoard, parseLine, shape } from "./drawn.js";
import { setMarks } from "./faces.js";
import { farApart, gapInWords, typedBar } from "./guess.js";
import { remember } from "./guesses.js";
import { counted, points } from "./numbers.js";
import { NOTE, eventsOf, keepEvent, keepNote, keptWords, noted } from "./record.js";
import { shell } from "./shell.js";

// A mask for the line of a guess at a place, with a gap for each label that it would strike through.
function around(labels, place) {
  const met = labels.filter(([left, right]) => left < 100 * place && 100 * place < right);
  const gaps = met.map(([, , top, bottom]) => `#000 ${top}%,#0000 ${top}%,#0000 ${bottom}%,#000 ${bottom}%,`);
  return `linear-gradient(#000 0%,${gaps.join("")}#000 100%)`;
}

// The chart with the guess in it.
function withGuess(data, guess) {
  const { shown, asked } = data;
  if (shown.options) return shown.options[guess];
  if (asked.line) return shown.html;
  const words = `${points(guess)}${asked.unit === "%" ? " %" : ""}`;
  if (shown.number) return shown.html.replaceAll(shown.number, points(asked.whole ? Math.round(guess) : guess));
  const at = [shown, shown.narrow].map(({ from, to, edge }) => [from + ((guess - asked.low) / (asked.high - asked.low)) * (to - from), edge]);
  const spot = (name, index) => `--${name}:${(100 * at[0][index]).toFixed(2)}%;--${name}-phone:${(100 * at[1][index]).toFixed(2)}%`;
  const places = `${spot("at", 0)};${spot("edge", 1)};--shown:${around(shown.labels, at[0][0])};--shown-phone:${around(shown.narrow.labels, at[1][0])}`;
  const told = `<span>your guess: ${escaped(words)}</span>`;
  const frame = (label, line) => shown.html.replace(/<picture>.*?<\/picture>|<img [^>]*>/s, (picture) => `<span class="dr-guessed" data-places="${places}">${label}<span class="dr-frame">${picture}${line}</span></span>`);
  const side = ([place]) => (place > 0.7 ? "left" : place < 0.3 ? "right" : "middle");
  return frame(`<span class="dr-strip dr-${side(at[0])} dr-phone-${side(at[1])}">${told}</span>`, '<span class="dr-guess"></span>');
}

// data: lesson, id; asked: what is shown before the commit; told and shown: what comes after it (widgets/prediction.py).
export function predict(root, data) {
  const { options, unit, low, high, whole, question, line } = data.asked;
  const field = h("fieldset.dr-question", {}, h("legend", { html: question }));
  const said = h("p.dr-status", { role: "status" });
  const gap = h("p.dr-gap", { role: "status", tabIndex: -1 });
  const picture = h("div.dr-picture");
  const after = h("div.dr-after");
  const button = h("button.dr-primary", { type: "submit" }, "Lock in my guess");
  const form = h("form", { noValidate: true, oninput: () => (said.textContent = "") }, field, h("div.dr-actions", {}, button), said);
  const input = options.length ? choose() : line ? draw() : slide();
  const fits = (guess) => (options.length ? options.includes(guess) : line ? parseLine(guess, data.asked) : typeof guess === "number" && low <= guess && guess <= high);

  function choose() {
    const name = unique("predict");
    const list = options.map((words, index) => ({ words, input: h("input", { type: "radio", name, value: String(index) }) }));
    field.append(h("p.dr-how", {}, "Choose one, then lock it in."));
    const rows = Object.fromEntries(list.map((o) => [o.words, h("label.dr-option", {}, o.input, h("span.dr-text", {}, o.words))]));
    field.append(h("div.dr-options", {}, ...Object.values(rows)));
    return {
      read: () => list.find((o) => o.input.checked)?.words,
      write: (value) => list.forEach((o) => (o.input.checked = o.words === value)),
      first: list[0].input,
      lock(truth) {
        list.forEach((o) => (o.input.disabled = true));
        const said = list.find((o) => o.input.checked).words;
        setMarks(rows, { [said]: said === truth, [truth]: true });
      },
      missing: "Choose an answer first.",
    };
  }

  function draw() {
    const board = lineBoard(data.asked, () => (said.textContent = ""));
    field.append(board.node);
    return { ...board, missing: "Continue the line first." };
  }

  function slide() {
    const made = typedBar(data.asked);
    field.append(...made.parts);
    return made;
  }

  // Three reasons to tap, each with its reply; the first that is tapped is kept. open: shows what comes after them, once one is right or two were tapped.
  function reasons(given, open) {
    const key = NOTE.reason(data.lesson, data.id);
    const rows = given.map((one) => {
      const reply = h("p.dr-reply", { role: "status" });
      const button = h("button.dr-reason", { type: "button", "aria-pressed": "false", onclick: () => tap(true) }, h("span", { html: one.html }));
      const tap = (keep) => {
        const right = !one.reply;
        button.setAttribute("aria-pressed", "true");
        button.classList.add(right ? "dr-yes" : "dr-not");
        reply.innerHTML = right ? "<b>✓</b> That is our answer, too." : `<b>${one.reply.startsWith("Almost") ? "½" : "✗"}</b> ${one.reply}`;
        if (right || noted(key)) open();
        if (keep && !noted(key)) keepNote(key, one.key);
      };
      if (noted(key) && (noted(key) === one.key || !one.reply)) tap(false);
      return h("div", {}, button, reply);
    });
    return h("div.dr-reasons", {}, ...rows);
  }

  // fresh: just committed, and not found in the record.
  const reveal = (guess, fresh) => {
    const { truth, digits, why, answer, reasons: given, after: rest } = data.told;
    const focus = form.contains(document.activeElement);
    const drawn = line && parseLine(guess, data.asked);
    const [words, apart, steps, lean] = line ? judged(drawn, truth, data.asked) : gapInWords(guess, truth, unit, digits, whole);
    input.write(guess);
    input.lock(truth, fresh);
    button.parentElement.hidden = true;
    gap.textContent = words;
    gap.classList.toggle("dr-sr", !line && apart !== undefined); // the bar and the numerals show it
    const side = line || !apart ? "" : guess > truth ? " too high" : " too low";
    if (apart !== undefined) gap.before(farApart(apart, steps.trim() + side));
    card.classList.toggle("dr-fresh", fresh);
    picture.innerHTML = withGuess(data, guess);
    picture.querySelectorAll("[data-places]").forEach((one) => (one.style.cssText = one.dataset.places)); // no policy refuses that
    // What follows often says why, so it waits for the learner's own reason; who comes back has had one.
    const ours = h("details.dr-ours", { open: !fresh }, h("summary", {}, given.length ? "Our answer, and what follows" : "Got a reason? Compare it with ours, and read on"), h("p", { html: answer }), h("div", { html: rest }));
    const asked = h("p.dr-why", {}, h("span", { html: why }), given.length ? " Tap an answer." : "");
    const many = [...ours.querySelectorAll(".dr-data")].flatMap((one) => JSON.parse(one.textContent).questions ?? []).length;
    if (many) ours.firstChild.append(`, with ${counted(many, "question", "questions")}`);
    after.replaceChildren(asked, ...(given.length ? [reasons(given, () => (ours.open = true))] : []), ours);
    shell.wake(after);
    if (line) remember({ ...data, told: { truth: shape(truth, data.asked) } }, shape(drawn, data.asked), { apart: lean * apart });
    else remember(data, guess);
    if (focus) gap.focus({ preventScroll: true }); // the button goes, so the focus moves on to what was found out
    if (fresh && picture.getBoundingClientRect().bottom > innerHeight) glide(card); // guess, gap and chart at one look
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = input.read();
    if (value === undefined) {
      Object.assign(said, { textContent: input.missing, className: "dr-status dr-part" });
      input.first.focus();
      return;
    }
    reveal(value, true);
    Object.assign(said, { textContent: "", className: "dr-status" });
    const late = () => (said.textContent = shell.lost);
    keepEvent("prediction", data.lesson, data.id, { guess: value }, late).then((answer) => {
      said.textContent = answer.ok && !answer.note ? "" : keptWords(answer);
      shell.answered(); // a desk below may have waited for it
    });
  });
  const card = h("div.dr-card.dr-predict", {}, h("div.dr-night", {}, form, gap), picture, after); // what follows may hold forms of its own
  root.append(card);
  const earlier = eventsOf("prediction", data.lesson, data.id).find((row) => fits(row.guess));
  if (earlier) reveal(earlier.guess, false);
}
