// `classify`: cards into bins.
import { h, unique } from "../dom.js";
import { byHand } from "../drag.js";
import { filled, inRows, kinds, named, rowMarks, rowName, rowShare, rowTitle, rowWords, setMarks } from "../faces.js";
import { counted } from "../numbers.js";
import { storyPart } from "../story.js";

kinds.classify = {
  build(q, changed, kept) {
    if (q.face === "story") return storyPart(q, kept);
    const places = {};
    const inputs = {};
    const node = h("div.dr-rows");
    for (const row of q.rows) {
      const name = unique("card");
      inputs[row.key] = q.bins.map((bin) => h("input", { type: q.several ? "checkbox" : "radio", name, value: bin.name }));
      const labels = q.bins.map((bin, i) => h("label.dr-bin", {}, inputs[row.key][i], h("span", { html: bin.html })));
      places[row.key] = h("fieldset.dr-row", {}, h("legend.dr-text", { html: row.html }), h("div.dr-bins", {}, ...labels));
      node.append(places[row.key]);
    }
    const chosen = (key) => inputs[key].filter((input) => input.checked).map((input) => input.value);
    const read = () => {
      const bins = Object.fromEntries(Object.keys(inputs).map((key) => [key, chosen(key)]));
      const open = Object.values(bins).filter((names) => !names.length).length;
      return open ? { bins, missing: `${open} of ${q.rows.length} still open.` } : { bins };
    };
    const set = (bins) => Object.keys(inputs).forEach((key) => inputs[key].forEach((i) => (i.checked = (bins[key] ?? []).includes(i.value))));
    const first = () => (Object.values(inputs).find((row) => !row.some((i) => i.checked)) ?? Object.values(inputs)[0])[0];
    const part = { node, read, write: (response) => set(response.bins), clear: () => set({}), first, mark: (marks) => setMarks(places, marks) };
    return cardsByHand(q, inputs, part);
  },
  picks(q, response) {
    return q.rows.flatMap((row) => {
      const chosen = response.bins[row.key] ?? [];
      const wrong = chosen.filter((name) => !row.accepts.includes(name));
      return chosen.length && !wrong.length ? [row.key] : wrong.map((name) => `${row.key}>${name}`);
    });
  },
  share: (q, response, picks) => rowShare(q, picks),
  credit: (q, response, picks) => rowWords(q, picks, q.face && "verdict"),
  title: rowTitle,
  marks: (q, picks) => ({ ...rowMarks(q, picks), ...Object.fromEntries(picks.filter((pick) => pick.includes(">")).map((pick) => [pick, false])) }), // a card in two bins: by its copy
  typed(form, part) {
    const chosen = [...part.node.querySelectorAll("fieldset.dr-row")].map((row, i) => [rowName(form, i), [...row.querySelectorAll("input:checked")].map((input) => input.value)]);
    return named(form, filled(chosen.filter(([, bins]) => bins.length).map(([name, bins]) => [name, bins.length > 1 ? bins : bins[0]])));
  },
  untyped: (form, value) => ({ bins: inRows(form, value, (entry) => [entry].flat()) }),
};

// The cards of `classify`: into one bin, or into several where the question allows it. inputs: key of a card -> its controls.
function cardsByHand(q, inputs, part) {
  return byHand(part, {
    how: `Tap the card, then the bin; or drag it by its dots.${q.several ? " Does one fit two bins? Take its pale copy, too." : ""}`,
    cards: q.rows,
    boxes: q.bins.map((bin) => ({ key: bin.name, html: bin.html })),
    stays: q.several,
    marked: "card",
    held: () => q.rows.flatMap((row) => inputs[row.key].filter((input) => input.checked).map((input) => [row.key, input.value])),
    put(card, bin, on) {
      const input = inputs[card].find((one) => one.value === bin);
      input.checked = on;
      return input;
    },
  });
}
