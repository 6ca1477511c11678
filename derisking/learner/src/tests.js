// The first test and the last: no verdict, and no keys in the page, until the last one has been handed in.
import { h } from "./dom.js";
import { head, judge, kinds, partOf } from "./faces.js";
import { counted, points } from "./numbers.js";
import { oneByOne } from "./one-by-one.js";
import { handedIn, keepAnswer, keepEvent, statesOf } from "./record.js";
import { shell } from "./shell.js";

function sheet(root, { questions, test, now }, finished) {
  const states = statesOf(questions, test);
  const answered = new Set(Object.keys(states));
  const count = h("p.dr-status"); // of the hour, and of those for home
  const seals = h("span.dr-rings", { "aria-hidden": "true" }); // one for each question of the hour
  const said = h("div.dr-feedback", { role: "status" });
  const button = h("button", { type: "submit" }, "");
  const actions = h("div.dr-actions", {}, button); // nobody is offered to hand in before those of the hour are answered
  const form = h("form.dr-test", { noValidate: true, ariaLabel: "Test" });
  const tell = () => {
    const done = apart.map((some, place) => `${some.filter(({ q }) => answered.has(q.id)).length} of ${some.length} ${place ? "more" : "answered"}`);
    count.textContent = `${done.join(", ")}. You can leave and come back.`;
    seals.replaceChildren(...apart[0].map((part) => h(answered.has(part.q.id) ? "b" : "i")));
    const early = apart[0].some(({ q }) => !answered.has(q.id)) && !form.dataset.asked && now > 0;
    actions.hidden = early;
    button.textContent = form.dataset.asked ? "Hand in now" : "Hand in my answers";
    home.style.visibility = early ? "hidden" : ""; // its place is kept
    button.className = answered.size < questions.length ? "dr-quiet" : "dr-primary";
  };
  const late = () => said.replaceChildren(h("p.dr-late", {}, shell.lost));
  const kept = ({ ok, note }) => (ok ? said.querySelector(".dr-late")?.remove() : said.replaceChildren(h("p", {}, note || "Not kept.")));
  const home = h("details.dr-for-home", { open: answered.size > now }, h("summary", {}, `${questions.length - now} more questions, if you like`));
  const parts = questions.map((q, index) => {
    const field = head(q);
    const keep = () => {
      const response = part.read();
      if (response.missing) return;
      answered.add(q.id);
      node.classList.add("dr-shut");
      delete form.dataset.asked; // whoever goes on answering has not yet said that the rest stays open
      said.replaceChildren();
      tell();
      field.dispatchEvent(new CustomEvent("dr-right", { bubbles: true })); // no verdict: one goes on
      if (!handedIn(test)) keepAnswer(q, response, test, late).then(kept);
    };
    const part = kinds[q.kind].build(q, keep);
    if (states[q.id]) part.write(states[q.id].latest.response);
    field.append(part.node);
    field.addEventListener("change", keep);
    const node = h(`div.dr-card${states[q.id] ? ".dr-shut" : ""}`, {}, h("p.dr-eyebrow", {}, `Question ${index < now ? index + 1 : index + 1 - now} of ${index < now ? now : questions.length - now}`), field);
    return { q, node, open: !answered.has(q.id) };
  });
  const apart = now ? [parts.slice(0, now), parts.slice(now)] : [parts];
  const turns = apart.map((some, index) => {
    const turn = oneByOne(some, () => "");
    (index ? home : form).append(...some.map((one) => one.node), turn.node);
    return turn;
  });
  const arrive = (part) => {
    const index = apart.findIndex((some) => some.includes(part));
    home.open ||= index > 0;
    turns[index].go(apart[index].indexOf(part), true);
  };
  if (now) form.append(home);
  form.append(h("div.dr-sealed", {}, seals, count), said, actions);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const open = parts.find(({ q }) => !answered.has(q.id));
    if (open && !form.dataset.asked) {
      form.dataset.asked = "yes";
      tell();
      const left = counted(questions.length - answered.size, "question is", "questions are");
      const extra = apart[1]?.includes(open); // all of the hour are answered
      const words = extra ? `All ${now} are answered. After handing in no answer can be changed, and the further questions are closed. Press “Hand in now”, or answer some first.` : `${left} still open. Answer them, or press “Hand in now” to leave them open.`;
      const go = h("button.dr-quiet", { type: "button", onclick: () => arrive(open) }, extra ? "Show me the further questions" : `Go to question ${apart.find((some) => some.includes(open)).indexOf(open) + 1}`);
      said.replaceChildren(h("p", {}, words), go);
      return said.scrollIntoView({ block: "nearest" });
    }
    const most = (lesson) => questions.filter((q) => q.lesson === lesson).length;
    const lessons = [...new Set(questions.map((q) => q.lesson))].sort();
    await Promise.all(lessons.map((lesson) => keepEvent("score", lesson, test, { score: null, maximum: most(lesson) }, late)));
    finished();
  });
  tell();
  root.append(form);
}

