// The forms of an exercise: choose, check, hint; and the memo's box. Where a task comes with its keys the page checks by itself;
// a sealed one is checked by whoever asked it, and what is chosen goes there at once; or, where its keys are with the teacher, after the deadline.
import { h, unique } from "./dom.js";
import { askFor, feedback, head, judge, kinds, noteOf, responseOf, soFar, stillHolds, verdict } from "./faces.js";
import { counted, tenths } from "./numbers.js";
import { ownStory } from "./own-story.js";
import { NOTE, drafted, eventsOf, keepDraft, keepEvent, keepNote, noted, onChange, parsed, sealed } from "./record.js";
import { shell } from "./shell.js";

// The state of every control, so that a reload restores also what is half done.
const controlsIn = (node) => [...node.querySelectorAll(":is(input, select):not(.dr-machine *)")];
const controlsOf = (node) => controlsIn(node).map((c) => (["radio", "checkbox"].includes(c.type) ? c.checked : c.value));

function restore(part, task, saved) {
  if (!saved.controls) return part.write(responseOf(task, saved.answers)); // from a notebook, which knows answers only
  if (part.touched) return Array.isArray(saved.order) && part.write({ order: saved.order }); // it has no controls
  const controls = controlsIn(part.node);
  if (saved.controls.length !== controls.length) return; // the task has changed since
  controls.forEach((c, i) => (typeof saved.controls[i] === "boolean" ? (c.checked = saved.controls[i]) : (c.value = saved.controls[i])));
  part.draw?.();
}

export const partOfTask = {}; // id of a task -> the part of its form
export const standing = new Map(); // lesson and id of a task -> its card, the place of its number, whether it is answered, the share that a check gave
export const desks = {}; // lesson -> the paper that its cards are cut from
const CHANGED = "Changed since your last check, and not checked again.";
const OTHER_TAB = "This was changed in another tab. What you see is what is kept.";

