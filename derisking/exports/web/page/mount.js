// Brings the elements of a page to life: the scripts of the notebook's widgets run here on a model without a kernel.

// The part of a widget's model that the scripts use. receive(content, model) answers what they send.
function pageModel(values, receive) {
  const listeners = new Map();
  const call = (event, content) => (listeners.get(event) ?? []).forEach((listener) => listener(content));
  const model = {
    get: (key) => values[key],
    set(key, value) {
      values[key] = value;
      call(`change:${key}`);
    },
    on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
    send: (content) => receive(content, model),
    tell: (content) => call("msg:custom", content),
    changed: () => call("change"),
  };
  return model;
}

// The page answers by itself and at once. In JupyterLab a kernel does, and widgets/kernel.js stands in the place of these.
const messages = (model) => ({ send: model.send, heard() {} });
const tell = (model) => model.save_changes?.();
const listen = () => {};
const abandoned = () => {};

const tokenOf = (place) => [...place.classList].find((name) => name.startsWith("drt"));

// --- questions ---------------------------------------------------------------------------------------------------------

function practice(place, questions, mode) {
  const byId = Object.fromEntries(questions.map((q) => [q.id, q]));
  const values = { token: tokenOf(place), mode: "practice", result: "", questions, states: statesOf(questions), drafts: {}, earlier: {} };
  for (const q of questions) {
    values.drafts[q.id] = noted(`draft ${q.lesson} ${q.id}`);
    if (q.again) values.earlier[q.id] = firstGiven(...q.again);
  }
  const receive = (content, model) => {
    const q = byId[content.id];
    const ok = content.type === "draft" ? keepNote(`draft ${q.lesson} ${q.id}`, content.response) : keepAnswer(q, content.response, mode);
    model.tell({ type: "saved", id: content.id, ok: ok && !untaken(), note: untaken() });
  };
  widgets.quiz.initialize({ model: pageModel(values, receive) });
}

// The first answer to another lesson's question, else what was begun, as quiz/tries.py gives it.
const firstGiven = (lesson, id) => statesOf([{ lesson, id }])[id]?.first.response ?? noted(`draft ${lesson} ${id}`);

// The rule of asking.recall: objectives that went badly first, one question per objective as long as there are any.
function chosenForRecall(data) {
  const pool = new Map(data.questions.map((q) => [q.id, q]));
  const key = `recall:${data.lesson}:${data.n}`;
  const kept = (noted(key) ?? "").split(" ").filter((id) => pool.has(id));
  if (kept.length === Math.min(data.n, pool.size)) return kept.map((id) => pool.get(id));
  const bad = troubles();
  const order = [...pool.values()].map((q) => ({ q, bad: bad[q.objective] ?? 0.5, dice: Math.random() }));
  order.sort((a, b) => b.bad - a.bad || a.dice - b.dice);
  const seen = {};
  order.forEach((entry, index) => Object.assign(entry, { index, rank: (seen[entry.q.objective] = (seen[entry.q.objective] ?? 0) + 1) }));
  order.sort((a, b) => a.rank - b.rank || a.index - b.index);
  const chosen = order.slice(0, data.n).map((entry) => entry.q);
  keepNote(key, chosen.map((q) => q.id).join(" "));
  return chosen;
}

// Objective -> how badly it went, as progress.trouble.
function troubles() {
  const tries = new Map();
  for (const row of readRecord().answer) {
    if (row.mode !== "practice" && row.mode !== "recall") continue;
    const key = `${row.item}|${row.objective}`;
    tries.set(key, [...(tries.get(key) ?? []), row]);
  }
  const points = {};
  for (const rows of tries.values()) (points[rows[0].objective] ??= []).push(1 - (rows[0].score + rows.at(-1).score) / 2);
  return Object.fromEntries(Object.entries(points).map(([id, list]) => [id, list.reduce((a, b) => a + b) / list.length]));
}

// --- the two tests -----------------------------------------------------------------------------------------------------

const THANKS = `<p><strong>Handed in.</strong> Your answers are kept as they are. Explanations come with the post-test in lesson ${COURSE.tests.post[1]}, next to those of the post-test.</p>`;

function inTest(place, data) {
  const values = { token: tokenOf(place), mode: "test", result: "", questions: data.questions, states: statesOf(data.questions, data.test) };
  const receive = (content, model) => {
    if (content.type === "finish") return finish(model, data);
    const q = data.questions.find((one) => one.id === content.id);
    if (!q || handedIn(data.test)) return;
    const ok = keepAnswer(q, content.response, data.test);
    model.tell({ type: "saved", id: q.id, ok: ok && !untaken(), note: untaken() });
  };
  const model = pageModel(values, receive);
  if (handedIn("post")) return withExplanations().then((list) => {
    values.result = twoTests(list);
    widgets.quiz.initialize({ model });
  });
  if (handedIn(data.test)) values.result = THANKS;
  widgets.quiz.initialize({ model });
}