function shown(root, html, focus) {
  const area = h("div.dr-result", { html, tabIndex: -1 });
  root.replaceChildren(area);
  if (!focus) return;
  area.focus({ preventScroll: true });
  ((area.offsetHeight < innerHeight / 2 && area.closest("section")) || area).scrollIntoView();
}

const thanks = ({ explained, questions, test }) => `<p class="dr-sealed"><span class="dr-rings" aria-hidden="true">${"<b></b>".repeat(Object.keys(statesOf(questions, test)).length)}</span> <strong>Handed in.</strong></p><p>Your answers stay sealed until the end of lesson ${explained}.</p>`;

// data: test ("pre" or "post"), questions without their keys, now: how many of them come before the others, which are for home (0:
// all), and explained: number of the lesson with the last test.
export function inTest(root, data) {
  const explain = (focus) => shell.explained().then((list) => shown(root, twoTests(list), focus));
  if (handedIn("post")) return explain(false);
  if (handedIn(data.test)) return shown(root, thanks(data), false);
  sheet(root, data, () => (data.test === "pre" ? shown(root, thanks(data), true) : explain(true)));
}

// Every question of both tests with its answer and what that earned.
export function testResults(list) {
  const latest = (name) => statesOf(list.filter((one) => one.test === name).map((one) => one.question), name);
  const states = { pre: latest("pre"), post: latest("post") };
  return list.map((one) => {
    const response = states[one.test][one.question.id]?.latest.response;
    return { ...one, response, result: response ? judged(one.question, response) : null };
  });
}

function judged(question, response) {
  try {
    return judge(question, response);
  } catch {
    return null; // the question has changed since
  }
}

export const earnedIn = (results, name) => results.filter((one) => one.test === name).reduce((sum, one) => sum + (one.result?.score ?? 0), 0);

function twoTests(list) {
  const results = testResults(list);
  const total = (name) => earnedIn(results, name);
  const count = (name) => results.filter((one) => one.test === name).length;
  const before = results.some((one) => one.test === "pre" && one.response) ? `${points(total("pre"))} of ${count("pre")} points before` : "no first test";
  const head = `<h3>Your two tests, explained</h3><p>${before}, ${points(total("post"))} of ${count("post")} after. Read the explanations: they are worth more than the points.</p>`;
  return head + results.map(oneOfTest).join("");
}

function oneOfTest({ test, question, text, rest, response, result }) {
  const when = test === "pre" ? "Before" : "After";
  const verdict = !result ? "no answer" : result.score >= 1 ? "right" : result.score > 0 ? "partly right" : "not right";
  const notes = result ? `<ul>${result.notes.map((note) => `<li>${note.title} ${note.html}</li>`).join("")}</ul>` : "";
  const given = result ? `<p>Your answer: ${givenWords(question, response)}</p>${notes}` : "<p>You gave no answer.</p>";
  const sources = question.sources ? `<p>Sources: ${question.sources}</p>` : "";
  return `<div class="dr-card"><p class="dr-eyebrow">${when}: ${verdict}</p>${text}${given}<details><summary>All explanations</summary>${rest}</details>${sources}</div>`;
}

function givenWords(q, response) {
  const kind = kinds[q.kind];
  return kind.words?.(q, response) ?? kind.picks(q, response).map((key) => partOf(q, key)?.html ?? "").filter(Boolean).join("; ");
}

