// A question as all three pages show it: to answer, to look at, and explained.
import { h, svg } from "../../learner/src/dom.js";
import { judged, lineBoard, parseLine, shape } from "../../learner/src/drawn.js";
import { head, kinds } from "../../learner/src/faces.js";
import "../../learner/src/kinds/classify.js";
import "../../learner/src/kinds/match.js";
import "../../learner/src/kinds/multiple.js";
import "../../learner/src/kinds/numeric.js";
import "../../learner/src/kinds/order.js";
import "../../learner/src/kinds/single.js";

// {field: the question with its inputs, part: the inputs}
export function cardOf(q) {
  const field = head(q);
  if (q.line) {
    const { node, read, write } = lineBoard(q);
    field.append(node);
    return { field, part: { read: () => (read() ? { text: read() } : { missing: "Continue the line first." }), write: ({ text }) => write(text) } };
  }
  const part = kinds[q.kind].build(q, () => {}, {});
  field.append(part.node);
  return { field, part };
}

const byKey = (list, key) => list.find((one) => (one.key ?? one.name) === key);

// What a mark says: an option, "line: choice", steps in their order, a number. HTML.
export function label(q, mark) {
  if (q.order) return byKey(q.parts, mark).html;
  if (q.items) return mark.split(" ").map((key) => byKey(q.items, key).html).join(" → ");
  if (!q.rows) return `${mark} ${q.unit ?? ""}`;
  const cut = mark.indexOf(">");
  const chosen = byKey(q.choices ?? q.bins, mark.slice(cut + 1));
  return `${byKey(q.rows, mark.slice(0, cut)).html}: <strong>${chosen.html ?? h("span", {}, chosen.text).innerHTML}</strong>`;
}

const MOST = 8; // lines of a vote that has no options

// The lines of a vote: its options, else what was chosen most. rounds: [{votes, marks}]
export function linesOf(q, rounds) {
  if (q.order) return q.order;
  const sum = {};
  for (const { marks = {} } of rounds) for (const [mark, n] of Object.entries(marks)) sum[mark] = (sum[mark] ?? 0) + n;
  const most = Object.keys(sum).sort((a, b) => sum[b] - sum[a]).slice(0, MOST);
  return q.rows || q.items ? most : most.sort((a, b) => a - b);
}

// Bars, one line per choice and one bar per round; said as a table.
export function bars(q, rounds) {
  const cell = ({ votes, marks }, mark) => {
    const share = (marks[mark] ?? 0) / votes;
    const bar = h("span.bar");
    bar.style.width = `${100 * share}%`;
    return h("td", {}, h("span.track", { "aria-hidden": "true" }, bar), h("span.count", {}, `${marks[mark] ?? 0}`));
  };
  const told = rounds.filter((one) => one.marks);
  if (!told.length) return h("p", {}, "Bars from five votes on.");
  const heads = told.map((one) => h("th", { scope: "col" }, `Vote ${rounds.indexOf(one) + 1}: ${one.votes}`));
  const rows = linesOf(q, told).map((mark) => {
    const right = q.sources !== undefined && q.order && byKey(q.parts, mark).right;
    return h("tr", {}, h("th", { scope: "row" }, right ? h("span.dr-ok", {}, "✓ right: ") : null, h("span", { html: label(q, mark) })), ...told.map((one) => cell(one, mark)));
  });
  return h("table.bars", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Answer"), ...heads)), h("tbody", {}, ...rows));
}

const BINS = 50;
// Guesses as a cloud of dots on their scale. truth: undefined before it is shown.
export function cloud(q, { votes, marks }, truth) {
  if (!marks) return h("p", {}, q.line ? "Lines from five guesses on." : "Dots from five guesses on.");
  if (q.line) return lines(q, marks, truth);
  if (q.order) return bars(q, [{ votes, marks }]);
  const values = Object.entries(marks).flatMap(([mark, n]) => Array(n).fill(Number(mark))).sort((a, b) => a - b);
  const across = (value) => 20 + (960 * (value - q.low)) / (q.high - q.low);
  const stacks = {};
  const dots = values.map((value) => {
    const bin = Math.round((BINS * (value - q.low)) / (q.high - q.low));
    stacks[bin] = (stacks[bin] ?? 0) + 1;
    return [bin, stacks[bin]];
  });
  const step = Math.min(18, 200 / Math.max(...Object.values(stacks)));
  const drawn = dots.map(([bin, at]) => svg("circle", { cx: 20 + (960 * bin) / BINS, cy: 234 - step * at, r: step / 2, class: "dot" }));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => q.low + part * (q.high - q.low));
  const names = ticks.map((value) => svg("text", { x: across(value), y: 268, "text-anchor": value === q.low ? "start" : value === q.high ? "end" : "middle" }, `${Number(value.toPrecision(4))}`));
  const line = truth === undefined ? [] : [svg("line", { x1: across(truth), x2: across(truth), y1: 6, y2: 240, class: "truth" })];
  const words = `${votes} guesses, from ${values[0]} to ${values.at(-1)} ${q.unit}, the middle one ${values[Math.floor(values.length / 2)]}`;
  const picture = svg("svg", { viewBox: "0 0 1000 280", role: "img", "aria-label": words, class: "cloud-of-dots" }, svg("line", { x1: 20, x2: 980, y1: 240, y2: 240, class: "axis" }), ...line, ...drawn, ...names);
  return h("figure", {}, picture, h("figcaption", {}, `${words}.`));
}

