// The forms of an exercise, and the notebook with the answers in it.

// Answered in exercises only: an option, and the two statements that speak for it.
kinds.defend = {
  build(q) {
    const name = unique("defend");
    const option = (entry, type, group) => {
      const input = h("input", { type, name: group, value: entry.key });
      return { input, node: h("label.dr-option", {}, input, h("span.dr-text", { html: `<strong>${entry.key}</strong> ${entry.html}` })) };
    };
    const options = q.options.map((entry) => option(entry, "radio", name));
    const reasons = q.statements.map((entry) => option(entry, "checkbox", `${name}-why`));
    const group = (words, list) => h("fieldset.dr-group", {}, h("legend.dr-how", {}, words), h("div.dr-options", {}, ...list.map((one) => one.node)));
    const node = h("div", {}, group("The option", options), group("Two statements", reasons));
    const all = [...options, ...reasons].map((one) => one.input);
    const read = () => {
      const response = { option: options.find((one) => one.input.checked)?.input.value, reasons: reasons.filter((one) => one.input.checked).map((one) => one.input.value) };
      return response.option && response.reasons.length === 2 ? response : { missing: "Choose one option and exactly two statements." };
    };
    const write = (response) => all.forEach((input) => (input.checked = input.value === response.option || response.reasons.includes(input.value)));
    return { node, read, write, clear: () => all.forEach((input) => (input.checked = false)), first: () => all[0], mark: () => {} };
  },
  picks(q, response) {
    const trap = [...q.statements, ...q.options].map((entry) => entry.key).find((key) => key in q.traps && (response.reasons.includes(key) || key === response.option));
    if (trap) return [trap];
    const holds = q.options.find((entry) => entry.key === response.option)?.holds ?? [];
    const good = response.reasons.filter((key) => holds.includes(key)).map((key) => `${response.option}>${key}`);
    return good.length < response.reasons.length ? [...good, "other"] : good;
  },
  share: (q, response, picks) => picks.filter((key) => key.includes(">")).length / 2,
};

function defendSaid(q, response, picks) {
  const option = q.options.find((entry) => entry.key === response.option);
  const wrong = response.reasons.filter((key) => !option.holds.includes(key)).sort();
  const trap = picks.find((key) => key in q.traps);
  const text = trap ? q.traps[trap] : picks.includes("other") ? q.said.other : q.said.right;
  return text.replaceAll("{option}", escaped(option.plain)).replaceAll("{wrong}", escaped(wrong.join(", ")));
}

// What is chosen so far, also where something is still open: gap of the answer's cell -> what is typed there.
const typed = {
  single: (task, part) => one(task, part.chosen()[0]),
  multiple: (task, part) => (part.chosen().length ? { answer: quoted(part.chosen().map((key) => task.labels[key]).join(", ")) } : {}),
  numeric(task, part) {
    const number = parseNumber(part.first().value);
    return number === null ? {} : { answer: String(number) };
  },
  order: (task, part) => (part.touched() ? { answer: quoted(part.read().order.map((key) => task.labels[key]).join(", ")) } : {}),
  match(task, part) {
    const chosen = [...part.node.querySelectorAll("select")].map((select, i) => [task.question.rows[i].key, task.labels[select.value]]);
    return Object.fromEntries(chosen.filter(([, text]) => text).map(([key, text]) => [key, quoted(text)]));
  },
  classify(task, part) {
    const rows = [...part.node.querySelectorAll("fieldset.dr-row")].map((row, i) => [task.question.rows[i].key, [...row.querySelectorAll("input:checked")].map((input) => input.value)]);
    return Object.fromEntries(rows.filter(([, bins]) => bins.length).map(([key, bins]) => [key, bins.length > 1 ? `[${bins.map(quoted).join(", ")}]` : quoted(bins[0])]));
  },
  defend(task, part) {
    const inputs = [...part.node.querySelectorAll("input:checked")];
    const reasons = inputs.filter((input) => input.type === "checkbox").map((input) => quoted(input.value));
    const option = inputs.find((input) => input.type === "radio");
    return { ...(option ? { option: quoted(option.value) } : {}), ...(reasons.length ? { reasons: `[${reasons.join(", ")}]` } : {}) };
  },
};
const quoted = (text) => JSON.stringify(text);
const one = (task, key) => (key === undefined ? {} : { answer: quoted(task.labels[key]) });
const filled = (task, answers) => task.pieces.map((piece, i) => (i ? (answers[task.gaps[i - 1]] ?? "...") + piece : piece)).join("");

