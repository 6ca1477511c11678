// Five guesses before anything is taught, one after the other in one card: you commit, the true bar grows beside yours, and a line says
// why. After the last they are one picture, a row for each that opens; and they come once more on the last page of the course.
// Home asks the first of them only, in a card that stays as tall as it was.
import { h, svg } from "./dom.js";
import { farApart, gapInWords, typedBar } from "./guess.js";
import { kept, remember, strip, withUnit } from "./guesses.js";
import { counted } from "./numbers.js";
import { eventsOf, keepEvent, keptWords } from "./record.js";
import { shell } from "./shell.js";

// data: lesson; ones: {id, asked, told: {truth, digits, answer, also}, way: {href, words}}, as widgets/prediction.py makes them; on Home
// the first alone, and more: {href, words} of where the others are asked, and rest, their ids; alone: on My progress, where no ring counts them.
export function five(root, { lesson, ones, more, alone }) {
  const earlier = ({ id, asked }) => eventsOf("prediction", lesson, id).map((row) => row.guess).find((guess) => asked.low <= guess && guess <= asked.high);
  const guesses = ones.map(earlier);
  const place = h("div");
  const said = h("p.dr-status", { role: "status" });
  const ground = h("div", {}, place, said);
  root.append(more ? h("div.dr-card.dr-night.dr-first", {}, ...ground.childNodes) : h("div.dr-card.dr-predict", {}, ground));

  function show(fresh) {
    ones.forEach((one, at) => guesses[at] !== undefined && remember({ lesson, ...one }, guesses[at], { first: at + 1 }));
    const next = guesses.indexOf(undefined);
    ground.className = next < 0 ? "dr-told" : "dr-night";
    root.closest(".dr-page")?.classList.toggle("dr-guessing", next >= 0 && !more); // until then the way to the next section is quiet
    if (next >= 0) place.replaceChildren(question(next));
    else if (more) place.replaceChildren(settled(question(0), 0, false));
    else place.replaceChildren(...against(ones, guesses, fresh));
    if (!fresh) return;
    place.querySelector("[tabindex]").focus({ preventScroll: true });
    place.scrollIntoView({ block: next < 0 ? "start" : "nearest" }); // so that all five are in sight
  }

  function question(at) {
    const { id, asked } = ones[at];
    const input = typedBar(asked);
    const form = h("form", { noValidate: true, oninput: () => (said.textContent = "") }, h("p.dr-eyebrow", {}, alone ? "Your first guess" : more ? "One of five guesses" : `Guess ${at + 1} of ${ones.length}`, more && !alone ? rings() : ""),
      h("fieldset.dr-question", {}, h("legend", { html: asked.question }), ...input.parts),
      h("div.dr-actions", {}, h("button.dr-primary", { type: "submit" }, "Lock in my guess")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const guess = input.read();
      Object.assign(said, { textContent: guess === undefined ? input.missing : "", className: "dr-status dr-part" });
      if (guess === undefined) return input.first.focus();
      guesses[at] = guess;
      const late = () => (said.textContent = shell.lost);
      keepEvent("prediction", lesson, id, { guess }, late).then((answer) => (said.textContent = answer.ok && !answer.note ? "" : keptWords(answer)));
      remember({ lesson, ...ones[at] }, guess, { first: at + 1 });
      settled(form, at, true).scrollIntoView({ block: "nearest" }); // with the way on
      form.querySelector(".dr-gap").focus({ preventScroll: true });
    });
    form.input = input;
    return form;
  }

  // The true bar beside the guess, what else is counted, how far apart they are in large numerals, and the way on; fresh: as an event.
  function settled(form, at, fresh) {
    const { asked, told } = ones[at];
    form.input.write(guesses[at]);
    form.input.lock(told.truth, fresh);
    form.classList.toggle("dr-fresh", fresh);
    form.classList.add("dr-settled");
    form.querySelector(".dr-actions").remove();
    const [words] = gapInWords(guesses[at], told.truth, asked.unit, told.digits, asked.whole);
    const gap = [distance(ones[at], guesses[at]), h("p.dr-gap.dr-sr", { role: "status", tabIndex: -1 }, words)];
    const why = [h("p.dr-after", { html: told.answer }), ...told.also.map((one) => besides(ones[at], one))];
    if (!more) form.append(...gap, ...why, h("div.dr-after", {}, on(at)));
    else form.append(...why, h("div.dr-after.dr-turn", {}, ...gap.slice(left() ? 0 : 1), others()));
    form.querySelector(".dr-rings")?.replaceWith(rings());
    return form;
  }

  function on(at) {
    const last = !guesses.includes(undefined);
    return h("div.dr-actions", {}, h("button.dr-primary", { type: "button", onclick: () => show(true) }, last ? "See all five" : "Next guess"));
  }

  // On Home: a ring for each of the five, and the way to the others.
  const left = () => more.rest.filter((one) => !eventsOf("prediction", lesson, one).length).length;
  function rings() {
    const made = more.rest.length + 1 - left() - Number(guesses[0] === undefined);
    return h("span.dr-rings", { "aria-hidden": "true" }, ...[0, ...more.rest].map((_, i) => h(i < made ? "b" : "i")));
  }

  function others() {
    const go = h(left() ? "a.dr-go.dr-way" : "a.dr-way", { href: more.href }, left() ? more.words : "See all five");
    return h("div", {}, left() ? h("p", {}, `${counted(left(), "more guess", "more guesses")} like this in lesson 0.`) : null, go);
  }

  function against(ones, guesses, fresh) {
    const off = ones.map(({ asked, told }, place) => (guesses[place] - told.truth) / (asked.high - asked.low));
    const side = (sign, words) => [off.filter((one) => Math.sign(one) === sign).length, words];
    const sides = [side(1, "too high"), side(-1, "too low"), side(0, "exactly right")].filter(([n]) => n).map((one) => one.join(" "));
    const [near, most] = [Math.min, Math.max].map((pick) => ones[off.map(Math.abs).indexOf(pick(...off.map(Math.abs)))].asked.bar);
    const named = `Nearest on the scale of its bar: ${near}. Furthest: ${most}.`;
    return [h("p.dr-all-five", { tabIndex: -1 }, `Your five guesses: ${sides.join(", ")}.`), h("p", {}, `The ring is you, the dot what is known. ${named}`),
      h(`ol.dr-five${fresh ? ".dr-fresh" : ""}`, {}, ...ones.map((one, place) => row(one, guesses[place])))];
  }
  show(false);
}

