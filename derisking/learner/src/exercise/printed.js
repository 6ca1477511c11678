// The page of a role: what part B decides stands on it as it is chosen, in the words of `printed` in tasks.yaml. It repeats and judges nothing.
import { always, h } from "../dom.js";
import { arriveAt } from "../faces.js";
import { counted } from "../numbers.js";
import { printAlone } from "../print-alone.js";
import { NOTE, parsed } from "../record.js";
import looks from "../styles/exercise.css";

const chosen = (card, type) => [...(card?.querySelectorAll(`input[type=${type}]:checked`) ?? [])].map((input) => apart(input.closest("label").querySelector(".dr-text")));

// What is chosen without its letter, and apart from it what the task's text says of it.
function apart(node) {
  const copy = node.cloneNode(true);
  const letter = copy.firstElementChild?.textContent;
  if (/^[A-Z]$/.test(letter)) copy.firstElementChild.remove();
  const told = copy.querySelector(".dr-told");
  told?.remove();
  return { letter, name: [...copy.childNodes], told: told?.textContent.replace(/^[:,\s]+/, "") ?? "" };
}

const wordsOf = ({ name }) => h("p", {}, ...name.map((node) => node.cloneNode(true))).textContent.trim();

// A sentence with {letter}, {name} and the values {0}, {1} ... of the row that is chosen.
const aloud = (words, { letter, name, told }) => words.replace(/\{(\w+)\}/g, (_, key) => ({ letter, name: wordsOf({ name }) })[key] ?? told.split("; ")[key].split(": ").at(-1)).replace(/ (?=[%±])/g, "\u00a0");

const quoted = ({ name, told }) => (told || h("p", {}, ...name).textContent).replace(/[“”]|\((sentence \d+|on page 2)\)/g, "").trim();

