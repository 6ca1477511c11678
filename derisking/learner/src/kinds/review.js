// `review`: a text whose sentences are marked, each with what is wrong with it and the row that shows it. A sentence opens two lists
// of its own; what is chosen so far is kept as a draft, since one reads for a quarter of an hour.
import { escaped, h, unique } from "../dom.js";
import { isRight, keyOf, kinds, named, partOf, setMarks } from "../faces.js";
import { counted } from "../numbers.js";

const [FOUND, QUARTER, ALARM] = [0.5, 0.25, 0.5]; // of a slip, as in review.py
const letter = (place) => "abcdefghijklmnop"[place];
const short = (text) => (text.length > 56 ? `${text.slice(0, 54).trimEnd()} …` : text);

// [key of a sentence, keys of the parts that a mark picks], for each that is marked or should be, in the order of the text.
function judged(q, marks) {
  return q.sentences.flatMap(({ key, accepts, shown_by }) => {
    if (!accepts.length) return key in marks ? [[key, [`${key}>alarm`]]] : [];
    if (!(key in marks)) return [[key, [`-${key}`]]];
    const [name, row] = marks[key];
    const wrong = [accepts.includes(name) ? "" : `${key}>name`, shown_by.includes(row) ? "" : `${key}>row`].filter(Boolean);
    return [[key, wrong.length ? wrong : [key]]];
  });
}

const FATES = { alarm: "False alarm", name: "Found, called by another name", row: "Found, shown by another row" };
function fate([first, second]) {
  if (second) return "Found, but not its name and row";
  return first.startsWith("-") ? "Overlooked" : (FATES[first.split(">")[1]] ?? "Found");
}

