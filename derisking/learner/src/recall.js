// Questions of earlier lessons, chosen of all that may come.
import { practice } from "./ask.js";
import { h } from "./dom.js";
import { NOTE, RECALLED, keepNote, noted, readRecord, troubles } from "./record.js";

// Objectives that went badly first, one question per objective as long as there are any, and none that another lesson has asked again.
// The choice is kept, so that who comes back meets the same questions.
function chosenForRecall(data) {
  const pool = new Map(data.questions.map((q) => [q.id, q]));
  const key = NOTE.recall(data.lesson, data.n);
  const kept = (noted(key) ?? "").split(" ").filter((id) => pool.has(id));
  if (kept.length === Math.min(data.n, pool.size)) return kept.map((id) => pool.get(id));
  const bad = troubles();
  const met = Object.entries(readRecord().notes).filter(([name]) => name.startsWith(RECALLED)).flatMap(([, ids]) => ids.split(" "));
  const fresh = [...pool.values()].filter((q) => !met.includes(q.id));
  const order = (fresh.length < data.n ? [...pool.values()] : fresh).map((q) => ({ q, bad: bad[q.objective] ?? 0.5, dice: Math.random() }));
  order.sort((a, b) => b.bad - a.bad || a.dice - b.dice);
  const seen = {};
  order.forEach((entry, index) => Object.assign(entry, { index, rank: (seen[entry.q.objective] = (seen[entry.q.objective] ?? 0) + 1) }));
  order.sort((a, b) => a.rank - b.rank || a.index - b.index);
  const chosen = order.slice(0, data.n).map((entry) => entry.q);
  keepNote(key, chosen.map((q) => q.id).join(" "));
  return chosen;
}

export function recall(root, data) {
  const questions = chosenForRecall(data);
  if (questions.length) practice(root, { questions }, "recall");
  else root.append(h("p", {}, "There are no questions from earlier lessons yet."));
}
