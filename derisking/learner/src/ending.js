// The course on one page: the learner's sentence of the beginning, large, beside that of the end; in large numbers what the explorers of plans and promises came to, the nearest and the farthest guess; all guesses on
// one line; the two tests and the story with the learner's marks as soon as there are some; folded the first five guesses, how sure they were of
// forecasts, and the sentences they wrote. It brings its style along, because it is printed from a frame of its own, without the page around it.
import { firstGiven } from "./ask.js";
import { h } from "./dom.js";
import { fiveAgain } from "./five.js";
import { calibration } from "./forecast.js";
import { RINGS, kept, off, share, summary, withUnit } from "./guesses.js";
import { points } from "./numbers.js";
import { printAlone, wear } from "./print-alone.js";
import { handedIn, notesOf, parsed, statesOf } from "./record.js";
import { shell } from "./shell.js";
import { earnedIn, testResults } from "./tests.js";

const ENDING = `
.dr-ending.dr-ending h3 { margin: 0; font-size: 1.25em; }
.dr-ending.dr-ending h4 { margin: 16px 0 4px; font-size: 1em; }
.dr-ending.dr-ending p { margin: 0 0 6px; font-size: 0.875em; line-height: 1.5; }
.dr-ending small { font-size: 0.7em; font-weight: 400; white-space: nowrap; }
.dr-ending table { width: 100%; margin: 0; border-collapse: collapse; table-layout: auto; font-size: inherit; }
.dr-ending :is(th, td) { border-bottom: 1px solid var(--dr-faint, #d5dde4); text-align: left; vertical-align: top; white-space: normal; font-weight: 400; }
.dr-ending thead th { font-weight: 600; }
.dr-ending.dr-ending :is(td, th) { padding: 3px 10px 3px 0; font-size: 0.8125rem; }
.dr-ending.dr-ending td { white-space: nowrap; }
.dr-ending .dr-share { display: inline-block; width: 2.5rem; height: 9px; margin: 0 8px 0 0; border: 1px solid var(--dr-line, #8594a1); print-color-adjust: exact; }
.dr-ending .dr-share > span { display: block; height: 100%; background: var(--dr-accent, #1f6391); }
.dr-ending .dr-large { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: 20px 28px; margin: 16px 0 20px; }
.dr-ending .dr-large b { display: block; color: var(--dr-accent, #1f6391); font-size: 2.5em; line-height: 1.15; }
.dr-ending .dr-then-and-now { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 32px; }
.dr-ending .dr-then-and-now blockquote { font-size: 1.375em; line-height: 1.35; }
.dr-ending .dr-beside { display: flex; flex-wrap: wrap; gap: 0 28px; }
.dr-ending .dr-beside > div { flex: 5 1 18rem; min-width: 0; }
.dr-ending .dr-beside > div + div { flex-grow: 4; }
.dr-ending details { display: inline-block; margin: 8px 20px 0 0; }
.dr-ending details[open] { display: block; }
.dr-ending .dr-story-told b { color: var(--dr-accent, #1f6391); white-space: nowrap; }
.dr-ending .dr-calibration svg { display: block; width: min(17rem, 100%); }
.dr-ending ol.dr-five.dr-five { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 6px 32px; margin: 0; padding: 0; list-style: none; }
.dr-ending .dr-five p { margin: 0; }
.dr-ending .dr-five b { display: block; }
.dr-ending blockquote { margin: 4px 0 12px; padding: 0 0 0 12px; border-left: 3px solid var(--dr-accent, #1f6391); }
@media print { .dr-ending { font: 11pt/1.45 system-ui, sans-serif; } .dr-ending tr { break-inside: avoid; } }`;

function shareCell(earned, most) {
  if (earned === null) return h("td", {}, "not taken");
  return h("td", {}, h("span.dr-share", { "aria-hidden": "true" }, h("span", { style: `width:${(100 * earned) / most}%` })), `${points(earned)} of ${most}`);
}

const headed = (...heads) => h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text))));

function topicsTable(topics) {
  const together = (key) => (topics.every((one) => one[key] === null) ? null : topics.reduce((sum, one) => sum + one[key], 0));
  const all = { title: "Together", before: together("before"), after: together("after"), of: together("of") };
  const row = (one) => h("tr", {}, h("th", { scope: "row" }, one.title), shareCell(one.before, one.of), shareCell(one.after, one.of));
  return h("table", {}, headed("Topic", "Before", "After"), h("tbody", {}, ...[...topics, all].map(row)));
}