// The state of every control, so that a reload restores also what is half done.
const controlsOf = (node) => [...node.querySelectorAll("input, select")].map((c) => (["radio", "checkbox"].includes(c.type) ? c.checked : c.value));
function restore(q, part, saved) {
  if (q.kind === "order") return saved.order && part.write({ order: saved.order });
  const controls = [...part.node.querySelectorAll("input, select")];
  if (saved.controls?.length !== controls.length) return; // the task has changed since
  controls.forEach((c, i) => (typeof saved.controls[i] === "boolean" ? (c.checked = saved.controls[i]) : (c.value = saved.controls[i])));
}

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
      const saved = { cell: task.cell, text: null, controls: controlsOf(part.node) };
      const answers = typed[q.kind](task, part);
      if (Object.keys(answers).length) saved.text = filled(task, answers);
      if (q.kind === "order") Object.assign(saved, part.touched() ? { order: part.read().order } : {});
      keepDraft(key, saved);
      tellHandIn();
      // A number that cannot be read stays out of the notebook, so it is said at once, not only when it is checked.
      if (q.kind === "numeric" && !Object.keys(answers).length && part.first().value.trim() && document.activeElement !== part.first()) {
        said.replaceChildren(h("p", {}, part.read().missing));
      }
    };
    const part = kinds[q.kind].build(q, keep);
    field.append(part.node);
    const title = h("p.dr-eyebrow", {}, `${q.title} · ${counted(q.points, "point", "points")}`);
    const check = h("button.dr-primary", { type: "submit" }, "Check my answer");
    const hint = h("button.dr-quiet", { type: "button" }, "Hint");
    const form = h("form.dr-card", { noValidate: true }, title, field, h("div.dr-actions", {}, check, hint), help, said);
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("focusout", (event) => event.target.matches(".dr-number") && setTimeout(keep));
    hint.addEventListener("click", () => nextHint(help, task.hints, lesson, q.id));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const response = part.read();
      if (response.missing) {
        said.replaceChildren(h("p", {}, response.missing));
        return part.first().focus();
      }
      keep();
      said.replaceChildren(...checked(q, response, part, lesson));
    });
    const saved = drafted(key);
    if (saved) restore(q, part, saved);
    root.append(form);
  });
}

function checked(q, response, part, lesson) {
  const kind = kinds[q.kind];
  const picks = kind.picks(q, response);
  const result = q.kind === "defend" ? { score: kind.share(q, response, picks), credit: "", marks: {}, notes: [{ title: "", html: defendSaid(q, response, picks) }] } : judge(q, response);
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
  make(root);
  place.append(root);
  place.querySelectorAll(":scope > .dr-static").forEach((still) => (still.hidden = true));
}

function memoForm(place, data) {
  widgetIn(place, (root) => {
    const id = unique("memo");
    const key = `${data.lesson} memo`;
    const box = h("textarea.dr-sentence", { id, rows: 12, maxLength: 20000, value: drafted(key)?.memo ?? "" });
    const count = h("p.dr-status", { role: "status" });
    const words = () => (count.textContent = `${(box.value.match(/\S+/g) ?? []).length} words`);
    box.addEventListener("input", () => {
      keepDraft(key, { cell: data.cell, memo: box.value });
      words();
      tellHandIn();
    });
    words();
    root.append(h("div.dr-card", {}, h("label.dr-prompt", { htmlFor: id }, data.title), box, count));
  });
}

// --- handing in --------------------------------------------------------------------------------------------------------

let tellHandIn = () => {};

// The students' notebook with what was answered; cells that hold nothing of the learner's stay as they were.
function notebookWith(book, lesson) {
  const copy = structuredClone(book);
  const drafts = readRecord().drafts;
  for (const [key, saved] of Object.entries(drafts)) {
    if (!key.startsWith(`${lesson} `)) continue;
    const cell = copy.cells.find((one) => one.id === saved.cell);
    const text = saved.memo?.trim() ? `### Your memo\n\n${saved.memo.trim()}\n` : saved.text;
    if (cell && text) cell.source = text.split(/(?<=\n)/);
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
      const left = data.tasks.filter((task) => !drafts[`${lesson} ${task.id}`]?.text);
      open.textContent = left.length ? `Still open: ${left.map((task) => task.title).join("; ")}.` : "Every form on this page has an answer.";
    };
    tellHandIn();
    root.append(h("div.dr-card", {}, h("p.dr-prompt", {}, "Hand in"), open, h("div.dr-actions", {}, notebook, record), said, h("p.dr-how", {}, about)));
  });
}
