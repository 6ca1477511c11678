// `match`: a partner for each line.
import { escaped, h, unique } from "../dom.js";
import { byHand } from "../drag.js";
import { filled, inRows, keyOf, kinds, named, rowMarks, rowName, rowShare, rowTitle, rowWords, setMarks } from "../faces.js";
import { counted } from "../numbers.js";

kinds.match = {
  build(q) {
    const places = {};
    const selects = {};
    const node = h("div.dr-rows");
    for (const row of q.rows) {
      const id = unique("match");
      selects[row.key] = h("select", { id }, h("option", { value: "" }, "Choose …"),
        ...q.choices.map((choice) => h("option", { value: choice.key }, choice.text)));
      places[row.key] = h("div.dr-row", {}, h("label.dr-text", { htmlFor: id, html: row.html }), selects[row.key]);
      node.append(places[row.key]);
    }
    const read = () => {
      const pairs = Object.fromEntries(Object.entries(selects).map(([key, select]) => [key, select.value]));
      const open = Object.values(pairs).filter((value) => !value).length;
      return open ? { pairs, missing: `${counted(open, "line has", "lines have")} no partner yet.` } : { pairs };
    };
    const write = (response) => Object.entries(response.pairs).forEach(([key, value]) => selects[key] && (selects[key].value = value));
    const clear = () => Object.values(selects).forEach((select) => (select.value = ""));
    const first = () => Object.values(selects).find((select) => !select.value) ?? Object.values(selects)[0];
    return partnersByHand(q, selects, { node, read, write, clear, first, mark: (marks) => setMarks(places, marks) });
  },
  picks: (q, response) => q.rows.filter((row) => row.key in response.pairs).map((row) => `${row.key}>${response.pairs[row.key]}`),
  share: (q, response, picks) => rowShare(q, picks),
  credit: (q, response, picks) => rowWords(q, picks, "pair"),
  title: rowTitle,
  marks: rowMarks,
  typed(form, part) {
    const chosen = [...part.node.querySelectorAll("select")].map((select, i) => [rowName(form, i), form.labels[select.value]]);
    return named(form, filled(chosen.filter(([, label]) => label)));
  },
  untyped: (form, value) => ({ pairs: inRows(form, value, (name) => keyOf(form.labels, name)) }),
};

// The partners of `match`: each may be given to several lines, and a line holds one. selects: key of a line -> its control.
function partnersByHand(q, selects, part) {
  return byHand(part, {
    how: "Drag, or tap the answer and then the line.",
    cards: q.choices.map((choice) => ({ key: choice.key, html: escaped(choice.text) })),
    boxes: q.rows,
    stays: true,
    marked: "box",
    held: () => Object.entries(selects).filter(([, select]) => select.value).map(([row, select]) => [select.value, row]),
    put(choice, row, on) {
      selects[row].value = on ? choice : "";
      return selects[row];
    },
  });
}