// data: lesson, task (question, names, rows and labels of its answer), answers (what a notebook holds), result (of an earlier check).
export function form(root, data) {
  const { task, lesson } = data;
  const q = task.question;
  root.classList.add("dr-exercise");
  const field = head(q);
  const [said, help, status] = ["div.dr-feedback", "div.dr-hints", "p.dr-status"].map((kind) => h(kind, { role: "status" }));
  const key = `${lesson} ${q.id}`;
  const closed = task.filled || task.away; // its key is with the teacher
  let checked; // whether a check has judged what stands here
  let picked; // what the last check judged, where the page checks by itself
  const state = () => {
    const answers = soFar(task, part);
    const open = (Object.keys(answers).length && part.read().missing && true) || undefined; // left out where nothing is open
    const saved = { cell: task.cell, task: q.id, answers: Object.keys(answers).length ? answers : null, controls: controlsOf(part.node), checked, open };
    return part.touched?.() ? { ...saved, order: part.read().order } : saved;
  };
  // A form that was left half done says so, also when the page is opened again.
  const unfinished = () => (state().answers ? part.read().missing : undefined);
  const changed = () => !checked && !closed && state().answers && eventsOf("check", lesson, q.id).length > 0 && CHANGED;
  const tell = (...words) => (status.textContent = [...words, changed()].filter(Boolean).join(" "));
  const kept = ({ note }) => (shell.kept ? tell(`${shell.kept}${note ? `, and nowhere else. ${note}` : "."}`, unfinished()) : tell());
  const late = () => (status.textContent = `${shell.lost} What you chose comes back as far as it was kept.`);
  // Leaving a box tells a second time what Enter has told: the result stays, as it is about this very answer.
  const keep = () => {
    if (JSON.stringify(state()) === shown) return;
    checked = false;
    const saved = state();
    shown = JSON.stringify(saved);
    const { marks, notes } = stillHolds(q, picked, part.read());
    said.replaceChildren(...notes.filter((note) => !note.ok).map(noteOf));
    part.mark(marks);
    keepDraft(key, saved, late).then(kept);
    stands();
  };
  // A number that cannot be read stays out of the notebook, so it is said at once, not only when it is checked.
  const troubled = () => part.trouble?.() && said.replaceChildren(h("p", {}, part.trouble()));
  const part = (partOfTask[q.id] = kinds[q.kind].build(q, keep));
  field.append(part.node);
  const number = h("span.dr-task-number");
  const worth = h("span.dr-points", {}, counted(task.points ?? q.points, "point", "points"));
  const legend = field.querySelector("legend");
  if (!q.title) legend.replaceChildren(number, ...legend.childNodes, worth);
  const check = h("button.dr-primary", { type: "submit" }, closed ? "Save my answer" : "Check my answer");
  const hint = h("button.dr-quiet", { type: "button", onclick: () => nextHint(help, status, task.hints, lesson, q.id) }, "Hint");
  const title = q.title ? h("p.dr-prompt", {}, number, q.title, worth) : null;
  const near = task.near ? h("details", {}, h("summary", {}, "The table of this task"), h("div.dr-wide", { html: task.near })) : null;
  const card = h("form.dr-card.dr-task", { noValidate: true }, title, field, near, h("div.dr-actions", {}, check, hint), help, said, status);
  card.dataset.desk = desks[lesson] ?? "";
  const mine = { card, number, of: (id) => standing.get(`${lesson} ${id}`), first: () => noted(NOTE.first(lesson, q.id)), plan: () => parsed(noted(NOTE.plans("spend"))), checks: () => eventsOf("check", lesson, q.id).length };
  standing.set(key, mine);
  // share: what a check has just given to this very answer.
  const stands = (share) => {
    Object.assign(mine, { share, answered: Boolean(state().answers) && !unfinished() });
    shell.answered();
  };
  // What a check said, of the very answer that it judged: now, and when the page is opened again.
  const judged = (...before) => {
    const result = !sealed(q) && judge(q, part.read());
    picked = result && result.picks;
    said.replaceChildren(...before, ...(result ? explained(q, result, part) : told(task.filled)));
    stands(result ? result.score : undefined);
  };
  card.addEventListener("input", () => (shell.pause ? said.replaceChildren() : keep()));
  card.addEventListener("change", keep);
  card.addEventListener("focusout", (event) => event.target.matches(".dr-number") && setTimeout(troubled));
  card.addEventListener("submit", async (event) => {
    event.preventDefault();
    const response = part.read();
    const missing = part.touched?.() === false ? "Move a line first: so far this is the order in which we shuffled them." : response.missing;
    const open = sealed(q) && !task.filled ? !state().answers && missing : missing;
    if (open) {
      keep(); // what was there before is no answer any more
      said.replaceChildren(h("p", {}, open));
      return askFor(part);
    }
    if (!sealed(q) || task.filled) {
      keep();
      checked = true;
      shown = JSON.stringify(state());
      keepCheck(q, task, lesson, response);
      keepDraft(key, state(), late).then(kept);
      return judged();
    }
    const asked = (shown = JSON.stringify(state()));
    const { result, ...answer } = await shell.ask("check", { key, answers: state().answers }, late);
    if (asked !== shown) return kept(answer);
    checked = true;
    shown = JSON.stringify(state());
    kept(answer);
    said.replaceChildren(...told(result));
    stands(shareOf(result));
  });
  const saved = drafted(key) ?? (data.answers && { answers: data.answers });
  let shown;
  try {
    if (saved?.answers || saved?.controls) restore(part, task, saved);
  } catch {
    part.clear(); // the task has changed since
  }
  checked = data.answers ? Boolean(data.result) : saved?.checked;
  shown = JSON.stringify(saved && state());
  if (saved && saved.answers === undefined) {
    shown = undefined; // kept by an earlier edition
    keep();
  }
  tell(shell.kept && unfinished() && `Begun, not finished: ${unfinished()}`);
  root.append(card);
  shell.dress(mine, task, part);
  if (data.result) said.replaceChildren(...told(data.result));
  stands(data.result ? shareOf(data.result) : undefined); // a notebook says null of what was never checked
  const again = (...before) => checked && (!sealed(q) || task.filled) && !part.read().missing && judged(...before);
  again();
  if (!sealed(q) || task.filled) onChange(() => {
    const other = drafted(key);
    if (JSON.stringify(other) === shown) return;
    shown = JSON.stringify(other);
    part.clear();
    if (other) restore(part, task, other);
    checked = other?.checked;
    part.mark({});
    said.replaceChildren(h("p", {}, OTHER_TAB));
    tell();
    stands();
    again(h("p", {}, OTHER_TAB));
  });
}

// What a check of somebody else says of the share; nothing where it waits for the deadline.
const shareOf = ({ outcome, share }) => (["sealed", "not-attempted"].includes(outcome) ? undefined : share);

const LAST = "Your last check counts.";
const earnedBy = (q, score) => Number((q.points * score).toFixed(2));

function explained(q, result, part) {
  part.mark(result.marks);
  const [heading, ...why] = feedback(q, result);
  heading.append(` ${tenths(earnedBy(q, result.score))} of ${counted(q.points, "point", "points")}.`);
  return [heading, ...why, ...(result.score < 1 ? [h("p.dr-status", {}, [kinds[q.kind].earns, LAST].filter(Boolean).join(" "))] : [])];
}

