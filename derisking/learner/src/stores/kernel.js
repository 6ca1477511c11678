// The record in the learner's file, which the kernel keeps (derisking/learner/store.py). model: that of the runtime; ask(type,
// content, late) sends a message and gives its answer, and calls late() when none has come for a while.
import { EMPTY, applied } from "../record.js";

export function kernel(model, ask) {
  const snapshot = () => ({ ...EMPTY(), ...structuredClone(model.get("record")) });
  const pending = new Set(); // entries that a snapshot may not know yet
  const listeners = [];
  let record = snapshot();
  model.on("change:record", () => {
    record = snapshot();
    pending.forEach((entry) => applied(record, entry));
    listeners.forEach((listener) => listener());
  });
  // Another notebook, or another window, may have written meanwhile.
  document.addEventListener("visibilitychange", () => document.hidden || ask("look"));
  async function put(entry, late) {
    applied(record, entry);
    pending.add(entry);
    const answer = await ask("put", { entry }, late);
    pending.delete(entry);
    return answer;
  }
  return { get: () => record, put, changes: (listener) => listeners.push(listener) };
}
