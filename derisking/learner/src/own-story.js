// A story of one's own: where it stands, its claims with verdicts, and a correction. It takes the place of the memo's box, and what
// it keeps is a memo: a text that people read as it is, and that `derisking/classroom/stories/story.py` reads as `read` does here.
import { always, escaped, h, unique } from "./dom.js";
import { counted } from "./numbers.js";
import { oneByOne } from "./one-by-one.js";
import { NOTE, noted } from "./record.js";
import { storyPart } from "./story.js";

const HEAD = { title: "Story", address: "Address", date: "Date", language: "Language" };
const LINES = { verdict: "Verdict", as_of: "As of", primary: "Primary text", place: "Place" };
const CORRECTION = "Correction";
const flat = (text) => text.replace(/\s+/g, " ").trim();
const keysOf = (names, said) => Object.keys(names).find((key) => names[key].toLowerCase() === said.toLowerCase());

// {title, address, date, language, claims: [{text, verdict, as_of, primary, place}], correction}; what is open is "".
export function read(text, count) {
  const story = { ...empty(HEAD), claims: Array.from({ length: count }, () => ({ text: "", ...empty(LINES) })), correction: "" };
  let claim;
  for (const line of text.split("\n")) {
    const numbered = /^(\d{1,2})\. ?(.*)$/.exec(line);
    const named = /^\s*(?:- )?\*\*([\w ]+):\*\* ?(.*)$/.exec(line);
    if (story.correction || named?.[1] === CORRECTION) story.correction = flat(`${story.correction} ${named ? named[2] : line}`);
    else if (numbered) claim = Object.assign(story.claims[numbered[1] - 1] ?? {}, { text: flat(numbered[2]) });
    else if (named && claim && keysOf(LINES, named[1])) claim[keysOf(LINES, named[1])] = flat(named[2]);
    else if (named && !claim && keysOf(HEAD, named[1])) story[keysOf(HEAD, named[1])] = flat(named[2]);
  }
  return story;
}

const empty = (names) => Object.fromEntries(Object.keys(names).map((key) => [key, ""]));

// The story as text; "" while nothing is written.
export function written(story) {
  const fields = (one, names, line) => Object.entries(names).filter(([key]) => flat(one[key])).map(([key, name]) => line(name, flat(one[key])));
  const head = fields(story, HEAD, (name, value) => `**${name}:** ${value}\n\n`);
  const claims = story.claims.map((claim, i) => [flat(claim.text), ...fields(claim, LINES, (name, value) => `    - **${name}:** ${value}`), i + 1]);
  const listed = claims.filter((lines) => lines.slice(0, -1).some(Boolean)).map((lines) => [`${lines.at(-1)}. ${lines[0]}`, ...lines.slice(1, -1)].join("\n"));
  const end = flat(story.correction) ? `**${CORRECTION}:** ${flat(story.correction)}` : "";
  return `${head.join("")}${listed.join("\n")}${listed.length && end ? "\n\n" : ""}${end}`.trim();
}

const numbers = (claims, open) => claims.map((claim, i) => (open(claim) ? i + 1 : 0)).filter(Boolean).join(", ");

