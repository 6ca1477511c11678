// A forecast: what was known on a day, a probability, and then what came, and the Brier score in plain words.
import { h, svg, unique } from "./dom.js";
import { strip } from "./guesses.js";
import { counted, numberHelp, parseNumber } from "./numbers.js";
import { eventsOf, keepEvent, keptWords } from "./record.js";
import { shell } from "./shell.js";

const BEFORE = "forecast-"; // as in derisking/forecasts.py, which has the same scores and bands
const FEW = 5;
const HOW = "Say how likely it is; then you see what happened. Your score is never a mark.";
const HOW_OPEN = "Say how likely it is. Your record keeps it, and it is never a mark.";
const brier = (said, came) => (said / 100 - Number(came)) ** 2;
const two = (score) => score.toFixed(2);
const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const fits = (said) => typeof said === "number" && said >= 0 && said <= 100;

// The first probability that the record holds of a forecast; the lesson that asked does not matter.
const saidOf = (id) => eventsOf("prediction", undefined, BEFORE + id).find((row) => fits(row.guess))?.guess;

// What became of them: [{said, came, base}] of those that are answered and settled. list: {id, outcome, base} each.
export const scored = (list) => list.map((one) => ({ said: saidOf(one.id), came: one.outcome, base: one.base })).filter(({ said, came }) => said !== undefined && came !== null);

const share = ({ hits, cases }) => (100 * hits) / cases;
const percent = (value) => `${Number(value.toFixed(value < 1 || value > 99 ? 1 : 0))}\u00a0%`;

// What often came before, and of what it is a rate; how a score was counted, and why there is no rate, in a row that opens.
const hits = ({ base }) => `${base.hits.toLocaleString("en-GB")} of ${base.cases.toLocaleString("en-GB")}`;
function baseWords({ base }) {
  if (base.cases < FEW) return "";
  return h("p", {}, h("b", {}, "Earlier cases"), ` (the base rate): ${hits({ base })} came true, or ${percent(share(base))}: `, h("span", { html: base.how }), ".");
}
const few = ({ base }) => (base.cases < FEW ? [h("p", {}, `Too few earlier cases for a rate, ${hits({ base })}: `, h("span", { html: base.how }), ".")] : []);
const counting = (...parts) => (parts.length ? h("details", {}, h("summary", {}, "How this is counted"), ...parts) : "");

// What is said afterwards.
function turned(one, said) {
  if (one.outcome === null) {
    return [h("p.dr-came", { tabIndex: -1 }, `You say ${said}\u00a0%. Nobody knows yet.`),
      h("p", {}, `It closes on ${one.closes}. Then `, h("a", { href: one.page, target: "_blank", rel: "noopener noreferrer" }, "this page"), " settles it, and a later edition of this course scores what your record keeps."),
      baseWords(one), counting(...few(one))];
  }
  const [came, own] = [one.outcome ? "It came true" : "It did not come true", brier(said, one.outcome)];
  const earlier = one.base.cases < FEW ? 0 : brier(share(one.base), one.outcome);
  const surprise = earlier > 0.25 && own > 0.25 && (own <= earlier || Math.abs(said - share(one.base)) <= 10);
  const verdict = surprise ? `A surprise: earlier cases spoke ${one.outcome ? "against" : "for"} it, too.` : own > 0.25 ? "A coin (50\u00a0%) would have scored better here. One forecast says little." : `That is ${own < 0.25 ? "better than" : "as good as"} tossing a coin.`;
  const rated = one.base.cases < FEW ? "" : ` The base rate would have scored ${two(earlier)}.`;
  const score = `Your Brier score is ${two(own)}, the square of the distance between ${two(said / 100)} and ${Number(one.outcome)}. 0 is perfect, 1 as wrong as can be, and a coin would have scored 0.25.${rated}`;
  const [, line] = strip({ scale: 100, guess: said, truth: 100 * Number(one.outcome), unit: "%" });
  return [h("p.dr-came", { tabIndex: -1 }, `${came}. You said ${said}\u00a0%.`), line,
    h("p", {}, h("span", { html: one.settled }), " ", h("span", { html: one.row })),
    h("p", {}, verdict), baseWords(one), counting(h("p", {}, score), ...few(one))];
}

