// My progress: the course as eight wafers that fill, which way the guesses lie, three questions for today, how sure one was, the two
// tests, and the ways in and out of the record.
import { h } from "./dom.js";
import { five } from "./five.js";
import { calibration, scored } from "./forecast.js";
import { FEWEST, MARKS, SELDOM, byChance, choices, kept, lean, nearer, nearest, off, onScale, strips, withUnit } from "./guesses.js";
import { counted, points, tenths } from "./numbers.js";
import { wanted } from "./one-by-one.js";
import { NOTE, goalsIn, handedIn, noted, notesOf, onChange, readRecord } from "./record.js";
import { recordTools } from "./record-tools.js";
import { shell } from "./shell.js";
import { earnedIn, testResults } from "./tests.js";
import { sign, wafer, waferKey } from "./wafer.js";

// data: `course` (exercises/outline.py), of which other pages of the web edition know less, in JupyterLab with a picture of each lesson; after a damaged record `ways`: [click, label] of each way to go on; first: the quick guess to begin with (five.js), which fills the first place of a wafer.
export function progress(root, { course, ways = [], first }) {
  if (course) shell.course = course;
  quick = first ? [first.ones[0].id, ...first.more.rest] : [];
  root.classList.add("dr-progress");
  const [head, begin, map, rest, said] = [h("div"), h("div"), h("div"), h("div"), h("div.dr-outcome", { role: "status" })];
  const sheet = h("div.dr-night.dr-course", {}, head, begin, map);
  let empty = false;
  const show = () => {
    const [all, others] = [standings(), apart()];
    const begun = all.some(does) || others.length > 0;
    const none = !begun && !all.some((own) => own.recalled);
    if (first && none && !empty) {
      begin.replaceChildren();
      five(begin, { ...first, alone: true });
    }
    empty = none;
    head.replaceChildren(...standsAt(all, begin.firstChild, others.length));
    sheet.classList.toggle("dr-beside", Boolean(begin.firstChild)); // in a wide window the guess has the right half
    const below = h("div.dr-inside");
    map.replaceChildren(none ? h("p.dr-how", {}, "Questions and guesses that wait:") : "", h("ol.dr-wafers", {}, ...all.map((own) => h("li", {}, does(own) ? pictured(own, below) : drawing(own)))), below, ...(!all.some(does) ? [] : [waferKey(KEY.filter(([name]) => all.some((own) => does(own) && met(own, name))))]));
    const each = h("ul.dr-standings", {}, ...all.filter(does).map(item), ...others.map((one) => h("li", {}, h("h3", {}, one), h("ul", {}, h("li", {}, "begun")))));
    rest.replaceChildren(...(none ? [] : [...toRepeat(all), ...guessesMade(), ...sure(), ...bothTests(), begun && h("details.dr-each", { open: rest.querySelector(".dr-each")?.open ?? others.length > 0 }, h("summary", {}, "What you have begun, lesson by lesson"), each)].filter(Boolean)));
    if (!none) tools.open = true;
  };
  const tools = h("details.dr-tools", { open: true }, h("summary", {}, h("h2", {}, "Your record")), ...recordTools(said, ways, show));
  root.append(h("div.dr-card", {}, sheet, rest, tools, said));
  show(); // after the tools, which are needed most where a row cannot be shown
  tools.open = !empty || ways.length > 0;
  said.textContent = shell.own.trouble();
  begin.addEventListener("submit", () => {
    show();
    fly(begin.querySelector(".dr-own"), map.querySelector("[fill='var(--dr-guess)']"));
  });
  onChange(show);
}

// A lesson's drawing: in the web edition a file, in JupyterLab it comes with the data.
const pictureFor = ({ id, picture }) => picture ?? `_images/${id}.svg`;

const link = (href, words) => h("a", { href }, words);