const hasCome = (claim) => claim.as_of && claim.as_of <= new Date().toLocaleDateString("sv"); // its day: today is written as there
const dayOf = (day) => (day ? new Date(`${day}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" }) : "");
const isJudged = (claim) => Boolean(flat(claim.text) && claim.verdict && hasCome(claim));
const isTraced = (claim) => Boolean(flat(claim.text) && isAddress(claim.primary) && flat(claim.place));

// What is still open, each in a sentence: what is begun before what is not.
function open(story, asks) {
  const { claims } = story;
  const heads = Object.entries(HEAD).filter(([key]) => !flat(story[key])).map(([, name]) => (name === "Story" ? "title" : name.toLowerCase()));
  const there = claims.filter((claim) => flat(claim.text)).length;
  const without = (words, has) => [numbers(claims, (claim) => flat(claim.text) && !has(claim)), words];
  const traced = claims.filter(isTraced).length;
  const short = numbers(claims, (claim) => flat(claim.text) && flat(claim.text).split(" ").length < 2);
  const astray = numbers(claims, (claim) => flat(claim.primary) && !isAddress(claim.primary));
  return [
    flat(story.address) && !isAddress(story.address) && "The address of the story does not open in a browser. It must begin with https://.",
    short && `Claim ${short}: write a whole sentence.`,
    astray && `Claim ${astray}: the primary text needs an address that begins with https://.`,
    ...[without("verdict", (claim) => claim.verdict), without("day that is not in the future", hasCome)].map(([which, words]) => which && `Claim ${which}: choose a ${words}.`),
    heads.length && `The story: write its ${heads.join(", ")}.`,
    there < claims.length && `${counted(claims.length - there, "claim", "claims")} to write.`,
    traced < asks.traced && `Trace ${counted(asks.traced - traced, `${traced ? "more " : ""}claim`, `${traced ? "more " : ""}claims`)} to a primary text, with its address and the place in it.`,
    flat(story.correction).split(" ").length < 0.75 * asks.words && `Write the correction${flat(story.correction) ? `, in about ${asks.words} words` : ""}.`,
  ].filter(Boolean);
}

const isAddress = (text) => /^https:\/\/\S+\.\S/.test(flat(text));
const twofold = (claim) => / and (it |they |he |she )?(also )?will /i.test(flat(claim.text)); // perhaps: it is only asked
const playable = (claim) => flat(claim.text) && claim.verdict;

// What the story widget shows of it: each sentence on the side of the paper where its verdict puts it, and how many hold.
// verdicts: in the order of the sides; desk: verdict -> {side, asks}.
export function played(story, verdicts, desk) {
  const claims = story.claims.map((claim, i) => ({ key: String(i + 1), ...claim })).filter(playable).sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
  const of = (...some) => claims.filter(({ verdict }) => some.includes(verdict)).length;
  const link = ({ primary }) => (isAddress(primary) ? `<a href="${escaped(primary).replaceAll('"', "&quot;")}" target="_blank" rel="noopener">${escaped(primary)}</a>` : escaped(primary));
  const note = (claim) => `<p>${claim.as_of ? `As of ${escaped(dayOf(claim.as_of))}. ` : ""}${claim.primary ? `Primary text: ${link(claim)}${claim.place ? `, ${escaped(claim.place)}` : ""}.` : "Not traced to a primary text."}</p>`;
  const q = {
    own: true,
    judged: "Choose a sentence: its verdict, and the text behind it.",
    rows: claims.map((claim, i) => ({ key: claim.key, html: escaped(claim.text), accepts: [], opens: claim.verdict !== claims[i - 1]?.verdict, note: note(claim) })),
    bins: verdicts.map((name) => ({ name, html: escaped(name) })),
  };
  const part = claims.length ? storyPart(q) : { node: h("ol.dr-ruled", {}, ...story.claims.map(() => h("li"))), write() {} };
  part.write({ bins: Object.fromEntries(claims.map((claim) => [claim.key, [claim.verdict]])) });
  part.node.querySelectorAll(".dr-say").forEach((line, i) => {
    line.dataset.verdict = line.parentElement.dataset.verdict = claims[i].verdict;
    line.dataset.claim = claims[i].key;
    line.parentElement.dataset.side = desk[claims[i].verdict]?.side;
  });
  const tally = h("p.dr-tally", {}, ...claims.map(({ verdict }) => h("i", { "data-verdict": verdict })), h("span", {}, `${counted(claims.length, "sentence", "sentences")}: ${of("Accurate", "Imprecise")} accurate or imprecise · ${of("Wrong")} wrong · ${of("Opinion", "Forecast", "Unverifiable")} beyond checking`));
  const page = h("div.dr-printed", {}, h("p.dr-printed-head", {}, flat(story.title) || "Your story"), h("p.dr-how", {}, [dayOf(story.date), story.language, isAddress(story.address) ? story.address : ""].map(flat).filter(Boolean).join(" · ")), claims.length ? tally : "", part.node);
  if (flat(story.correction)) page.append(h("div.dr-corrected", {}, h("b", {}, "Correction"), h("p", {}, flat(story.correction))));
  return page;
}