function card(data, one, done) {
  const id = unique("forecast");
  const number = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  const range = h("input.dr-slider", { type: "range", min: 0, max: 100, step: 1, value: "50", "aria-label": "Your probability in per cent, as a slider" });
  range.addEventListener("input", () => (number.value = range.value));
  number.addEventListener("input", () => {
    const value = parseNumber(number.value);
    if (value !== null) range.value = String(value);
  });
  const said = h("p.dr-status", { role: "status" });
  const back = h("div.dr-turned", { role: "status" });
  const commit = h("button.dr-primary", { type: "submit" }, one.outcome === null ? "Commit" : "Commit, and see what happened");
  const field = h("fieldset.dr-question", {}, h("legend", { html: one.question }),
    h("p.dr-eyebrow", {}, `${one.outcome === null ? "Still open" : "Time machine"} · it is ${one.day}`), h("p.dr-asof", { html: one.known }),
    h("p.dr-how", {}, one.outcome === null ? HOW_OPEN : HOW),
    h("div.dr-field", {}, h("label", { htmlFor: id }, "How likely?", h("span.dr-sr", {}, " Your probability in per cent")),
      h("div.dr-likely", {}, range, h("div.dr-ends", { "aria-hidden": "true" }, h("span", {}, "certainly not"), h("span", {}, "certainly"))),
      number, h("span", { "aria-hidden": "true" }, "%")));
  const form = h("form.dr-card.dr-forecast", { noValidate: true, oninput: () => (said.textContent = "") }, field, h("div.dr-actions", {}, commit), said, back);
  const turn = (value) => {
    const focus = form.contains(document.activeElement);
    number.value = range.value = String(value);
    commit.parentElement.hidden = field.lastChild.hidden = true;
    back.replaceChildren(...turned(one, value));
    form.classList.add("dr-is-turned");
    if (focus) back.querySelector(".dr-came").focus({ preventScroll: true });
    done();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = parseNumber(number.value);
    if (!fits(value)) {
      const wish = "Set or type a probability between 0 and 100 first.";
      said.textContent = value === null ? numberHelp(number.value, wish) : wish;
      number.focus();
      return;
    }
    said.textContent = "";
    turn(value);
    const late = () => (said.textContent = shell.lost);
    keepEvent("prediction", data.lesson, BEFORE + one.id, { guess: value }, late).then((answer) => (said.textContent = answer.ok && !answer.note ? "" : keptWords(answer)));
  });
  const earlier = saidOf(one.id);
  return { form, start: () => earlier !== undefined && turn(earlier), answered: () => form.classList.contains("dr-is-turned") };
}

// data: lesson, the page's own; items: {id, question, day, closes, known, outcome (true, false, null), settled, row, page, base: {hits, cases, how}}.
export function forecast(root, data) {
  const step = h("button.dr-quiet", { type: "button", hidden: true, onclick: () => go(place + 1, true) });
  const total = h("p.dr-status");
  let place = 0;
  const tell = () => {
    const all = scored(data.items);
    total.textContent = all.length > 1 ? `Your mean score over these ${all.length}: ${two(mean(all.map((one) => brier(one.said, one.came))))}.` : "";
    step.hidden = !(cards[place].answered() && place < cards.length - 1);
  };
  const cards = data.items.map((one) => card(data, one, () => tell()));
  const go = (to, focus) => {
    place = to;
    cards.forEach((one, index) => (one.form.hidden = index > place)); // what was turned stays to be read
    step.textContent = `Another one (${place + 2} of ${cards.length})`;
    tell();
    if (focus) cards[place].form.querySelector("legend").scrollIntoView({ block: "start" });
  };
  root.append(...cards.map((one) => one.form), h("div.dr-actions", {}, step), total);
  cards.forEach((one) => one.start());
  const open = cards.findIndex((one) => !one.answered());
  go(open < 0 ? cards.length - 1 : open, false);
}

// --- calibration ---------------------------------------------------------------------------------------------------------

export const ENOUGH = 6;
const LIMITS = [20, 40, 60, 80, 101];

// [{said, came, n}] in per cent, of each band of probabilities that was used.
export function bands(pairs) {
  const found = LIMITS.map((high, i) => pairs.filter(({ said }) => said < high && said >= (LIMITS[i - 1] ?? 0)));
  return found.filter((own) => own.length).map((own) => ({ said: mean(own.map((one) => one.said)), came: 100 * mean(own.map((one) => Number(one.came))), n: own.length }));
}