function finish(model, data) {
  for (const lesson of [...new Set(data.questions.map((q) => q.lesson))].sort()) {
    keepEvent("score", lesson, data.test, { score: null, maximum: data.questions.filter((q) => q.lesson === lesson).length });
  }
  if (data.test === "pre") return model.set("result", THANKS);
  withExplanations().then((list) => model.set("result", twoTests(list)));
}

// Keys and explanations of both tests are in a file of their own, which no page asks for before the post-test was handed in.
let explanations = null;
function withExplanations() {
  return (explanations ??= new Promise((found) => {
    globalThis.deriskingExplained = found;
    document.head.append(h("script", { src: `${SITE}_static/explained.js` }));
  }));
}

// Every question of both tests with its answer and what that earned.
function testResults(list) {
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

const earnedIn = (results, name) => results.filter((one) => one.test === name).reduce((sum, one) => sum + (one.result?.score ?? 0), 0);

function twoTests(list) {
  const results = testResults(list);
  const total = (name) => earnedIn(results, name);
  const count = (name) => results.filter((one) => one.test === name).length;
  const before = results.some((one) => one.test === "pre" && one.response) ? `${points(total("pre"))} of ${count("pre")} points before` : "no pre-test";
  const head = `<h3>Your two tests, explained</h3><p>${before}, ${points(total("post"))} of ${count("post")} after. Read the explanations: they are worth more than the points.</p>`;
  return head + results.map(oneOfTest).join("");
}

const points = (value) => String(Number(value.toFixed(2)));

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

// The last page, as quiz/last.py makes it.
function lastPage(place, data) {
  const written = () => Object.entries(readRecord().notes).filter(([key]) => key.startsWith("sentence ")).sort();
  const page = (topics) => ({
    topics,
    verdicts: statesOf([data.story])[data.story.id]?.latest.response ?? null,
    sentences: written().map(([key, text]) => ({ title: COURSE.lessons.find((lesson) => lesson.id === key.split(" ")[1])?.title ?? "", text })),
  });
  const model = pageModel({ token: tokenOf(place), story: data.story, page: page([]) }, () => {
    if (handedIn("post")) withExplanations().then((list) => model.set("page", page(byTopic(testResults(list)))));
    else model.set("page", page([]));
  });
  widgets.ending.initialize({ model });
}

function byTopic(results) {
  return COURSE.lessons.map(({ id, title }) => {
    const own = results.filter((one) => one.question.lesson === id);
    const of = own.filter((one) => one.test === "post").length;
    return { title, before: handedIn("pre") ? earnedIn(own, "pre") : null, after: earnedIn(own, "post"), of };
  }).filter((topic) => topic.of);
}

// --- predictions and sentences -----------------------------------------------------------------------------------------

function predicted(place, data) {
  const { options, low, high } = data.asked;
  const values = { token: tokenOf(place), note: "", guess: {}, picture: "", ...data };
  const fits = (guess) => (options.length ? options.includes(guess) : typeof guess === "number" && low <= guess && guess <= high);
  const receive = (content, model) => {
    if (values.picture || !fits(content.value)) return;
    const ok = keepEvent("prediction", data.lesson, data.id, { guess: content.value });
    if (!ok || untaken()) model.set("note", keptWords(ok));
    values.guess = { value: content.value };
    model.set("picture", withGuess(data, content.value));
    mountBelow(place);
  };
  const earlier = eventsOf("prediction", data.lesson, data.id).find((row) => fits(row.guess));
  if (earlier) Object.assign(values, { guess: { value: earlier.guess }, picture: withGuess(data, earlier.guess) });
  widgets.predict.initialize({ model: pageModel(values, receive) });
  mountBelow(place);
}

function withGuess(data, guess) {
  const { shown, asked } = data;
  if (shown.options) return shown.options[guess];
  const words = `${points(guess)}${asked.unit === "%" ? " %" : ""}`;
  if (shown.number) return shown.html.replaceAll(shown.number, points(Math.round(guess)));
  const at = [shown, shown.narrow].map(({ from, to, edge }) => [from + ((guess - asked.low) / (asked.high - asked.low)) * (to - from), edge]);
  const spot = (name, index) => `--${name}:${(100 * at[0][index]).toFixed(2)}%;--${name}-phone:${(100 * at[1][index]).toFixed(2)}%`;
  const places = `${spot("at", 0)};${spot("edge", 1)}`;
  const told = `<span>your guess: ${escaped(words)}</span>`;
  const frame = (label, line) => shown.html.replace(/<picture>.*?<\/picture>/s, (picture) => `<span class="dr-guessed" style="${places}">${label}<span class="dr-frame">${picture}${line}</span></span>`);
  if (shown.across) return frame("", `<span class="dr-guess dr-across">${told}</span>`);
  const side = ([place]) => (place > 0.7 ? "left" : place < 0.3 ? "right" : "middle");
  return frame(`<span class="dr-strip dr-${side(at[0])} dr-phone-${side(at[1])}">${told}</span>`, '<span class="dr-guess"></span>');
}

function written(place, data) {
  const key = `sentence ${data.lesson} ${data.id}`;
  const values = { token: tokenOf(place), prompt: data.prompt, text: noted(key) ?? "", most: 1000 };
  const below = place.nextElementSibling;
  const compare = (text) => below.replaceChildren(h("div.dr-two", {},
    h("div", {}, h("p.dr-eyebrow", {}, "You wrote"), h("p", {}, text)),
    h("div", {}, h("p.dr-eyebrow", {}, "The authors wrote"), h("p", { html: data.authors }))));
  const receive = (content, model) => {
    const text = content.text.trim().slice(0, 1000);
    const ok = keepNote(key, text);
    compare(text);
    model.tell({ type: "kept", words: `${keptWords(ok)} The authors' sentence is below, beside yours.` });
  };
  if (values.text) compare(values.text);
  widgets.write.initialize({ model: pageModel(values, receive) });
}

// What may only be seen later: a model whose `show` shows it, from then on for good.
function laterModel({ key, html, invite = "", words }, place) {
  const show = (_, model) => {
    if (model.get("html")) return;
    keepNote(`later ${key}`, "shown");
    model.set("html", html);
    mountBelow(place);
  };
  const model = pageModel({ token: tokenOf(place), html: "", invite, words }, show);
  if (noted(`later ${key}`)) model.set("html", html);
  return model;
}

function shownLater(place, data) {
  widgets.later.initialize({ model: laterModel(data, place) });
  mountBelow(place);
}

// Questions in what has just been shown.
function mountBelow(place) {
  for (const data of place.querySelectorAll(":scope > .dr-root .dr-live > .dr-data")) {
    if (!data.parentElement.querySelector(":scope > .dr-root")) mount(data.parentElement);
  }
}

// --- all of them -------------------------------------------------------------------------------------------------------

const MAKERS = {
  practice: (place, data) => practice(place, data.questions, "practice"),
  recall(place, data) {
    const chosen = chosenForRecall(data);
    if (chosen.length) practice(place, chosen, "recall");
  },
  test: inTest,
  predict: predicted,
  write: written,
  later: shownLater,
  progress: progressPanel,
  ending: lastPage,
  explorer: explorerPanel,
  exercise: exerciseForm,
  memo: memoForm,
  "hand-in": handIn,
};
const SITE = new URL("..", document.currentScript?.src ?? location.href).href;

function mount(place) {
  try {
    const data = JSON.parse(place.querySelector(":scope > .dr-data").textContent);
    MAKERS[data.kind](place, data);
    for (const event of ["click", "input", "change", "submit"]) place.addEventListener(event, () => warn(place));
  } catch (error) {
    place.append(h("p.dr-problem", { role: "alert" }, `This part could not be started (${error.message}). What is above can be read.`));
    console.error(error);
  }
}

// The first alone, so that it can be answered before the others are made; then in the order of the page, a slice at a time.
function mountRest(places, slice = 0) {
  const until = performance.now() + slice;
  do if (places.length) mount(places.shift());
  while (places.length && performance.now() < until);
  if (!slice) afterFrame(() => performance.mark("first-question"));
  if (places.length) afterFrame(() => mountRest(places, 40));
  else document.documentElement.dataset.derisking = "ready";
}

// After what is there has been drawn; a page in the background draws nothing and need not wait.
const afterFrame = (next) => (document.hidden ? setTimeout(next) : requestAnimationFrame(() => setTimeout(next)));

function mountAll() {
  mountRest([...document.querySelectorAll(".dr-live")].filter((place) => place.querySelector(":scope > .dr-data")));
  // Esc closes the explanation of a term; leaving it lets it open again.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelectorAll(".dr-term").forEach((term) => term.classList.add("dr-closed"));
  });
  document.addEventListener("focusin", () => document.querySelectorAll(".dr-closed").forEach((term) => term.classList.remove("dr-closed")));
  document.addEventListener("pointerover", (event) => event.target.closest?.(".dr-term")?.classList.remove("dr-closed"));
  goOn();
  switches();
  paper();
  offline();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
else mountAll();