function distance({ asked, told }, guess) {
  const [, apart, steps] = gapInWords(guess, told.truth, asked.unit, told.digits, asked.whole);
  return farApart(apart, steps.trim() + (apart ? (guess > told.truth ? " too high" : " too low") : ""));
}

// Another count of the same, as a bar below the true one; its words, and the lesson that says which is meant.
function besides({ asked, way }, [html, value]) {
  const bar = h("span.dr-bar.dr-known", { style: `width:${(100 * (value - asked.low)) / (asked.high - asked.low)}%` });
  return h("div.dr-after.dr-besides", {}, h("div.dr-track.dr-thin", { "aria-hidden": "true" }, bar), h("p", {}, h("span", { html }), " ", h("a.dr-way", { href: way.href }, `${way.words} answers.`)));
}

// One guess beside its truth, and how far apart they are; opened, it says why, and where that is explained.
function row({ asked, told, way }, guess) {
  const far = distance({ asked, told }, guess);
  far.removeAttribute("aria-hidden");
  const why = [told.answer, ...told.also.map(([html]) => html)].flatMap((html) => [h("span", { html }), " "]);
  const line = h("summary", {}, h("span.dr-of", {}, asked.bar), pair(asked, guess, told.truth), h("span.dr-far", {}, ...far.childNodes));
  return h("li", {}, h("details", {}, line, h("p", {}, ...why, h("a.dr-way", { href: way.href }, way.words))));
}

// The ring and the dot on their scale, large, each with its number.
function pair({ low, high, unit }, guess, truth) {
  const at = (value) => (value - low) / (high - low);
  const x = (value) => `${3 + 94 * at(value)}%`;
  const said = (value, y, fill) => svg("text", { x: x(value), y, fill, "text-anchor": at(value) < 0.15 ? "start" : at(value) > 0.85 ? "end" : "middle" }, withUnit(value, unit));
  const line = (from, to, more) => svg("line", { x1: x(from), x2: x(to), y1: 34, y2: 34, ...more });
  return svg("svg", { class: "dr-pair", width: "100%", height: 68, "aria-hidden": "true" },
    line(low, high, { stroke: "var(--dr-faint)", "stroke-width": 4 }),
    line(guess, truth, { class: "dr-apart", pathLength: 1, stroke: "var(--dr-guess)", "stroke-width": 8 }),
    svg("circle", { cx: x(guess), cy: 34, r: 11, fill: "var(--dr-paper)", stroke: "var(--dr-guess)", "stroke-width": 4 }),
    svg("circle", { cx: x(truth), cy: 34, r: 9, fill: "var(--dr-accent)" }),
    said(truth, 14, "var(--dr-accent)"), said(guess, 64, "var(--dr-guess)"));
}

// The same five on the course's last page, from the record; nothing where they were not given.
export function fiveAgain() {
  const list = kept().filter((one) => one.first).sort((a, b) => a.first - b.first);
  const rows = list.map((one) => h("li", {}, ...strip(one, ` I said ${withUnit(one.guess, one.unit)}, it is ${withUnit(one.truth, one.unit)}`)));
  return rows.length ? [h("h4", {}, "My first minute"), h("ol.dr-five", {}, ...rows)] : [];
}
