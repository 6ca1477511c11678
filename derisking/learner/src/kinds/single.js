// `single`: one option of several.
import { choices, isRight, keyOf, kinds, named, onlyRight } from "../faces.js";

kinds.single = {
  build(q) {
    const part = choices(q, "radio");
    const read = () => (part.chosen().length ? { choice: part.chosen()[0] } : { missing: "Choose an answer first." });
    return { ...part, read, write: (response) => part.set([response.choice]) };
  },
  picks: (q, response) => q.parts.filter((part) => part.key === response.choice).map((part) => part.key),
  share: (q, response, picks) => onlyRight(q, picks),
  marks: (q, picks) => Object.fromEntries(picks.map((key) => [key, isRight(q, key)])),
  typed: (form, part) => named(form, form.labels[part.chosen()[0]]),
  untyped: (form, value) => ({ choice: keyOf(form.labels, value) }),
};