// data.story: claims, traced, words and verdicts that are asked for. changed(): something was typed. Returns {node, text(), show(text)}.
export function ownStory(data, changed) {
  const asks = data.story;
  const boxes = {}; // name -> control
  const labelled = (name, words, control) => {
    boxes[name] = Object.assign(control, { id: unique("own") });
    return h("label.dr-own-field", { htmlFor: control.id }, h("span.dr-how", {}, words), control);
  };
  const line = (type = "text") => h("input", { type, autocomplete: "off", ...(type !== "date" && { maxLength: 300 }) });
  const area = (rows, maxLength) => h("textarea.dr-sentence", { rows, maxLength }); // together within what a memo may hold
  const stamps = (name, group = unique("stamp")) => {
    const inputs = asks.verdicts.map((value) => h("input", { type: "radio", name: group, value }));
    boxes[name] = { get value() { return inputs.find((one) => one.checked)?.value ?? ""; }, set value(to) { inputs.forEach((one) => (one.checked = one.value === to)); } };
    return h("fieldset.dr-stamps", {}, h("legend.dr-how", {}, "Verdict: your stamp", h("span.dr-sr", {}, ` on claim ${Number(name.slice(8)) + 1}`)), ...inputs.map((one) => h("label", { "data-verdict": one.value }, one, one.value)));
  };
  const claim = (i) => h("fieldset.dr-own-claim", {}, h("legend", { tabIndex: -1 }, `Claim ${i + 1}`),
    labelled(`text ${i}`, "What the story says, in one sentence: one thing alone", area(2, 400)),
    stamps(`verdict ${i}`), labelled(`as_of ${i}`, "As of: the story’s own day", line("date")),
    h("div.dr-own-pair", {}, labelled(`primary ${i}`, "Primary text: its address, opened by yourself", line("url")), labelled(`place ${i}`, "Article, page or paragraph", line())));
  const [summary, done, stage, missing] = [h("p.dr-status", { role: "status" }), h("p.dr-own-done"), h("div.dr-own-page"), h("ul.dr-open-list")];
  const rows = Array.from({ length: asks.claims }, (_, i) => claim(i));
  const cards = rows.map((_, i) => h("button.dr-claim", { type: "button", onclick: () => step.go(i, true) }));
  const step = oneByOne(rows.map((row) => ({ node: row })), (place) => cards.forEach((card, i) => card.classList.toggle("dr-now", i === place)) ?? "", "claim");
  const node = h("div.dr-own-story", {}, h("p.dr-prompt", {}, data.title), h("div.dr-own-desk", {}, h("div", {}, done,
    labelled("title", "Title of the story", line()), labelled("address", "Its address", line("url")),
    h("div.dr-own-pair", {}, labelled("date", "Day on which it appeared", line("date")), labelled("language", "Language", line())),
    h("div.dr-claims", {}, ...cards), ...rows, step.node), stage, h("div", {},
    h("p.dr-own-head", {}, "What it should have said"),
    labelled("correction", `Correction, about ${asks.words} words`, area(5, 1500)), summary, missing)));
  const each = (act) => Object.entries(boxes).forEach(([name, box]) => act(box, ...name.split(" ")));
  const story = () => {
    const made = read("", asks.claims);
    each((box, key, i) => ((made.claims[i] ?? made)[key] = box.value));
    return made;
  };
  let hand; // the row that is written in
  const tell = () => {
    const now = story();
    const left = written(now) ? open(now, asks) : [];
    const shown = now.claims.some((one) => flat(one.text)) || !noted(NOTE.first(data.lesson, "memo")) ? null : asks.example; // once it is judged above
    cards.forEach((card, i) => {
      const one = now.claims[i];
      if (card.dataset.verdict !== one.verdict) card.dataset.verdict = one.verdict;
      rows[i].dataset.step = one.verdict || one.primary || one.place ? "text" : flat(one.text) ? "stamp" : "claim"; // one opens the next
      card.replaceChildren(h("b", {}, String(i + 1)), h("span.dr-cut", {}, flat(one.text) || "no claim yet"), isTraced(one) ? h("small", { title: "traced" }, "§") : "", one.verdict && !hasCome(one) ? h("small", {}, "no day") : "", one.verdict ? h("span.dr-verdict-stamp", {}, one.verdict) : "");
    });
    each((box, key, i) => i === "0" && box.type !== "date" && (box.placeholder = shown?.[key] ?? "")); // to write over
    const [judged, traced] = [isJudged, isTraced].map((test) => now.claims.filter(test).length);
    const half = Math.ceil(asks.claims / 2);
    const words = flat(now.correction) ? flat(now.correction).split(" ").length : 0;
    const stages = [["Title", flat(now.title)], ["First claim", judged], [`${half} claims`, judged >= half], [`${asks.claims} claims`, judged >= asks.claims], [`${asks.traced} texts (§)`, traced >= asks.traced], ["Correction", words >= 0.75 * asks.words]];
    const next = judged ? `${judged} of ${asks.claims} claims judged and dated, ${traced} of ${asks.traced} traced to a primary text (§).` : flat(now.title) ? "Now one claim: a sentence, your stamp, the text behind it." : "Begin with the title of your story, in the first box. It is printed at once.";
    done.replaceChildren(h("b", {}, next), ...stages.map(([name, is]) => h(is ? "span.dr-did" : "span", {}, name)));
    summary.textContent = `${words ? `The correction has ${counted(words, "word", "words")}${words > 1.25 * asks.words ? `: cut it, about ${asks.words} are asked` : ""}. ` : ""}${left.length ? "Next:" : written(now) && "Complete."}`;
    missing.replaceChildren(...left.slice(0, 1).map((words) => h("li", {}, words)));
    const one = now.claims.find(isJudged);
    const first = one && `${one.verdict}, you say, and it is in print. ${isTraced(one) ? "With the text behind it, anybody can check you. The next one, please." : "Which text did you open?"}`;
    const replies = { 1: first, [half]: "Half the page is set!", [asks.claims]: "The page is full. Start the press!" };
    const held = now.claims[rows.indexOf(hand)];
    const replied = [replies[judged], judged > 1 && held && isJudged(held) && asks.desk[held.verdict].asks].filter(Boolean).join(" ");
    const reply = replied ? h("p.dr-how", {}, h("b", {}, "The desk: "), `“${replied}”`) : "";
    stage.dataset.set = judged === asks.claims ? "whole" : judged >= half ? "half" : judged ? "begun" : "";
    const two = numbers(now.claims, (claim) => playable(claim) && twofold(claim));
    const asked = two ? h("p.dr-how", {}, h("b", {}, "The desk: "), `“Is that one claim? See the ‘and’ in claim ${two}.”`) : "";
    const page = shown ? { ...now, title: "How a sentence of yours will be printed", claims: [shown] } : now;
    const empty = page.claims.some(playable) ? "" : h("p.dr-how", {}, "Your story is printed here, sentence by sentence, as soon as a claim has its verdict.");
    stage.replaceChildren(reply, asked, empty, played(page, asks.verdicts, asks.desk));
  };
  const show = (text) => {
    const made = read(text, asks.claims);
    each((box, key, i, value = (made.claims[i] ?? made)[key]) => flat(box.value) === value || (box.value = value));
    step.go(Math.max(0, made.claims.findIndex((claim) => !isJudged(claim))), false);
    tell();
  };
  node.addEventListener("input", ({ target }) => {
    hand = target.closest(".dr-own-claim");
    const dated = (box, key, i) => key === "as_of" && box !== target && !box.value && flat(boxes[`text ${i}`].value) && (box.value = boxes.date.value);
    if (target !== boxes.date) each(dated); // of its own day, unless one says another
    tell();
    const line = stage.querySelector(`[data-claim="${rows.indexOf(hand) + 1}"]`);
    if (line) stage.scrollTop += line.getBoundingClientRect().top - stage.getBoundingClientRect().top - 100; // what was written last is in sight
    if (target.type === "radio" && step.node.isConnected) stage.scrollIntoView({ block: "nearest" }); // below the claim, on a phone
    changed();
  });
  always(tell);
  const left = () => (written(story()) ? open(story(), asks).length && "see the list below your correction." : "nothing is written yet.");
  return { node, text: () => written(story()), show, open: () => (left() ? `Still open: ${left()}` : "") };
}
