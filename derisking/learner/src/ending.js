// The course on one page: both tests by topic, the first five guesses, the learner's verdicts on the story with how sure they were of forecasts, and the
// sentences they wrote. It brings its
// style along, because it is printed from a frame of its own, without the page around it.
import { h } from "./dom.js";
import { judge } from "./faces.js";
import { fiveAgain } from "./five.js";
import { calibration } from "./forecast.js";
import { points } from "./numbers.js";
import { handedIn, notesOf, statesOf } from "./record.js";
import { shell } from "./shell.js";
import { earnedIn, testResults } from "./tests.js";

const ENDING = `
.dr-ending h3 { margin: 0 0 4px; font-size: 1.25em; }
.dr-ending h4 { margin: 18px 0 6px; font-size: 1.05em; }
.dr-ending table { width: 100%; margin: 0; border-collapse: collapse; table-layout: auto; font-size: inherit; }
.dr-ending :is(th, td) { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--dr-faint, #d5dde4); text-align: left; vertical-align: top; white-space: normal; font-weight: 400; }
.dr-ending thead th { font-weight: 600; }
.dr-ending .dr-share { display: block; width: min(9rem, 100%); height: 10px; margin: 5px 0 2px; border: 1px solid var(--dr-line, #8594a1); print-color-adjust: exact; }
.dr-ending .dr-share > span { display: block; height: 100%; background: var(--dr-accent, #1f6391); }
.dr-ending .dr-beside { display: flex; flex-wrap: wrap; gap: 0 32px; }
.dr-ending .dr-beside > div { flex: 1 1 24rem; min-width: 0; }
.dr-ending .dr-beside > .dr-calibration { flex: 1 1 16rem; }
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
  if (!topics.length) return h("p", {}, "Your two tests come here, topic by topic, when you have handed in the last one.");
  const together = (key) => (topics.every((one) => one[key] === null) ? null : topics.reduce((sum, one) => sum + one[key], 0));
  const all = { title: "Together", before: together("before"), after: together("after"), of: together("of") };
  const row = (one) => h("tr", {}, h("th", { scope: "row" }, one.title), shareCell(one.before, one.of), shareCell(one.after, one.of));
  return h("table", {}, headed("Topic", "Before", "After"), h("tbody", {}, ...[...topics, all].map(row)));
}

function verdictsTable(q, response) {
  if (!response) return h("p", {}, "Your verdicts on the twelve sentences come here when you have sorted them, under “The story again”.");
  const { marks } = judge(q, response);
  const place = (row) => q.parts.findIndex((part) => part.key === row.key); // the story's own order
  const name = (key) => h("span", { html: q.bins.find((bin) => bin.name === key)?.html ?? "" }).textContent;
  const line = (row) => {
    const sign = h("span", {}, marks[row.key] ? "✓ yes" : "✗ look again");
    return h("tr", {}, h("th", { scope: "row", html: row.html }), h("td", {}, (response.bins[row.key] ?? []).map(name).join(", ")), h("td", {}, sign));
  };
  const rows = [...q.rows].sort((a, b) => place(a) - place(b));
  return h("table", {}, headed("The sentence", "My verdict", "Can it be defended?"), h("tbody", {}, ...rows.map(line)));
}

function endingPage(story, { topics, verdicts, forecasts, sentences }) {
  const own = sentences.flatMap((one) => [h("p", {}, one.title), h("blockquote", {}, one.text)]);
  const today = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return h("div.dr-ending", {}, h("h3", {}, "De-risking, chips and Japan: my course"), h("p", {}, today),
    h("h4", {}, "Before and after"), topicsTable(topics), h("div.dr-beside", {}, h("div", {}, h("h4", {}, "The story again, by me"), verdictsTable(story, verdicts)), calibration(forecasts)), ...fiveAgain(),
    h("h4", {}, "What I wrote"), ...(own.length ? own : [h("p", {}, "The sentences that you write in the lessons come here.")]));
}

// A sheet that no policy takes for an inline style. It belongs to one window.
function sheet(owner) {
  const made = new owner.CSSStyleSheet();
  made.replaceSync(ENDING);
  owner.document.adoptedStyleSheets = [...owner.document.adoptedStyleSheets, made];
  return true;
}
let sheeted = false;

// Prints one element alone, whatever stands around it.
function printAlone(node) {
  const frame = h("iframe", { title: "What is printed", style: "position:fixed;right:0;bottom:0;width:0;height:0;border:0" });
  document.body.append(frame);
  frame.contentDocument.title = "My course";
  sheet(frame.contentWindow);
  frame.contentDocument.body.append(node.cloneNode(true));
  frame.contentWindow.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
  frame.contentWindow.print();
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
  if (!sheeted) sheeted = sheet(window);
  const paper = h("div");
  const print = h("button.dr-primary", { type: "button", onclick: () => printAlone(paper.firstChild) }, "Print this page");
  const fill = (topics) => paper.replaceChildren(endingPage(story, {
    topics,
    verdicts: statesOf([story])[story.id]?.latest.response ?? null,
    forecasts,
    sentences: notesOf("sentence").map(([lesson, , text]) => ({ title: titles[lesson] ?? "", text })),
  }));
  root.append(h("div.dr-card", {}, paper, h("div.dr-actions", {}, print)));
  fill([]);
  new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) return;
    if (handedIn("post")) shell.explained().then((list) => fill(byTopic(testResults(list), titles)));
    else fill([]);
  }).observe(root);
}
