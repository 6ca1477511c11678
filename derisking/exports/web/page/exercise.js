// The forms of an exercise, and the notebook with the answers in it.

// The state of every control, so that a reload restores also what is half done.
const controlsOf = (node) => [...node.querySelectorAll("input, select")].map((c) => (["radio", "checkbox"].includes(c.type) ? c.checked : c.value));
function restore(part, saved) {
  if (part.touched) return Array.isArray(saved.order) && part.write({ order: saved.order }); // it has no controls
  const controls = [...part.node.querySelectorAll("input, select")];
  if (saved.controls?.length !== controls.length) return; // the task has changed since
  controls.forEach((c, i) => (typeof saved.controls[i] === "boolean" ? (c.checked = saved.controls[i]) : (c.value = saved.controls[i])));
  part.draw?.();
}

const partOfTask = {}; // id of a task -> the part of its form
const OTHER_TAB = "This was changed in another tab. What you see is what is kept.";

function exerciseForm(place, data) {
  widgetIn(place, (root) => {
    const { task, lesson } = data;
    const q = task.question;
    const field = head(q);
    const said = h("div.dr-feedback", { role: "status" });
    const help = h("div.dr-hints", { role: "status" });
    const key = `${lesson} ${q.id}`;
    const keep = () => {
      said.replaceChildren();
      part.mark({});
      const answers = soFar(task, part);
      const saved = { cell: task.cell, task: q.id, answers: Object.keys(answers).length ? answers : null, controls: controlsOf(part.node) };
      if (part.touched?.()) saved.order = part.read().order;
      keepDraft(key, saved);
      shown = JSON.stringify(saved);
      tellHandIn();
      // A number that cannot be read stays out of the notebook, so it is said at once, not only when it is checked.
      const trouble = document.activeElement !== part.first() && part.trouble?.();
      if (trouble) said.replaceChildren(h("p", {}, trouble));
    };
    const part = (partOfTask[q.id] = kinds[q.kind].build(q, keep));
    field.append(part.node);
    const title = h("p.dr-prompt", {}, q.title, h("span.dr-points", {}, ` · ${counted(q.points, "point", "points")}`));
    const check = h("button.dr-primary", { type: "submit" }, "Check my answer");
    const hint = h("button.dr-quiet", { type: "button" }, "Hint");
    const form = h("form.dr-card.dr-task", { noValidate: true }, title, field, h("div.dr-actions", {}, check, hint), help, said);
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("focusout", (event) => event.target.matches(".dr-number") && setTimeout(keep));
    hint.addEventListener("click", () => nextHint(help, task.hints, lesson, q.id));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const response = part.read();
      if (response.missing) {
        said.replaceChildren(h("p", {}, response.missing));
        return askFor(part);
      }
      keep();
      said.replaceChildren(...checked(q, response, part, lesson));
    });
    const saved = drafted(key);
    let shown = JSON.stringify(saved);
    if (saved) restore(part, saved);
    if (saved && saved.answers === undefined) keep(); // kept by an earlier edition
    following.push(() => {
      const other = drafted(key);
      if (JSON.stringify(other) === shown) return;
      shown = JSON.stringify(other);
      part.clear();
      if (other) restore(part, other);
      part.mark({});
      said.replaceChildren(h("p", {}, OTHER_TAB));
      tellHandIn();
    });
    root.append(form);
  });
}

function checked(q, response, part, lesson) {
  const result = judge(q, response);
  const earned = Number((q.points * result.score).toFixed(2));
  part.mark(result.marks);
  keepEvent("check", lesson, q.id, { objective: q.objective, points: earned, max_points: q.points, outcome: result.score >= 1 ? "right" : "wrong-value", hints: Number(noted(`hints ${lesson} ${q.id}`) ?? 0) });
  tellHandIn();
  return [...feedback(q, result), h("p.dr-status", {}, `${points(earned)} of ${counted(q.points, "point", "points")}.`)];
}

