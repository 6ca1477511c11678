// Made by python3 run.py build of 58 files in learner/src, live/src and figures.*, sha256 3e851e1f4b55b174, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
// dom.js
var person = { walks: false };
var isStep = (event) => /^(Tab|Arrow)/.test(event.key);
document.addEventListener("keydown", (event) => isStep(event) && (person.walks = true), true);
document.addEventListener("pointerdown", () => person.walks = false, true);
var ids = globalThis[/* @__PURE__ */ Symbol.for("derisking.ids")] ??= { count: 0 };
var unique = (name) => `dr-${name}-${ids.count += 1}`;
function h(kind, properties = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (value === void 0 || value === null) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "html") node.innerHTML = value;
    else if (key in node && !key.includes("-")) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== void 0));
  return node;
}
var escaped = (text2) => h("span", {}, text2).innerHTML;

// numbers.js
var UNIT = "[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?";
var NUMBER = RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${UNIT}(?: ?(?:per |/ ?)${UNIT})?)?\\.?$`);
var folded = (text2) => text2.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 65248)).replaceAll("−", "-").replaceAll("。", ".").replaceAll("、", ",");
function parseNumber(text2) {
  const bare2 = folded(String(text2)).trim().replace(/[\s_]+/g, " ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g, "$1");
  const [, found] = bare2.match(NUMBER) ?? [];
  if (!found || /^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(found)) return null;
  const number = Number(found.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}
function numberHelp(given, otherwise) {
  const text2 = folded(given.trim());
  const [, above, below] = (/[0-9]\s*[^ -~]/.test(text2) ? text2 : text2.normalize("NFKC")).match(/^([0-9]+)\s*[/⁄]\s*([0-9]+)$/) ?? [];
  if (Number(below)) return `“${text2}” is ${Number((above / below).toPrecision(4))}. Write that, if you mean it.`;
  if (/[0-9],[0-9]{3}/.test(text2)) return `“${text2}” can be read in two ways. Write 1234 or 1.234.`;
  return otherwise;
}
var counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;

// faces.js
var kinds = {};
var partOf = (q, key) => q.parts.find((part2) => part2.key === key);
var isRight = (q, key) => Boolean(partOf(q, key)?.right);
var onlyRight = (q, keys) => keys.length && keys.every((key) => isRight(q, key)) ? 1 : 0;
function judge(q, response) {
  const kind = kinds[q.kind];
  const picks = kind.picks(q, response);
  const notes = kind.notes?.(q, response, picks) ?? notesOn(q, picks, kind);
  return { score: kind.share(q, response, picks), credit: kind.credit?.(q, response, picks) ?? "", picks, notes, marks: kind.marks?.(q, picks) ?? {} };
}
function notesOn(q, picks, kind) {
  let helped = false;
  return picks.map((key) => {
    const part2 = partOf(q, key);
    const html = part2?.feedback ?? (helped ? "<p>Not this one.</p>" : q.otherwise);
    helped ||= !part2;
    return { title: kind.title?.(q, key) ?? "", html, ok: Boolean(part2?.right) };
  });
}
var rowShare = (q, picks) => q.rows.filter((row) => rowRight(picks, q, row)).length / q.rows.length;
var rowOf = (key) => key.split(">")[0];
var rowRight = (picks, q, row) => {
  const own = picks.filter((key) => rowOf(key) === row.key);
  return own.length > 0 && own.every((key) => isRight(q, key));
};
var rowWords = (q, picks, one) => `${q.rows.filter((row) => rowRight(picks, q, row)).length} of ${counted(q.rows.length, one, `${one}s`)} right.`;
var rowMarks = (q, picks) => Object.fromEntries(q.rows.map((row) => [row.key, rowRight(picks, q, row)]));
var rowTitle = (q, key) => q.rows.find((row) => row.key === rowOf(key))?.html ?? "";
function badge(ok) {
  return h(
    `span.dr-mark.${ok ? "dr-ok" : "dr-no"}`,
    {},
    h("span", { "aria-hidden": "true" }, ok ? "✓" : "✗"),
    h("span.dr-sr", {}, ok ? " right" : " not right")
  );
}
function setMarks(places, marks) {
  for (const [key, place] of Object.entries(places)) {
    place.querySelectorAll(":scope > .dr-mark").forEach((old) => old.remove());
    place.classList.remove("dr-is-ok", "dr-is-no");
    if (!(key in marks)) continue;
    place.classList.add(marks[key] ? "dr-is-ok" : "dr-is-no");
    place.append(badge(marks[key]));
  }
}
function choices(q, type) {
  const name = unique("choice");
  const places = {};
  const inputs = {};
  const node = h("div.dr-options");
  for (const option of (q.order ?? []).map((key) => partOf(q, key))) {
    inputs[option.key] = h("input", { type, name, value: option.key });
    places[option.key] = h("label.dr-option", {}, inputs[option.key], h("span.dr-text", { html: option.html }));
    node.append(places[option.key]);
  }
  const chosen = () => Object.keys(inputs).filter((key) => inputs[key].checked);
  const set = (keys) => Object.entries(inputs).forEach(([key, input]) => input.checked = keys.includes(key));
  return {
    node,
    chosen,
    set,
    clear: () => set([]),
    first: () => Object.values(inputs)[0],
    mark: (marks) => setMarks(places, marks)
  };
}
function head(q) {
  const how = h("p.dr-how", { id: unique("how") }, q.how);
  const field = h("fieldset.dr-question", { "aria-describedby": how.id }, h("legend", { tabIndex: -1, html: q.stem }));
  if (q.body) field.append(h("div.dr-body", { html: q.body }));
  field.append(how);
  if (q.hint) field.append(h("details.dr-hint", {}, h("summary", {}, "Hint"), h("div", { html: q.hint })));
  return field;
}
function verdict(share) {
  if (share >= 1) return ["✓ ", "Right.", "dr-ok"];
  return share > 0 ? ["◐ ", "Partly right.", "dr-part"] : ["✗ ", "Not yet.", "dr-no"];
}
function feedback(q, result) {
  const [sign, words, look] = verdict(result.score);
  const heading = h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, sign), h("strong", {}, words));
  if (result.credit) heading.append(` ${result.credit}`);
  const parts = [heading];
  for (const note of result.notes) {
    const title = note.title ? h("p.dr-about", {}, badge(note.ok), h("span", { html: note.title })) : null;
    parts.push(h("div.dr-note", {}, title, h("div", { html: note.html })));
  }
  if (q.sources) parts.push(h("p.dr-sources", {}, "Sources: ", h("span", { html: q.sources })));
  return parts;
}
var named = (form, value) => value === void 0 ? {} : { [form.names[0]]: value };
var some = (list) => list.length ? list : void 0;
var filled = (pairs) => pairs.length ? Object.fromEntries(pairs) : void 0;
var rowName = (form, i) => form.rows[form.question.rows[i].key];
var keyOf = (names, name) => Object.keys(names).find((one) => names[one] === name);
var inRows = (form, value, made) => Object.fromEntries(Object.entries(value).map(([name, entry]) => [keyOf(form.rows, name), made(entry)]));

// drag.js
function draggable(element, { move, drop }) {
  element.addEventListener("pointerdown", (down) => {
    const finger = down.pointerType === "touch" && !down.target.closest(".dr-grip");
    if (down.button || finger || down.target.closest("button, a")) return;
    const over = new AbortController();
    let going = false;
    const end = (...place) => {
      over.abort();
      if (going) drop(...place);
      element.classList.remove("dr-held");
    };
    const on = (name, act) => element.addEventListener(name, act, { signal: over.signal });
    element.setPointerCapture(down.pointerId);
    on("pointermove", ({ clientX: x, clientY: y }) => {
      if (!going && Math.hypot(x - down.clientX, y - down.clientY) < 6) return;
      going = true;
      element.classList.add("dr-held");
      scrollAtEdge(element, y);
      move(x, y, down);
    });
    on("pointerup", ({ clientX, clientY }) => end(clientX, clientY));
    on("pointercancel", () => end());
  });
}
var grip = () => h("span.dr-grip", { "aria-hidden": "true" }, "⠿");
function scrollAtEdge(element, y) {
  let pane = element.parentElement;
  while (pane && !(pane.scrollHeight > pane.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(pane).overflowY))) pane = pane.parentElement;
  const step = y < 48 ? -14 : y > innerHeight - 48 ? 14 : 0;
  if (step) (pane ?? document.scrollingElement).scrollBy(0, step);
}
function draggableLine(list, item, done) {
  const move = (_, y) => {
    const lines = [...list.children];
    const under = lines.findIndex((line2) => y < line2.getBoundingClientRect().bottom);
    const to = under < 0 ? lines.length - 1 : under;
    for (let at = lines.indexOf(item); at < to; at++) list.insertBefore(item.nextElementSibling, item);
    for (let at = lines.indexOf(item); at > to; at--) list.insertBefore(item.previousElementSibling, item.nextSibling);
  };
  draggable(item, { move, drop: done });
}
function byHand(part2, sorting) {
  const words = { hand: "Show as a list", list: "Sort by hand" };
  const board = h("div.dr-board", { "aria-hidden": "true" });
  const rows = h("div.dr-listed", {}, part2.node);
  const change = h("button.dr-quiet.dr-ways", { type: "button" });
  const node = h("div", {}, change, board, rows);
  const show = (way) => {
    node.className = `dr-by-${way}`;
    change.textContent = words[way];
  };
  const state = { chosen: null, marks: {}, asked: false, board, draw: draw2 };
  function draw2() {
    drawBoard(board, sorting, state);
  }
  change.addEventListener("click", () => show(node.className === "dr-by-hand" ? "list" : "hand"));
  rows.addEventListener("focusin", () => person.walks && show("list"));
  rows.addEventListener("keydown", (event) => isStep(event) && show("list"));
  part2.node.addEventListener("change", draw2);
  const drawn = (act) => (value) => {
    act(value);
    draw2();
  };
  const mark = (marks) => {
    state.marks = marks;
    part2.mark(marks);
  };
  const clear = () => {
    state.asked = false;
    part2.clear();
  };
  const ask = () => {
    const byHand2 = node.className === "dr-by-hand";
    part2.first().focus({ preventScroll: byHand2 });
    if (!byHand2) return;
    state.asked = true;
    draw2();
    board.querySelector(".dr-open")?.scrollIntoView({ block: "nearest" });
  };
  show("hand");
  draw2();
  return { ...part2, node, draw: draw2, ask, write: drawn(part2.write), clear: drawn(clear), mark: drawn(mark) };
}
function drawBoard(board, sorting, state) {
  const { cards, boxes, held, stays, how } = sorting;
  const pairs = held();
  const used = (card) => pairs.some(([key]) => key === card.key);
  const waiting = cards.filter((card) => stays || !used(card));
  const pool = h("div.dr-pool", {}, ...waiting.map((card) => tile(card, "", sorting, state, used(card))));
  const filled2 = boxes.map((box) => {
    const own = pairs.filter(([, key]) => key === box.key).map(([key]) => cards.find((card) => card.key === key));
    return boxNode(box, own.map((card) => tile(card, box.key, sorting, state, false)), sorting, state);
  });
  pool.addEventListener("click", (event) => event.target === pool && putInto(state.chosen, "", sorting, state));
  board.classList.toggle("dr-choosing", Boolean(state.chosen));
  board.replaceChildren(h("p.dr-how", {}, how), pool, h(sorting.marked === "box" ? "div.dr-boxes.dr-lines" : "div.dr-boxes", {}, ...filled2));
}
function boxNode(box, tiles, sorting, state) {
  const node = h("div.dr-box", {}, h("div.dr-name", {}, bare(box.html)), ...tiles);
  node.dataset.key = box.key;
  if (sorting.marked === "box") setMarks({ [box.key]: node.firstChild }, state.marks);
  node.classList.toggle("dr-open", state.asked && sorting.marked === "box" && !tiles.length);
  node.addEventListener("click", () => state.chosen && putInto(state.chosen, box.key, sorting, state));
  return node;
}
function tile(card, from, sorting, state, used) {
  const node = h("div.dr-tile", {}, grip(), bare(card.html));
  const chosen = state.chosen?.card === card.key && state.chosen.from === from;
  node.classList.toggle("dr-chosen", chosen);
  node.classList.toggle("dr-used", used);
  node.classList.toggle("dr-open", state.asked && sorting.marked === "card" && !from && !used);
  if (sorting.marked === "card" && from) setMarks({ [card.key]: node }, state.marks);
  node.addEventListener("click", (event) => {
    if (state.chosen && from && !chosen) return;
    event.stopPropagation();
    state.chosen = chosen ? null : { card: card.key, from };
    state.draw();
  });
  const move = (x, y, down) => {
    const at = node.grabbed ??= ((box2) => [down.clientX - box2.left, down.clientY - box2.top])(node.getBoundingClientRect());
    node.style.transform = "";
    const box = node.getBoundingClientRect();
    node.style.transform = `translate(${x - at[0] - box.left}px, ${y - at[1] - box.top}px)`;
    const over = boxAt(state.board, x, y);
    state.board.querySelectorAll(".dr-box").forEach((one) => one.classList.toggle("dr-over", one === over));
  };
  const drop = (x, y) => {
    const over = x === void 0 ? null : boxAt(state.board, x, y) ?? state.board.querySelector(".dr-pool");
    putInto({ card: card.key, from }, over ? over.dataset.key ?? "" : from, sorting, state);
  };
  draggable(node, { move, drop });
  return node;
}
function boxAt(board, x, y) {
  const under = document.elementsFromPoint(x, y).filter((node) => !node.closest(".dr-held"));
  return under.map((node) => node.closest(".dr-box")).find((box) => box && board.contains(box));
}
function putInto(what, to, { put: put2 }, state) {
  state.chosen = null;
  if (what && what.from !== to) {
    const touched = [what.from && put2(what.card, what.from, false), to && put2(what.card, to, true)].filter(Boolean);
    for (const name of ["input", "change"]) touched.at(-1).dispatchEvent(new Event(name, { bubbles: true }));
  }
  state.draw();
}
function bare(html) {
  const node = h("span.dr-text", { html });
  node.querySelectorAll("a").forEach((link) => link.replaceWith(...link.childNodes));
  return node;
}

// story.js
function storyPart(q, { keep = () => {
}, earlier } = {}) {
  const chosen = {};
  const lines = {};
  const before = Object.fromEntries(q.rows.map((row) => [row.key, earlier?.bins?.[row.before]?.[0]]));
  const agrees = (given) => q.rows.filter((row) => row.accepts.includes(given[row.key])).length;
  const left = () => q.rows.filter((row) => !(row.key in chosen));
  const response = () => ({ bins: Object.fromEntries(Object.entries(chosen).map(([key, name]) => [key, [name]])) });
  const word = (name) => name.toLowerCase();
  const panel = h("div.dr-judge", { id: unique("judge"), role: "group", hidden: true });
  const count = h("p.dr-status", { role: "status" });
  const node = h("div.dr-story");
  const mark = (row) => {
    const line2 = lines[row.key];
    const right = row.accepts.includes(chosen[row.key]);
    const done = row.key in chosen;
    line2.classList.toggle("dr-is-ok", done && right);
    line2.classList.toggle("dr-is-no", done && !right);
    line2.querySelector(".dr-tag")?.remove();
    if (!done) return;
    const agreed = [h("span", { "aria-hidden": "true" }, "✓ "), row.says, h("span.dr-sr", {}, " (you agree)")];
    line2.append(h("span.dr-tag", {}, ...right ? agreed : [`record: ${row.says} · you: ${word(chosen[row.key])}`]));
  };
  const tell = () => {
    const open = left().length;
    const sum = (given) => `${agrees(given)} of ${q.rows.length}`;
    const words = [open ? `${counted(open, "sentence", "sentences")} of ${q.rows.length} left to judge.` : "All judged."];
    if (!open && earlier) words.push(`As the record says: ${sum(before)} in lesson ${Number(q.again[0].slice(0, 2))}, ${sum(chosen)} now.`);
    count.textContent = words.join(" ");
  };
  const close = (focus) => {
    const line2 = Object.values(lines).find((one) => one.getAttribute("aria-expanded") === "true");
    line2?.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    if (focus) line2?.focus();
  };
  const show = (row, focus) => {
    close(false);
    lines[row.key].setAttribute("aria-expanded", "true");
    lines[row.key].parentElement.after(panel);
    panel.setAttribute("aria-labelledby", lines[row.key].id);
    const said = h("div", { role: "status" });
    panel.replaceChildren(said);
    panel.hidden = false;
    if (row.key in chosen) record(row, said);
    else ask(row, said);
    if (focus) panel.querySelector("button").focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  };
  const ask = (row, said) => {
    const buttons = q.bins.map((bin) => h("button.dr-quiet", { type: "button", onclick: () => commit(row, bin.name, said), html: bin.html }));
    const help = h("p.dr-how", {}, "Your verdict on this sentence, as of its day?");
    panel.append(h("div.dr-asking", {}, help, h("div.dr-verdicts", {}, ...buttons)));
  };
  const commit = (row, name, said) => {
    chosen[row.key] = name;
    panel.querySelector(".dr-asking").remove();
    mark(row);
    record(row, said);
    panel.querySelector(".dr-actions button").focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
    tell();
    keep(response());
    if (!left().length) node.closest("form").requestSubmit();
  };
  const record = (row, said) => {
    const right = row.accepts.includes(chosen[row.key]);
    const [sign, look] = right ? ["✓ ", "dr-ok"] : ["✗ ", "dr-no"];
    const words = right ? `You say ${word(chosen[row.key])}, and that can be defended.` : `You say ${word(chosen[row.key])}. The record says ${row.says}.`;
    const notes = judge(q, { bins: { [row.key]: [chosen[row.key]] } }).notes.filter((note) => !note.ok);
    const was = before[row.key] ? h("p", {}, `In lesson ${Number(q.again[0].slice(0, 2))} you said ${word(before[row.key])}.`) : null;
    said.replaceChildren(h(
      "div.dr-record",
      {},
      h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, sign), h("strong", {}, words)),
      was,
      ...notes.map((note) => h("div.dr-note", { html: note.html })),
      h("div.dr-note", { html: partOf(q, row.key).feedback })
    ));
    const next = left().find((one) => q.rows.indexOf(one) > q.rows.indexOf(row)) ?? left()[0];
    const on = next ? h("button.dr-primary", { type: "button", onclick: () => show(next, true) }, "Next sentence") : null;
    panel.append(h("div.dr-actions", {}, ...[on, h("button.dr-quiet", { type: "button", onclick: () => close(true) }, "Close")].filter(Boolean)));
  };
  for (const row of q.rows) {
    if (row.opens || !node.lastChild) node.append(h("p"));
    const line2 = h("span.dr-say", { id: unique("say"), role: "button", tabIndex: 0, "aria-expanded": "false", "aria-controls": panel.id, html: row.html });
    const turn = () => line2.getAttribute("aria-expanded") === "true" ? close(true) : show(row, true);
    line2.addEventListener("click", turn);
    line2.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      turn();
    });
    lines[row.key] = line2;
    node.lastChild.append(line2, " ");
  }
  node.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close(true));
  node.append(panel, count);
  tell();
  const refresh = () => {
    q.rows.forEach(mark);
    tell();
  };
  const write = ({ bins }) => {
    for (const row of q.rows) {
      const name = bins[row.key]?.[0];
      if (q.bins.some((bin) => bin.name === name)) chosen[row.key] = name;
    }
    refresh();
  };
  const clear = () => {
    Object.keys(chosen).forEach((key) => delete chosen[key]);
    close(false);
    refresh();
    keep(response());
  };
  const read = () => left().length ? { missing: `${counted(left().length, "sentence is", "sentences are")} not judged yet.` } : response();
  const first = () => lines[(left()[0] ?? q.rows[0]).key];
  return { node, read, write, clear, first, mark: () => {
  } };
}

// kinds/classify.js
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
      return open ? { missing: `${counted(open, "card is", "cards are")} not sorted yet.` } : { bins };
    };
    const set = (bins) => Object.keys(inputs).forEach((key) => inputs[key].forEach((i) => i.checked = (bins[key] ?? []).includes(i.value)));
    const first = () => (Object.values(inputs).find((row) => !row.some((i) => i.checked)) ?? Object.values(inputs)[0])[0];
    const part2 = { node, read, write: (response) => set(response.bins), clear: () => set({}), first, mark: (marks) => setMarks(places, marks) };
    return cardsByHand(q, inputs, part2);
  },
  picks(q, response) {
    return q.rows.flatMap((row) => {
      const chosen = response.bins[row.key] ?? [];
      const wrong = chosen.filter((name) => !row.accepts.includes(name));
      return chosen.length && !wrong.length ? [row.key] : wrong.map((name) => `${row.key}>${name}`);
    });
  },
  share: (q, response, picks) => rowShare(q, picks),
  credit: (q, response, picks) => rowWords(q, picks, q.face ? "verdict" : "card"),
  title: rowTitle,
  marks: rowMarks,
  typed(form, part2) {
    const chosen = [...part2.node.querySelectorAll("fieldset.dr-row")].map((row, i) => [rowName(form, i), [...row.querySelectorAll("input:checked")].map((input) => input.value)]);
    return named(form, filled(chosen.filter(([, bins]) => bins.length).map(([name, bins]) => [name, bins.length > 1 ? bins : bins[0]])));
  },
  untyped: (form, value) => ({ bins: inRows(form, value, (entry) => [entry].flat()) })
};
function cardsByHand(q, inputs, part2) {
  return byHand(part2, {
    how: `Drag, or tap the card and then the bin.${q.several ? " A card may go into more than one." : ""}`,
    cards: q.rows,
    boxes: q.bins.map((bin) => ({ key: bin.name, html: bin.html })),
    stays: q.several,
    marked: "card",
    held: () => q.rows.flatMap((row) => inputs[row.key].filter((input) => input.checked).map((input) => [row.key, input.value])),
    put(card, bin, on) {
      const input = inputs[card].find((one) => one.value === bin);
      input.checked = on;
      return input;
    }
  });
}

// kinds/match.js
kinds.match = {
  build(q) {
    const places = {};
    const selects = {};
    const node = h("div.dr-rows");
    for (const row of q.rows) {
      const id = unique("match");
      selects[row.key] = h(
        "select",
        { id },
        h("option", { value: "" }, "Choose …"),
        ...q.choices.map((choice) => h("option", { value: choice.key }, choice.text))
      );
      places[row.key] = h("div.dr-row", {}, h("label.dr-text", { htmlFor: id, html: row.html }), selects[row.key]);
      node.append(places[row.key]);
    }
    const read = () => {
      const pairs = Object.fromEntries(Object.entries(selects).map(([key, select]) => [key, select.value]));
      const open = Object.values(pairs).filter((value) => !value).length;
      return open ? { missing: `${counted(open, "line has", "lines have")} no partner yet.` } : { pairs };
    };
    const write = (response) => Object.entries(response.pairs).forEach(([key, value]) => selects[key] && (selects[key].value = value));
    const clear = () => Object.values(selects).forEach((select) => select.value = "");
    const first = () => Object.values(selects).find((select) => !select.value) ?? Object.values(selects)[0];
    return partnersByHand(q, selects, { node, read, write, clear, first, mark: (marks) => setMarks(places, marks) });
  },
  picks: (q, response) => q.rows.filter((row) => row.key in response.pairs).map((row) => `${row.key}>${response.pairs[row.key]}`),
  share: (q, response, picks) => rowShare(q, picks),
  credit: (q, response, picks) => rowWords(q, picks, "pair"),
  title: rowTitle,
  marks: rowMarks,
  typed(form, part2) {
    const chosen = [...part2.node.querySelectorAll("select")].map((select, i) => [rowName(form, i), form.labels[select.value]]);
    return named(form, filled(chosen.filter(([, label]) => label)));
  },
  untyped: (form, value) => ({ pairs: inRows(form, value, (name) => keyOf(form.labels, name)) })
};
function partnersByHand(q, selects, part2) {
  return byHand(part2, {
    how: "Drag, or tap the answer and then the line.",
    cards: q.choices.map((choice) => ({ key: choice.key, html: escaped(choice.text) })),
    boxes: q.rows,
    stays: true,
    marked: "box",
    held: () => Object.entries(selects).filter(([, select]) => select.value).map(([row, select]) => [select.value, row]),
    put(choice, row, on) {
      selects[row].value = on ? choice : "";
      return selects[row];
    }
  });
}

// kinds/multiple.js
kinds.multiple = {
  build(q) {
    const part2 = choices(q, "checkbox");
    const read = () => part2.chosen().length ? { choices: part2.chosen() } : { missing: "Choose at least one answer first." };
    return { ...part2, read, write: (response) => part2.set(response.choices) };
  },
  picks: (q, response) => q.parts.filter((part2) => part2.key.startsWith("-") ? !response.choices.includes(part2.key.slice(1)) : response.choices.includes(part2.key)).map((part2) => part2.key),
  share(q, response) {
    const options = q.parts.filter((part2) => !part2.key.startsWith("-"));
    const share = (right) => {
      const those = options.filter((part2) => part2.right === right);
      return those.length ? those.filter((part2) => response.choices.includes(part2.key)).length / those.length : 0;
    };
    return Math.max(0, share(true) - share(false));
  },
  credit(q, response) {
    const chosen = q.parts.filter((part2) => response.choices.includes(part2.key));
    const hits = chosen.filter((part2) => part2.right).length;
    const wrong = chosen.length - hits;
    const right = q.parts.filter((part2) => part2.right).length;
    return `${hits} of ${counted(right, "right answer", "right answers")} chosen` + (wrong ? `, and ${counted(wrong, "wrong one", "wrong ones")}.` : ".");
  },
  title: (q, key) => partOf(q, key).html,
  marks: (q, picks) => Object.fromEntries(picks.filter((key) => !key.startsWith("-")).map((key) => [key, isRight(q, key)])),
  typed: (form, part2) => named(form, some(part2.chosen().map((key) => form.labels[key]))),
  untyped: (form, value) => ({ choices: value.map((name) => keyOf(form.labels, name)) })
};

// kinds/numeric.js
var near = (number, value, tolerance) => Math.abs(number - value) <= tolerance * (1 + 1e-9) + 1e-12;
function covers(range, number, tolerance) {
  if (range.value !== void 0) return near(number, range.value, range.tolerance ?? tolerance);
  return range.min <= number && number <= range.max;
}
kinds.numeric = {
  build(q) {
    const id = unique("number");
    const input = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
    const label = h("label", { htmlFor: id }, "Your answer", q.unit ? h("span.dr-sr", {}, ` in ${q.unit}`) : null);
    const node = h("div.dr-field", {}, label, input, q.unit ? h("span", { "aria-hidden": "true" }, q.unit) : null);
    const read = () => {
      const text2 = input.value.trim();
      if (parseNumber(text2) !== null) return { text: text2 };
      return { missing: numberHelp(text2, "Type a number first, such as 0.4 or 0,4. Only its unit may stand behind it.") };
    };
    const write = (response) => input.value = response.text;
    const trouble = () => input.value.trim() ? read().missing : void 0;
    return { node, read, write, trouble, clear: () => input.value = "", first: () => input, mark: () => {
    } };
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
  typed: (form, part2) => named(form, parseNumber(part2.first().value) ?? void 0),
  untyped: (form, value) => ({ text: String(value) })
};

// kinds/order.js
function agreement(right, order) {
  const place = Object.fromEntries(order.map((key, index) => [key, index]));
  let good = 0;
  let all = 0;
  right.forEach(
    (first, i) => right.slice(i + 1).forEach((second) => {
      all += 1;
      good += place[first] < place[second] ? 1 : 0;
    })
  );
  return { good, all };
}
kinds.order = {
  build(q, changed) {
    const list = h("ol.dr-order");
    const said = h("div.dr-sr", { role: "status" });
    const items = {};
    let touched = false;
    const place = (item) => [...list.children].indexOf(item);
    const refresh = () => [...list.children].forEach((item, index) => {
      item.querySelector(".dr-up").setAttribute("aria-disabled", String(index === 0));
      item.querySelector(".dr-down").setAttribute("aria-disabled", String(index === list.children.length - 1));
    });
    const move = (item, step) => {
      const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
      if (!other) return;
      list.insertBefore(other, step < 0 ? item.nextSibling : item);
      touched = true;
      refresh();
      changed();
      said.textContent = `${item.querySelector(".dr-text").textContent}: now ${place(item) + 1} of ${list.children.length}`;
    };
    const dropped = () => {
      touched = true;
      refresh();
      changed();
    };
    for (const part2 of q.items) {
      const text2 = h("span.dr-text", { html: part2.html, id: unique("item") });
      const button = (name, words, sign, step) => {
        const id = unique("move");
        return h(`button.dr-small.${name}`, {
          id,
          type: "button",
          "aria-label": words,
          "aria-labelledby": `${id} ${text2.id}`,
          onclick: () => move(item, step)
        }, h("span", { "aria-hidden": "true" }, sign));
      };
      const item = h("li", {}, grip(), text2, h("span.dr-moves", {}, button("dr-up", "Move up:", "↑", -1), button("dr-down", "Move down:", "↓", 1)));
      item.addEventListener("keydown", (event) => {
        if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
        event.preventDefault();
        move(item, event.key === "ArrowUp" ? -1 : 1);
      });
      draggableLine(list, item, dropped);
      items[part2.key] = item;
      list.append(item);
    }
    refresh();
    const read = () => ({ order: [...list.children].map((item) => Object.keys(items).find((key) => items[key] === item)) });
    const write = (response) => {
      response.order.forEach((key) => items[key] && list.append(items[key]));
      touched = true;
      refresh();
    };
    const node = h("div", {}, list, said);
    return { node, read, write, clear: () => {
    }, touched: () => touched, first: () => list.querySelector("button"), mark: () => {
    } };
  },
  picks(q, response) {
    if (q.rights.some((right) => right.join() === response.order.join())) return ["right"];
    const place = (key) => response.order.indexOf(key);
    const made = q.turned.flatMap(([before, after], i) => place(before) < place(after) ? [`m${i + 1}`] : []);
    return made.length ? made : ["other"];
  },
  share: (q, response) => Math.max(0, ...q.rights.map((right) => agreement(right, response.order)).map(({ good, all }) => (2 * good - all) / all)),
  credit(q, response) {
    const { good, all } = agreement(q.rights[0], response.order);
    return `${good} of ${all} pairs of steps are in the right order.`;
  },
  words: (q, response) => response.order.map((key, i) => `${i + 1}. ${q.items.find((item) => item.key === key)?.html ?? ""}`).join("; "),
  typed: (form, part2) => named(form, part2.touched() ? part2.read().order.map((key) => form.labels[key]) : void 0),
  untyped: (form, value) => ({ order: value.map((name) => keyOf(form.labels, name)) })
};

// kinds/single.js
kinds.single = {
  build(q) {
    const part2 = choices(q, "radio");
    const read = () => part2.chosen().length ? { choice: part2.chosen()[0] } : { missing: "Choose an answer first." };
    return { ...part2, read, write: (response) => part2.set([response.choice]) };
  },
  picks: (q, response) => q.parts.filter((part2) => part2.key === response.choice).map((part2) => part2.key),
  share: (q, response, picks) => onlyRight(q, picks),
  marks: (q, picks) => Object.fromEntries(picks.map((key) => [key, isRight(q, key)])),
  typed: (form, part2) => named(form, form.labels[part2.chosen()[0]]),
  untyped: (form, value) => ({ choice: keyOf(form.labels, value) })
};

// ../../live/src/cards.js
function cardOf(q) {
  const field = head(q);
  const part2 = kinds[q.kind].build(q, () => {
  }, {});
  field.append(part2.node);
  return { field, part: part2 };
}
var byKey = (list, key) => list.find((one) => (one.key ?? one.name) === key);
function looked(q) {
  const truth = q.order ? q.truth : `${q.truth} ${q.unit}`;
  return [
    h("p.lead", {}, "It is ", h("strong", {}, truth), "."),
    q.chart ? h("img.chart", { src: q.chart.picture, alt: q.chart.alt }) : null,
    h("p", {}, h("strong", { html: q.why })),
    h("p", { html: q.reply })
  ];
}
function solved(q) {
  const parts = q.parts.filter((part2) => q.order ? !part2.key.startsWith("-") : part2.right);
  const line2 = (part2) => h(
    "li",
    {},
    h("p", {}, q.order ? h(`strong.${part2.right ? "dr-ok" : "dr-no"}`, {}, part2.right ? "✓ Right: " : "✗ Not right: ") : null, h("span", { html: part2.html })),
    part2.feedback ? h("div", { html: part2.feedback }) : null
  );
  const steps = q.rights ? h("ol", {}, ...q.rights[0].map((key) => h("li", { html: byKey(q.items, key).html }))) : null;
  return h("div.solved", {}, steps, h("ul", {}, ...parts.map(line2)), q.sources ? h("p.dr-sources", {}, "Sources: ", h("span", { html: q.sources })) : null);
}

// ../../live/src/line.js
var SILENCE = 4e4;
function listen(path, { headers = {}, view: view2, state, refused = () => {
} }) {
  let heard = Date.now();
  let current;
  let over = false;
  const lost = () => Date.now() - heard > SILENCE && current?.abort();
  setInterval(lost, 5e3);
  document.addEventListener("visibilitychange", () => !document.hidden && Date.now() - heard > SILENCE / 2 && current?.abort());
  async function once() {
    current = new AbortController();
    heard = Date.now();
    const answer = await fetch(path, { headers, cache: "no-store", signal: current.signal });
    if (!answer.ok) return refused(answer.status);
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let text2 = "";
    for (; ; ) {
      const { value, done } = await reader.read();
      if (done) return void 0;
      heard = Date.now();
      text2 += decoder.decode(value, { stream: true });
      const blocks = text2.split("\n\n");
      text2 = blocks.pop();
      for (const block of blocks.filter((one) => one.startsWith("data: "))) {
        const data = JSON.parse(block.slice(6));
        over = Boolean(data.over);
        state(!over, over);
        if (!over) view2(data);
      }
    }
  }
  async function always() {
    for (let wait2 = 300; ; wait2 = Math.min(4e3, wait2 * 1.6)) {
      const begun = Date.now();
      try {
        await once();
      } catch (error) {
        if (!(error instanceof TypeError || error.name === "AbortError")) console.error(error);
      }
      if (Date.now() - begun > 1e4) wait2 = 300;
      state(false, over);
      await new Promise((done) => setTimeout(done, wait2 * (0.5 + Math.random())));
    }
  }
  always();
}
async function press(path, words, headers = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(words)
  });
  return { status: answer.status, ...await answer.json().catch(() => ({})) };
}
var dark = matchMedia("(prefers-color-scheme: dark)");
var paint = () => document.documentElement.setAttribute("data-jp-theme-light", String(!dark.matches));
dark.addEventListener("change", paint);
paint();

// ../../live/src/phone.js
var $ = (id) => document.getElementById(id);
var view = null;
var shown = "";
var part = null;
var pending = null;
var line = true;
function say(words) {
  if ($("said").textContent === words) return;
  $("said").textContent = words;
  if (words) scrollTo(0, 0);
}
var answered = (room) => `Your ${room.step === "vote2" ? "second " : ""}answer is in. You can change it until the vote closes.`;
async function join() {
  const { status, error } = await press("/join", {});
  if (status !== 200) say(error ?? "");
}
async function send() {
  const words = pending;
  if (!words) return;
  try {
    const { status, me, error } = await press("/press", words);
    if (pending !== words) return;
    if (status === 403) return await join();
    if (status === 429) return void setTimeout(send, 2e3);
    pending = null;
    if (status === 200) {
      say("");
      scrollTo(0, 0);
      view.me = me;
      draw();
    } else say(error);
  } catch {
    say("No connection. Your answer goes out by itself when it is back.");
  }
}
var put = (words) => {
  pending = words;
  say("Sending …");
  send();
};
var LOOK = {
  shown: ["Look at the front", "Your teacher shows a question."],
  closed: ["The vote is closed", "Look at the front."],
  compare: ["Both votes, side by side", "Look at the front."],
  cloud: ["All guesses together", "Look at the front."]
};
function asked(room) {
  const { field, part: made } = cardOf(room.card);
  part = made;
  const button = h("button.dr-primary", { type: "submit" }, "Send my answer");
  const form = h("form.dr-card", { noValidate: true }, field, h("div.dr-actions", {}, button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const response = part.touched?.() === false ? { missing: "Move a line first." } : part.read();
    if (response.missing) return say(response.missing);
    put({ do: "vote", moment: view.room.at, response });
  });
  form.addEventListener("change", () => button.scrollIntoView({ block: "nearest" }));
  if (view.me.answer) part.write(view.me.answer);
  return [h("h1.dr-sr", {}, "Question"), h("div", { id: "now", role: "status" }), form];
}
function atStep({ room, me }) {
  const talk = room.step === "talk";
  const found = talk && me.partners.length ? h("p.partner", {}, "Find ", h("strong", {}, me.partners.join(" and ")), ".") : null;
  const words = {
    alone: "Think for yourself, in silence. You can choose already; you send it when the vote opens.",
    vote1: me.counted ? answered(room) : room.kind === "guess" ? "Commit to a guess, then send it." : "Vote 1: choose, then send.",
    vote2: me.counted ? answered(room) : "Vote 2: keep your answer or change it, then send it again.",
    talk: found ? "Say what you chose and why. Try to convince each other." : "Join two people beside you. Say what you chose and why."
  }[room.step] ?? LOOK[room.step].join(". ");
  const now = h("div", {}, found, h("p.lead", {}, words));
  if ($("now").innerHTML !== now.innerHTML) $("now").replaceChildren(...now.childNodes);
  const button = document.querySelector("form .dr-primary");
  button.hidden = !room.open;
  button.textContent = me.counted ? "Change my answer" : "Send my answer";
  document.querySelector("form fieldset").disabled = !room.open && room.step !== "alone";
}
function told({ room, me }) {
  const q = room.card;
  if ("truth" in q) return [h("h1.question", { html: q.stem }), me.answer ? h("p", {}, `You said ${me.answer.text ?? me.answer.choice}.`) : null, ...looked(q)].filter(Boolean);
  const own = me.answer ? [h("h2", {}, "Your last answer"), ...feedback(q, judge(q, me.answer))] : [h("p", {}, "You sent no answer to this one.")];
  return [h("h1.question", { html: q.stem }), ...q.body ? [h("div", { html: q.body })] : [], h("div.dr-card", {}, ...own), h("h2", {}, "All explanations"), solved(q)];
}
function text({ room, me }) {
  const words = { wall: "Your line for the wall", words: "One word, or a few", exit: "Your line" }[room.kind];
  const box = h("textarea", { id: "words", rows: room.kind === "words" ? 1 : 3, maxLength: room.longest });
  const form = h(
    "form.dr-card",
    {},
    h("label", { htmlFor: "words" }, words),
    box,
    h("p.dr-how", {}, `At most ${room.longest} characters, without a name. Your teacher reads it first.`),
    h("button.dr-primary", {}, "Send")
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim()) return say("Write something first.");
    put({ do: "say", moment: view.room.at, words: box.value });
    box.value = "";
  });
  return [h("h1.question", { html: room.card.stem }), room.open ? form : h("p.lead", {}, "Look at the front."), h("div", { id: "sent" })];
}
var wait = (head2, words) => [h("h1", {}, head2), h("p.lead", {}, words)];
function draw() {
  const { room, me } = view;
  $("who").replaceChildren("You are ", h("strong", {}, me.name));
  $("stuck").hidden = false;
  $("stuck").setAttribute("aria-pressed", String(me.stuck));
  const asks = !room.longest && room.card && !("sources" in room.card || "truth" in room.card);
  const what = !room.at ? "wait" : room.longest ? `text ${room.open}` : room.step === "shown" ? "shown" : asks ? "ask" : "told";
  if (shown !== `${room.at} ${what}`) {
    shown = `${room.at} ${what}`;
    if (pending?.moment !== room.at) pending = null;
    say("");
    const nodes = what === "wait" ? wait("You are in", "Look at the front: it begins soon.") : what === "shown" ? wait(...LOOK.shown) : what === "ask" ? asked(room) : what === "told" ? told(view) : text(view);
    $("place").replaceChildren(...nodes);
    scrollTo(0, 0);
  }
  if (what === "ask") atStep(view);
  if (what.startsWith("text") && me.sent.length) {
    say("It is in.");
    $("sent").replaceChildren(h("h2", {}, "You sent"), h("ul", {}, ...me.sent.map((one) => h("li", {}, one))));
  }
  if (pending && room.open) send();
}
$("stuck").addEventListener("click", async () => {
  const answer = await press("/press", { do: "stuck", stuck: !view.me.stuck }).catch(() => ({ error: "No connection: press it again." }));
  if (answer.error) return say(answer.error);
  view.me = answer.me;
  draw();
});
await join().catch(() => {
});
listen("/events", {
  view(data) {
    view = data;
    draw();
  },
  state(on, over) {
    if (on && !line) say("");
    if (!on) say(over ? "The hour is over. Nothing of it is kept. You can close this page." : "Connection lost. It comes back by itself.");
    document.body.classList.toggle("lost", !on);
    line = on;
  },
  refused: (status) => status === 403 ? join() : void 0
});