kinds.review = {
  tellsAll: true, // its notes name every slip
  build(q, changed, { keep = () => {} } = {}) {
    const lists = {}; // key of a sentence -> its list of slips and its list of rows
    const [lines, panels, offs] = [{}, {}, {}];
    const text = h("div.dr-story");
    const stands = h("input", { type: "checkbox" });
    const count = h("p.dr-status", { role: "status" });
    const rows = q.record.map((row, i) => ({ key: row.key, text: `${letter(i)} · ${short(row.text)}`, tag: `row ${letter(i)}` }));
    const tagOf = (select, from) => from.find((one) => one.key === select.value)?.tag;
    const slips = q.slips.map((slip) => ({ ...slip, tag: slip.text }));
    const pair = (key) => lists[key].map((select) => select.value);
    const marks = () => Object.fromEntries(q.sentences.map(({ key }) => [key, pair(key)]).filter(([, both]) => both.some(Boolean)));
    const draw = () => {
      for (const { key } of q.sentences) {
        const tags = [tagOf(lists[key][0], slips), tagOf(lists[key][1], rows)].filter(Boolean);
        lines[key].querySelector(".dr-tag")?.remove();
        if (tags.length) lines[key].append(h("span.dr-tag", {}, `⚑ ${tags.join(" · ")}`));
        lines[key].classList.toggle("dr-marked", tags.length > 0);
        offs[key].hidden = !tags.length;
      }
      count.textContent = `${counted(Object.keys(marks()).length, "sentence", "sentences")} marked.`;
    };
    const note = () => {
      draw();
      keep({ marks: marks(), stands: stands.checked, draft: true });
    };
    const shut = (key, focus) => {
      lines[key].setAttribute("aria-expanded", "false");
      panels[key].hidden = true;
      if (focus) lines[key].focus();
    };
    const open = (key) => {
      q.sentences.forEach((one) => shut(one.key));
      lines[key].setAttribute("aria-expanded", "true");
      panels[key].hidden = false;
      lists[key][0].focus({ preventScroll: true });
      panels[key].scrollIntoView({ block: "nearest" });
    };
    const list = (words, options) => {
      const select = h("select", { id: unique("list") }, h("option", { value: "" }, "Choose …"), ...options.map((one) => h("option", { value: one.key }, one.text)));
      return [h("label", { htmlFor: select.id }, words), select];
    };
    const panelOf = (key) => {
      const [what, shown] = [list("What is wrong with it?", slips), list("Which row shows it?", rows)];
      lists[key] = [what[1], shown[1]];
      offs[key] = h("button.dr-quiet", { type: "button", onclick: () => {
        lists[key].forEach((select) => (select.value = ""));
        panels[key].dispatchEvent(new Event("input", { bubbles: true }));
        shut(key, true);
      } }, "Take the mark off");
      const done = h("button.dr-quiet", { type: "button", onclick: () => shut(key, true) }, "Close");
      panels[key] = h("div.dr-judge.dr-slip", { id: unique("slip"), role: "group", hidden: true, "aria-label": "A mark on this sentence" }, ...what, ...shown, h("div.dr-actions", {}, offs[key], done));
      panels[key].addEventListener("keydown", (event) => event.key === "Escape" && shut(key, true));
    };
    for (const { key, text: words, opens } of q.sentences) {
      panelOf(key);
      lines[key] = h("span.dr-say", { role: "button", tabIndex: 0, "aria-expanded": "false", "aria-controls": panels[key].id }, words);
      const turn = () => (panels[key].hidden ? open(key) : shut(key, true));
      lines[key].addEventListener("click", turn);
      lines[key].addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        turn();
      });
      if (opens || !text.lastChild) text.append(h("div.dr-passage", {}, h("p")));
      text.lastChild.firstChild.append(lines[key], " ");
      text.lastChild.append(panels[key]);
    }
    const record = h("ol.dr-rows-read", {}, ...q.record.map((row) => h("li", {}, h("span", { html: row.html }))));
    const node = h("div", {}, h("p.dr-how", {}, q.written), text, h("p.dr-how", {}, "What you may look up:"), record,
      h("label.dr-option", {}, stands, h("span.dr-text", {}, "I find no slip: every sentence can stand.")), count);
    node.addEventListener("input", note);
    draw();
    const read = () => {
      const [given, half] = [marks(), Object.values(marks()).filter((both) => !both.every(Boolean)).length];
      if (half) return { missing: `${counted(half, "mark lacks", "marks lack")} its slip or its row.` };
      if (stands.checked && Object.keys(given).length) return { missing: "You marked a sentence and ticked that every sentence can stand. Take one of them back." };
      return stands.checked || Object.keys(given).length ? { marks: given } : { missing: "Mark a sentence, or tick that every sentence can stand." };
    };
    const write = (response) => {
      for (const { key } of q.sentences) lists[key].forEach((select, i) => (select.value = response.marks[key]?.[i] ?? ""));
      stands.checked = response.stands ?? !Object.keys(response.marks).length;
      draw();
    };
    const clear = () => {
      write({ marks: {}, stands: false });
      q.sentences.forEach(({ key }) => shut(key));
      keep({ marks: {}, stands: false, draft: true });
    };
    const first = () => lines[(q.sentences.find(({ key }) => pair(key).some(Boolean) && !pair(key).every(Boolean)) ?? q.sentences[0]).key];
    return { node, read, write, clear, first, draw, marks, stands, mark: (found) => setMarks(lines, found) };
  },
  picks: (q, { marks }) => {
    const keys = judged(q, marks).flatMap(([, some]) => some);
    return keys.length ? keys : ["stands"];
  },
  share(q, { marks }) {
    let [earned, slips] = [0, 0];
    for (const { key, accepts, shown_by } of q.sentences) {
      const [name, row] = marks[key] ?? [];
      slips += accepts.length > 0;
      if (name && accepts.length) earned += FOUND + QUARTER * accepts.includes(name) + QUARTER * shown_by.includes(row);
      else if (name) earned -= ALARM;
    }
    return Math.max(0, (slips ? earned : 1 + earned) / Math.max(1, slips));
  },
  credit(q, { marks }) {
    const planted = q.sentences.filter((one) => one.accepts.length).map((one) => one.key);
    const found = planted.filter((key) => key in marks).length;
    const alarms = counted(Object.keys(marks).length - found, "false alarm", "false alarms");
    if (!planted.length) return `There was no slip to find; ${alarms}.`;
    return `${found} of ${counted(planted.length, "slip", "slips")} found, ${alarms}.`;
  },
  notes(q, { marks }) {
    const told = judged(q, marks).map(([key, some]) => ({
      title: fate(some),
      html: `<p>“${escaped(q.sentences.find((one) => one.key === key).text)}”</p>${partOf(q, some[0]).feedback}`,
      ok: isRight(q, some[0]),
    }));
    return told.length ? told : [{ title: "", html: partOf(q, "stands").feedback, ok: true }];
  },
  marks: (q, picks) => Object.fromEntries(picks.filter((key) => key !== "stands").map((key) => [key.replace(/^-|>.*$/g, ""), isRight(q, key)])),
  typed(form, part) {
    const given = Object.entries(part.marks()).map(([key, both]) => [form.rows[key], both.filter(Boolean).map((one) => form.labels[one])]);
    return named(form, given.length || part.stands.checked ? Object.fromEntries(given) : undefined);
  },
  untyped: (form, value) => ({ marks: Object.fromEntries(Object.entries(value).map(([number, both]) => [keyOf(form.rows, number), both.map((one) => keyOf(form.labels, one))])) }),
};
