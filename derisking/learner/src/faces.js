// The faces of the kinds of question: kinds/<kind>.js has one for each kind of derisking/questions/kinds, and adds it here.
// A face says how a question is answered (`build`), which parts an answer picks (`picks`) and what share that earns
// (`share`), as the kind does in Python; a test compares both. It may have words to say: `credit`, `title` and `marks` of a
// line, `notes` in place of those of the parts (`tellsAll`: they leave no solution to show), `words` for an answer. `typed` gives what is chosen so far as the notebook
// holds it, and `untyped` makes a response of that.
import { h, unique } from "./dom.js";
import { counted } from "./numbers.js";

export const kinds = {};

// --- judging ---------------------------------------------------------------------------------------------------------

export const partOf = (q, key) => q.parts.find((part) => part.key === key);
export const isRight = (q, key) => Boolean(partOf(q, key)?.right);
export const onlyRight = (q, keys) => (keys.length && keys.every((key) => isRight(q, key)) ? 1 : 0);

// {score 0..1, credit: words, picks: keys, notes: [{title, html, ok}], marks: {key of a line: bool}}
export function judge(q, response) {
  const kind = kinds[q.kind];
  const picks = kind.picks(q, response);
  const notes = kind.notes?.(q, response, picks) ?? notesOn(q, picks, kind);
  return { score: kind.share(q, response, picks), credit: kind.credit?.(q, response, picks) ?? "", picks, notes, marks: kind.marks?.(q, picks, response) ?? {} };
}

// What a check has said and still holds, of lines that nobody has moved since: each is judged by itself. then: what it picked.
export function stillHolds(q, then, response) {
  const kind = kinds[q.kind];
  const picks = then && (response.bins ?? response.pairs) ? kind.picks(q, response).filter((key) => then.includes(key)) : [];
  const marks = Object.entries(picks.length ? kind.marks(q, picks) : {}).filter(([line]) => picks.some((key) => rowOf(key) === rowOf(line)));
  return { marks: Object.fromEntries(marks), notes: notesOn(q, picks, kind) };
}

function notesOn(q, picks, kind) {
  const notes = [];
  let general; // the general help is said once, below all lines that have no reply of their own
  for (const key of picks.slice(0, kind.most)) {
    const part = partOf(q, key);
    const note = { title: kind.title?.(q, key) ?? "", html: part?.feedback ?? q.otherwise, ok: Boolean(part?.right) };
    if (part || !general) notes.push(note);
    else if (!general.title.split(" · ").includes(note.title)) general.title += ` · ${note.title}`; // a card may lie in two wrong bins
    if (!part) general ??= note;
  }
  return notes;
}

// --- lines -----------------------------------------------------------------------------------------------------------

export const rowShare = (q, picks) => q.rows.filter((row) => rowRight(picks, q, row)).length / q.rows.length;
const rowOf = (key) => key.split(">")[0];
const rowRight = (picks, q, row) => {
  const own = picks.filter((key) => rowOf(key) === row.key);
  return own.length > 0 && own.every((key) => isRight(q, key));
};
export const rowWords = (q, picks, one) => `${q.rows.filter((row) => rowRight(picks, q, row)).length} of ${one ? counted(q.rows.length, one, `${one}s`) : q.rows.length} right.`;
export const rowMarks = (q, picks) => Object.fromEntries(q.rows.map((row) => [row.key, rowRight(picks, q, row)]));
export const rowTitle = (q, key) => q.rows.find((row) => row.key === rowOf(key))?.html ?? "";

// --- inputs ----------------------------------------------------------------------------------------------------------
// Each builder returns {node, read() -> response or {missing: words}, write(response), clear(), first() -> element,
// mark(marks)}, and ask() where more than a focus shows what is open.

export const askFor = (part) => (part.ask ? part.ask() : part.first().focus());

function badge(ok) {
  return h(`span.dr-mark.${ok ? "dr-ok" : "dr-no"}`, {}, h("span", { "aria-hidden": "true" }, ok ? "✓" : "✗"),
    h("span.dr-sr", {}, ok ? " right" : " not right"));
}

