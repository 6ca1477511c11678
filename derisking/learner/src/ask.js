// Questions that are answered at once. Feedback is worked out here, by the faces of the kinds; who answers only keeps it.
import { h } from "./dom.js";
import { arriveAt, askFor, feedback, head, judge, kinds, noteOf, stillHolds } from "./faces.js";
import { oneByOne, wanted } from "./one-by-one.js";
import { NOTE, keepAnswer, keepNote, noted, sealed, statesOf } from "./record.js";
import { shell } from "./shell.js";

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

// state: first and latest try; mode: how an answer is kept; fresh: without the latest try. Of a question that is answered bit by bit the record holds a draft.
function card(q, state, mode, fresh) {
  const field = head(q);
  const said = h("div.dr-feedback", { role: "status" });
  const extra = h("div");
  const line = h("p.dr-status.dr-sr"); // only trouble is worth a place on the screen
  const tell = (words, trouble = false) => {
    line.textContent = words;
    line.classList.toggle("dr-sr", !trouble);
  };
  const again = h("button.dr-quiet", { type: "button", hidden: true }, "Try again");
  const late = () => tell(shell.lost, true); // what is explained still stands
  const deliver = async (put) => {
    tell("");
    const { ok, note } = await put;
    tell([ok ? "Kept in your record." : note ? "" : "Not kept.", note].join(" ").trim(), !ok || Boolean(note));
  };
  const draft = NOTE.draft(q.lesson, q.id);
  const keep = (response) => deliver(keepNote(draft, response, late));
  const part = kinds[q.kind].build(q, () => reset(), { keep, earlier: q.again && firstGiven(...q.again) });
  const submit = h("button.dr-primary", { type: "submit", hidden: Boolean(q.face) }, "Check my answer"); // a face hands in by itself
  const form = h("form.dr-card", { noValidate: true }, field, h("div.dr-actions", {}, submit, again), said, extra, line);

  let picked; // by the answer that was checked last
  const reset = () => {
    const { marks, notes } = stillHolds(q, picked, part.read());
    said.replaceChildren(...notes.filter((note) => !note.ok).map(noteOf));
    extra.replaceChildren();
    part.mark(marks);
    again.hidden = true;
    submit.className = "dr-primary";
  };
  const show = (response) => {
    if (sealed(q)) return said.replaceChildren(h("p", {}, "Your answer is looked at later."));
    const result = judge(q, response);
    picked = result.picks;
    said.replaceChildren(...(q.face && result.score < 1 ? [h("p", {}, result.credit)] : feedback(q, q.face ? { ...result, notes: [] } : result)));
    if (!q.face && !kinds[q.kind].tellsAll) extra.replaceChildren(solution(q)); // a face explains each part in its place
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
    show(response);
    if (noted(draft)?.draft) keepNote(draft, response, late);
    deliver(keepAnswer(q, response, mode, late));
    shell.answered(); // what comes after it may be seen
  });
  const begun = mode === "practice" ? noted(draft) : undefined; // a recall begins anew
  const before = fresh ? undefined : (begun ?? state?.latest?.response);
  if (before) {
    try {
      part.write(before);
      if (!before.draft && (!begun || !part.read().missing)) show(before);
      tell("From your record.");
    } catch {
      reset(); // the question has changed since: start it afresh
    }
  }
  return { node: form, open: !state?.latest?.correct };
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

// The first answer to another lesson's question, else what was begun there.
export const firstGiven = (lesson, id) => statesOf([{ lesson, id }])[id]?.first.response ?? noted(NOTE.draft(lesson, id));

// mode: "practice" or "recall".
export function practice(root, { questions }, mode) {
  const states = statesOf(questions, mode === "recall" ? mode : undefined); // what is to be remembered is not shown
  const { at, again } = mode === "practice" ? wanted.take(questions.map((q) => q.id)) : {};
  const cards = questions.map((q, i) => card(q, states[q.id], mode, again && i === at));
  root.append(...cards.map((one) => one.node));
  const turn = cards.length > 1 && oneByOne(cards, (place) => `Question ${place + 1} of ${cards.length}`);
  if (turn) root.append(turn.node);
  if (cards.length && !questions.at(-1).face) onward(cards.at(-1).node);
  if (at >= 0) setTimeout(() => (turn ? turn.go(at, true) : arriveAt(cards[0].node))); // once the page stands
}