function nextHint(help, hints, lesson, id) {
  const step = Math.min(help.childElementCount + 1, hints.length);
  if (help.childElementCount < step) help.append(h("div.dr-note", { html: `<p class="dr-how">Hint ${step} of ${hints.length}</p>${hints[step - 1]}` }));
  const name = `hints ${lesson} ${id}`;
  if (step > Number(noted(name) ?? 0)) keepNote(name, step);
}

// A form without a widget's script behind it.
function widgetIn(place, make) {
  const root = h("div.dr-root.dr-quiz");
  place.append(root); // first, so that what is there stays there if something else fails
  make(root);
  root.querySelectorAll("form").forEach(nameForm);
  place.querySelectorAll(":scope > .dr-static").forEach((still) => (still.hidden = true));
  return root;
}

function memoForm(place, data) {
  widgetIn(place, (root) => {
    const key = `${data.lesson} memo`;
    const keep = (memo) => {
      keepDraft(key, { cell: data.cell, memo });
      tellHandIn();
    };
    const kept = () => drafted(key)?.memo ?? "";
    const part = memoBox(data.title, kept(), data.most, keep);
    following.push(() => {
      if (part.box.value === kept()) return;
      part.show(kept());
      part.said.textContent = OTHER_TAB;
      tellHandIn();
    });
    root.append(part.node);
  });
}

// --- handing in --------------------------------------------------------------------------------------------------------

let tellHandIn = () => {};

// What a form leaves in a notebook, as derisking/exercises/form_answers.py reads it.
function leftBehind(task, answers) {
  const words = task === FORM.memo ? answers[task] : "Answered in the web edition.";
  const data = { [FORM.mime]: { version: FORM.version, task, answers }, "text/plain": [words] };
  return { output_type: "display_data", metadata: {}, data };
}

// The students' notebook with what was answered; cells that hold nothing of the learner's stay as they were.
function notebookWith(book, lesson) {
  const copy = structuredClone(book);
  const drafts = readRecord().drafts;
  for (const [key, saved] of Object.entries(drafts)) {
    if (!key.startsWith(`${lesson} `)) continue;
    const written = saved.memo?.trim();
    const cell = copy.cells.find((one) => one.id === (written ? "memo-form" : saved.cell));
    if (cell && written) cell.outputs = [leftBehind(FORM.memo, { [FORM.memo]: written })];
    if (cell && saved.answers) cell.outputs = [leftBehind(saved.task, saved.answers)];
  }
  return copy;
}

function handIn(place, data) {
  widgetIn(place, (root) => {
    const open = h("p.dr-status", { role: "status" });
    const said = h("p.dr-status", { role: "status" });
    const { lesson } = data;
    const save = (words, name, content, type) =>
      h("button.dr-primary", { type: "button", onclick: () => {
        download(name, content(), type);
        said.textContent = `${name} is in your downloads. Hand it in where your teacher asks for it.`;
      } }, words);
    const notebook = save("Download my notebook", `${lesson}.ipynb`, () => `${JSON.stringify(notebookWith(data.notebook, lesson), null, 1)}\n`, "application/x-ipynb+json");
    const record = save("Download my quiz record", "quiz-record.json", () => JSON.stringify(shared(lesson), null, 1), "application/json");
    record.className = "dr-quiet";
    const about = "The notebook holds your answers of this page. The quiz record is your choice: it holds your answers to the lesson's questions, those of the two tests, and how many hints you saw.";
    tellHandIn = () => {
      const drafts = readRecord().drafts;
      const answered = ({ id }) => drafts[`${lesson} ${id}`]?.answers;
      const named = (words, tasks) => (tasks.length ? `${words}: ${tasks.map((task) => task.title).join("; ")}.` : "");
      const begun = data.tasks.filter((task) => answered(task) && partOfTask[task.id].read().missing);
      const words = [named("Begun, not finished", begun), named("Still open", data.tasks.filter((task) => !answered(task)))];
      open.textContent = words.filter(Boolean).join(" ") || "Every form on this page has an answer.";
    };
    tellHandIn();
    root.append(h("div.dr-card", {}, h("p.dr-prompt", {}, "Hand in"), open, h("div.dr-actions", {}, notebook, record), said, h("p.dr-how", {}, about)));
  });
}
