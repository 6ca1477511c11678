// The course on one page: a picture of the learner's own decade under their guesses; their sentence of the beginning, large, beside that of the end; in large numbers their plan and their guesses;
// the tests and the story with their marks as soon as there are some; the rest folded. It brings its style along, because it is printed from a frame of its own, without the page around it.
import { firstGiven } from "./ask.js";
import { h } from "./dom.js";
import { fiveAgain } from "./five.js";
import { calibration } from "./forecast.js";
import { kept, share, summary, withUnit } from "./guesses.js";
import { tenths } from "./numbers.js";
import { ownPicture } from "./own-picture.js";
import { printAlone, wear } from "./print-alone.js";
import { handedIn, notesOf, parsed, statesOf } from "./record.js";
import { shell } from "./shell.js";
import { earnedIn, testResults } from "./tests.js";
import looks from "./styles/ending.css";

function shareCell(earned, most) {
  if (earned === null) return h("td", {}, "not taken");
  return h("td", {}, h("span.dr-share", { "aria-hidden": "true" }, h("span", { style: `width:${(100 * earned) / most}%` })), `${tenths(earned)} of ${most}`);
}

function topicsTable(topics) {
  const together = (key) => (topics.every((one) => one[key] === null) ? null : topics.reduce((sum, one) => sum + one[key], 0));
  const all = { title: "Together", before: together("before"), after: together("after"), of: together("of") };
  const row = (one) => h("tr", {}, h("th", { scope: "row" }, one.title), shareCell(one.before, one.of), shareCell(one.after, one.of));
  const heads = ["Topic", "Before", "After"].map((text) => h("th", { scope: "col" }, text));
  return h("table", {}, h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...[...topics, all].map(row)));
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

// What explorers came to but drew nothing of, and the guesses that were nearest and farthest, by the same measure as the stars: a title, a large number, some words.
function inLarge(guesses, results) {
  const ranked = guesses.filter((one) => one.apart === undefined && !Number.isNaN(share(one))).sort((one, other) => Math.abs(share(one)) - Math.abs(share(other)));
  const told = (title, one) => [title, withUnit(one.guess, one.unit === "%" && "%"), `${one.unit && one.unit !== "%" ? `${one.unit}. ` : ""}${one.name}: it is ${withUnit(one.truth, one.unit)}`];
  const large = [...results];
  if (ranked.length) large.push(told("My nearest guess", ranked[0]));
  if (ranked.length > 1) large.push(told("My farthest guess", ranked.at(-1)));
  return large.map(([title, number, words]) => h("div", {}, h("h4", {}, title), h("b", {}, number), h("p", {}, words)));
}

// The same question before the first lesson and after the last.
const VIEWS = { "first-view": "Before I had read a word", "last-view": "After eight lessons" };

function endingPage(story, { topics, first, verdicts, forecasts, sentences }) {
  const views = Object.entries(VIEWS).flatMap(([id, title]) => sentences.filter((one) => one.id === id).map((one) => ({ title, text: one.text })));
  const told = (list, head) => list.map((one) => h("div", {}, h(head, {}, one.title), h("blockquote", {}, one.text)));
  const guesses = kept();
  const stars = guesses.some((one) => !Number.isNaN(share(one)));
  const results = notesOf("result").map(([, text]) => parsed(text)).filter(Array.isArray);
  const drawn = results.find((one) => one[3]?.length === 11 && one[3].flat().every(Number.isFinite));
  const large = inLarge(guesses, results.filter((one) => one !== drawn));
  const beside = [
    ...(verdicts ? [h("div", {}, h("h4", {}, "The story again, by me"), ...storyTold(story, first, verdicts))] : []),
    ...(topics.length ? [h("div", {}, h("h4", {}, "Before and after"), topicsTable(topics))] : []),
  ];
  const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return h("div.dr-ending", {}, h("h3", {}, "De-risking, chips and Japan: my course ", h("small", {}, today)),
    ...(drawn || stars ? [ownPicture(guesses, drawn)] : []),
    ...(guesses.length ? [h("p", {}, summary(guesses))] : []),
    ...(views.length ? [h("div.dr-then-and-now", {}, ...told(views, "h4"))] : []),
    ...(large.length ? [h("div.dr-large", {}, ...large)] : []),
    ...(drawn || guesses.length || views.length || large.length || beside.length ? [] : [h("p", {}, "Your sentences, your plan, your decade and your guesses come here.")]),
    ...(beside.length ? [h("div.dr-beside", {}, ...beside)] : []),
    ...fold("My first minute", ...fiveAgain()), ...fold("How sure I was", calibration(forecasts, null)),
    ...fold("What I wrote", ...told(sentences.filter((one) => !(one.id in VIEWS)), "p")));
}

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
  wear(window, looks);
  const paper = h("div");
  const print = h("button.dr-primary", { type: "button", onclick: () => printAlone(paper.firstChild, looks, "My course") }, "Print this page");
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
