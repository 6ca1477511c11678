// The running quiz. Feedback is worked out here, at once, by the faces of the kinds; who answers only keeps it.

function solution(q) {
  const line = (part, words) =>
    h("li", {}, h("span.dr-about", { html: (words ?? "") + part.html }), part.feedback ? h("div", { html: part.feedback }) : null);
  const options = Boolean(q.order);
  const parts = q.parts.filter((part) => (options ? !part.key.startsWith("-") : part.right));
  const items = parts.map((part) => line(part, options ? `<strong>${part.right ? "Right" : "Not right"}:</strong> ` : ""));
  const steps = q.rights?.[0].map((key) => h("li", { html: q.items.find((item) => item.key === key).html }));
  const list = steps ? h("ol", {}, ...steps) : h("ul", {}, ...items);
  return h("details.dr-more", {}, h("summary", {}, options ? "All explanations" : "Show the solution"), list);
}

// kept: what the record holds beside tries, as {draft, earlier}, for a part that is answered bit by bit.
function card(q, state, model, kept = {}) {
  const field = head(q);
  const said = h("div.dr-feedback", { role: "status" });
  const extra = h("div");
  const line = h("p.dr-status.dr-sr"); // only trouble is worth a place on the screen
  const tell = (words, trouble = false) => {
    line.textContent = words;
    line.classList.toggle("dr-sr", !trouble);
  };
  const again = h("button.dr-quiet", { type: "button", hidden: true }, "Try again");
  const keep = (response) => {
    kept.draft = response;
    deliver({ type: "draft", id: q.id, response });
  };
  const part = kinds[q.kind].build(q, () => reset(), { keep, earlier: kept.earlier });
  const submit = h("button.dr-primary", { type: "submit", hidden: Boolean(q.face) }, "Check my answer"); // a face hands in by itself
  const form = h("form.dr-card", { noValidate: true }, field, h("div.dr-actions", {}, submit, again), said, extra, line);

  const post = messages(model, "question", (words) => tell(words, true)); // what is explained still stands
  const deliver = (message) => {
    tell("");
    post.send(message);
  };
  const reset = () => {
    said.replaceChildren();
    extra.replaceChildren();
    part.mark({});
    again.hidden = true;
    submit.className = "dr-primary";
  };
  const show = (result) => {
    said.replaceChildren(...feedback(q, q.face ? { ...result, notes: [] } : result));
    if (!q.face) extra.replaceChildren(solution(q)); // a face explains each part in its place
    part.mark(result.marks);
    again.hidden = result.score >= 1;
    submit.className = result.score >= 1 ? "dr-quiet" : "dr-primary"; // what is right leads on, not back here
    if (result.score >= 1) form.dispatchEvent(new CustomEvent("dr-right", { bubbles: true }));
  };
  field.append(part.node);
  field.addEventListener("input", reset);
  again.addEventListener("click", () => {
    askFor(part); // before the button goes, so that the focus is never lost
    part.clear();
    reset();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const response = part.touched?.() === false ? { missing: "Move a line first: this is only the order in which we shuffled them." } : part.read();
    if (response.missing) {
      said.replaceChildren(h("p", {}, response.missing));
      return askFor(part);
    }
    const result = judge(q, response);
    const entry = { response, score: result.score, correct: result.score >= 1 };
    state = { tries: (state?.tries ?? 0) + 1, first: state?.first ?? entry, latest: entry };
    show(result);
    deliver({ type: "answer", id: q.id, response });
  });
  const before = kept.draft ?? state?.latest?.response;
  if (before) {
    try {
      part.write(before);
      if (!kept.draft || !part.read().missing) show(judge(q, before));
      tell("From your record.");
    } catch {
      reset(); // the question has changed since: start it afresh
    }
  }
  const saved = (message) => {
    post.heard();
    tell([message.ok ? "Kept in your record." : message.note ? "" : "Not kept.", message.note].join(" ").trim(), !message.ok || Boolean(message.note));
  };
  return { node: form, saved, open: !state?.latest?.correct };
}

