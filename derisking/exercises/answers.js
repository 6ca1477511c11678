// What the forms of exercises add to quiz.js, in the notebook and in the web edition alike: the kind `defend`, and how an
// answer is written down. A form has names (of the notebook that hold the answer), rows (key of a line -> its name there)
// and labels (key of a choice -> its name there).

// Answered in exercises only: an option, and the two statements that speak for it.
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
    const node = h("div", {}, group("The option", options), group("Two statements", reasons));
    const all = [...options, ...reasons].map((one) => one.input);
    const read = () => {
      const response = { option: options.find((one) => one.input.checked)?.input.value, reasons: reasons.filter((one) => one.input.checked).map((one) => one.input.value) };
      return response.option && response.reasons.length === 2 ? response : { missing: "Choose one option and exactly two statements." };
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
};

// What is chosen so far, also where something is still open: name in the notebook -> plain JSON; {} where nothing is.
const soFar = {
  single: (form, part) => named(form, form.labels[part.chosen()[0]]),
  multiple: (form, part) => named(form, some(part.chosen().map((key) => form.labels[key]))),
  numeric: (form, part) => named(form, parseNumber(part.first().value) ?? undefined),
  order: (form, part) => named(form, part.touched() ? part.read().order.map((key) => form.labels[key]) : undefined),
  match(form, part) {
    const chosen = [...part.node.querySelectorAll("select")].map((select, i) => [rowName(form, i), form.labels[select.value]]);
    return named(form, filled(chosen.filter(([, label]) => label)));
  },
  classify(form, part) {
    const chosen = [...part.node.querySelectorAll("fieldset.dr-row")].map((row, i) => [rowName(form, i), [...row.querySelectorAll("input:checked")].map((input) => input.value)]);
    return named(form, filled(chosen.filter(([, bins]) => bins.length).map(([name, bins]) => [name, bins.length > 1 ? bins : bins[0]])));
  },
  defend(form, part) {
    const inputs = [...part.node.querySelectorAll("input:checked")];
    const reasons = inputs.filter((input) => input.type === "checkbox").map((input) => input.value);
    const values = [inputs.find((input) => input.type === "radio")?.value, some(reasons)];
    return Object.fromEntries(form.names.map((name, i) => [name, values[i]]).filter(([, value]) => value !== undefined));
  },
};
const named = (form, value) => (value === undefined ? {} : { [form.names[0]]: value });
const some = (list) => (list.length ? list : undefined);
const filled = (pairs) => (pairs.length ? Object.fromEntries(pairs) : undefined);
const rowName = (form, i) => form.rows[form.question.rows[i].key];

// An answer back as the response that a part of quiz.js can show; undefined where there is none.
function responseOf(form, answers) {
  const [value, reasons] = form.names.map((name) => answers[name]);
  const key = (names, name) => Object.keys(names).find((one) => names[one] === name);
  const inRows = (value, made) => Object.fromEntries(Object.entries(value).map(([name, entry]) => [key(form.rows, name), made(entry)]));
  const made = {
    single: () => ({ choice: key(form.labels, value) }),
    multiple: () => ({ choices: value.map((name) => key(form.labels, name)) }),
    numeric: () => ({ text: String(value) }),
    order: () => ({ order: value.map((name) => key(form.labels, name)) }),
    match: () => ({ pairs: inRows(value, (name) => key(form.labels, name)) }),
    classify: () => ({ bins: inRows(value, (entry) => [entry].flat()) }),
    defend: () => ({ option: value, reasons: reasons ?? [] }),
  };
  return value === undefined && reasons === undefined ? undefined : made[form.question.kind]();
}
