// The course on one page: a picture of the learner's own decade under their guesses; their sentence of the beginning, large, beside that of the end; in large numbers their plan and their guesses;
// the tests and the story with their marks as soon as there are some; the rest folded. It brings its style along, because it is printed from a frame of its own, without the page around it.
import { firstGiven } from "./ask.js";
import { h, svg } from "./dom.js";
import { fiveAgain } from "./five.js";
import { calibration } from "./forecast.js";
import { kept, share, summary, withUnit } from "./guesses.js";
import { points } from "./numbers.js";
import { printAlone, wear } from "./print-alone.js";
import { handedIn, notesOf, parsed, statesOf } from "./record.js";
import { shell } from "./shell.js";
import { earnedIn, testResults } from "./tests.js";

const ENDING = `
.dr-ending.dr-ending h3 { margin: 0; font-size: 1.25em; } .dr-ending.dr-ending h4 { margin: 16px 0 4px; font-size: 1em; }
.dr-ending.dr-ending p { margin: 0 0 6px; font-size: 0.875em; line-height: 1.5; } .dr-ending small { font-size: 0.7em; font-weight: 400; white-space: nowrap; }
.dr-ending table { width: 100%; margin: 0; border-collapse: collapse; table-layout: auto; font-size: inherit; } .dr-ending :is(th, td) { border-bottom: 1px solid var(--dr-faint, #d5dde4); text-align: left; vertical-align: top; white-space: normal; font-weight: 400; }
.dr-ending thead th { font-weight: 600; } .dr-ending.dr-ending :is(td, th) { padding: 3px 10px 3px 0; font-size: 0.8125rem; } .dr-ending.dr-ending td { white-space: nowrap; }
.dr-ending .dr-share { display: inline-block; width: 2.5rem; height: 9px; margin: 0 8px 0 0; border: 1px solid var(--dr-line, #8594a1); print-color-adjust: exact; } .dr-ending .dr-share > span { display: block; height: 100%; background: var(--dr-accent, #1f6391); }
.dr-ending .dr-large { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: 20px 28px; margin: 16px 0 20px; } .dr-ending .dr-large b { display: block; color: var(--dr-accent, #1f6391); font-size: 2.5em; line-height: 1.15; }
.dr-ending .dr-then-and-now { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 32px; } .dr-ending .dr-then-and-now blockquote { font-size: 1.375em; line-height: 1.35; }
.dr-ending .dr-beside { display: flex; flex-wrap: wrap; gap: 0 28px; } .dr-ending .dr-beside > div { flex: 5 1 18rem; min-width: 0; } .dr-ending .dr-beside > div + div { flex-grow: 4; }
.dr-ending details { display: inline-block; margin: 8px 20px 0 0; } .dr-ending details[open] { display: block; }
.dr-ending .dr-own-picture { display: block; width: 100%; margin: 8px 0 4px; print-color-adjust: exact; -webkit-print-color-adjust: exact; } .dr-ending .dr-story-told b { color: var(--dr-accent, #1f6391); white-space: nowrap; }
.dr-ending .dr-calibration svg { display: block; width: min(17rem, 100%); } .dr-ending blockquote { margin: 4px 0 12px; padding: 0 0 0 12px; border-left: 3px solid var(--dr-accent, #1f6391); }
.dr-ending ol.dr-five.dr-five { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 6px 32px; margin: 0; padding: 0; list-style: none; } .dr-ending .dr-five p { margin: 0; } .dr-ending .dr-five b { display: block; }
@media print { .dr-ending { font: 11pt/1.45 system-ui, sans-serif; } .dr-ending tr { break-inside: avoid; } }`;

function shareCell(earned, most) {
  if (earned === null) return h("td", {}, "not taken");
  return h("td", {}, h("span.dr-share", { "aria-hidden": "true" }, h("span", { style: `width:${(100 * earned) / most}%` })), `${points(earned)} of ${most}`);
}

