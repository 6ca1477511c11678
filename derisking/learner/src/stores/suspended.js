// The record in the few characters that a learning platform keeps of it (suspend_data of SCORM 1.2), and out of them.
import { EMPTY } from "../record.js";

const MOST = 4096; // characters that every platform takes
export const stamp = (at) => Math.floor((Date.parse(at) || 0) / 1000).toString(36);
const date = (text) => new Date(1000 * parseInt(text, 36)).toISOString();
const SHORT = { practice: "p", recall: "r" }; // these two modes come often, and room is short; earlier notes have the words
const LONG = { p: "practice", r: "recall" };

// The record in short lines, the most important first: tests, last answers, predictions, first answers, sentences.
function lines(record) {
  const tries = new Map();
  for (const row of record.answer) {
    const key = `${row.mode} ${row.item}`;
    tries.set(key, [...(tries.get(key) ?? []), row]);
  }
  const answer = (row) => ["a", row.item, SHORT[row.mode] ?? row.mode, row.response, row.score, stamp(row.at)];
  const groups = [...tries.values()];
  return [
    ...record.score.map((row) => ["s", row.item, row.lesson, row.maximum, stamp(row.at)]),
    ...groups.map((rows) => answer(rows.at(-1))),
    ...record.prediction.map((row) => ["p", row.item, row.guess, stamp(row.at)]),
    ...groups.filter((rows) => rows.length > 1).map((rows) => answer(rows[0])),
    ...Object.entries(record.notes).map(([key, text]) => ["n", key, text]).sort((a, b) => a[2].length - b[2].length),
  ];
}

// As many lines as fit, in order; what is longer than the room left is passed over. left: how many those are.
export function packed(record) {
  const kept = [];
  let size = '{"v":1,"e":[]}'.length;
  let left = 0;
  for (const line of lines(record)) {
    const more = JSON.stringify(line).length + 1;
    if (size + more > MOST) left += 1;
    else {
      kept.push(line);
      size += more;
    }
  }
  return { text: JSON.stringify({ v: 1, e: kept }), left };
}

const READ = {
  a: (record, { id, questions }, [item, short, response, score, at]) => {
    const mode = LONG[short] ?? short;
    const [lesson, objective] = questions[item] ?? [id, ""];
    record.answer.push({ at: date(at), lesson, item, objective, mode, correct: score === null ? null : Number(score >= 1), score, response, misconceptions: [] });
  },
  s: (record, _, [item, lesson, maximum, at]) => record.score.push({ at: date(at), lesson, item, score: null, maximum }),
  p: (record, { id }, [item, guess, at]) => record.prediction.push({ at: date(at), lesson: id, item, guess }),
  n: (record, _, [key, text]) => (record.notes[key] = text),
};

// The record of a lesson; throws an error where the text is damaged.
export function unpacked(text, lesson) {
  const record = EMPTY();
  if (!text) return record;
  for (const [kind, ...fields] of JSON.parse(text).e) READ[kind](record, lesson, fields);
  record.answer.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return record;
}