// Dots: what was said, across, against what came, upwards; on the line both are the same.
function dots(found) {
  const at = (x, y) => [30 + 2 * x, 220 - 2 * y];
  const line = (from, to, look) => svg("line", { x1: at(...from)[0], y1: at(...from)[1], x2: at(...to)[0], y2: at(...to)[1], stroke: "currentColor", ...look });
  const words = (x, y, text, anchor = "middle") => svg("text", { x, y, "text-anchor": anchor, "font-size": 11, fill: "currentColor" }, text);
  const marks = found.flatMap(({ said, came, n }) => {
    const [cx, cy] = at(said, came);
    const r = 5 + 2 * Math.sqrt(n);
    return [svg("circle", { cx, cy, r, fill: "var(--dr-accent, #1f6391)" }), svg("text", { x: cx, y: cy + 4, "text-anchor": "middle", "font-size": 11, fill: "var(--dr-on-accent, #fff)" }, String(n))];
  });
  const axes = [[[0, 0], [100, 0]], [[0, 0], [0, 100]]].map((ends) => line(...ends, {}));
  const ticks = [0, 50, 100].flatMap((value) => [words(at(value, 0)[0], 234, String(value)), words(24, at(0, value)[1] + 4, String(value), "end")]);
  return svg("svg", { viewBox: "0 0 260 256", "aria-hidden": "true" }, line([0, 0], [100, 100], { "stroke-dasharray": "4 4", opacity: 0.5 }), ...axes, ...ticks, ...marks,
    words(at(50, 0)[0], 250, "you said, %"), words(30, 12, "came true, %", "start"));
}

// How sure somebody was, and how often right: a forecast of 30 % says no, and is 70 % sure of it; 50 % says neither.
function sureWords(pairs) {
  const sided = pairs.filter(({ said }) => said !== 50);
  if (sided.length < ENOUGH) return `Once ${ENOUGH} of your forecasts lean to yes or to no, a sentence about you comes here.`;
  const right = sided.filter(({ said, came }) => said > 50 === came).length;
  const sure = mean(sided.map(({ said }) => Math.max(said, 100 - said)));
  const more = sure - (100 * right) / sided.length;
  const error = 100 / Math.sqrt(sided.length); // two standard errors of a share, at most
  const told = more > error ? "surer than you were right" : more < -error ? "right more often than you were sure" : `no further apart than ${sided.length} can show`;
  return `You were ${percent(sure)} sure on average, and right ${right} times of ${sided.length}: ${told}.`;
}

// A learner's calibration, or what is missing for it. list: {id, outcome, base}.
export function calibration(list, head) {
  const pairs = scored(list);
  if (pairs.length < ENOUGH) {
    const left = ENOUGH - pairs.length;
    return h("div.dr-calibration", {}, head, h("p", {}, `You have made ${counted(pairs.length, "forecast", "forecasts")}. After ${ENOUGH} you see here whether you were too sure: ${left} to go.`));
  }
  const found = bands(pairs);
  const score = (some, of) => two(mean(some.map((one) => brier(of(one), one.came))));
  const rated = pairs.filter((one) => one.base.cases >= FEW); // 0 of 1 is no rate that one could score
  const base = rated.length ? [h("p", {}, `Had you only said how often such things came before: for ${rated.length} of these forecasts ${FEW} or more earlier cases are known. Saying that share scores ${score(rated, (one) => share(one.base))}; yours on the same is ${score(rated, (one) => one.said)}.`)] : [];
  const row = ({ said, came, n }) => h("li", {}, `About ${percent(said)} said: ${percent(came)} of ${counted(n, "forecast", "forecasts")} came true.`);
  return h("div.dr-calibration", {}, head, dots(found), h("div", {}, h("p.dr-me", {}, sureWords(pairs)),
    h("p", {}, "On the dashed line, what you call 70\u00a0% comes true seven times in ten. Below it you were too sure that things happen. The number in a dot counts forecasts."),
    h("details", {}, h("summary", {}, "The scores"), h("p", {}, `Your mean Brier score over ${pairs.length} forecasts is ${score(pairs, (one) => one.said)}. 0 is perfect, and a coin has 0.25.`), ...base, h("ul", {}, ...found.map(row)))));
}
