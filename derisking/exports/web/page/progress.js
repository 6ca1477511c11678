// What this browser has of the learner, and the ways in and out.

function progressPanel(place, data) {
  widgetIn(place, (root) => {
    const table = h("div.dr-table");
    const said = h("p.dr-status", { role: "status" });
    const show = () => table.replaceChildren(progressTable());
    root.append(h("div.dr-card", {}, table, ...(data.all ? recordTools(said, show) : []), said));
    show();
    said.textContent = troubled();
  });
}

function progressTable() {
  const record = readRecord();
  const heads = ["Lesson", "Questions answered", "Right at first try", "To repeat", "Exercise, checked so far"];
  const rows = COURSE.lessons.map((lesson) => {
    const own = record.answer.filter((row) => row.lesson === lesson.id && (row.mode === "practice" || row.mode === "recall"));
    const tries = new Map();
    own.forEach((row) => tries.set(row.item, [...(tries.get(row.item) ?? []), row]));
    const first = [...tries.values()].filter((list) => list[0].correct).length;
    const again = [...tries.values()].filter((list) => !list.at(-1).correct).length;
    const checks = new Map();
    record.check.filter((row) => row.lesson === lesson.id).forEach((row) => checks.set(row.item, row.points));
    const earned = [...checks.values()].reduce((sum, value) => sum + value, 0);
    const cells = [`${tries.size} of ${lesson.questions}`, first, again, checks.size ? `${points(earned)} in ${counted(checks.size, "task", "tasks")}` : "–"];
    const name = h("th", { scope: "row" }, h("a", { href: `${lesson.id}.html` }, lesson.title));
    return h("tr", {}, name, ...cells.map((text, i) => h("td", { "data-head": heads[i + 1] }, String(text))));
  });
  return h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, ...rows));
}

function recordTools(said, show) {
  const chosen = h("select", { id: unique("lesson") }, ...COURSE.exercises.map((id) => h("option", { value: id }, COURSE.lessons.find((lesson) => lesson.id === id)?.title ?? id)));
  const hand = h("button.dr-primary", { type: "button", onclick: () => download("quiz-record.json", JSON.stringify(shared(chosen.value), null, 1), "application/json") }, "Download quiz-record.json");
  const whole = h("button.dr-primary", { type: "button", onclick: () => download("my-record.json", JSON.stringify(readRecord(), null, 1), "application/json") }, "Download my whole record");
  const file = h("input", { type: "file", id: unique("file"), accept: ".json,application/json" });
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    try {
      said.textContent = `${counted(takeIn(await file.files[0].text()), "new entry", "new entries")} taken in. ${troubled()}`;
    } catch (error) {
      said.textContent = error.message;
    }
    file.value = "";
    show();
  });
  return [
    h("h2", {}, "For your teacher"),
    h("p.dr-how", {}, "The answers of one lesson, with those of the two tests that belong to it. Nobody has to share them."),
    h("div.dr-numeric", {}, h("label", { htmlFor: chosen.id }, "Lesson"), chosen, hand),
    h("h2", {}, "For another device"),
    h("div.dr-actions", {}, whole),
    h("div.dr-numeric", {}, h("label", { htmlFor: file.id }, "Open a record"), file),
    h("h2", {}, "Start over"),
    resetTool(said, show),
  ];
}

function resetTool(said, show) {
  const box = h("div");
  const ask = h("button.dr-quiet", { type: "button" }, "Delete my record");
  const yes = h("button.dr-primary", { type: "button" }, "Yes, delete everything");
  const no = h("button.dr-quiet", { type: "button" }, "No, keep it");
  const sure = h("div", { hidden: true }, h("p", {}, "This deletes all answers, predictions and drafts in this browser for good."), h("div.dr-actions", {}, yes, no));
  ask.addEventListener("click", () => {
    sure.hidden = false;
    no.focus();
  });
  no.addEventListener("click", () => {
    ask.focus();
    sure.hidden = true;
  });
  yes.addEventListener("click", () => {
    const gone = writeRecord((record) => Object.assign(record, EMPTY()));
    said.textContent = gone || memory ? "Your record is empty now." : "The record could not be deleted.";
    ask.focus();
    sure.hidden = true;
    show();
  });
  box.append(h("div.dr-actions", {}, ask), sure);
  return box;
}

// Who comes back goes on where the last answer was given.
function goOn() {
  const start = document.querySelector(".dr-start");
  const latest = readRecord().answer.at(-1)?.lesson;
  const lesson = COURSE.lessons.find((one) => one.id === latest);
  if (start && lesson) Object.assign(start, { href: `${lesson.id}.html`, textContent: `Go on with ${lesson.title}` });
}
