// `numeric`: a number, typed.
import { escaped, h, unique } from "../dom.js";
import { kinds, named, onlyRight } from "../faces.js";
import { numberHelp, parseNumber } from "../numbers.js";

const near = (number, value, tolerance) => Math.abs(number - value) <= tolerance * (1 + 1e-9) + 1e-12;

function covers(range, number, tolerance) {
  if (range.value !== undefined) return near(number, range.value, range.tolerance ?? tolerance);
  return range.min <= number && number <= range.max;
}

kinds.numeric = {
  build(q) {
    const id = unique("number");
    const input = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    const label = h("label", { htmlFor: id }, "Your answer", q.unit ? h("span.dr-sr", {}, ` in ${q.unit}`) : null);
    const node = h("div.dr-field", {}, label, input, q.unit ? h("span", { "aria-hidden": "true" }, q.unit) : null);
    const read = () => {
      const text = input.value.replace(q.unit, "").trim(); // as it stands beside the box
      const number = parseNumber(text);
      const shared = number !== null && !q.unit && /([%％]|per ?cent)\.?$/.test(text);
      if (shared) return { missing: `“${text}” is ${Number((number / 100).toPrecision(12))} as a fraction. Write that, if you mean it.` };
      if (number !== null) return { text };
      return { missing: numberHelp(text, `Type one number, such as ${q.unit ? 4 : ""}0.4.`) };
    };
    const write = (response) => (input.value = response.text);
    const trouble = () => (input.value.trim() ? read().missing : undefined); // what is typed and cannot be read
    return { node, read, write, trouble, clear: () => (input.value = ""), first: () => input, mark: () => {} };
  },
  picks(q, response) {
    const number = parseNumber(response.text);
    if (number === null) return ["none"];
    if (near(number, q.answer, q.tolerance)) return ["right"];
    const place = q.ranges.findIndex((range) => covers(range, number, q.tolerance));
    return [place < 0 ? "other" : `m${place + 1}`];
  },
  share: (q, response, picks) => onlyRight(q, picks),
  words: (q, response) => `${escaped(response.text)} ${escaped(q.unit)}`,
  typed: (form, part) => named(form, parseNumber(part.first().value) ?? undefined),
  untyped: (form, value) => ({ text: String(value) }),
};