export function setMarks(places, marks) {
  for (const [key, place] of Object.entries(places)) {
    place.querySelectorAll(":scope > .dr-mark").forEach((old) => old.remove());
    place.classList.remove("dr-is-ok", "dr-is-no");
    if (!(key in marks)) continue;
    place.classList.add(marks[key] ? "dr-is-ok" : "dr-is-no");
    place.append(badge(marks[key]));
  }
}

// Options to choose from. type: "radio" for one of them, "checkbox" for several.
export function choices(q, type) {
  const name = unique("choice");
  const places = {};
  const inputs = {};
  const node = h("div.dr-options");
  for (const option of (q.order ?? []).map((key) => partOf(q, key))) {
    inputs[option.key] = h("input", { type, name, value: option.key });
    places[option.key] = h("label.dr-option", {}, inputs[option.key], h("span.dr-text", { html: option.html }));
    node.append(places[option.key]);
  }
  const chosen = () => Object.keys(inputs).filter((key) => inputs[key].checked);
  const set = (keys) => Object.entries(inputs).forEach(([key, input]) => (input.checked = keys.includes(key)));
  return {
    node,
    chosen,
    set,
    clear: () => set([]),
    first: () => Object.values(inputs)[0],
    mark: (marks) => setMarks(places, marks),
  };
}

// --- one question ----------------------------------------------------------------------------------------------------

export function head(q) {
  const how = h("p.dr-how", { id: unique("how") }, q.how);
  const field = h("fieldset.dr-question", { "aria-describedby": how.id }, h("legend", { tabIndex: -1, html: q.stem }));
  if (q.body) field.append(h("div.dr-body", { html: q.body }));
  field.append(how);
  if (q.hint) field.append(h("details.dr-hint", {}, h("summary", {}, "Hint"), h("div", { html: q.hint })));
  return field;
}

// To a question from its beginning, wherever on the page one has come from.
export function arriveAt(node) {
  node.dispatchEvent(new Event("dr-arrive", { bubbles: true })); // what lies above it opens
  node.scrollIntoView({ block: "start" });
  node.querySelector("legend").focus({ preventScroll: true });
}

// The sign of "partly" is drawn by quiz.css: fonts without a half circle make it too wide.
export function verdict(share) {
  if (share >= 1) return ["✓ ", "Right.", "dr-ok"];
  return share > 0 ? ["", "Partly right.", "dr-part"] : ["✗ ", "Not yet.", "dr-no"];
}

export const noteOf = (note) => h("div.dr-note", {}, note.title ? h("p.dr-about", {}, badge(note.ok), h("span", { html: note.title })) : null, h("div", { html: note.html }));

export function feedback(q, result) {
  const [sign, words, look] = verdict(result.score);
  const heading = h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, sign), h("strong", {}, words));
  const parts = [heading];
  const notes = result.notes.filter((note) => !(note.ok && note.title && !note.html)); // such a line says already that it is right
  heading.append(" ", result.score >= 1 && q.praise && !notes.length ? h("span", { html: q.praise }) : result.credit);
  parts.push(...notes.map(noteOf));
  if (q.sources) parts.push(h("p.dr-sources", {}, "Sources: ", h("span", { html: q.sources })));
  return parts;
}

// --- in a notebook ---------------------------------------------------------------------------------------------------
// A form has names (of the notebook that hold the answer), rows (key of a line -> its name there) and labels (key of a
// choice -> its name there). `typed` and `untyped` of each kind stand on these.

export const named = (form, value) => (value === undefined ? {} : { [form.names[0]]: value });
export const some = (list) => (list.length ? list : undefined);
export const filled = (pairs) => (pairs.length ? Object.fromEntries(pairs) : undefined);
export const rowName = (form, i) => form.rows[form.question.rows[i].key];
export const keyOf = (names, name) => Object.keys(names).find((one) => names[one] === name);
export const inRows = (form, value, made) => Object.fromEntries(Object.entries(value).map(([name, entry]) => [keyOf(form.rows, name), made(entry)]));

// What is chosen so far, also where something is still open: name in the notebook -> plain JSON; {} where nothing is.
export const soFar = (form, part) => kinds[form.question.kind].typed(form, part);

// An answer back as the response that a part can show; undefined where there is none.
export function responseOf(form, answers) {
  const values = form.names.map((name) => answers[name]);
  return values.some((value) => value !== undefined) ? kinds[form.question.kind].untyped(form, ...values) : undefined;
}