// Of a sealed task that nobody can check here there is only to say that it is complete.
function keepCheck(q, task, lesson, response) {
  const score = sealed(q) ? 0 : judge(q, response).score;
  const outcome = sealed(q) ? task.filled.outcome : score >= 1 ? "right" : "wrong-value";
  keepEvent("check", lesson, q.id, { objective: q.objective, points: earnedBy(q, score), max_points: q.points, outcome, hints: hintsSeen(lesson, q.id) });
}

const hintsSeen = (lesson, id) => Number(noted(NOTE.hints(lesson, id)) ?? 0);

// The result of whoever checks a sealed task: heading, outcome, points in words, html, share.
function told(result) {
  const [sign, , look] = result.outcome === "not-attempted" ? ["○ ", "", "dr-open"] : result.outcome === "sealed" ? ["● ", "", "dr-open"] : verdict(result.share);
  const heading = h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, sign), h("strong", {}, result.heading), ` · ${result.points}`);
  return [heading, h("div.dr-later", { html: result.html }), ...(shareOf(result) < 1 ? [h("p.dr-status", {}, LAST)] : [])];
}

// hints: their texts, or how many whoever asked the task will give.
async function nextHint(help, status, hints, lesson, id) {
  const most = hints.length ?? hints;
  const step = Math.min(help.childElementCount + 1, most);
  const html = hints[step - 1] ?? (await shell.ask("hint", { key: `${lesson} ${id}` })).html;
  if (help.childElementCount < step) help.append(h("div.dr-note", { html: `<p class="dr-how">Hint ${step} of ${most}</p>${html}` }));
  else status.textContent = "No more hints: the rest is yours.";
  if (step > hintsSeen(lesson, id)) keepNote(NOTE.hints(lesson, id), step);
}

export const writing = {}; // lesson -> what a memo's box says of what is still open in it

// The memo's box: words are counted as they are written. data: lesson, title, most (characters), cell, memo (what a notebook holds),
// story (what a story of one's own asks for, in place of the box).
export function memo(root, data) {
  root.classList.add("dr-exercise");
  const key = `${data.lesson} memo`;
  const kept = () => drafted(key)?.memo ?? data.memo ?? "";
  const said = h("p.dr-status", { role: "status" });
  const late = () => (said.textContent = `${shell.lost} Copy your text first, to be safe.`);
  let [resting, sent] = [null, kept()];
  const keep = () => {
    clearTimeout(resting);
    if (part.text() === sent) return;
    sent = part.text();
    keepDraft(key, { cell: data.cell, memo: sent }, late).then(({ note }) => (said.textContent = shell.kept ? `${shell.kept}${note ? `, and nowhere else. ${note}` : shell.save}` : ""));
    shell.answered();
  };
  const part = (data.story ? ownStory : box)(data, () => {
    clearTimeout(resting);
    if (shell.pause) resting = setTimeout(keep, shell.pause); // a pause in writing
    else keep();
  });
  part.node.addEventListener("change", keep);
  if (!shell.pause) onChange(() => {
    if (part.text() === kept()) return;
    part.show((sent = kept()));
    said.textContent = OTHER_TAB;
    shell.answered();
  });
  writing[data.lesson] = part.open;
  part.show(sent);
  const card = h("div.dr-card", {}, part.node, said);
  root.append(h("form", { noValidate: true, onsubmit: (event) => event.preventDefault() }, card)); // in a form, so that Enter breaks the line
}

function box(data, changed) {
  const id = unique("memo");
  const count = h("p.dr-status", { id: `${id}-words` });
  const area = h("textarea.dr-sentence", { id, rows: 14, maxLength: data.most, "aria-describedby": count.id });
  const limit = Number(/(\d+) words/.exec(data.title)?.[1]); // as its title says
  const words = () => (area.value.match(/\S+/g) ?? []).length;
  const open = () => {
    const there = words();
    if (there > limit) return `The memo is ${counted(there - limit, "word", "words")} over its limit of ${limit}.`;
    return there < limit / 4 ? `The memo ${there ? `has only ${counted(there, "word", "words")}` : "is empty"}.` : "";
  };
  const tell = () => {
    const there = words();
    const over = there > limit;
    count.textContent = `${counted(there, "word", "words")}${over ? `, ${there - limit} over the limit of ${limit}` : ""}`;
    count.classList.toggle("dr-part", over);
  };
  const show = (text) => {
    if (area.value !== text) area.value = text;
    tell();
  };
  area.addEventListener("input", () => (tell(), changed()));
  return { node: h("div", {}, h("label.dr-prompt", { htmlFor: id }, data.title), area, count), text: () => area.value, show, open };
}
