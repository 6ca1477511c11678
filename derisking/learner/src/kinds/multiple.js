// `multiple`: every option that is right.
import { choices, isRight, keyOf, kinds, named, partOf, some } from "../faces.js";
import { counted } from "../numbers.js";

kinds.multiple = {
  build(q) {
    const part = choices(q, "checkbox");
    const read = () => (part.chosen().length ? { choices: part.chosen() } : { missing: "Choose at least one answer first." });
    return { ...part, read, write: (response) => part.set(response.choices) };
  },
  picks: (q, response) =>
    q.parts
      .filter((part) => (part.key.startsWith("-") ? !response.choices.includes(part.key.slice(1)) : response.choices.includes(part.key)))
      .map((part) => part.key),
  share(q, response) {
    const options = q.parts.filter((part) => !part.key.startsWith("-"));
    const share = (right) => {
      const those = options.filter((part) => part.right === right);
      return those.length ? those.filter((part) => response.choices.includes(part.key)).length / those.length : 0;
    };
    return Math.max(0, share(true) - share(false));
  },
  credit(q, response) {
    const chosen = q.parts.filter((part) => response.choices.includes(part.key));
    const hits = chosen.filter((part) => part.right).length;
    const wrong = chosen.length - hits;
    const right = q.parts.filter((part) => part.right).length;
    return `${hits} of ${counted(right, "right answer", "right answers")} chosen` + (wrong ? `, and ${counted(wrong, "wrong one", "wrong ones")}.` : ".");
  },
  title: (q, key) => (key.startsWith("-") ? "Still missing:" : partOf(q, key).html), // which one is told by no check
  marks: (q, picks) => Object.fromEntries(picks.filter((key) => !key.startsWith("-")).map((key) => [key, isRight(q, key)])),
  typed: (form, part) => named(form, some(part.chosen().map((key) => form.labels[key]))),
  untyped: (form, value) => ({ choices: value.map((name) => keyOf(form.labels, name)) }),
};
