// A story whose sentences are judged: the face `story` of `classify`. A sentence opens a panel; a verdict given there is
// committed, and only then does the panel hold what the record says. What is judged so far is kept as a draft; when no
// sentence is left, the card hands all verdicts in as one answer, like any other question.
//
// With `own` there is no record, only what is said of a sentence (`note`): a story of one's own is played back, or a classmate's is
// judged (`own` is "again": a verdict may be taken back).
//
// keep(response) keeps the draft. earlier: the answer that another lesson holds to the same sentences, or undefined.
// Returns what quiz.js asks of a part.
import { h, unique } from "./dom.js";
import { judge, partOf, verdict } from "./faces.js";
import { counted } from "./numbers.js";

// What a verdict means, on its button; a screen reader says it after the name.
const MEANS = {
  Accurate: "holds as it stands", Imprecise: "right at the core, a detail is off", Wrong: "must be changed",
  Opinion: "says what things mean", Forecast: "says what will come", Unverifiable: "nobody can see it, like a motive",
};

// Where two verdicts can be defended: what parts them.
const NEAR = {
  "accurate imprecise": "a strict editor would change one word, see below; a mild one would not.",
  "imprecise wrong": "a mild editor changes one word, a strict one the sentence.",
  "imprecise opinion": "one part can be checked, the rest is interpretation.",
  "opinion unverifiable": "a motive is an interpretation that nobody can look up.",
  "forecast unverifiable": "what is to come cannot be checked on the day either.",
};

// Why the record's verdict holds, where the question has no reply of its own to the one that was given.
const HOLDS = {
  accurate: "It could be looked up on the day, and holds as it stands.", imprecise: "It could be looked up on the day: its core is right, a detail is off.",
  wrong: "It could be looked up on the day, and does not hold.", opinion: "It says what things mean.", forecast: "It says what will come.",
  unverifiable: "Nobody could look it up, then or later.",
};