// Several questions come one at a time; "Next" takes the lead after a right answer, and all can be shown at once.
function oneByOne(cards) {
  const count = h("span.dr-eyebrow");
  const step = (words, way) => h("button.dr-quiet", { type: "button", onclick: () => go(place + way, true) }, words);
  const [back, next] = [step("Back", -1), step("Next question", 1)];
  const all = h("button.dr-quiet", { type: "button" }, "Show all");
  const bar = h("div.dr-actions.dr-steps", {}, count, back, next, all);
  const lead = (right) => (next.className = right ? "dr-primary" : "dr-quiet");
  let place = 0;
  const go = (to, focus) => {
    place = to;
    cards.forEach((card, index) => (card.node.hidden = index !== place));
    count.textContent = `Question ${place + 1} of ${cards.length}`;
    if (focus) arriveAt(cards[place].node); // before a button goes, so that the focus is never lost
    back.hidden = place === 0;
    next.hidden = place === cards.length - 1;
    lead(false);
  };
  all.addEventListener("click", () => {
    cards.forEach((card) => (card.node.hidden = false));
    arriveAt(cards[0].node);
    bar.remove();
  });
  cards.forEach((card) => card.node.addEventListener("dr-right", () => lead(true)));
  go(Math.max(0, cards.findIndex((card) => card.open)), false);
  return bar;
}

// After the last right answer of a place one goes on in the page: to what follows the cell, or the block of the web edition.
function onward(form) {
  const following = () => {
    const place = form.closest(".jp-Cell, .cell");
    return place?.nextElementSibling ?? place?.closest("section")?.nextElementSibling;
  };
  const next = h("button.dr-primary", { type: "button", hidden: true, onclick: () => following().scrollIntoView() }, "Go on");
  form.querySelector(".dr-actions").append(next);
  form.addEventListener("dr-right", () => (next.hidden = !following()));
  form.addEventListener("input", () => (next.hidden = true));
}

// --- the pre-test and the post-test: no verdict, no keys in the page ---------------------------------------------------

function sheet(model, root) {
  const questions = model.get("questions");
  const states = model.get("states");
  const answered = new Set(Object.keys(states));
  const count = h("p.dr-status");
  const said = h("div.dr-feedback", { role: "status" });
  const button = h("button.dr-primary", { type: "submit" }, "Hand in my answers");
  const form = h("form.dr-sheet", { noValidate: true, ariaLabel: "Test" });
  const tell = () => (count.textContent = `${answered.size} of ${questions.length} answered. You can leave and come back.`);
  const parts = questions.map((q, index) => {
    const field = head(q);
    const keep = () => {
      const response = part.read();
      if (response.missing) return;
      answered.add(q.id);
      delete form.dataset.asked; // whoever goes on answering has not yet said that the rest stays open
      said.replaceChildren();
      tell();
      model.send({ type: "answer", id: q.id, response });
    };
    const part = kinds[q.kind].build(q, keep);
    if (states[q.id]) part.write(states[q.id].latest.response);
    field.append(part.node);
    field.addEventListener("change", keep);
    const card = h("div.dr-card", {}, h("p.dr-eyebrow", {}, `Question ${index + 1} of ${questions.length}`), field);
    form.append(card);
    return { q, card };
  });
  form.append(count, h("div.dr-actions", {}, button), said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const open = parts.find(({ q }) => !answered.has(q.id));
    if (open && !form.dataset.asked) {
      form.dataset.asked = "yes";
      const words = `${counted(questions.length - answered.size, "question is", "questions are")} still open. Answer them, or press the button once more to hand in without them.`;
      const go = h("button.dr-quiet", { type: "button", onclick: () => arriveAt(open.card) }, `Go to question ${parts.indexOf(open) + 1}`);
      said.replaceChildren(h("p", {}, words), go);
      return said.scrollIntoView({ block: "nearest" });
    }
    model.send({ type: "finish" });
  });
  model.on("msg:custom", (message) => {
    if (message.type === "saved" && !message.ok) said.replaceChildren(h("p", {}, message.note || "Not kept."));
  });
  tell();
  root.append(form);
}

function explained(root, html, focus) {
  const area = h("div.dr-result", { html, tabIndex: -1 });
  root.replaceChildren(area);
  if (focus) area.focus();
}

function quizMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz");
    if (model.get("result")) return explained(root, model.get("result"), false);
    if (model.get("mode") === "test") {
      model.on("change:result", () => explained(root, model.get("result"), true));
      return sheet(model, root);
    }
    const states = model.get("states");
    const cards = {};
    for (const q of model.get("questions")) {
      const kept = { draft: model.get("drafts")[q.id], earlier: model.get("earlier")[q.id] };
      cards[q.id] = card(q, states[q.id], model, kept);
      root.append(cards[q.id].node);
    }
    if (Object.keys(cards).length > 1) root.append(oneByOne(Object.values(cards)));
    const last = model.get("questions").at(-1);
    if (last && !last.face) onward(cards[last.id].node);
    model.on("msg:custom", (message) => message.type === "saved" && cards[message.id]?.saved(message));
  };
}

export { judge, parseNumber };
export default widget(quizMaker);