// The story with two marks after each sentence, lesson 1's and today's, and today's verdict.
function storyTold(q, first, now) {
  const sign = (row, name) => (name === undefined ? "·" : row.accepts.includes(name) ? "✓" : "✗");
  const right = (given, key) => q.rows.filter((row) => row.accepts.includes(given?.bins[row[key]]?.[0])).length;
  const paragraphs = [];
  for (const row of q.rows) {
    const [then, today] = [first?.bins[row.before]?.[0], now.bins[row.key]?.[0]];
    if (row.opens || !paragraphs.length) paragraphs.push(h("p"));
    paragraphs.at(-1).append(h("span", { html: row.html }), h("b", {}, ` ${sign(row, then)}→${sign(row, today)} ${today?.toLowerCase() ?? ""} `));
  }
  const sum = (given, key) => `${right(given, key)} of ${q.rows.length}`;
  return [h("p", {}, `As the record has it: ${first ? `${sum(first, "before")} in lesson 1, ` : ""}${sum(now, "key")} now. The arrows lead from then to now.`), h("div.dr-story-told", {}, ...paragraphs)];
}

// What is there for whoever wants it; on paper it is open.
const fold = (words, ...parts) => (parts.length ? [h("details", {}, h("summary", {}, words), ...parts)] : []);

// What explorers came to, and the guesses that were nearest and farthest, by the same measure as the rings: a title, a large number, some words.
function inLarge(guesses) {
  const results = notesOf("result").map(([, text]) => parsed(text)).filter(Array.isArray);
  const ranked = guesses.filter((one) => one.apart === undefined && !Number.isNaN(share(one))).sort((one, other) => Math.abs(share(one)) - Math.abs(share(other)));
  const told = (title, one) => [title, withUnit(one.guess, one.unit === "%" && "%"), `${one.unit && one.unit !== "%" ? `${one.unit}. ` : ""}${one.name}: it is ${withUnit(one.truth, one.unit)}`];
  if (ranked.length) results.push(told("My nearest guess", ranked[0]));
  if (ranked.length > 1) results.push(told("My farthest guess", ranked.at(-1)));
  return results.map(([title, number, words]) => h("div", {}, h("h4", {}, title), h("b", {}, number), h("p", {}, words)));
}

// The same question before the first lesson and after the last.
const VIEWS = { "first-view": "Before I had read a word", "last-view": "After eight lessons" };

function endingPage(story, { topics, first, verdicts, forecasts, sentences }) {
  const views = Object.entries(VIEWS).flatMap(([id, title]) => sentences.filter((one) => one.id === id).map((one) => ({ title, text: one.text })));
  const told = (list, head) => list.map((one) => h("div", {}, h(head, {}, one.title), h("blockquote", {}, one.text)));
  const own = told(sentences.filter((one) => !(one.id in VIEWS)), "p");
  const guesses = kept();
  const large = inLarge(guesses);
  const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const beside = [
    ...(verdicts ? [h("div", {}, h("h4", {}, "The story again, by me"), ...storyTold(story, first, verdicts))] : []),
    ...(topics.length ? [h("div", {}, h("h4", {}, "Before and after"), topicsTable(topics))] : []),
  ];
  return h("div.dr-ending", {}, h("h3", {}, "De-risking, chips and Japan: my course ", h("small", {}, today)),
    ...(views.length ? [h("div.dr-then-and-now", {}, ...told(views, "h4"))] : []),
    large.length ? h("div.dr-large", {}, ...large) : h("p", {}, "Your sentences, your plan, your decade and your guesses come here."),
    ...(guesses.length ? [h("h4", {}, "My guesses"), h("p", {}, summary(guesses)), off(guesses), h("p.dr-how", {}, RINGS)] : []),
    ...(beside.length ? [h("div.dr-beside", {}, ...beside)] : []),
    ...fold("My first minute", ...fiveAgain()), ...fold("How sure I was", calibration(forecasts, null)),
    ...fold("What I wrote", ...own));
}

let dressed = false;

// What the record holds of each topic: {title, before, after, of}; before is null without a first test.
function byTopic(results, titles) {
  return Object.entries(titles).map(([lesson, title]) => {
    const own = results.filter((one) => one.question.lesson === lesson);
    const of = own.filter((one) => one.test === "post").length;
    return { title, before: handedIn("pre") ? earnedIn(own, "pre") : null, after: earnedIn(own, "post"), of };
  }).filter((topic) => topic.of);
}

// data: story (the question), titles (lesson -> its title), forecasts (id, outcome and base rate of each). The page is made anew whenever it comes into view.
export function ending(root, { story, titles, forecasts = [] }) {
  root.classList.add("dr-last");
  if (!dressed) wear(window, ENDING);
  dressed = true;
  const paper = h("div");
  const print = h("button.dr-primary", { type: "button", onclick: () => printAlone(paper.firstChild, ENDING, "My course") }, "Print this page");
  const fill = (topics) => paper.replaceChildren(endingPage(story, {
    topics,
    first: story.again && firstGiven(...story.again),
    verdicts: statesOf([story])[story.id]?.latest.response ?? null,
    forecasts,
    sentences: notesOf("sentence").map(([lesson, id, text]) => ({ id, title: titles[lesson] ?? "", text })),
  }));
  root.append(h("div.dr-card", {}, paper, h("div.dr-actions", {}, print)));
  fill([]);
  new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) return;
    if (handedIn("post")) shell.explained().then((list) => fill(byTopic(testResults(list), titles)));
    else fill([]);
  }).observe(root);
}