function topicsTable(topics) {
  const together = (key) => (topics.every((one) => one[key] === null) ? null : topics.reduce((sum, one) => sum + one[key], 0));
  const all = { title: "Together", before: together("before"), after: together("after"), of: together("of") };
  const row = (one) => h("tr", {}, h("th", { scope: "row" }, one.title), shareCell(one.before, one.of), shareCell(one.after, one.of));
  return h("table", {}, h("thead", {}, h("tr", {}, ...["Topic", "Before", "After"].map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, ...[...topics, all].map(row)));
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
  const large = [...results, ...ranked.slice(0, 1).map((one) => told("My nearest guess", one)), ...ranked.slice(1).slice(-1).map((one) => told("My farthest guess", one))];
  return large.map(([title, number, words]) => h("div", {}, h("h4", {}, title), h("b", {}, number), h("p", {}, words)));
}

// The learner's own picture, by night: a star for each guess, the higher the nearer; below it the decade, what each year cost and what the coins saved; and the coins where they were laid.
const HOUSES = { Stockpile: "M-31 7L-25 0H25L31 7ZM-27 7h54v29h-54z", "Second sources": "M-29 0h52v36h-52zM23 36V-8H10v-3H34v3h-7V36z", "Plants at home": "M-29 36V6l11-6v6l11-6v6l11-6v6h13V36zM17 36V-14h5V36zM25 36V-8h5V36z", Alliance: "M-31 36V0h8V36zM23 36V0h8V36zM-31 17h62v19h-62z" };
function ownPicture(guesses, result) {
  const [wide, ground, gold, pale] = [innerWidth < 640 ? 340 : 680, 300, "#f2c14e", "#e6edf4"];
  const text = (x, y, words, more) => svg("text", { x, y, fill: pale, "font-size": 14, ...more }, words);
  const far = guesses.map((one) => Math.abs(share(one))).filter((one) => !Number.isNaN(one));
  const [nearest, most, star] = [Math.min(...far), Math.max(0.1, ...far), (x, y, r) => `M${x} ${y - r}Q${x} ${y} ${x + r} ${y}Q${x} ${y} ${x} ${y + r}Q${x} ${y} ${x - r} ${y}Q${x} ${y} ${x} ${y - r}Z`];
  const stars = far.map((off, i) => svg("path", { d: star((wide * (i + 0.6)) / (far.length + 0.2), 92 + (70 * off) / most, 13 - (7 * off) / most), fill: off === nearest ? gold : pale }));
  const [saved, words, made] = [`${result?.[1]}`, `${result?.[2]}`, result?.[3]]; // made: the coins on each building, then for each year what was lost, and what would have been without them
  const [height, step, scale] = [made ? 438 : 180, (wide - 20) / 10, made && 105 / Math.max(20, ...made.slice(1).map(([, bare]) => bare))];
  const bar = (i, from, to, fill) => svg("rect", { x: 10 + step * (i + 0.17), y: ground - to * scale, width: step * 0.66, height: (to - from) * scale, fill });
  const years = (made ?? []).slice(1).flatMap(([lost, bare], i) => [bar(i, 0, lost, "#f08a4b"), bar(i, lost, bare, gold), text(10 + step * (i + 0.5), ground + 17, i + 1, { "text-anchor": "middle" })]);
  const coins = (many) => Array.from({ length: Math.min(12, many) }, (_, k) => svg("ellipse", { cx: 0, cy: -4 - 5.2 * k, rx: 15, ry: 4.2, fill: gold, stroke: "#7a5a00" }));
  const house = ([name, d], i) => svg("g", { transform: `translate(${(wide / 4) * (i + 0.5)} 376)` }, svg("path", { d, fill: "#5b9bc9" }), ...coins(made[0][i]), text(0, 27, made[0][i], { "text-anchor": "middle", "font-weight": 700, fill: "#10263c" }), text(0, 51, name, { "text-anchor": "middle", "font-size": wide < 400 ? 11.5 : 14 }));
  const head = made ? [text(16, 40, saved, { "font-size": 34, "font-weight": 700, fill: gold }), text(28 + 19 * saved.length, 24, `billion saved ${words.split(" saved")[0]}`, { "font-weight": 700 }), text(28 + 19 * saved.length, 42, "Gold: saved. Orange: lost.")] : [];
  const said = `${made ? `My decade: ${saved} ${words}. ` : ""}${far.length} guesses as stars.`;
  return svg("svg", { class: "dr-own-picture", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": said }, svg("rect", { width: wide, height, rx: 12, fill: "#10263c" }), ...head, ...stars, far.length ? text(16, 70, "Each star is a guess of mine; the higher, the nearer.", { "font-size": 13 }) : "", ...years, ...(made ? Object.entries(HOUSES).map(house) : []));
}

// The same question before the first lesson and after the last.
const VIEWS = { "first-view": "Before I had read a word", "last-view": "After eight lessons" };

function endingPage(story, { topics, first, verdicts, forecasts, sentences }) {
  const views = Object.entries(VIEWS).flatMap(([id, title]) => sentences.filter((one) => one.id === id).map((one) => ({ title, text: one.text })));
  const told = (list, head) => list.map((one) => h("div", {}, h(head, {}, one.title), h("blockquote", {}, one.text)));
  const guesses = kept();
  const results = notesOf("result").map(([, text]) => parsed(text)).filter(Array.isArray);
  const drawn = results.find((one) => one[3]?.length === 11 && one[3].flat().every(Number.isFinite));
  const large = inLarge(guesses, results.filter((one) => one !== drawn));
  const beside = [
    ...(verdicts ? [h("div", {}, h("h4", {}, "The story again, by me"), ...storyTold(story, first, verdicts))] : []),
    ...(topics.length ? [h("div", {}, h("h4", {}, "Before and after"), topicsTable(topics))] : []),
  ];
  return h("div.dr-ending", {}, h("h3", {}, "De-risking, chips and Japan: my course ", h("small", {}, new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" }))),
    ...(guesses.length || drawn ? [ownPicture(guesses, drawn), h("p", {}, guesses.length ? summary(guesses) : "")] : []),
    ...(views.length ? [h("div.dr-then-and-now", {}, ...told(views, "h4"))] : []),
    large.length ? h("div.dr-large", {}, ...large) : h("p", {}, "Your sentences, your plan, your decade and your guesses come here."),
    ...(beside.length ? [h("div.dr-beside", {}, ...beside)] : []),
    ...fold("My first minute", ...fiveAgain()), ...fold("How sure I was", calibration(forecasts, null)),
    ...fold("What I wrote", ...told(sentences.filter((one) => !(one.id in VIEWS)), "p")));
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
  dressed ||= wear(window, ENDING) ?? true;
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
