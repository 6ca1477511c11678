// `defend`, in exercises only: an option, and the two statements that speak for it.
import { always, escaped, h, unique } from "../dom.js";
import { kinds, some } from "../faces.js";
import { counted } from "../numbers.js";

kinds.defend = {
  build(q) {
    const name = unique("defend");
    const option = (entry, type, group) => {
      const input = h("input", { type, name: group, value: entry.key });
      return { input, node: h("label.dr-option", {}, input, h("span.dr-text", { html: `<strong>${entry.key}</strong> ${entry.html}` })) };
    };
    const options = q.options.map((entry) => option(entry, "radio", name));
    const reasons = q.statements.map((entry) => option(entry, "checkbox", `${name}-why`));
    const group = (words, list) => h("fieldset.dr-group", {}, h("legend.dr-how", {}, words), h("div.dr-options", {}, ...list.map((one) => one.node)));
    const [why, count] = [group("Two statements", reasons), h("p.dr-how", { role: "status" })];
    const ticked = () => reasons.filter((one) => one.input.checked).length;
    why.append(count);
    why.addEventListener("input", ({ target }) => ticked() > 2 && (target.checked = false)); // a third is not taken
    always(() => (count.textContent = ["", "1 of 2 chosen.", "2 of 2 chosen. To take another one, first take one of these back."][ticked()]));
    const node = h("div", {}, group("Your choice", options), why);
    const all = [...options, ...reasons].map((one) => one.input);
    const read = () => {
      const response = { option: options.find((one) => one.input.checked)?.input.value, reasons: reasons.filter((one) => one.input.checked).map((one) => one.input.value) };
      if (response.option && response.reasons.length === 2) return response;
      return { missing: `Choose one option and exactly two statements. So far: ${response.option ? "an option" : "no option"}, ${counted(ticked(), "statement", "statements")}.` };
    };
    const write = (response) => all.forEach((input) => (input.checked = input.value === response.option || response.reasons.includes(input.value)));
    return { node, read, write, clear: () => all.forEach((input) => (input.checked = false)), first: () => all[0], mark: () => {} };
  },
  picks(q, response) {
    const trap = [...q.statements, ...q.options].map((entry) => entry.key).find((key) => key in q.traps && (response.reasons.includes(key) || key === response.option));
    if (trap) return [trap];
    const holds = q.options.find((entry) => entry.key === response.option)?.holds ?? [];
    const good = response.reasons.filter((key) => holds.includes(key)).map((key) => `${response.option}>${key}`);
    return good.length < response.reasons.length ? [...good, "other"] : good;
  },
  share: (q, response, picks) => picks.filter((key) => key.includes(">")).length / 2,
  notes(q, response, picks) {
    const option = q.options.find((entry) => entry.key === response.option);
    const wrong = response.reasons.filter((key) => !option.holds.includes(key)).sort();
    const trap = picks.find((key) => key in q.traps);
    const text = trap ? q.traps[trap] : picks.includes("other") ? q.said.other : q.said.right;
    return [{ title: "", html: text.replaceAll("{option}", option.html).replaceAll("{wrong}", escaped(wrong.join(", "))) }];
  },
  typed(form, part) {
    const inputs = [...part.node.querySelectorAll("input:checked")];
    const reasons = inputs.filter((input) => input.type === "checkbox").map((input) => input.value);
    const values = [inputs.find((input) => input.type === "radio")?.value, some(reasons)];
    return Object.fromEntries(form.names.map((name, i) => [name, values[i]]).filter(([, value]) => value !== undefined));
  },
  untyped: (form, option, reasons) => ({ option, reasons: reasons ?? [] }),
};