// A dot goes from the end of the bar that was guessed to its place in the lesson's wafer.
function fly(from, to) {
  if (!to || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const [start, end] = [from, to].map((one) => one.getBoundingClientRect());
  const dot = h("span.dr-flies", { style: `left:${end.x}px;top:${end.y}px;width:${end.width}px` });
  document.body.append(dot);
  const lifted = `translate(${start.right - end.x}px, ${start.y + start.height / 2 - end.y}px) scale(2.5)`;
  dot.animate([{ transform: lifted, opacity: 0.6 }, { transform: lifted }, { transform: "none" }], { duration: 1800, easing: "ease-in-out" }).onfinish = () => dot.remove();
  to.animate({ opacity: [0, 0, 0, 0, 1] }, 1800);
}

// What one lesson's own questions came to at the latest try, its verdicts, guesses and goals, and what its exercise has earned so far.
function standing(lesson) {
  const record = readRecord();
  const own = (kind) => record[kind].filter((row) => row.lesson === lesson.id);
  const tries = (...modes) => new Map(own("answer").filter((row) => modes.includes(row.mode)).map((row) => [row.item, row]));
  const latest = new Map([...tries("practice", "recall")].filter(([id]) => id in lesson.asked));
  const worked = [...own("answer").filter((row) => row.mode === "practice"), ...own("prediction"), ...own("check")].map((row) => Date.parse(row.at) || 0);
  const verdicts = Object.entries(lesson.verdicts).map(([id, all]) => {
    const given = latest.get(id);
    const draft = noted(NOTE.draft(lesson.id, id))?.bins ?? {};
    return { all, given: given ? all : Object.keys(draft).length, agreed: given ? Math.round(given.score * all) : null };
  });
  const rows = [...latest.values()];
  const wrong = [...latest].filter(([id, row]) => !row.correct && !(id in lesson.verdicts)).map(([id, row]) => ({ lesson, id, row }));
  const earned = earnedOf(lesson, own("check"));
  const unmade = lesson.guesses.filter((id) => !own("prediction").some((row) => row.item === id));
  return {
    lesson, verdicts, wrong, earned, latest, answered: rows.length, recalled: tries("recall").size, again: [...tries("recall").keys()].filter((id) => tries("practice").has(id)).length,
    beside: [...tries("practice").keys()].filter((id) => !(id in lesson.asked)).length, at: Math.max(0, ...worked),
    right: rows.filter((row) => row.correct).length, partly: rows.filter((row) => !row.correct && row.score > 0).length,
    unmade, guessed: lesson.guesses.length - unmade.length,
    reached: lesson.explorers.flatMap(goalsIn).length,
    begun: earned !== null || draftsBegun(record).some((key) => key.startsWith(`${lesson.id} `)),
  };
}

const draftsBegun = ({ drafts }) => Object.keys(drafts).filter((key) => Boolean(drafts[key].memo || Object.keys(drafts[key].answers ?? {}).length));

// Exercises of no lesson in which something is written: links, which are named as those of the lessons.
function apart() {
  const { lessons } = shell.course;
  const own = new Set(draftsBegun(readRecord()).map((key) => key.split(" ")[0]).filter((id) => lessons.every((one) => one.id !== id)));
  const known = lessons.find((one) => one.most);
  return [...own].map((id) => link(known?.task.replaceAll(known.id, id), `Exercise ${Number(id.slice(0, 2))}`));
}

// Part A and the better route of part B; null before the first check. `found` stands in for checks that a damaged record has lost.
function earnedOf(lesson, rows) {
  const checks = new Map(rows.filter((row) => row.outcome !== "not-attempted").map((row) => [row.item, Number(row.points) || 0]));
  if (!checks.size) return lesson.found ?? null;
  const sums = { "": 0 };
  for (const [id, value] of checks) sums[lesson.routes[id] ?? ""] = (sums[lesson.routes[id] ?? ""] ?? 0) + value;
  const { "": part, ...routes } = sums;
  return part + Math.max(0, ...Object.values(routes));
}

const sum = (list, key) => list.reduce((total, one) => total + one[key], 0);
export const standings = () => shell.course.lessons.map(standing);
// A question of it that another lesson asked from memory does not begin a lesson.
export const does = (own) => own.answered + own.beside + sum(own.verdicts, "given") + own.guessed + own.reached + Number(own.begun) > 0;

// What was done so far and what to do next; begun: whether a guess to begin with stands beside it; others: exercises of no lesson that were begun.
function standsAt(all, begun, others) {
  const done = all.filter(does);
  const next = coming(all);
  const left = done.filter((own) => own !== next && waiting(own)).map(toOpen);
  const gaps = left.length ? [h("p", {}, "Also open: ", ...left)] : [];
  const go = next ? [h("p.dr-next", {}, h("a.dr-go", wayOn(next), `${verbFor(next)} ${next.lesson.title}`), h("span", {}, `Open there: ${waiting(next)}${alike(next)}.`))] : [];
  if (!done.length && !others) return [h("h2", {}, "You against the numbers"), h("p", {}, "Here you see what you guessed, how near you came, and what to try again."), toCome(), ...(begun ? [] : go)];
  const sums = together(all, others);
  const [only, ...more] = kept();
  const drawn = only && !more.length ? [strips([only]), ...(onScale(only) ? [h("p.dr-how", {}, MARKS)] : [])] : []; // as in the example; of several below
  if (begun) return [h("h2", {}, "Your first guess is kept"), sums, ...drawn, h("p", {}, `It is the orange dot in lesson ${all[0].lesson.number}, below.`)];
  return [h("h2", {}, "Your story so far"), h("div.dr-ahead", {}, sums, ...go), ...drawn, ...gaps, h("p.dr-how", {}, "Tap a lesson that you have begun to see its questions. Tap another to open it.")];
}

const unanswered = ({ lesson, latest }) => Object.keys(lesson.asked).filter((id) => !latest.has(id));

// What has no answer yet in a lesson, in words; "" where all has.
const waiting = (own) => [[unanswered(own).length, "question", "questions"], [own.unmade.length, "guess", "guesses"]].filter(([n]) => n).map((part) => counted(...part)).join(" and ");

// Of the guesses that wait how many are those that Home counts, where that is not all.
let quick = [];
function alike({ unmade, guessed }) {
  const like = unmade.filter((id) => quick.includes(id)).length;
  return guessed && like && like < unmade.length ? `, ${like} of them like your first one` : "";
}

// The way to the first question of a lesson that has no answer yet, here and on Home; to the lesson, where its guesses come before that.
export function wayOn(own) {
  const first = own.answered || !own.unmade.length ? unanswered(own)[0] : undefined;
  const [, place] = own.lesson.asked[first] ?? []; // which Home does not know
  return { href: place ? `${own.lesson.page}#${place}` : own.lesson.page, onclick: () => first && wanted.put(first) };
}

const toOpen = (own) => h("a.dr-quiet-go", wayOn(own), `${waiting(own)} in ${own.lesson.title}`);

// Before the first guess: three rods about other things, so that nothing of the course is told.
const EXAMPLE = [["Sweets in a jar", 24, 70], ["Steps to the station", 82, 38], ["Days to read a book", 46, 60]];
const toCome = () => h("p.dr-to-come", {}, h("span", {}, "An example:"), h("span", {}, "your guess"), h("span", {}, "the truth"),
  ...EXAMPLE.flatMap(([name, ...ends]) => [h("small", {}, name), h("i", { "aria-hidden": "true", style: `--you:${ends[0]}%;--low:${Math.min(...ends)}%;--high:${100 - Math.max(...ends)}%;--it:${ends[1]}%` })]));

const KEY = [
  ["open", "a question that waits"], ["right", "right"], ["partly", "partly right"], ["wrong", "not right yet"],
  ["no guess", "a guess that waits"], ["guess", "guess made"], ["goal", "goal of a game, played"], ["rim", "points of the exercise"],
];

// What stands in the places of a lesson.
function dies({ lesson, latest, guessed }) {
  const die = (row) => (!row ? "open" : row.correct ? "right" : row.score > 0 ? "partly" : "wrong");
  return [...Object.keys(lesson.asked).map((id) => die(latest.get(id))), ...lesson.guesses.map((_, i) => (i < guessed ? "guess" : "no guess"))];
}

const met = (own, name) => dies(own).includes(name) || (name === "goal" && own.reached > 0) || (name === "rim" && own.earned > 0);

// The whole of a lesson as a wafer.
export const pictureOf = (own) => wafer(dies(own), own.lesson.most ? (own.earned ?? 0) / own.lesson.most : null, own.reached);

// Before anything is done in a lesson: its drawing, and how much waits.
function drawing(own) {
  const { page, title } = own.lesson;
  const coin = h("i.dr-coin", {}, h("img", { src: pictureFor(own.lesson), alt: "" }));
  return h("a", { href: page }, coin, h("b", {}, title), " ", h("span", {}, `${answers(own)[1]} to answer`));
}

// It opens the list of its questions below all circles, and closes it again.
function pictured(own, below) {
  const opens = ({ currentTarget: button }) => {
    const open = button.ariaExpanded !== "true";
    for (const one of button.closest("ol").querySelectorAll("button")) one.ariaExpanded = String(open && one === button);
    below.replaceChildren(...(open ? inside(own) : []));
    below.scrollIntoView({ block: "nearest" });
  };
  return h("button", { type: "button", "aria-expanded": "false", onclick: opens }, pictureOf(own), h("b", {}, own.lesson.title), " ", h("span", {}, `${answers(own).join(" of ")} done`));
}

// The questions of a lesson, each with its sign and a way to it; then its guesses, those made with what came of them.
function inside(own) {
  const { id, page, title, asked } = own.lesson;
  const one = ([key, [words, place]], n) => h("li", {}, h("a", { href: `${page}#${place}`, onclick: () => wanted.put(key) }, sign(dies(own)[n]), words));
  const row = (name, ...words) => h("li", {}, h("a", { href: page }, sign(name), h("span", {}, ...words)));
  const made = kept().filter((guess) => guess.lesson === id).map(({ name, guess, truth, unit }) => row("guess", h("b", {}, name), `: you ${withUnit(guess, unit)}, it is ${withUnit(truth, unit)}`));
  const left = own.unmade.length ? [row("no guess", `${counted(own.unmade.length, "guess waits", "guesses wait")}${alike(own)}`)] : [];
  return [h("p", {}, h("b", {}, link(page, title)), ": its questions"), h("ul", {}, ...Object.entries(asked).map(one)),
    ...(own.unmade.length && unanswered(own).length ? [h("p.dr-how", {}, "Some questions open only after the guess above them.")] : []),
    ...(made.length + left.length ? [h("p", {}, "Its guesses"), h("ul", {}, ...made, ...left)] : [])];
}

const unfinished = (all) => all.filter((own) => own.answered < Object.keys(own.lesson.asked).length);

// The lesson to go on with, as on Home (lab/state.py): the one that was worked in last, or the next with open questions.
export function coming(all) {
  const open = unfinished(all);
  const last = all.reduce((latest, own) => (own.at > latest.at ? own : latest));
  return open.find((own) => all.indexOf(own) >= all.indexOf(last)) ?? open[0];
}

export const verbFor = (own) => (own.at ? "Go on with" : "Begin with");

function together(all, others) {
  const [given, most] = all.map(answers).reduce(([a, b], [c, d]) => [a + c, b + d]);
  const sealed = new Set(readRecord().answer.filter(({ mode }) => mode === "pre").map(({ item }) => item));
  const forecast = shell.course.forecasts.filter(({ id }) => readRecord().prediction.some(({ item }) => item === `forecast-${id}`)).length;
  const waits = handedIn("pre") ? " sealed until lesson 7" : " kept without a verdict until you hand in";
  const besides = [[handedIn("post") ? 0 : sealed.size, `answer${waits}`, `answers${waits}`], [notesOf("sentence").length, "sentence of your own", "sentences of your own"], [sum(all.flatMap((own) => own.verdicts), "given"), "verdict on the story", "verdicts on the story"],
    [forecast, "forecast", "forecasts"], [sum(all, "reached"), "goal of a game", "goals of games"], [all.filter((own) => own.begun).length + others, "exercise begun", "exercises begun"]].filter(([n]) => n).map((part) => counted(...part));
  const right = sum(all, "right");
  const prize = kept().length > 1 && nearest(kept());
  const large = (words, i) => [i ? ", " : "", h("b", {}, words.split(" ")[0]), words.replace(/^\S+/, "")];
  const lead = given || !besides.length ? [counted(given, "answer given", "answers given"), ...(right ? [`${counted(right, "question", "questions")} right`] : [])] : besides; // what there is
  const how = given ? `Lessons 0 to 7 have ${most} questions and guesses in all.${besides.length ? ` Besides them you have: ${besides.join(", ")}.` : ""}` : `The ${most} questions and guesses of lessons 0 to 7 wait below.`;
  return h("div", {}, h("p.dr-sums", {}, ...lead.flatMap(large)), h("p.dr-how", {}, how), ...(prize ? [h("p.dr-me", {}, `★ Your nearest guess: ${prize}`)] : []));
}

// One lesson with something done in it: only what there is.
function item(own) {
  const { lesson } = own;
  const chips = [
    own.beside && `${counted(own.beside, "question", "questions")} on a paper or at home`,
    own.again && `${counted(own.again, "question", "questions")} of it answered again later`,
    ...own.verdicts.filter(({ given }) => given).map(({ all, given, agreed }) => (agreed === null ? `${given} of ${all} verdicts given` : `${agreed} of ${all} verdicts right or near it`)),
    own.reached && `${counted(own.reached, "goal", "goals")} played`,
    lesson.most && h("span", {}, link(lesson.task, `Exercise ${lesson.number}`), `: ${own.earned ? `${tenths(own.earned)} of ${lesson.most} points` : own.begun ? "begun" : "not begun"}`),
  ];
  const came = Object.entries({ right: "right", partly: "partly right", wrong: "not yet", open: "open" }).map(([die, words]) => [dies(own).filter((one) => one === die).length, words]).filter(([n]) => n);
  const answered = answers(own)[0] ? [h("p", {}, `${Object.keys(lesson.asked).length} questions: ${came.map((one) => one.join(" ")).join(", ")}. Guesses made: ${own.guessed} of ${lesson.guesses.length}`)] : [];
  return h("li", {}, h("h3", {}, link(lesson.page, lesson.title)), ...answered, h("ul", {}, ...chips.filter(Boolean).map((words) => h("li", {}, words))));
}

// Questions answered and guesses made, and how many there are: what the wafers have places for, and Home counts too.
const answers = ({ lesson, answered, guessed }) => [answered + guessed, Object.keys(lesson.asked).length + lesson.guesses.length];
export const answeredOf = (own) => (answers(own)[0] ? `${answers(own).join(" of ")} answers given` : "begun");

function guessesMade() {
  const list = kept();
  if (list.length < 2) return [];
  const pictures = Object.fromEntries(shell.course.lessons.map((one) => [one.id, pictureFor(one)]));
  const rods = () => [h("p.dr-how", {}, "The longer a rod, the larger the part of its slider by which you missed."), ...off(list, pictures), ...choices(list)];
  const few = () => [...(list.some(onScale) ? [h("p.dr-how", {}, MARKS)] : []), strips(list)]; // each on its own scale
  return [h("h2", {}, "How you guess"), ...lean(list), ...nearer(list), ...(list.filter(onScale).length < FEWEST ? few() : rods())];
}

const TODAY = ["To repeat: nothing yet", "Try one again", "Try two again", "Try three again"]; // of what is to be repeated, those in sight

// What was not right comes before what was partly right, and what was tried longest ago before the rest.
function toRepeat(all) {
  if (!readRecord().answer.length) return [];
  const when = ({ row }) => Date.parse(row.at) || 0;
  const list = all.flatMap(({ wrong }) => wrong);
  list.sort((a, b) => (a.row.score > 0) - (b.row.score > 0) || when(a) - when(b));
  const link = ({ lesson, id }) => h("a", { href: `${lesson.page}#${lesson.asked[id][1]}`, onclick: () => wanted.put(id, true) }, lesson.asked[id][0]);
  const why = (one) => `${one.row.score > 0 ? "Partly right" : "Not right"} on ${new Date(when(one)).toLocaleDateString("en-GB", { day: "numeric", month: "long" })}`;
  const first = list.slice(0, TODAY.length - 1);
  const later = list.slice(first.length);
  const cards = first.map((one) => h("li", {}, h("p", {}, link(one)), h("p.dr-how", {}, `${one.lesson.title} · ${why(one)}`)));
  const folded = all.map(({ lesson }) => [lesson, later.filter((one) => one.lesson === lesson)]).filter(([, own]) => own.length);
  const fold = ([lesson, own]) => h("div", {}, h("h3", {}, lesson.title), h("ul", {}, ...own.map((one) => h("li", {}, link(one)))));
  const others = later.length ? [h("details", {}, h("summary", {}, `${later.length} more can wait`), h("div.dr-more-again", {}, ...folded.map(fold)))] : [];
  // No word on what is right: verdicts and tests are no part of this list.
  return [h("h2", {}, TODAY[first.length]), first.length ? h("ol.dr-again", {}, ...cards) : h("p", {}, "What you get wrong comes back here."), ...others];
}

const sure = () => (scored(shell.course.forecasts).length ? [calibration(shell.course.forecasts, h("h2", {}, "How sure you were"))] : []);

function bothTests() {
  if (!handedIn("pre") && !handedIn("post")) return [];
  const words = { pre: h("span", {}, handedIn("pre") ? "sealed until you answer once more, in lesson 7" : "not handed in yet"), post: h("span", {}, "not handed in yet") };
  const step = h("div");
  if (handedIn("post")) shell.explained().then((list) => {
    const results = testResults(list);
    if (handedIn("pre")) step.replaceChildren(...better(results));
    for (const name of ["pre", "post"]) {
      const own = results.filter((one) => one.test === name);
      if (handedIn(name)) words[name].textContent = `${points(earnedIn(own, name))} of ${own.length} points`;
    }
  });
  const row = ([name, which]) => h("li", {}, link(shell.course.tests[name][0], `${which}, in lesson ${shell.course.tests[name][1]}`), ": ", words[name]);
  return [h("h2", {}, "Your sealed answers, before and after"), step, h("ul.dr-tests", {}, ...[["pre", "Before"], ["post", "After"]].map(row))];
}

// What one got better at between the two tests, where a coin in the place of each pair of questions would seldom make as large a step.
function better(results) {
  const earned = (test, lesson) => results.filter((one) => one.test === test && (!lesson || one.question.lesson === lesson)).map((one) => one.result?.score ?? 0);
  const lessons = shell.course.lessons.map(({ id, title }) => [title, earned("pre", id), earned("post", id)]);
  const steps = lessons.flatMap(([title, before, after]) => before.map((one, i) => ({ title, by: (after[i] ?? one) - one })));
  const [up, down] = [1, -1].map((sign) => steps.filter(({ by }) => Math.sign(by) === sign));
  const coin = byChance(up.length + down.length, Math.max(up.length, down.length));
  const [from, to] = ["pre", "post"].map((test) => points(earnedIn(results, test)));
  const told = `From ${from} to ${to} of ${steps.length} points`;
  if (coin > SELDOM) return [h("p.dr-me", {}, `${told}: no larger a step than a coin often makes.`)];
  const where = [...new Set(up.map(({ title }) => title))].join(", ");
  return [h("p.dr-me", {}, up.length > down.length ? `${told}: you got better, in ${where}.` : `${told}.`),
    h("p.dr-how", {}, `Of the pairs of questions ${up.length} went up and ${down.length} down. A coin would do as much in about ${Math.max(1, Math.round(coin))} of 100 courses.`)];
}
