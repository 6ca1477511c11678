// Made by python3 run.py build of 58 files in learner/src, live/src and figures.*, sha256 3e851e1f4b55b174, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
// dom.js
var person = { walks: false };
var isStep = (event) => /^(Tab|Arrow)/.test(event.key);
document.addEventListener("keydown", (event) => isStep(event) && (person.walks = true), true);
document.addEventListener("pointerdown", () => person.walks = false, true);
var ids = globalThis[/* @__PURE__ */ Symbol.for("derisking.ids")] ??= { count: 0 };
var unique = (name2) => `dr-${name2}-${ids.count += 1}`;
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
var escaped = (text) => h("span", {}, text).innerHTML;

// numbers.js
var UNIT = "[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?";
var NUMBER = RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${UNIT}(?: ?(?:per |/ ?)${UNIT})?)?\\.?$`);
var folded = (text) => text.replace(/[！-～]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 65248)).replaceAll("−", "-").replaceAll("。", ".").replaceAll("、", ",");
function parseNumber(text) {
  const bare2 = folded(String(text)).trim().replace(/[\s_]+/g, " ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g, "$1");
  const [, found] = bare2.match(NUMBER) ?? [];
  if (!found || /^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(found)) return null;
  const number = Number(found.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}
function numberHelp(given2, otherwise) {
  const text = folded(given2.trim());
  const [, above, below] = (/[0-9]\s*[^ -~]/.test(text) ? text : text.normalize("NFKC")).match(/^([0-9]+)\s*[/⁄]\s*([0-9]+)$/) ?? [];
  if (Number(below)) return `“${text}” is ${Number((above / below).toPrecision(4))}. Write that, if you mean it.`;
  if (/[0-9],[0-9]{3}/.test(text)) return `“${text}” can be read in two ways. Write 1234 or 1.234.`;
  return otherwise;
}
var counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;

// faces.js
var kinds = {};
var partOf = (q, key) => q.parts.find((part) => part.key === key);
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
    const part = partOf(q, key);
    const html = part?.feedback ?? (helped ? "<p>Not this one.</p>" : q.otherwise);
    helped ||= !part;
    return { title: kind.title?.(q, key) ?? "", html, ok: Boolean(part?.right) };
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
  const name2 = unique("choice");
  const places = {};
  const inputs = {};
  const node = h("div.dr-options");
  for (const option of (q.order ?? []).map((key) => partOf(q, key))) {
    inputs[option.key] = h("input", { type, name: name2, value: option.key });
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
var named = (form, value) => value === void 0 ? {} : { [form.names[0]]: value };
var some = (list) => list.length ? list : void 0;
var filled = (pairs) => pairs.length ? Object.fromEntries(pairs) : void 0;
var rowName = (form, i) => form.rows[form.question.rows[i].key];
var keyOf = (names, name2) => Object.keys(names).find((one) => names[one] === name2);
var inRows = (form, value, made) => Object.fromEntries(Object.entries(value).map(([name2, entry]) => [keyOf(form.rows, name2), made(entry)]));

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
    const on = (name2, act2) => element.addEventListener(name2, act2, { signal: over.signal });
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
    const under = lines.findIndex((line) => y < line.getBoundingClientRect().bottom);
    const to = under < 0 ? lines.length - 1 : under;
    for (let at = lines.indexOf(item); at < to; at++) list.insertBefore(item.nextElementSibling, item);
    for (let at = lines.indexOf(item); at > to; at--) list.insertBefore(item.previousElementSibling, item.nextSibling);
  };
  draggable(item, { move, drop: done });
}
function byHand(part, sorting) {
  const words = { hand: "Show as a list", list: "Sort by hand" };
  const board = h("div.dr-board", { "aria-hidden": "true" });
  const rows = h("div.dr-listed", {}, part.node);
  const change = h("button.dr-quiet.dr-ways", { type: "button" });
  const node = h("div", {}, change, board, rows);
  const show = (way) => {
    node.className = `dr-by-${way}`;
    change.textContent = words[way];
  };
  const state = { chosen: null, marks: {}, asked: false, board, draw };
  function draw() {
    drawBoard(board, sorting, state);
  }
  change.addEventListener("click", () => show(node.className === "dr-by-hand" ? "list" : "hand"));
  rows.addEventListener("focusin", () => person.walks && show("list"));
  rows.addEventListener("keydown", (event) => isStep(event) && show("list"));
  part.node.addEventListener("change", draw);
  const drawn2 = (act2) => (value) => {
    act2(value);
    draw();
  };
  const mark = (marks) => {
    state.marks = marks;
    part.mark(marks);
  };
  const clear = () => {
    state.asked = false;
    part.clear();
  };
  const ask = () => {
    const byHand2 = node.className === "dr-by-hand";
    part.first().focus({ preventScroll: byHand2 });
    if (!byHand2) return;
    state.asked = true;
    draw();
    board.querySelector(".dr-open")?.scrollIntoView({ block: "nearest" });
  };
  show("hand");
  draw();
  return { ...part, node, draw, ask, write: drawn2(part.write), clear: drawn2(clear), mark: drawn2(mark) };
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
function putInto(what, to, { put }, state) {
  state.chosen = null;
  if (what && what.from !== to) {
    const touched = [what.from && put(what.card, what.from, false), to && put(what.card, to, true)].filter(Boolean);
    for (const name2 of ["input", "change"]) touched.at(-1).dispatchEvent(new Event(name2, { bubbles: true }));
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
  const agrees = (given2) => q.rows.filter((row) => row.accepts.includes(given2[row.key])).length;
  const left = () => q.rows.filter((row) => !(row.key in chosen));
  const response = () => ({ bins: Object.fromEntries(Object.entries(chosen).map(([key, name2]) => [key, [name2]])) });
  const word = (name2) => name2.toLowerCase();
  const panel = h("div.dr-judge", { id: unique("judge"), role: "group", hidden: true });
  const count = h("p.dr-status", { role: "status" });
  const node = h("div.dr-story");
  const mark = (row) => {
    const line = lines[row.key];
    const right = row.accepts.includes(chosen[row.key]);
    const done = row.key in chosen;
    line.classList.toggle("dr-is-ok", done && right);
    line.classList.toggle("dr-is-no", done && !right);
    line.querySelector(".dr-tag")?.remove();
    if (!done) return;
    const agreed = [h("span", { "aria-hidden": "true" }, "✓ "), row.says, h("span.dr-sr", {}, " (you agree)")];
    line.append(h("span.dr-tag", {}, ...right ? agreed : [`record: ${row.says} · you: ${word(chosen[row.key])}`]));
  };
  const tell = () => {
    const open2 = left().length;
    const sum = (given2) => `${agrees(given2)} of ${q.rows.length}`;
    const words = [open2 ? `${counted(open2, "sentence", "sentences")} of ${q.rows.length} left to judge.` : "All judged."];
    if (!open2 && earlier) words.push(`As the record says: ${sum(before)} in lesson ${Number(q.again[0].slice(0, 2))}, ${sum(chosen)} now.`);
    count.textContent = words.join(" ");
  };
  const close = (focus) => {
    const line = Object.values(lines).find((one) => one.getAttribute("aria-expanded") === "true");
    line?.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    if (focus) line?.focus();
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
  const commit = (row, name2, said) => {
    chosen[row.key] = name2;
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
    const line = h("span.dr-say", { id: unique("say"), role: "button", tabIndex: 0, "aria-expanded": "false", "aria-controls": panel.id, html: row.html });
    const turn = () => line.getAttribute("aria-expanded") === "true" ? close(true) : show(row, true);
    line.addEventListener("click", turn);
    line.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      turn();
    });
    lines[row.key] = line;
    node.lastChild.append(line, " ");
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
      const name2 = bins[row.key]?.[0];
      if (q.bins.some((bin) => bin.name === name2)) chosen[row.key] = name2;
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
      const name2 = unique("card");
      inputs[row.key] = q.bins.map((bin) => h("input", { type: q.several ? "checkbox" : "radio", name: name2, value: bin.name }));
      const labels = q.bins.map((bin, i) => h("label.dr-bin", {}, inputs[row.key][i], h("span", { html: bin.html })));
      places[row.key] = h("fieldset.dr-row", {}, h("legend.dr-text", { html: row.html }), h("div.dr-bins", {}, ...labels));
      node.append(places[row.key]);
    }
    const chosen = (key) => inputs[key].filter((input) => input.checked).map((input) => input.value);
    const read = () => {
      const bins = Object.fromEntries(Object.keys(inputs).map((key) => [key, chosen(key)]));
      const open2 = Object.values(bins).filter((names) => !names.length).length;
      return open2 ? { missing: `${counted(open2, "card is", "cards are")} not sorted yet.` } : { bins };
    };
    const set = (bins) => Object.keys(inputs).forEach((key) => inputs[key].forEach((i) => i.checked = (bins[key] ?? []).includes(i.value)));
    const first = () => (Object.values(inputs).find((row) => !row.some((i) => i.checked)) ?? Object.values(inputs)[0])[0];
    const part = { node, read, write: (response) => set(response.bins), clear: () => set({}), first, mark: (marks) => setMarks(places, marks) };
    return cardsByHand(q, inputs, part);
  },
  picks(q, response) {
    return q.rows.flatMap((row) => {
      const chosen = response.bins[row.key] ?? [];
      const wrong = chosen.filter((name2) => !row.accepts.includes(name2));
      return chosen.length && !wrong.length ? [row.key] : wrong.map((name2) => `${row.key}>${name2}`);
    });
  },
  share: (q, response, picks) => rowShare(q, picks),
  credit: (q, response, picks) => rowWords(q, picks, q.face ? "verdict" : "card"),
  title: rowTitle,
  marks: rowMarks,
  typed(form, part) {
    const chosen = [...part.node.querySelectorAll("fieldset.dr-row")].map((row, i) => [rowName(form, i), [...row.querySelectorAll("input:checked")].map((input) => input.value)]);
    return named(form, filled(chosen.filter(([, bins]) => bins.length).map(([name2, bins]) => [name2, bins.length > 1 ? bins : bins[0]])));
  },
  untyped: (form, value) => ({ bins: inRows(form, value, (entry) => [entry].flat()) })
};
function cardsByHand(q, inputs, part) {
  return byHand(part, {
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
      const open2 = Object.values(pairs).filter((value) => !value).length;
      return open2 ? { missing: `${counted(open2, "line has", "lines have")} no partner yet.` } : { pairs };
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
  typed(form, part) {
    const chosen = [...part.node.querySelectorAll("select")].map((select, i) => [rowName(form, i), form.labels[select.value]]);
    return named(form, filled(chosen.filter(([, label2]) => label2)));
  },
  untyped: (form, value) => ({ pairs: inRows(form, value, (name2) => keyOf(form.labels, name2)) })
};
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
    }
  });
}

// kinds/multiple.js
kinds.multiple = {
  build(q) {
    const part = choices(q, "checkbox");
    const read = () => part.chosen().length ? { choices: part.chosen() } : { missing: "Choose at least one answer first." };
    return { ...part, read, write: (response) => part.set(response.choices) };
  },
  picks: (q, response) => q.parts.filter((part) => part.key.startsWith("-") ? !response.choices.includes(part.key.slice(1)) : response.choices.includes(part.key)).map((part) => part.key),
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
  title: (q, key) => partOf(q, key).html,
  marks: (q, picks) => Object.fromEntries(picks.filter((key) => !key.startsWith("-")).map((key) => [key, isRight(q, key)])),
  typed: (form, part) => named(form, some(part.chosen().map((key) => form.labels[key]))),
  untyped: (form, value) => ({ choices: value.map((name2) => keyOf(form.labels, name2)) })
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
    const label2 = h("label", { htmlFor: id }, "Your answer", q.unit ? h("span.dr-sr", {}, ` in ${q.unit}`) : null);
    const node = h("div.dr-field", {}, label2, input, q.unit ? h("span", { "aria-hidden": "true" }, q.unit) : null);
    const read = () => {
      const text = input.value.trim();
      if (parseNumber(text) !== null) return { text };
      return { missing: numberHelp(text, "Type a number first, such as 0.4 or 0,4. Only its unit may stand behind it.") };
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
  typed: (form, part) => named(form, parseNumber(part.first().value) ?? void 0),
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
    for (const part of q.items) {
      const text = h("span.dr-text", { html: part.html, id: unique("item") });
      const button2 = (name2, words, sign, step) => {
        const id = unique("move");
        return h(`button.dr-small.${name2}`, {
          id,
          type: "button",
          "aria-label": words,
          "aria-labelledby": `${id} ${text.id}`,
          onclick: () => move(item, step)
        }, h("span", { "aria-hidden": "true" }, sign));
      };
      const item = h("li", {}, grip(), text, h("span.dr-moves", {}, button2("dr-up", "Move up:", "↑", -1), button2("dr-down", "Move down:", "↓", 1)));
      item.addEventListener("keydown", (event) => {
        if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
        event.preventDefault();
        move(item, event.key === "ArrowUp" ? -1 : 1);
      });
      draggableLine(list, item, dropped);
      items[part.key] = item;
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
  typed: (form, part) => named(form, part.touched() ? part.read().order.map((key) => form.labels[key]) : void 0),
  untyped: (form, value) => ({ order: value.map((name2) => keyOf(form.labels, name2)) })
};

// kinds/single.js
kinds.single = {
  build(q) {
    const part = choices(q, "radio");
    const read = () => part.chosen().length ? { choice: part.chosen()[0] } : { missing: "Choose an answer first." };
    return { ...part, read, write: (response) => part.set([response.choice]) };
  },
  picks: (q, response) => q.parts.filter((part) => part.key === response.choice).map((part) => part.key),
  share: (q, response, picks) => onlyRight(q, picks),
  marks: (q, picks) => Object.fromEntries(picks.map((key) => [key, isRight(q, key)])),
  typed: (form, part) => named(form, form.labels[part.chosen()[0]]),
  untyped: (form, value) => ({ choice: keyOf(form.labels, value) })
};

// ../../live/src/cards.js
var byKey = (list, key) => list.find((one) => (one.key ?? one.name) === key);
function label(q, mark) {
  if (q.order) return byKey(q.parts, mark).html;
  if (q.items) return mark.split(" ").map((key) => byKey(q.items, key).html).join(" → ");
  if (!q.rows) return `${mark} ${q.unit ?? ""}`;
  const cut = mark.indexOf(">");
  const chosen = byKey(q.choices ?? q.bins, mark.slice(cut + 1));
  return `${byKey(q.rows, mark.slice(0, cut)).html}: <strong>${chosen.html ?? h("span", {}, chosen.text).innerHTML}</strong>`;
}
var MOST = 8;
function linesOf(q, rounds) {
  if (q.order) return q.order;
  const sum = {};
  for (const { marks = {} } of rounds) for (const [mark, n] of Object.entries(marks)) sum[mark] = (sum[mark] ?? 0) + n;
  const most = Object.keys(sum).sort((a, b) => sum[b] - sum[a]).slice(0, MOST);
  return q.rows || q.items ? most : most.sort((a, b) => a - b);
}
function bars(q, rounds) {
  const cell = ({ votes, marks }, mark) => {
    const share = (marks[mark] ?? 0) / votes;
    const bar = h("span.bar");
    bar.style.width = `${100 * share}%`;
    return h("td", {}, h("span.track", { "aria-hidden": "true" }, bar), h("span.count", {}, `${marks[mark] ?? 0}`));
  };
  const told = rounds.filter((one) => one.marks);
  if (!told.length) return h("p", {}, "Bars from five votes on.");
  const heads = told.map((one) => h("th", { scope: "col" }, `Vote ${rounds.indexOf(one) + 1}: ${one.votes}`));
  const rows = linesOf(q, told).map((mark) => {
    const right = q.sources !== void 0 && q.order && byKey(q.parts, mark).right;
    return h("tr", {}, h("th", { scope: "row" }, right ? h("span.dr-ok", {}, "✓ right: ") : null, h("span", { html: label(q, mark) })), ...told.map((one) => cell(one, mark)));
  });
  return h("table.bars", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Answer"), ...heads)), h("tbody", {}, ...rows));
}
var BINS = 50;
var SVG = (tag, properties, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(properties)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
function cloud(q, { votes, marks }, truth) {
  if (!marks) return h("p", {}, "Dots from five guesses on.");
  if (q.order) return bars(q, [{ votes, marks }]);
  const values = Object.entries(marks).flatMap(([mark, n]) => Array(n).fill(Number(mark))).sort((a, b) => a - b);
  const across = (value) => 20 + 960 * (value - q.low) / (q.high - q.low);
  const stacks = {};
  const dots = values.map((value) => {
    const bin = Math.round(BINS * (value - q.low) / (q.high - q.low));
    stacks[bin] = (stacks[bin] ?? 0) + 1;
    return [bin, stacks[bin]];
  });
  const step = Math.min(18, 200 / Math.max(...Object.values(stacks)));
  const drawn2 = dots.map(([bin, at]) => SVG("circle", { cx: 20 + 960 * bin / BINS, cy: 234 - step * at, r: step / 2, class: "dot" }));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => q.low + part * (q.high - q.low));
  const names = ticks.map((value) => SVG("text", { x: across(value), y: 268, "text-anchor": value === q.low ? "start" : value === q.high ? "end" : "middle" }, `${Number(value.toPrecision(4))}`));
  const line = truth === void 0 ? [] : [SVG("line", { x1: across(truth), x2: across(truth), y1: 6, y2: 240, class: "truth" })];
  const words = `${votes} guesses, from ${values[0]} to ${values.at(-1)} ${q.unit}, the middle one ${values[Math.floor(values.length / 2)]}`;
  const picture = SVG("svg", { viewBox: "0 0 1000 280", role: "img", "aria-label": words, class: "cloud-of-dots" }, SVG("line", { x1: 20, x2: 980, y1: 240, y2: 240, class: "axis" }), ...line, ...drawn2, ...names);
  return h("figure", {}, picture, h("figcaption", {}, `${words}.`));
}
function shownCard(q) {
  const list = q.order ? h("ol.options", {}, ...q.order.map((key) => h("li", { html: byKey(q.parts, key).html }))) : q.items ? h("ul.options", {}, ...q.items.map((one) => h("li", { html: one.html }))) : q.rows ? h("ul.options", {}, ...q.rows.map((one) => h("li", { html: one.html }))) : null;
  const into = q.choices ?? q.bins;
  const names = into ? h("p.into", {}, "Into: ", ...into.flatMap((one, i) => [i ? ", " : "", one.html ? h("strong", { html: one.html }) : h("strong", {}, one.text)])) : null;
  return h("div.shown", {}, h("h1.question", { html: q.stem }), q.body ? h("div.body", { html: q.body }) : null, q.how ? h("p.dr-how", {}, q.how) : null, list, names);
}

// ../../live/src/line.js
var SILENCE = 4e4;
function listen(path, { headers: headers2 = {}, view: view2, state, refused = () => {
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
    const answer = await fetch(path, { headers: headers2, cache: "no-store", signal: current.signal });
    if (!answer.ok) return refused(answer.status);
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (; ; ) {
      const { value, done } = await reader.read();
      if (done) return void 0;
      heard = Date.now();
      text += decoder.decode(value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks.filter((one) => one.startsWith("data: "))) {
        const data = JSON.parse(block.slice(6));
        over = Boolean(data.over);
        state(!over, over);
        if (!over) view2(data);
      }
    }
  }
  async function always() {
    for (let wait = 300; ; wait = Math.min(4e3, wait * 1.6)) {
      const begun = Date.now();
      try {
        await once();
      } catch (error) {
        if (!(error instanceof TypeError || error.name === "AbortError")) console.error(error);
      }
      if (Date.now() - begun > 1e4) wait = 300;
      state(false, over);
      await new Promise((done) => setTimeout(done, wait * (0.5 + Math.random())));
    }
  }
  always();
}
async function press(path, words, headers2 = {}) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers2 },
    body: JSON.stringify(words)
  });
  return { status: answer.status, ...await answer.json().catch(() => ({})) };
}
var dark = matchMedia("(prefers-color-scheme: dark)");
var paint = () => document.documentElement.setAttribute("data-jp-theme-light", String(!dark.matches));
dark.addEventListener("change", paint);
paint();

// ../../live/src/secret.js
var given = location.hash.slice(1);
if (given) {
  sessionStorage.setItem("secret", given);
  history.replaceState(null, "", location.pathname);
}
var secret = sessionStorage.getItem("secret") ?? "";
var headers = { "X-Live-Secret": secret };
var drawn = /* @__PURE__ */ new Map();
function redraw(id, data, make) {
  const key = JSON.stringify(data);
  if (drawn.get(id) === key) return;
  drawn.set(id, key);
  const place = document.getElementById(id);
  const focus = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...[make()].flat().filter(Boolean));
  if (focus) document.getElementById(focus)?.focus();
}

// ../../live/src/desk.js
var $ = (id) => document.getElementById(id);
var view = null;
var say = (words) => $("said").textContent = words ?? "";
var act = async (words) => {
  say("");
  try {
    const answer = await press("/do", words, headers);
    if (answer.error || answer.said) say(answer.error ?? answer.said);
    return answer;
  } catch {
    return say("The room does not answer: is the command still running?");
  }
};
var button = (id, words, act2, look = "dr-quiet") => h(`button.${look}`, { id, type: "button", onclick: act2 }, words);
var STEPS = {
  shown: "Show the question",
  alone: "Alone, in silence",
  vote1: "Open vote 1",
  closed: "Close the vote",
  talk: "Talk in pairs",
  vote2: "Open vote 2",
  compare: "Both votes side by side",
  explained: "Explanations",
  tempting: "Why the tempting one tempts",
  open: "Collect",
  cloud: "All guesses as dots"
};
var KINDS = { vote: "Question", guess: "Prediction", wall: "Wall", words: "Word cloud", exit: "Exit ticket" };
function top({ address, addresses, phones, stuck }) {
  const pick = h(
    "select",
    { id: "address", "aria-label": "Network address", onchange: (event) => act({ do: "address", address: event.target.value }) },
    ...addresses.map((one) => h("option", { value: one, selected: address.includes(`/${one}:`) }, one))
  );
  return [
    h("p.join-line", {}, "Phones: ", h("strong", {}, address), addresses.length > 1 ? pick : null),
    h("p", {}, h("strong", {}, `${phones}`), " in the room · ", h("strong", {}, `${stuck}`), " stuck ", stuck ? button("unstuck", "Clear", () => act({ do: "unstuck" })) : null),
    h(
      "p.tools",
      {},
      button("projector", "Projector", () => open(`/projector#${secret}`, "projector")),
      button("own", "Desk on my phone", onPhone),
      button("reach", "Phones do not get here", () => dialog("If phones do not reach the room", WAYS())),
      button("keep", "Keep the counts", () => act({ do: "keep" }))
    )
  ];
}
var WAYS = () => [h("ol", {}, ...[
  "Try one phone first. It must be in the same Wi-Fi as this computer, and not in its mobile network. If this computer asks whether Python may accept connections, allow it.",
  "More than one network address? Choose the other one above, and scan the new code.",
  "Guest networks often keep devices apart. Switch on this computer's own hotspot, let phones join it, choose its address above. Some computers take eight phones only.",
  "A small travel router without internet does for a whole class.",
  "Or run the same command on a computer of the university that phones can reach.",
  "Without phones: cards on paper (python3 run.py paper) or fingers. Count them here with the keys 1 to 9 while a vote is open."
].map((words) => h("li", {}, words)))];
async function onPhone() {
  const answer = await act({ do: "phone" });
  if (answer?.qr) dialog("The desk on your own phone", [h("p", {}, "Scan this where nobody else sees it: whoever does can run the hour."), h("img", { src: answer.qr, alt: "Code that leads to the desk", width: 300, height: 300 })]);
}
function dialog(head2, nodes) {
  $("dialog-head").textContent = head2;
  $("dialog-body").replaceChildren(...nodes);
  $("dialog").showModal();
}
$("dialog-close").addEventListener("click", () => $("dialog").close());
function moments({ moments: list, at }) {
  const item = (one) => h("li", {}, h(
    "button.moment",
    { id: `go-${one.id}`, type: "button", onclick: () => act({ do: "go", moment: one.id }), "aria-current": one.id === at ? "true" : void 0 },
    h("span.kind", {}, KINDS[one.kind], one.done ? " · done" : ""),
    h("span", {}, one.title)
  ));
  const kind = h("select", { id: "add-kind", "aria-label": "What to add" }, ...["wall", "words", "exit"].map((one) => h("option", { value: one }, KINDS[one])));
  const words = h("input", { id: "add-words", type: "text", maxLength: 200, "aria-label": "Its question" });
  const add = h("form.add", { onsubmit: (event) => (event.preventDefault(), act({ do: "add", kind: kind.value, words: words.value })) }, kind, words, h("button.dr-quiet", { id: "add" }, "Add and show"));
  const rest = list.filter((one) => !one.planned);
  return [
    h("h2", {}, "In the plan"),
    h("ul", {}, ...list.filter((one) => one.planned).map(item)),
    rest.length ? h("h2", {}, "Also ready") : null,
    h("ul", {}, ...rest.map(item)),
    h("h2", {}, "Your own"),
    add
  ];
}
var NAMES = { guess: { vote1: "Collect guesses", closed: "No more guesses", explained: "Look" }, wall: { closed: "Stop collecting" }, words: { closed: "Stop collecting" }, exit: { closed: "Stop collecting" } };
var name = (view2, step) => NAMES[view2.kind]?.[step] ?? STEPS[step];
function lit(view2) {
  if (view2.lit) return [name(view2, view2.lit), { do: "step", step: view2.lit }];
  const next = view2.moments.find((one) => one.id === view2.next);
  return next ? [`Next: ${next.title}`, { do: "go", moment: next.id }] : null;
}
function walk(view2) {
  const [words, what] = lit(view2) ?? [];
  const go = words ? button("lit", words, () => act(what), "dr-primary") : h("p", {}, "The plan is done.");
  if (!view2.at) return [h("p", {}, "Show the projector to the room and wait for phones. Then begin."), go];
  const steps = view2.steps.map((step) => h("button.step", { id: `step-${step}`, type: "button", onclick: () => act({ do: "step", step }), "aria-current": step === view2.step ? "step" : void 0 }, name(view2, step)));
  const next = view2.next && view2.lit ? button("next", "Next moment", () => act({ do: "go", moment: view2.next })) : null;
  const again = button("again", "Start over", () => confirm("Forget what came in at this moment?") && act({ do: "again" }));
  return [h("div.now", {}, go, h("span.keys", {}, words ? "Space" : ""), h("span", { id: "clock" })), h("div.steps", {}, ...steps, next, again)];
}
function counts({ rounds, card, step, kind }) {
  if (kind === "guess") return [h("p", {}, h("strong", {}, `${rounds[0].votes} in`)), rounds[0].marks ? cloud(card, rounds[0]) : null];
  const lines = rounds.map((one, i) => one.votes ? h("p", {}, `Vote ${i + 1}: `, h("strong", {}, `${one.votes} in`), one.right === void 0 ? "" : h("span", {}, ", ", h("strong", {}, `${Math.round(100 * one.right / one.votes)} % right`))) : null);
  return [...lines, rounds.some((one) => one.marks) ? h("details", { open: step === "closed" || step === "compare" }, h("summary", {}, "How they fell"), bars(card, rounds)) : null];
}
function hands({ card, hands: counted2, step }) {
  if (!card.order || !["vote1", "vote2"].includes(step)) return [];
  const now = counted2[step === "vote2" ? 1 : 0];
  const row = (mark, i) => h(
    "tr",
    {},
    h("th", { scope: "row" }, h("kbd", {}, `${i + 1}`), " ", h("span", { html: label(card, mark) })),
    h("td", {}, `${now[mark] ?? 0}`),
    h("td", {}, button(`less-${mark}`, "−", () => act({ do: "tally", mark, by: -1 })), " ", button(`more-${mark}`, "+", () => act({ do: "tally", mark, by: 1 })))
  );
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...["Answer", "Fingers", "Count"].map((one) => h("th", { scope: "col" }, one)))), h("tbody", {}, ...card.order.map(row)));
  table.querySelectorAll("button").forEach((one) => one.setAttribute("aria-label", `${one.textContent === "+" ? "One more" : "One less"} for ${one.closest("tr").querySelector("th span").textContent}`));
  return h("details", { open: card.order.some((mark) => now[mark]) }, h("summary", {}, "People without a phone: count fingers"), table);
}
function texts({ texts: list, kind }) {
  const line = ({ id, words, shown }) => h("li", {}, h("span", {}, words), button(`text-${id}`, shown ? "Hide" : "Show", () => act({ do: "release", text: id, on: !shown })));
  const all = list.length ? button("all", "Show all", () => act({ do: "release", text: null, on: true })) : null;
  return [h("p", {}, `${list.length} sent. The projector shows what you release.`, " ", all), h("ul.texts", {}, ...(kind === "words" ? [...new Map(list.map((one) => [one.words, one])).values()] : list).map(line))];
}
var since = Date.now();
setInterval(() => {
  const seconds = Math.round((Date.now() - since) / 1e3);
  if ($("clock")) $("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}, 500);
listen("/view/desk", {
  headers,
  view(now) {
    if (!view || view.at !== now.at || view.step !== now.step) since = Date.now();
    view = now;
    const vote = !now.texts && now.at;
    const moment = now.moments.find((one) => one.id === now.at);
    $("head").textContent = moment ? KINDS[now.kind] : "Before it begins";
    redraw("top", [now.address, now.addresses, now.phones, now.stuck], () => top(now));
    redraw("moments", [now.moments, now.at], () => moments(now));
    redraw("walk", [now.at, now.step, now.lit, now.next], () => walk(now));
    redraw("card", [now.card], () => now.card ? vote ? shownCard(now.card) : h("p.question", { html: now.card.stem }) : []);
    redraw("counts", [now.rounds, now.step, now.at], () => vote ? counts(now) : []);
    redraw("hands", [now.hands, now.step, now.at], () => vote ? hands(now) : []);
    redraw("texts", [now.texts, now.at], () => now.texts ? texts(now) : []);
    if ($("advice").textContent !== (now.advice ?? "")) $("advice").textContent = now.advice ?? "";
  },
  state(on, over) {
    document.body.classList.toggle("lost", !on);
    if (!on) say(over ? "The hour is over." : "No connection to the laptop. It comes back by itself.");
    else if (/^No connection/.test($("said").textContent)) say("");
  }
});
document.addEventListener("keydown", (event) => {
  const place = document.activeElement;
  if (!view || event.ctrlKey || event.metaKey || event.altKey || $("dialog").open || place.matches("input, select, textarea")) return;
  if (event.key === " " && (place === document.body || place.id === "lit" || !place.matches("button, summary"))) {
    event.preventDefault();
    const next = lit(view);
    if (next && !event.repeat) act(next[1]);
  }
  const mark = view.card?.order?.[Number(event.key) - 1];
  if (mark && ["vote1", "vote2"].includes(view.step)) act({ do: "tally", mark, by: event.shiftKey ? -1 : 1 });
});