// data: lesson, look, head, aside, ran (the same, of its story), slots (task, eyebrow, empty, go, and more words: before, says (aloud; idle, where all figures are 0), why, quoted, large, wide, last, voice and asks: who asks
// back, and what, by the first words of the option; or figures);
// title, lines and more (html of a story's sentences) where the story stands on it. page: of the shell.
export function printed(root, data, { standing, noted }) {
  const of = (task) => standing.get(`${data.lesson} ${task}`);
  const slots = data.slots.filter((slot) => !(data.lines && slot.last));
  const places = slots.map((slot) => h(slot.wide ? "div.dr-slot.dr-broad" : "div.dr-slot"));
  const [lines, more] = [data.lines ?? [], data.more ?? []].map((all) => all.map((html) => h("li", { html })));
  const story = data.lines && h("div", {}, h("p.dr-headline", {}, data.title), h("ol.dr-columns", {}, ...lines), h("details.dr-goes-on", {}, h("summary", {}, "Continued on page 2"), h("ol.dr-columns", { start: lines.length + 1 }, ...more)));
  const page = h("section.dr-front", { ariaLabel: data.lines ? "The page" : "Your page as it is printed" }, h("p.dr-masthead", {}, h("b", {}, data.head), h("span", {}, data.lines ? data.ran : data.aside)), story, h("div.dr-below", {}, ...places), data.lines ? null : h("p.dr-stamp", {}, "Draft, not yet judged"));
  page.dataset.look = data.look;
  const status = h("p.dr-status", { role: "status" });
  const print = h("button.dr-primary", { type: "button", onclick: () => printAlone(h("div.dr-quiz", {}, page.cloneNode(true)), looks, data.head) }, "Print this page");
  const fold = data.lines && h("details.dr-to-edit", { open: innerWidth > 700 }, h("summary", {}, "This morning’s page", h("span", {}, data.title)), page); // on a phone a task comes first
  root.append(...(data.lines ? [fold] : [page, h("div.dr-actions", {}, print, status)]));

  function decided(slot) {
    const { card, answered } = of(slot.task) ?? {};
    const [choice] = chosen(card, "radio");
    const ticked = chosen(card, "checkbox");
    const parts = [];
    if (choice && slot.quoted) parts.push(h("p", {}, slot.before, " ", h("q", {}, quoted(choice))));
    else if (choice?.told && slot.says) parts.push(h("p", {}, aloud(/[1-9]/.test(choice.told) ? slot.says : slot.idle, choice)));
    else if (choice) parts.push(slot.before ? h("p", {}, slot.before) : null, h(slot.large ? "p.dr-headline" : "p", {}, ...choice.name), choice.told ? h("p.dr-figures", {}, choice.told) : null);
    if (ticked.length) parts.push(h("p", {}, slot.why), h("ul", {}, ...ticked.map((one) => h("li", {}, ...one.name))));
    if (!parts.length) parts.push(h("p", {}, slot.empty));
    const go = choice && card.querySelector("[type=checkbox]") && ticked.length !== 2 ? "Keep two reasons" : slot.go;
    if (!answered) parts.push(h("button.dr-quiet", { type: "button", onclick: () => arriveAt(of(slot.task).card) }, go));
    const said = (choice ? [choice] : ticked).map(wordsOf);
    slot.said = [...new Set([...(slot.said ?? []), ...said])].filter((words) => said.includes(words)); // what was ticked last stands last
    const asked = Object.entries(slot.asks ?? {}).sort(([one], [other]) => other.length - one.length); // the longest words that fit
    const fits = ([option]) => option === `plan ${choice?.letter}` || slot.said.at(-1).startsWith(option);
    if (slot.asks && card) askBack(card, slot.voice, answered ? asked.find(fits)?.[1] : "");
    return { parts, answered, told: choice?.told };
  }
  // In the task itself, to whoever has decided: a question to each choice, or to the last tick, by which none is told from another.
  function askBack(card, voice, words = "") {
    const there = card.querySelector(".dr-asks-back") ?? card.querySelector(".dr-actions").insertAdjacentElement("afterend", h("div.dr-asks-back", { role: "status" }));
    if (there.lastChild?.textContent !== words) there.replaceChildren(...(words ? [h("p.dr-how", {}, voice.replace(/:$/, " (answer aloud or on paper, in one sentence):")), h("p.dr-voice", {}, words)] : []));
  }
  // Figures that were typed and are right, or what an explorer that keeps its settings came to.
  function counts({ figures = [], own }) {
    const lines = figures.filter(({ task }) => of(task)?.share === 1).map(({ task, words }) => h("li", {}, words, " ", h("b", {}, of(task).card.querySelector("input.dr-number").value)));
    const told = own && parsed(noted(NOTE.plans(own)))?.line;
    return { parts: [told && h("p", {}, told), lines.length && h("ul", {}, ...lines)], answered: Boolean(told || lines.length) };
  }
  function draw() {
    const now = slots.map((slot) => (slot.task ? decided : counts)(slot));
    slots.forEach((slot, i) => {
      places[i].hidden = Boolean(data.lines) || (!now[i].answered && !slot.task); // what is decided stands on tomorrow’s page alone
      places[i].classList.toggle("dr-set", Boolean(now[i].answered));
      places[i].replaceChildren(h("p.dr-eyebrow", {}, slot.eyebrow), ...now[i].parts.filter(Boolean));
      const number = slot.quoted && Number(/\(sentence (\d+)\)/.exec(now[i].told)?.[1]);
      if (slot.quoted) lines.forEach((line, n) => line.classList.toggle("dr-corrected", n + 1 === number));
    });
    if (data.lines) setTimeout(light); // once the task that has just come is dressed
    const asked = now.filter((one, i) => slots[i].task);
    const open = asked.filter((one) => !one.answered).length;
    page.classList.toggle("dr-complete", !open);
    print.hidden = open > 0;
    const words = open ? `${counted(asked.length - open, "decision", "decisions")} of ${asked.length} on the page so far.` : "All of it is on the page. A teacher who collects your file reads it; learning alone, you are its judge.";
    if (status.textContent !== words) status.textContent = words;
  }
  // The sentences of the page that a task quotes: cut out above what it asks, and marked on the page while one is there.
  const lineOf = (words) => words && [...lines, ...more].find((line) => line.textContent.toLowerCase().includes(words.toLowerCase()));
  function clip({ card }) {
    if (card.quotes || !card.querySelector(".dr-question > .dr-voice")) return;
    card.ties = [...card.querySelectorAll(".dr-option")].map((option) => [lineOf(/“([^”]+?)[.]?”/.exec(option.textContent)?.[1]), option]).filter(([line]) => line);
    const said = [...card.querySelectorAll(".dr-body, .dr-listed q")].flatMap((one) => (one.matches("q") ? one.textContent : [...one.textContent.matchAll(/“([^”]+?)[.]?”/g)].map((match) => match[1])));
    card.quotes = [...lines, ...more].filter((line) => said.some((words) => line.textContent.toLowerCase().includes(words.toLowerCase())));
    card.classList.toggle("dr-on-page", card.matches("[data-kind=defend]") && card.ties.length > 2);
    if (card.quotes.length && !card.querySelector(".dr-listed q")) card.querySelector(".dr-question > .dr-voice").after(h("ol.dr-clip", {}, ...card.quotes.map((line) => Object.assign(line.cloneNode(true), { value: [...lines, ...more].indexOf(line) + 1 }))));
  }
  function light() {
    [...standing.values()].forEach(clip);
    const tops = [...standing.values()].filter(({ card }) => card.offsetParent).map(({ card }) => [card.getBoundingClientRect().top, card]);
    const [, at] = tops.filter(([top]) => top < innerHeight * 0.6).sort(([a], [b]) => b - a)[0] ?? [];
    const marked = [...(at?.quotes ?? []), ...(at?.ties ?? []).map(([line]) => line)];
    const second = at !== ties.at && innerWidth > 700 && marked.find((line) => more.includes(line));
    if (second) (story.querySelector("details").open = true) && page.closest(".cell")?.scrollTo(0, second.offsetTop);
    Object.assign(ties, { at, all: at?.ties ?? [] });
    for (const line of [...lines, ...more]) {
      const option = ties.all.find(([one]) => one === line)?.[1];
      Object.entries({ lit: marked.includes(line), tied: option, picked: option?.querySelector(":checked"), leads: askedOf(line).length, seen: askedOf(line).length && !open(line) }).forEach(([look, on]) => line.classList.toggle(`dr-${look}`, Boolean(on)));
    }
    const asked = [...lines, ...more].filter((line) => askedOf(line).length);
    fold.firstChild.dataset.checked = `Tap a sentence: it leads to its task. ${asked.filter((line) => !open(line)).length} of ${asked.length} are done.`;
  }
  // A sentence that the task below proposes is chosen on the page as well; another one leads to a task that asks about it. Keys choose in the task.
  const [ties, askedOf] = [{ all: [] }, (line) => [...standing.values()].filter(({ card: { quotes = [], ties: tied = [] } }) => quotes.includes(line) || tied.some(([one]) => one === line))];
  const open = (line) => askedOf(line).find(({ share, answered, card }) => share !== 1 && !(answered && card.matches(".dr-to-decide")));
  const take = (line, [, option] = ties.all.find(([one]) => one === line) ?? []) => (option ? option.click() : askedOf(line).length && arriveAt((open(line) ?? askedOf(line)[0]).card));
  story?.addEventListener("click", ({ target }) => target.closest("a") ?? take([...lines, ...more].find((line) => line.contains(target))));
  if (data.lines) addEventListener("scroll", light, { passive: true });
  always(draw);
}
