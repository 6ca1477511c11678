// Five guesses before anything is taught, one after the other in one card: you commit, the true bar grows beside yours, and a line says
// why. After the last all five stand beside their truths with the way to their lessons; and once more on the last page of the course.
// Home asks the first of them only.
import { h } from "./dom.js";
import { farApart, gapInWords, typedBar } from "./guess.js";
import { kept, remember, strip, withUnit } from "./guesses.js";
import { counted } from "./numbers.js";
import { eventsOf, keepEvent, keptWords } from "./record.js";
import { shell } from "./shell.js";

// data: lesson; ones: {id, asked, told: {truth, digits, answer}, way: {href, words}}, as widgets/prediction.py makes them; on Home the
// first alone, and more: {href, words} of where the others are asked, and rest, their ids.
export function five(root, { lesson, ones, more }) {
  const earlier = ({ id, asked }) => eventsOf("prediction", lesson, id).map((row) => row.guess).find((guess) => asked.low <= guess && guess <= asked.high);
  const guesses = ones.map(earlier);
  const place = h("div");
  const said = h("p.dr-status", { role: "status" });
  root.append(h(`div.dr-card${more ? ".dr-night" : ""}`, {}, place, said));

  function show(fresh) {
    ones.forEach((one, at) => guesses[at] !== undefined && remember({ lesson, ...one }, guesses[at], { first: at + 1 }));
    const next = guesses.indexOf(undefined);
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
    const form = h("form", { noValidate: true }, h("p.dr-eyebrow", {}, more ? "Your first guess" : `Guess ${at + 1} of ${ones.length}`),
      h("fieldset.dr-question", {}, h("legend", { html: asked.question }), ...input.parts),
      h("div.dr-actions", {}, h("button.dr-primary", { type: "submit" }, "Lock in my guess")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const guess = input.read();
      said.textContent = guess === undefined ? input.missing : "";
      if (guess === undefined) return input.first.focus();
      guesses[at] = guess;
      const late = () => (said.textContent = shell.lost);
      keepEvent("prediction", lesson, id, { guess }, late).then((answer) => (said.textContent = answer.ok && !answer.note ? "" : keptWords(answer)));
      remember({ lesson, ...ones[at] }, guess, { first: at + 1 });
      settled(form, at, true);
      form.querySelector(".dr-gap").focus({ preventScroll: true });
    });
    form.input = input;
    return form;
  }

  // The true bar beside the guess, how far apart they are in large numerals, why, and the way on; fresh: as an event.
  function settled(form, at, fresh) {
    const { asked, told } = ones[at];
    form.input.write(guesses[at]);
    form.input.lock(told.truth, fresh);
    form.classList.toggle("dr-fresh", fresh);
    form.querySelector(".dr-actions").remove();
    const [words] = gapInWords(guesses[at], told.truth, asked.unit, told.digits, asked.whole);
    form.append(distance(ones[at], guesses[at]), h("p.dr-gap.dr-sr", { role: "status", tabIndex: -1 }, words), h("p.dr-after", { html: told.answer }), h("div.dr-after", {}, ...(more ? others() : [on(at)])));
    return form;
  }

  function on(at) {
    const last = !guesses.includes(undefined);
    return h("div.dr-actions", {}, h("button.dr-primary", { type: "button", onclick: () => show(true) }, last ? "See all five" : "Next guess"));
  }

  // On Home: a ring for each of the five, and the way to the others.
  function others() {
    const left = more.rest.filter((one) => !eventsOf("prediction", lesson, one).length).length;
    const rings = h("p.dr-rings", { "aria-hidden": "true" }, ...[0, ...more.rest].map((_, i) => h(i < more.rest.length + 1 - left ? "b" : "i")));
    return [...(left ? [rings, h("p", {}, `${counted(left, "guess", "guesses")} like it to go.`)] : []),
      h("div.dr-actions", {}, h("a.dr-go.dr-way", { href: more.href }, left ? more.words : "See all five"))];
  }

  function against(ones, guesses, fresh) {
    const rows = ones.map((one, place) => row(one, guesses[place]));
    const off = ones.map(({ asked, told }, place) => Math.abs(guesses[place] - told.truth) / (asked.high - asked.low));
    const [near, far] = [Math.min, Math.max].map((of) => ones[off.indexOf(of(...off))].asked.bar);
    return [h("p.dr-prompt", { tabIndex: -1 }, "Your five guesses, and what is known"), h("p", {}, `The ring is you, the dot what is known. Nearest: ${near}. Farthest: ${far}.`),
      h(`ol.dr-five${fresh ? ".dr-fresh" : ""}`, {}, ...rows)];
  }
  show(false);
}

function distance({ asked, told }, guess) {
  const [, apart, steps] = gapInWords(guess, told.truth, asked.unit, told.digits, asked.whole);
  return farApart(apart, steps.trim() + (apart ? (guess > told.truth ? " too high" : " too low") : ""));
}

// One guess beside its truth, how far apart they are, why, and where that is explained.
function row({ asked, told, way }, guess) {
  const far = distance({ asked, told }, guess);
  far.removeAttribute("aria-hidden");
  const one = { name: asked.bar, low: asked.low, scale: asked.high - asked.low, unit: asked.unit, guess, truth: told.truth };
  return h("li", {}, far, h("div", {}, ...strip(one, ` you said ${withUnit(guess, asked.unit)}`)), h("p", {}, h("span", { html: told.answer }), " ", h("a.dr-way", { href: way.href }, way.words)));
}

// The same five on the course's last page, from the record; nothing where they were not given.
export function fiveAgain() {
  const list = kept().filter((one) => one.first).sort((a, b) => a.first - b.first);
  const rows = list.map((one) => h("li", {}, ...strip(one, ` I said ${withUnit(one.guess, one.unit)}, it is ${withUnit(one.truth, one.unit)}`)));
  return rows.length ? [h("h4", {}, "My first minute"), h("ol.dr-five", {}, ...rows)] : [];
}