export function storyPart(q, { keep = () => {}, earlier } = {}) {
  const chosen = {}; // key of a sentence -> the verdict committed
  const lines = {};
  const before = Object.fromEntries(q.rows.map((row) => [row.key, earlier?.bins?.[row.before]?.[0]]));
  const agrees = (given) => q.rows.filter((row) => row.accepts.includes(given[row.key])).length;
  const left = () => q.rows.filter((row) => !(row.key in chosen));
  const response = () => ({ bins: Object.fromEntries(Object.entries(chosen).map(([key, name]) => [key, [name]])) });
  const word = (name) => name.toLowerCase();
  const panel = h("div.dr-judge", { id: unique("judge"), role: "group", hidden: true });
  const count = h("p.dr-status", { role: "status" });
  const node = h(`div.dr-story${q.own ? "" : ".dr-edited"}`);

  const mark = (row) => {
    const line = lines[row.key];
    const right = row.accepts.includes(chosen[row.key]);
    const done = row.key in chosen;
    line.classList.toggle("dr-is-ok", done && right);
    line.classList.toggle("dr-is-own", done && Boolean(q.own));
    line.classList.toggle("dr-is-no", done && !right && !q.own);
    line.querySelector(".dr-tag")?.remove();
    if (!done || q.own) return done && line.append(h("span.dr-tag", {}, word(chosen[row.key])));
    const [ours] = row.says.split(" or "); // the record's; others are accepted beside it
    const said = word(chosen[row.key]);
    const sign = h("span", { "aria-hidden": "true" }, !right ? "✗" : said === ours ? "✓" : "≈ near");
    line.append(h("span.dr-tag.dr-margin", {}, sign, h("span.dr-word", {}, `${!right ? " →" : said === ours ? "" : ":"} ${ours}`), h("span.dr-sr", {}, said === ours ? " (you agree)" : ` (you: ${said})`)));
  };
  const tell = () => {
    const open = left().length;
    const sum = (given) => `${agrees(given)} of ${q.rows.length}`;
    const words = [open ? `${open} of ${counted(q.rows.length, "sentence", "sentences")} left to judge.` : (q.judged ?? "All judged.")];
    if (open && open < q.rows.length && !q.own) words.push(`${agrees(chosen)} of ${q.rows.length - open} right.`);
    if (!open && earlier) words.push(`Right: ${sum(before)} in lesson ${Number(q.again[0].slice(0, 2))}, ${sum(chosen)} now.`);
    count.textContent = words.join(" ");
  };
  const close = (focus) => {
    const line = Object.values(lines).find((one) => one.getAttribute("aria-expanded") === "true");
    line?.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    if (focus) line?.focus();
  };
  const show = (row, focus) => {
    close(false);
    lines[row.key].setAttribute("aria-expanded", "true");
    lines[row.key].after(panel); // next to the sentence that is judged
    panel.setAttribute("aria-labelledby", lines[row.key].id);
    const said = h("div", { role: "status" });
    panel.replaceChildren(said);
    panel.hidden = false;
    if (row.key in chosen) record(row, said);
    else ask(row, said);
    if (focus) panel.querySelector("button").focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  };
  const ask = (row, said) => {
    const buttons = q.bins.map((bin) => {
      const button = h("button.dr-quiet", { type: "button", onclick: () => commit(row, bin.name, said), html: bin.html });
      if (!MEANS[bin.name]) return button;
      button.setAttribute("aria-description", MEANS[bin.name]);
      button.append(h("small", { "aria-hidden": "true" }, MEANS[bin.name]));
      return button;
    });
    const help = h("p.dr-how", {}, "Your verdict on this sentence, as of its day?");
    panel.append(h("div.dr-asking", {}, help, h("div.dr-verdicts", {}, ...buttons)));
  };
  const commit = (row, name, said) => {
    chosen[row.key] = name;
    panel.querySelector(".dr-asking").remove();
    mark(row);
    record(row, said);
    panel.querySelector(".dr-actions button").focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
    tell();
    keep(response());
    if (!left().length && !q.own) node.closest("form").requestSubmit();
  };
  const record = (row, said) => {
    if (q.own) said.replaceChildren(h("div.dr-record", {}, h("p", {}, h("strong", {}, `${chosen[row.key]}.`)), h("div", { html: row.note ?? "" })));
    else compared(row, said);
    const over = !q.own && !left().length;
    const missed = over ? q.rows.filter((one) => one !== row && !one.accepts.includes(chosen[one.key])) : [];
    const worst = missed.find((one) => one.says.startsWith("wrong")) ?? missed[0];
    const half = !q.own && left().length * 2 === q.rows.length;
    if (over || half) said.append(...(over ? summed(worst) : halfway()));
    const next = worst ?? left().find((one) => q.rows.indexOf(one) > q.rows.indexOf(row)) ?? left()[0];
    const on = next ? h("button.dr-primary", { type: "button", onclick: () => show(next, true) }, worst ? "Open that sentence" : half ? "The second half" : "Next sentence") : null;
    const back = q.own === "again" ? h("button.dr-quiet", { type: "button", onclick: () => takeBack(row) }, "Change my verdict") : null;
    panel.append(h("div.dr-actions", {}, ...[on, back, h("button.dr-quiet", { type: "button", onclick: () => close(true) }, "Close")].filter(Boolean)));
  };
  const takeBack = (row) => {
    delete chosen[row.key];
    refresh();
    keep(response());
    show(row, true);
  };
  // All are judged: how many, large, and, of those that went wrong, another one that fooled the reader.
  const summed = (worst) => {
    const exact = q.rows.filter((one) => word(chosen[one.key]) === one.says.split(" or ")[0]).length;
    const all = h("p.dr-sum", {}, h("strong", {}, `${agrees(chosen)} of ${q.rows.length}`), ` right: ${exact} as the record says, ${agrees(chosen) - exact} near it`);
    return worst ? [all, h("p", {}, "One that fooled you: ", h("q", { html: worst.html }), ` You said ${word(chosen[worst.key])}.`)] : [all];
  };
  // Half of them are judged: how many were right, and what the record found. One may stop here.
  const halfway = () => {
    const found = q.rows.filter((one) => one.key in chosen).map((one) => one.says.split(" or ")[0]);
    const near = q.rows.filter((one) => one.key in chosen && one.accepts.includes(chosen[one.key]) && word(chosen[one.key]) !== one.says.split(" or ")[0]).length;
    const kinds = q.bins.map(({ name }) => [found.filter((one) => one === word(name)).length, word(name)]).filter(([many]) => many);
    return [h("p.dr-sum", {}, h("strong", {}, `${agrees(chosen)} of ${found.length}`), ` right at half-time${near ? `, ${near} of them only near` : ""}`), h("p", {}, `The record so far: ${kinds.map((one) => one.join(" ")).join(", ")}. You may stop here and go on later.`)];
  };
  const compared = (row, said) => {
    const right = row.accepts.includes(chosen[row.key]);
    const [ours, also] = row.says.split(" or ");
    const mine = word(chosen[row.key]);
    const [sign, look] = right ? [mine === ours ? "✓ " : "≈ Near. ", "dr-ok"] : ["✗ ", "dr-no"];
    const both = also && right ? NEAR[[ours, also].sort().join(" ")] ?? "both can be defended." : "";
    const near = both && `${mine === also ? "We also accept yours," : "We would also accept"} ${also}: ${both}`;
    const words = `The record says ${ours}. ${mine === ours ? "So do you." : right ? "" : `You say ${mine}.`}`;
    const notes = judge(q, { bins: { [row.key]: [chosen[row.key]] } }).notes.filter((note) => !note.ok);
    const was = before[row.key] ? h("p", {}, `In lesson ${Number(q.again[0].slice(0, 2))} you said ${word(before[row.key])}.`) : null;
    said.replaceChildren(h("div.dr-record", {},
      h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, sign), h("strong", {}, words), ` ${near}`), was,
      ...notes.map((note) => h("div.dr-note", { html: note.html === q.otherwise ? `<p>${HOLDS[ours]}</p>` : note.html })), h("div.dr-note", { html: partOf(q, row.key).feedback.replace(/<p><strong>(What came later)\.<\/strong>(.*?)<\/p>/s, "<details><summary>$1</summary><p>$2</p></details>") })));
  };

  for (const row of q.rows) {
    if (row.opens || !node.lastChild) node.append(h("div.dr-para"));
    const line = h("span.dr-say", { id: unique("say"), role: "button", tabIndex: 0, "aria-expanded": "false", "aria-controls": panel.id, html: row.html });
    const turn = () => (line.getAttribute("aria-expanded") === "true" ? close(true) : show(row, true));
    line.addEventListener("click", turn);
    line.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      turn();
    });
    lines[row.key] = line;
    node.lastChild.append(line, " ");
  }
  node.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close(true));
  node.prepend(count);
  node.append(panel);
  tell();

  const refresh = () => [q.rows.forEach(mark), tell()];
  const write = ({ bins }) => {
    for (const { key } of q.rows) if (q.bins.some((bin) => bin.name === bins[key]?.[0])) chosen[key] = bins[key][0];
    refresh();
  };
  const clear = () => {
    Object.keys(chosen).forEach((key) => delete chosen[key]);
    close(false);
    refresh();
    keep(response());
  };
  const read = () => (left().length ? { missing: `${counted(left().length, "sentence is", "sentences are")} not judged yet.` } : response());
  const first = () => lines[(left()[0] ?? q.rows[0]).key];
  return { node, read, write, clear, first, mark: () => {} };
}