// All drawn lines over one another, and where most of them go.
function lines(q, marks, truth) {
  const drawn = Object.entries(marks).flatMap(([mark, n]) => Array(n).fill(parseLine(mark, q)));
  const ways = {};
  for (const one of drawn) ways[shape(one, q)] = (ways[shape(one, q)] ?? 0) + 1;
  const most = Object.entries(ways).sort((a, b) => b[1] - a[1]).slice(0, 4).map(([way, n]) => `${n} drew ${way}`);
  const board = lineBoard(q, () => {}, true);
  board.over(drawn);
  if (truth) board.lock(truth, true);
  return h("figure.lines", {}, board.node, h("figcaption", {}, `${drawn.length} lines: ${most.join("; ")}.`));
}

// What a phone hears of its own guess.
export const ownGuess = (q, { text, choice }) => (q.line ? judged(parseLine(text, q), q.truth, q)[0] : `You said ${text ?? choice}.`);

// What a prediction says once one may look.
export function looked(q) {
  const truth = q.line ? shape(q.truth, q) : q.order ? q.truth : `${q.truth} ${q.unit}`;
  return [h("p.lead", {}, q.line ? "It went " : "It is ", h("strong", {}, truth), "."), q.chart ? h("img.chart", { src: q.chart.picture, alt: q.chart.alt }) : null,
    h("p", {}, h("strong", { html: q.why })), h("p", { html: q.reply })];
}

// Everything that a question explains: each option, else what is right.
export function solved(q) {
  const parts = q.parts.filter((part) => (q.order ? !part.key.startsWith("-") : part.right));
  const line = (part) =>
    h("li", {}, h("p", {}, q.order ? h(`strong.${part.right ? "dr-ok" : "dr-no"}`, {}, part.right ? "✓ Right: " : "✗ Not right: ") : null, h("span", { html: part.html })),
      part.feedback ? h("div", { html: part.feedback }) : null);
  const steps = q.rights ? h("ol", {}, ...q.rights[0].map((key) => h("li", { html: byKey(q.items, key).html }))) : null;
  return h("div.solved", {}, steps, h("ul", {}, ...parts.map(line)), q.sources ? h("p.dr-sources", {}, "Sources: ", h("span", { html: q.sources })) : null);
}

// The question to be read from afar, without inputs.
export function shownCard(q) {
  const list = q.line ? lineBoard(q, () => {}, true).node : q.order ? h("ol.options", {}, ...q.order.map((key) => h("li", { html: byKey(q.parts, key).html })))
    : q.items ? h("ul.options", {}, ...q.items.map((one) => h("li", { html: one.html })))
    : q.rows ? h("ul.options", {}, ...q.rows.map((one) => h("li", { html: one.html }))) : null;
  const into = q.choices ?? q.bins;
  const names = into ? h("p.into", {}, "Into: ", ...into.flatMap((one, i) => [i ? ", " : "", one.html ? h("strong", { html: one.html }) : h("strong", {}, one.text)])) : null;
  return h("div.shown", {}, h("h1.question", { html: q.stem }), q.body ? h("div.body", { html: q.body }) : null, q.how ? h("p.dr-how", {}, q.how) : null, list, names);
}
