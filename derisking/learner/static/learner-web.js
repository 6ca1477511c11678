// Made by python3 run.py build of 58 files in learner/src, live/src and figures.*, sha256 3e851e1f4b55b174, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
(() => {
  var __defProp = Object.defineProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };

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
  function numberHelp(given, otherwise) {
    const text = folded(given.trim());
    const [, above, below] = (/[0-9]\s*[^ -~]/.test(text) ? text : text.normalize("NFKC")).match(/^([0-9]+)\s*[/⁄]\s*([0-9]+)$/) ?? [];
    if (Number(below)) return `“${text}” is ${Number((above / below).toPrecision(4))}. Write that, if you mean it.`;
    if (/[0-9],[0-9]{3}/.test(text)) return `“${text}” can be read in two ways. Write 1234 or 1.234.`;
    return otherwise;
  }
  var points = (value) => String(Number(value.toFixed(2)));
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
  var askFor = (part) => part.ask ? part.ask() : part.first().focus();
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
  function arriveAt(node) {
    node.scrollIntoView({ block: "start" });
    node.querySelector("legend").focus({ preventScroll: true });
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
  var named = (form2, value) => value === void 0 ? {} : { [form2.names[0]]: value };
  var some = (list2) => list2.length ? list2 : void 0;
  var filled = (pairs) => pairs.length ? Object.fromEntries(pairs) : void 0;
  var rowName = (form2, i) => form2.rows[form2.question.rows[i].key];
  var keyOf = (names, name) => Object.keys(names).find((one) => names[one] === name);
  var inRows = (form2, value, made2) => Object.fromEntries(Object.entries(value).map(([name, entry]) => [keyOf(form2.rows, name), made2(entry)]));
  var soFar = (form2, part) => kinds[form2.question.kind].typed(form2, part);
  function responseOf(form2, answers) {
    const values = form2.names.map((name) => answers[name]);
    return values.some((value) => value !== void 0) ? kinds[form2.question.kind].untyped(form2, ...values) : void 0;
  }

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
  function draggableLine(list2, item, done) {
    const move = (_, y) => {
      const lines = [...list2.children];
      const under = lines.findIndex((line) => y < line.getBoundingClientRect().bottom);
      const to = under < 0 ? lines.length - 1 : under;
      for (let at = lines.indexOf(item); at < to; at++) list2.insertBefore(item.nextElementSibling, item);
      for (let at = lines.indexOf(item); at > to; at--) list2.insertBefore(item.previousElementSibling, item.nextSibling);
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
    const drawn = (act) => (value) => {
      act(value);
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
    return { ...part, node, draw, ask, write: drawn(part.write), clear: drawn(clear), mark: drawn(mark) };
  }
  function drawBoard(board, sorting, state) {
    const { cards, boxes, held, stays, how } = sorting;
    const pairs = held();
    const used = (card2) => pairs.some(([key]) => key === card2.key);
    const waiting = cards.filter((card2) => stays || !used(card2));
    const pool = h("div.dr-pool", {}, ...waiting.map((card2) => tile(card2, "", sorting, state, used(card2))));
    const filled2 = boxes.map((box) => {
      const own = pairs.filter(([, key]) => key === box.key).map(([key]) => cards.find((card2) => card2.key === key));
      return boxNode(box, own.map((card2) => tile(card2, box.key, sorting, state, false)), sorting, state);
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
  function tile(card2, from, sorting, state, used) {
    const node = h("div.dr-tile", {}, grip(), bare(card2.html));
    const chosen = state.chosen?.card === card2.key && state.chosen.from === from;
    node.classList.toggle("dr-chosen", chosen);
    node.classList.toggle("dr-used", used);
    node.classList.toggle("dr-open", state.asked && sorting.marked === "card" && !from && !used);
    if (sorting.marked === "card" && from) setMarks({ [card2.key]: node }, state.marks);
    node.addEventListener("click", (event) => {
      if (state.chosen && from && !chosen) return;
      event.stopPropagation();
      state.chosen = chosen ? null : { card: card2.key, from };
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
      putInto({ card: card2.key, from }, over ? over.dataset.key ?? "" : from, sorting, state);
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
      const open = left().length;
      const sum = (given) => `${agrees(given)} of ${q.rows.length}`;
      const words = [open ? `${counted(open, "sentence", "sentences")} of ${q.rows.length} left to judge.` : "All judged."];
      if (!open && earlier) words.push(`As the record says: ${sum(before)} in lesson ${Number(q.again[0].slice(0, 2))}, ${sum(chosen)} now.`);
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
    const write2 = ({ bins }) => {
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
    return { node, read, write: write2, clear, first, mark: () => {
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
    credit: (q, response, picks) => rowWords(q, picks, q.face ? "verdict" : "card"),
    title: rowTitle,
    marks: rowMarks,
    typed(form2, part) {
      const chosen = [...part.node.querySelectorAll("fieldset.dr-row")].map((row, i) => [rowName(form2, i), [...row.querySelectorAll("input:checked")].map((input) => input.value)]);
      return named(form2, filled(chosen.filter(([, bins]) => bins.length).map(([name, bins]) => [name, bins.length > 1 ? bins : bins[0]])));
    },
    untyped: (form2, value) => ({ bins: inRows(form2, value, (entry) => [entry].flat()) })
  };
  function cardsByHand(q, inputs, part) {
    return byHand(part, {
      how: `Drag, or tap the card and then the bin.${q.several ? " A card may go into more than one." : ""}`,
      cards: q.rows,
      boxes: q.bins.map((bin) => ({ key: bin.name, html: bin.html })),
      stays: q.several,
      marked: "card",
      held: () => q.rows.flatMap((row) => inputs[row.key].filter((input) => input.checked).map((input) => [row.key, input.value])),
      put(card2, bin, on) {
        const input = inputs[card2].find((one) => one.value === bin);
        input.checked = on;
        return input;
      }
    });
  }

  // kinds/defend.js
  kinds.defend = {
    build(q) {
      const name = unique("defend");
      const option = (entry, type, group2) => {
        const input = h("input", { type, name: group2, value: entry.key });
        return { input, node: h("label.dr-option", {}, input, h("span.dr-text", { html: `<strong>${entry.key}</strong> ${entry.html}` })) };
      };
      const options = q.options.map((entry) => option(entry, "radio", name));
      const reasons = q.statements.map((entry) => option(entry, "checkbox", `${name}-why`));
      const group = (words, list2) => h("fieldset.dr-group", {}, h("legend.dr-how", {}, words), h("div.dr-options", {}, ...list2.map((one) => one.node)));
      const node = h("div", {}, group("The option", options), group("Two statements", reasons));
      const all = [...options, ...reasons].map((one) => one.input);
      const read = () => {
        const response = { option: options.find((one) => one.input.checked)?.input.value, reasons: reasons.filter((one) => one.input.checked).map((one) => one.input.value) };
        return response.option && response.reasons.length === 2 ? response : { missing: "Choose one option and exactly two statements." };
      };
      const write2 = (response) => all.forEach((input) => input.checked = input.value === response.option || response.reasons.includes(input.value));
      return { node, read, write: write2, clear: () => all.forEach((input) => input.checked = false), first: () => all[0], mark: () => {
      } };
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
    typed(form2, part) {
      const inputs = [...part.node.querySelectorAll("input:checked")];
      const reasons = inputs.filter((input) => input.type === "checkbox").map((input) => input.value);
      const values = [inputs.find((input) => input.type === "radio")?.value, some(reasons)];
      return Object.fromEntries(form2.names.map((name, i) => [name, values[i]]).filter(([, value]) => value !== void 0));
    },
    untyped: (form2, option, reasons) => ({ option, reasons: reasons ?? [] })
  };

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
        const pairs = Object.fromEntries(Object.entries(selects).map(([key, select2]) => [key, select2.value]));
        const open = Object.values(pairs).filter((value) => !value).length;
        return open ? { missing: `${counted(open, "line has", "lines have")} no partner yet.` } : { pairs };
      };
      const write2 = (response) => Object.entries(response.pairs).forEach(([key, value]) => selects[key] && (selects[key].value = value));
      const clear = () => Object.values(selects).forEach((select2) => select2.value = "");
      const first = () => Object.values(selects).find((select2) => !select2.value) ?? Object.values(selects)[0];
      return partnersByHand(q, selects, { node, read, write: write2, clear, first, mark: (marks) => setMarks(places, marks) });
    },
    picks: (q, response) => q.rows.filter((row) => row.key in response.pairs).map((row) => `${row.key}>${response.pairs[row.key]}`),
    share: (q, response, picks) => rowShare(q, picks),
    credit: (q, response, picks) => rowWords(q, picks, "pair"),
    title: rowTitle,
    marks: rowMarks,
    typed(form2, part) {
      const chosen = [...part.node.querySelectorAll("select")].map((select2, i) => [rowName(form2, i), form2.labels[select2.value]]);
      return named(form2, filled(chosen.filter(([, label]) => label)));
    },
    untyped: (form2, value) => ({ pairs: inRows(form2, value, (name) => keyOf(form2.labels, name)) })
  };
  function partnersByHand(q, selects, part) {
    return byHand(part, {
      how: "Drag, or tap the answer and then the line.",
      cards: q.choices.map((choice) => ({ key: choice.key, html: escaped(choice.text) })),
      boxes: q.rows,
      stays: true,
      marked: "box",
      held: () => Object.entries(selects).filter(([, select2]) => select2.value).map(([row, select2]) => [select2.value, row]),
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
    typed: (form2, part) => named(form2, some(part.chosen().map((key) => form2.labels[key]))),
    untyped: (form2, value) => ({ choices: value.map((name) => keyOf(form2.labels, name)) })
  };

  // kinds/numeric.js
  var near = (number, value, tolerance) => Math.abs(number - value) <= tolerance * (1 + 1e-9) + 1e-12;
  function covers(range2, number, tolerance) {
    if (range2.value !== void 0) return near(number, range2.value, range2.tolerance ?? tolerance);
    return range2.min <= number && number <= range2.max;
  }
  kinds.numeric = {
    build(q) {
      const id = unique("number");
      const input = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
      const label = h("label", { htmlFor: id }, "Your answer", q.unit ? h("span.dr-sr", {}, ` in ${q.unit}`) : null);
      const node = h("div.dr-field", {}, label, input, q.unit ? h("span", { "aria-hidden": "true" }, q.unit) : null);
      const read = () => {
        const text = input.value.trim();
        if (parseNumber(text) !== null) return { text };
        return { missing: numberHelp(text, "Type a number first, such as 0.4 or 0,4. Only its unit may stand behind it.") };
      };
      const write2 = (response) => input.value = response.text;
      const trouble2 = () => input.value.trim() ? read().missing : void 0;
      return { node, read, write: write2, trouble: trouble2, clear: () => input.value = "", first: () => input, mark: () => {
      } };
    },
    picks(q, response) {
      const number = parseNumber(response.text);
      if (number === null) return ["none"];
      if (near(number, q.answer, q.tolerance)) return ["right"];
      const place = q.ranges.findIndex((range2) => covers(range2, number, q.tolerance));
      return [place < 0 ? "other" : `m${place + 1}`];
    },
    share: (q, response, picks) => onlyRight(q, picks),
    words: (q, response) => `${escaped(response.text)} ${escaped(q.unit)}`,
    typed: (form2, part) => named(form2, parseNumber(part.first().value) ?? void 0),
    untyped: (form2, value) => ({ text: String(value) })
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
      const list2 = h("ol.dr-order");
      const said = h("div.dr-sr", { role: "status" });
      const items = {};
      let touched = false;
      const place = (item) => [...list2.children].indexOf(item);
      const refresh = () => [...list2.children].forEach((item, index) => {
        item.querySelector(".dr-up").setAttribute("aria-disabled", String(index === 0));
        item.querySelector(".dr-down").setAttribute("aria-disabled", String(index === list2.children.length - 1));
      });
      const move = (item, step) => {
        const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
        if (!other) return;
        list2.insertBefore(other, step < 0 ? item.nextSibling : item);
        touched = true;
        refresh();
        changed();
        said.textContent = `${item.querySelector(".dr-text").textContent}: now ${place(item) + 1} of ${list2.children.length}`;
      };
      const dropped = () => {
        touched = true;
        refresh();
        changed();
      };
      for (const part of q.items) {
        const text = h("span.dr-text", { html: part.html, id: unique("item") });
        const button = (name, words, sign, step) => {
          const id = unique("move");
          return h(`button.dr-small.${name}`, {
            id,
            type: "button",
            "aria-label": words,
            "aria-labelledby": `${id} ${text.id}`,
            onclick: () => move(item, step)
          }, h("span", { "aria-hidden": "true" }, sign));
        };
        const item = h("li", {}, grip(), text, h("span.dr-moves", {}, button("dr-up", "Move up:", "↑", -1), button("dr-down", "Move down:", "↓", 1)));
        item.addEventListener("keydown", (event) => {
          if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
          event.preventDefault();
          move(item, event.key === "ArrowUp" ? -1 : 1);
        });
        draggableLine(list2, item, dropped);
        items[part.key] = item;
        list2.append(item);
      }
      refresh();
      const read = () => ({ order: [...list2.children].map((item) => Object.keys(items).find((key) => items[key] === item)) });
      const write2 = (response) => {
        response.order.forEach((key) => items[key] && list2.append(items[key]));
        touched = true;
        refresh();
      };
      const node = h("div", {}, list2, said);
      return { node, read, write: write2, clear: () => {
      }, touched: () => touched, first: () => list2.querySelector("button"), mark: () => {
      } };
    },
    picks(q, response) {
      if (q.rights.some((right) => right.join() === response.order.join())) return ["right"];
      const place = (key) => response.order.indexOf(key);
      const made2 = q.turned.flatMap(([before, after], i) => place(before) < place(after) ? [`m${i + 1}`] : []);
      return made2.length ? made2 : ["other"];
    },
    share: (q, response) => Math.max(0, ...q.rights.map((right) => agreement(right, response.order)).map(({ good, all }) => (2 * good - all) / all)),
    credit(q, response) {
      const { good, all } = agreement(q.rights[0], response.order);
      return `${good} of ${all} pairs of steps are in the right order.`;
    },
    words: (q, response) => response.order.map((key, i) => `${i + 1}. ${q.items.find((item) => item.key === key)?.html ?? ""}`).join("; "),
    typed: (form2, part) => named(form2, part.touched() ? part.read().order.map((key) => form2.labels[key]) : void 0),
    untyped: (form2, value) => ({ order: value.map((name) => keyOf(form2.labels, name)) })
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
    typed: (form2, part) => named(form2, form2.labels[part.chosen()[0]]),
    untyped: (form2, value) => ({ choice: keyOf(form2.labels, value) })
  };

  // ../../lab/labextensions/derisking-course/static/figures.js
  var FEW = 10;
  var PHONE = matchMedia("(max-width: 620px)");
  var NEAR = 28;
  var PAPER = "#fdfcf9";
  var made = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  function drawing(figure) {
    const image = figure.querySelector(".dr-frame img");
    if (!image) return figure.querySelector(".dr-frame svg");
    const address = image.currentSrc || image.src;
    if (image.drDrawn?.address === address) return image.drDrawn.svg;
    const [, code] = address.match(/^data:image\/svg\+xml;base64,(.*)$/) ?? [];
    if (!code) return null;
    const text = new TextDecoder().decode(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
    image.drDrawn = { address, svg: new DOMParser().parseFromString(text, "image/svg+xml").documentElement };
    return image.drDrawn.svg;
  }
  var sides = (svg) => svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
  function marksOf(figure) {
    const listed = figure.querySelector(":scope > .dr-read[data-marks]");
    if (listed) {
      const narrow = PHONE.matches && figure.querySelector("picture source");
      return JSON.parse(listed.dataset.marks).map(([words, x, y, nx, ny]) => narrow ? { words, x: nx, y: ny } : { words, x, y });
    }
    const svg = drawing(figure);
    if (!svg) return [];
    const [wide, high] = sides(svg);
    return [...svg.querySelectorAll("title")].filter((title) => title.parentElement !== svg).map((title) => {
      const [x, y] = middle(title.parentElement);
      return { words: title.textContent, x: x / wide, y: y / high };
    });
  }
  function middle(shape) {
    if (shape.tagName === "circle") return [Number(shape.getAttribute("cx")), Number(shape.getAttribute("cy"))];
    const corners = shape.getAttribute("points").split(" ").map((corner) => corner.split(",").map(Number));
    const sides2 = [0, 1].map((side) => corners.map((corner) => corner[side]));
    return sides2.map((places) => (Math.min(...places) + Math.max(...places)) / 2);
  }
  function tellMark(figure, index, { x, y, words }) {
    const frame = figure.querySelector(".dr-frame");
    const picture = frame.querySelector("img, svg").getBoundingClientRect();
    const corner = frame.getBoundingClientRect();
    const ring = frame.querySelector(".dr-ring") ?? frame.appendChild(made("span", { className: "dr-ring" }));
    ring.style.left = `${picture.left - corner.left + x * picture.width}px`;
    ring.style.top = `${picture.top - corner.top + y * picture.height}px`;
    const [slider, told2] = figure.querySelector(":scope > .dr-read").children;
    slider.value = index;
    slider.setAttribute("aria-valuetext", words);
    told2.textContent = words;
  }
  function pointed(event) {
    const picture = event.target.closest?.(".dr-frame")?.querySelector("img, svg");
    const figure = picture?.closest("figure");
    if (!figure?.querySelector(":scope > .dr-read > input")) return;
    const marks = marksOf(figure);
    const box = picture.getBoundingClientRect();
    const far = marks.map((mark) => Math.hypot(mark.x * box.width - event.clientX + box.left, mark.y * box.height - event.clientY + box.top));
    const index = far.indexOf(Math.min(...far));
    if (far[index] <= NEAR) tellMark(figure, index, marks[index]);
  }
  function stepped(event) {
    const figure = event.target.closest?.(".dr-read")?.parentElement;
    if (!figure) return;
    const index = Number(event.target.value);
    tellMark(figure, index, marksOf(figure)[index]);
  }
  function download(name, text, type) {
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = made("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 1e4);
  }
  var fileName = (title) => title.toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "chart";
  function alone(svg, title, words, source) {
    const [wide, high] = sides(svg);
    const unit = svg.getAttribute("width").endsWith("pt") ? 1 : 4 / 3;
    const above = inLines(title, wide / (7.4 * unit));
    const below = inLines(source, wide / (4.4 * unit));
    const top = (15 * above.length + 10) * unit;
    const tall = top + high + (9 * below.length + 9) * unit;
    const file = svg.cloneNode(true);
    const put2 = (tag, place, text, attributes = {}) => {
      const node = document.createElementNS(svg.namespaceURI, tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      node.textContent = text;
      file[place](node);
    };
    const line = (text, y, font, fill) => put2("text", "append", text, { x: 12 * unit, y, fill, style: `font:${font} "DejaVu Sans",Verdana,sans-serif` });
    for (const name of ["style", "role", "aria-label"]) file.removeAttribute(name);
    for (const [name, value] of [["viewBox", `0 ${-top} ${wide} ${tall}`], ["width", wide], ["height", tall]]) file.setAttribute(name, value);
    put2("rect", "prepend", "", { y: -top, width: wide, height: tall, fill: PAPER });
    put2("desc", "prepend", `${words} ${source}`);
    put2("title", "prepend", title);
    above.forEach((text, i) => line(text, (15 * i + 16) * unit - top, `bold ${11 * unit}px`, "#1f2328"));
    below.forEach((text, i) => line(text, high + (9 * i + 9) * unit, `${7 * unit}px`, "#565c64"));
    return new XMLSerializer().serializeToString(file);
  }
  function inLines(text, most) {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (lines.at(-1) && longer.length > most) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  }
  function sourceOf(figure) {
    const caption = figure.querySelector("figcaption").cloneNode(true);
    caption.querySelectorAll("[download]").forEach((link) => link.remove());
    for (const link of caption.querySelectorAll("a")) link.append(` ${link.href}`);
    return `Source: ${caption.textContent.split("Source: ").at(-1).replace("Save the picture", "").trim()}`;
  }
  function savePicture(figure, name) {
    const title = (figure.querySelector(":scope > p:not(.dr-read)")?.textContent ?? "").trim();
    const words = figure.querySelector(".dr-frame img")?.alt ?? figure.querySelector(".dr-frame svg").getAttribute("aria-label");
    download(`${name ?? fileName(title)}.svg`, alone(drawing(figure), title, words, sourceOf(figure)), "image/svg+xml");
  }
  function dress(figure) {
    const marks = marksOf(figure);
    let read = figure.querySelector(":scope > .dr-read");
    figure.querySelector(".dr-ring")?.remove();
    if (marks.length > FEW) {
      if (!read) figure.querySelector(".dr-frame").after(read = made("p", { className: "dr-read" }));
      const slider = made("input", { type: "range", min: 0, max: marks.length - 1, value: 0, ariaLabel: "Values, one after the other" });
      slider.setAttribute("data-lm-suppress-shortcuts", "true");
      const told2 = made("span", { textContent: `${marks.length} values: point at one, or use the slider` });
      told2.setAttribute("aria-hidden", "true");
      read.replaceChildren(slider, told2);
    } else read?.remove();
    const caption = figure.querySelector("figcaption");
    if (!drawing(figure) || figure.querySelector("img") === null || caption.querySelector("button")) return;
    caption.append(made("br", {}), made("button", { className: "dr-save", type: "button", textContent: "Save the picture", onclick: () => savePicture(figure) }));
  }
  var figures = document.getElementsByTagName("figure");
  var seen = /* @__PURE__ */ new WeakSet();
  function dressNew() {
    for (const figure of figures) {
      if (seen.has(figure) || !figure.querySelector(".dr-frame :is(img, svg)") || figure.closest(".dr-still")) continue;
      seen.add(figure);
      dress(figure);
    }
  }
  function titleNew() {
    for (const link of document.querySelectorAll('a[title^="fact: "], a[title^="event: "]')) {
      link.title = link.title.replace(/^\w+: [\w-]+/, () => link.textContent.trim());
    }
  }
  function cornersNew() {
    for (const corner of document.querySelectorAll("thead th:empty")) corner.replaceWith(document.createElement("td"));
  }
  if (!globalThis[/* @__PURE__ */ Symbol.for("derisking.figures")]) {
    globalThis[/* @__PURE__ */ Symbol.for("derisking.figures")] = true;
    for (const kind of ["pointermove", "pointerdown"]) document.addEventListener(kind, pointed);
    for (const kind of ["input", "focusin"]) document.addEventListener(kind, stepped);
    const renew = () => (dressNew(), titleNew(), cornersNew());
    new MutationObserver(renew).observe(document.documentElement, { childList: true, subtree: true });
    renew();
  }

  // shell.js
  var shell = {
    course: { lessons: [], exercises: [], tests: {}, form: {} },
    explained: () => new Promise(() => {
    }),
    // both tests with keys and explanations
    wake: () => {
    },
    // brings to life what stands in an element that was filled just now
    lost: "",
    // said of what is to be kept when nobody answers
    kept: "",
    // said of what an exercise has kept, where that is not what everybody expects; save: what to do then
    save: "",
    pause: 0,
    // milliseconds after which what is typed is kept
    ask: () => new Promise(() => {
    }),
    // (type, content, late) -> answer of whoever asked a sealed task
    answered: () => {
    },
    // told when an answer to an exercise has changed
    // Explorers: a promise that waits until one is worth its start, the translated model, its state in the page's address, buttons beside *Save*, and a table that it lacks.
    near: async () => {
    },
    twin: () => {
    },
    addressed: () => null,
    remember: () => {
    },
    ways: () => [],
    lacking: () => {
    }
  };

  // record.js
  var FORMAT = "derisking-web-record";
  var VERSION = 1;
  var KINDS = ["answer", "prediction", "check", "score"];
  var EMPTY = () => ({ format: FORMAT, version: VERSION, answer: [], prediction: [], check: [], score: [], notes: {}, drafts: {} });
  var sound = (content) => content?.format === FORMAT && KINDS.every((kind) => Array.isArray(content[kind]));
  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
  var store = null;
  var useStore = (one) => store = one;
  var readRecord = () => store.get();
  var onChange = (show) => store.changes(show);
  function applied(record, { kind, ...row }) {
    if (kind === "note" || kind === "draft") record[`${kind}s`][row.key] = row.value;
    else record[kind].push(row);
  }
  var keptWords = ({ ok, note }) => note || (ok ? "Kept." : "Not kept.");
  function now() {
    const date = /* @__PURE__ */ new Date();
    const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
    const shift = -date.getTimezoneOffset();
    const local = new Date(date.getTime() + shift * 6e4).toISOString().slice(0, 23);
    return `${local}${shift < 0 ? "-" : "+"}${two(shift / 60)}:${two(shift % 60)}`;
  }
  var keepEvent = (kind, lesson, item, more, late) => store.put({ kind, at: now(), lesson, item, ...more }, late);
  var keepNote = (key, value, late) => store.put({ kind: "note", key, value }, late);
  var keepDraft = (key, value, late) => store.put({ kind: "draft", key, value }, late);
  var noted = (key) => readRecord().notes[key];
  var drafted = (key) => readRecord().drafts[key];
  var eventsOf = (kind, lesson, item) => readRecord()[kind].filter((row) => (lesson === void 0 || row.lesson === lesson) && (item === void 0 || row.item === item));
  function statesOf(questions, mode) {
    const wanted = new Map(questions.map((q) => [q.id, q.lesson]));
    const found = {};
    for (const row of readRecord().answer) {
      if (wanted.get(row.item) !== row.lesson || mode && row.mode !== mode) continue;
      const entry = { response: row.response, score: row.score, correct: Boolean(row.correct) };
      const state = found[row.item] ??= { tries: 0, first: entry };
      state.tries += 1;
      state.latest = entry;
    }
    return found;
  }
  var handedIn = (name) => readRecord().score.some((row) => row.item === name);
  function troubles() {
    const tries = /* @__PURE__ */ new Map();
    for (const row of readRecord().answer) {
      if (row.score === null || row.mode !== "practice" && row.mode !== "recall") continue;
      const key = `${row.item}|${row.objective}`;
      tries.set(key, [...tries.get(key) ?? [], row]);
    }
    const found = {};
    for (const rows of tries.values()) (found[rows[0].objective] ??= []).push(1 - (rows[0].score + rows.at(-1).score) / 2);
    return Object.fromEntries(Object.entries(found).map(([id, list2]) => [id, list2.reduce((a, b) => a + b) / list2.length]));
  }
  var sealed = (q) => q.otherwise === void 0;
  function keepAnswer(q, response, mode, late) {
    const result = sealed(q) ? null : judge(q, response);
    const wrong = result?.picks.map((key) => q.misconceptions?.[key]).filter(Boolean) ?? [];
    return keepEvent("answer", q.lesson, q.id, {
      objective: q.objective,
      mode,
      correct: result && Number(result.score >= 1),
      score: result && Number(result.score.toFixed(6)),
      response,
      misconceptions: wrong
    }, late);
  }
  function shared(lesson) {
    const record = readRecord();
    const before = shell.course.exercises.filter((name) => name < lesson).pop() ?? "";
    const carried = shell.course.lessons.map((entry) => entry.id).filter((id) => before < id && id < lesson && !shell.course.exercises.includes(id));
    const owners = [...carried.filter((id) => record.answer.some((row) => row.lesson === id)), lesson];
    const keys = ["at", "lesson", "item", "objective", "mode", "response"];
    const verdicts = ["correct", "score", "misconceptions"];
    const answers = [];
    const tests = [];
    for (const owner of owners) {
      for (const row of record.answer.filter((one) => one.lesson === owner)) {
        const shown2 = row.mode === "pre" || row.mode === "post" ? keys : [...keys, ...verdicts];
        answers.push(Object.fromEntries(shown2.map((key) => [key, row[key]])));
      }
      const taken = {};
      for (const row of record.score.filter((one) => one.lesson === owner && ["pre", "post"].includes(one.item))) taken[row.item] = row.at;
      for (const [test, at] of Object.entries(taken)) tests.push({ lesson: owner, test, at });
    }
    return { format: 2, lesson, answers, tests, hints: hintsOf(lesson) };
  }
  function hintsOf(lesson) {
    const found = {};
    const entry = (task) => found[task] ??= { task, hints: 0, checks: 0 };
    for (const row of eventsOf("check", lesson)) entry(row.item).checks += 1;
    for (const [key, value] of Object.entries(readRecord().notes)) {
      const [word, owner, task] = key.split(" ");
      if (word === "hints" && owner === lesson) entry(task).hints = Number(value);
    }
    return Object.values(found);
  }
  function takeIn(text) {
    const content = parsed(text);
    const handed = content?.format === 2 && Array.isArray(content.answers);
    if (content?.format > 2 || content?.format === FORMAT && content.version > VERSION) throw new Error("This copy comes from a newer edition of the course. Open it there.");
    if (!handed && !(sound(content) && content.version === VERSION)) throw new Error("This file is no record of this course. Choose my-record.json or quiz-record.json.");
    const arriving2 = { ...EMPTY(), ...handed ? { answer: content.answers } : content };
    let [count, bad] = [0, 0];
    const fit = (list2, test) => list2.filter((one) => test(one) || !(bad += 1));
    store.alter((record) => {
      for (const kind of Object.keys(ROWS)) {
        const known = new Set(record[kind].map((row) => `${row.at}|${row.lesson}|${row.item}`));
        const fresh = fit(arriving2[kind], (row) => row && isText(row.at, row.lesson, row.item) && Date.parse(row.at) && ROWS[kind](row)).filter((row) => !known.has(`${row.at}|${row.lesson}|${row.item}`));
        count += fresh.length;
        record[kind] = [...record[kind], ...fresh].sort((a, b) => (Date.parse(a.at) || 0) - (Date.parse(b.at) || 0));
      }
      for (const kind of ["notes", "drafts"]) record[kind] = { ...Object.fromEntries(fit(Object.entries(arriving2[kind] ?? {}), ENTRIES[kind])), ...record[kind] };
    });
    return { count, bad };
  }
  var isText = (...values) => values.every((value) => typeof value === "string");
  var thing = (value) => typeof value === "object" && value !== null;
  var ROWS = {
    answer: (row) => isText(row.mode) && thing(row.response) && (row.score == null || Number.isFinite(row.score)),
    prediction: (row) => isText(row.guess) || Number.isFinite(row.guess),
    check: (row) => Number.isFinite(row.points),
    score: () => true
  };
  var ENTRIES = {
    notes: ([key, value]) => key.startsWith("draft ") ? thing(value) : key.startsWith("hints ") ? Number.isFinite(value) : isText(value),
    drafts: ([, value]) => thing(value) && (value.memo === void 0 || isText(value.memo))
  };

  // form.js
  var controlsOf = (node) => [...node.querySelectorAll("input, select")].map((c) => ["radio", "checkbox"].includes(c.type) ? c.checked : c.value);
  function restore(part, task, saved2) {
    if (!saved2.controls) return part.write(responseOf(task, saved2.answers));
    if (part.touched) return Array.isArray(saved2.order) && part.write({ order: saved2.order });
    const controls = [...part.node.querySelectorAll("input, select")];
    if (saved2.controls.length !== controls.length) return;
    controls.forEach((c, i) => typeof saved2.controls[i] === "boolean" ? c.checked = saved2.controls[i] : c.value = saved2.controls[i]);
    part.draw?.();
  }
  var partOfTask = {};
  var OTHER_TAB = "This was changed in another tab. What you see is what is kept.";
  function form(root, data) {
    const { task, lesson } = data;
    const q = task.question;
    root.classList.add("dr-exercise");
    const field = head(q);
    const said = h("div.dr-feedback", { role: "status" });
    const help = h("div.dr-hints", { role: "status" });
    const status = h("p.dr-status", { role: "status" });
    const key = `${lesson} ${q.id}`;
    const state = () => {
      const answers = soFar(task, part);
      const saved3 = { cell: task.cell, task: q.id, answers: Object.keys(answers).length ? answers : null, controls: controlsOf(part.node) };
      return part.touched?.() ? { ...saved3, order: part.read().order } : saved3;
    };
    const unfinished = () => state().answers ? part.read().missing : void 0;
    const kept = ({ note }) => status.textContent = shell.kept ? [`${shell.kept}${note ? `, and nowhere else. ${note}` : "."}`, unfinished()].filter(Boolean).join(" ") : "";
    const late = () => status.textContent = `${shell.lost} What you chose comes back as far as it was kept.`;
    const keep = () => {
      const saved3 = state();
      if (JSON.stringify(saved3) === shown2) return;
      shown2 = JSON.stringify(saved3);
      said.replaceChildren();
      part.mark({});
      keepDraft(key, saved3, late).then(kept);
      shell.answered();
    };
    const troubled2 = () => part.trouble?.() && said.replaceChildren(h("p", {}, part.trouble()));
    const part = partOfTask[q.id] = kinds[q.kind].build(q, keep);
    field.append(part.node);
    const worth = h("span.dr-points", {}, ` · ${counted(task.points ?? q.points, "point", "points")}`);
    if (!q.title) field.querySelector("legend").append(worth);
    const check = h("button.dr-primary", { type: "submit" }, "Check my answer");
    const hint = h("button.dr-quiet", { type: "button", onclick: () => nextHint(help, status, task.hints, lesson, q.id) }, "Hint");
    const title = q.title ? h("p.dr-prompt", {}, q.title, worth) : null;
    const card2 = h("form.dr-card.dr-task", { noValidate: true }, title, field, h("div.dr-actions", {}, check, hint), help, said, status);
    card2.addEventListener("input", () => shell.pause ? said.replaceChildren() : keep());
    card2.addEventListener("change", keep);
    card2.addEventListener("focusout", (event) => event.target.matches(".dr-number") && setTimeout(troubled2));
    card2.addEventListener("submit", async (event) => {
      event.preventDefault();
      const response = part.read();
      const open = sealed(q) ? !state().answers && (response.missing ?? "Move a step first.") : response.missing;
      if (open) {
        keep();
        said.replaceChildren(h("p", {}, open));
        return askFor(part);
      }
      if (!sealed(q)) {
        keep();
        return said.replaceChildren(...checked(q, response, part, lesson));
      }
      const asked = shown2 = JSON.stringify(state());
      const { result, ...answer } = await shell.ask("check", { key, answers: state().answers }, late);
      kept(answer);
      if (asked === shown2) said.replaceChildren(...told(result));
    });
    const saved2 = drafted(key) ?? (data.answers && { answers: data.answers });
    let shown2;
    try {
      if (saved2?.answers || saved2?.controls) restore(part, task, saved2);
    } catch {
      part.clear();
    }
    shown2 = JSON.stringify(saved2 && state());
    if (saved2 && saved2.answers === void 0) {
      shown2 = void 0;
      keep();
    }
    if (shell.kept && unfinished()) status.textContent = `Begun, not finished: ${unfinished()}`;
    if (data.result) said.replaceChildren(...told(data.result));
    if (!sealed(q)) onChange(() => {
      const other = drafted(key);
      if (JSON.stringify(other) === shown2) return;
      shown2 = JSON.stringify(other);
      part.clear();
      if (other) restore(part, task, other);
      part.mark({});
      said.replaceChildren(h("p", {}, OTHER_TAB));
      shell.answered();
    });
    root.append(card2);
  }
  function checked(q, response, part, lesson) {
    const result = judge(q, response);
    const earned = Number((q.points * result.score).toFixed(2));
    part.mark(result.marks);
    keepEvent("check", lesson, q.id, { objective: q.objective, points: earned, max_points: q.points, outcome: result.score >= 1 ? "right" : "wrong-value", hints: Number(noted(`hints ${lesson} ${q.id}`) ?? 0) });
    shell.answered();
    return [...feedback(q, result), h("p.dr-status", {}, `${points(earned)} of ${counted(q.points, "point", "points")}.`)];
  }
  function told(result) {
    const [sign, , look] = result.outcome === "not-attempted" ? ["○ ", "", "dr-open"] : verdict(result.share);
    const heading = h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, sign), h("strong", {}, result.heading), ` · ${result.points}`);
    return [heading, h("p", { html: result.html })];
  }
  async function nextHint(help, status, hints, lesson, id) {
    const most = hints.length ?? hints;
    const step = Math.min(help.childElementCount + 1, most);
    const html = hints[step - 1] ?? (await shell.ask("hint", { key: `${lesson} ${id}` })).html;
    if (help.childElementCount < step) help.append(h("div.dr-note", { html: `<p class="dr-how">Hint ${step} of ${most}</p>${html}` }));
    else status.textContent = "That was the last hint.";
    const name = `hints ${lesson} ${id}`;
    if (step > Number(noted(name) ?? 0)) keepNote(name, step);
  }
  function memo(root, data) {
    root.classList.add("dr-exercise");
    const key = `${data.lesson} memo`;
    const kept = () => drafted(key)?.memo ?? data.memo ?? "";
    const id = unique("memo");
    const count = h("p.dr-status", { id: `${id}-words` });
    const box = h("textarea.dr-sentence", { id, rows: 14, maxLength: data.most, "aria-describedby": count.id });
    const said = h("p.dr-status", { role: "status" });
    const late = () => said.textContent = `${shell.lost} Copy your text first, to be safe.`;
    let [resting, sent] = [null, kept()];
    const show = (text) => {
      if (box.value !== text) box.value = text;
      count.textContent = counted((text.match(/\S+/g) ?? []).length, "word", "words");
    };
    const keep = () => {
      clearTimeout(resting);
      if (box.value === sent) return;
      sent = box.value;
      keepDraft(key, { cell: data.cell, memo: sent }, late).then(({ note }) => said.textContent = shell.kept ? `${shell.kept}${note ? `, and nowhere else. ${note}` : shell.save}` : "");
      shell.answered();
    };
    box.addEventListener("input", () => {
      show(box.value);
      clearTimeout(resting);
      if (shell.pause) resting = setTimeout(keep, shell.pause);
      else keep();
    });
    box.addEventListener("change", keep);
    if (!shell.pause) onChange(() => {
      if (box.value === kept()) return;
      show(sent = kept());
      said.textContent = OTHER_TAB;
      shell.answered();
    });
    show(sent);
    const card2 = h("div.dr-card", {}, h("label.dr-prompt", { htmlFor: id }, data.title), box, count, said);
    root.append(h("form", { noValidate: true, onsubmit: (event) => event.preventDefault() }, card2));
  }

  // hand-in.js
  function leftBehind(task, answers) {
    const words = task === shell.course.form.memo ? answers[task] : "Answered in the web edition.";
    const data = { [shell.course.form.mime]: { version: shell.course.form.version, task, answers }, "text/plain": [words] };
    return { output_type: "display_data", metadata: {}, data };
  }
  function notebookWith(book, lesson) {
    const copy = structuredClone(book);
    const drafts = readRecord().drafts;
    for (const [key, saved2] of Object.entries(drafts)) {
      if (!key.startsWith(`${lesson} `)) continue;
      const written = saved2.memo?.trim();
      const cell = copy.cells.find((one) => one.id === (written ? "memo-form" : saved2.cell));
      if (cell && written) cell.outputs = [leftBehind(shell.course.form.memo, { [shell.course.form.memo]: written })];
      if (cell && saved2.answers) cell.outputs = [leftBehind(saved2.task, saved2.answers)];
    }
    return copy;
  }
  function handIn(root, data) {
    const open = h("p.dr-status", { role: "status" });
    const said = h("p.dr-status", { role: "status" });
    const { lesson } = data;
    const save = (words, name, content, type) => h("button.dr-primary", { type: "button", onclick: () => {
      download(name, content(), type);
      said.textContent = `${name} is in your downloads. Hand it in where your teacher asks for it.`;
    } }, words);
    const notebook = save("Download my notebook", `${lesson}.ipynb`, () => `${JSON.stringify(notebookWith(data.notebook, lesson), null, 1)}
`, "application/x-ipynb+json");
    const record = save("Download my quiz record", "quiz-record.json", () => JSON.stringify(shared(lesson), null, 1), "application/json");
    record.className = "dr-quiet";
    const about = "The notebook holds your answers of this page. The quiz record is your choice: it holds your answers to the lesson's questions, those of the two tests, and how many hints you saw.";
    shell.answered = () => {
      const drafts = readRecord().drafts;
      const answered = ({ id }) => drafts[`${lesson} ${id}`]?.answers;
      const named2 = (words2, tasks) => tasks.length ? `${words2}: ${tasks.map((task) => task.title).join("; ")}.` : "";
      const begun = data.tasks.filter((task) => answered(task) && partOfTask[task.id].read().missing);
      const words = [named2("Begun, not finished", begun), named2("Still open", data.tasks.filter((task) => !answered(task)))];
      open.textContent = words.filter(Boolean).join(" ") || "Every form on this page has an answer.";
    };
    shell.answered();
    root.append(h("div.dr-card", {}, h("p.dr-prompt", {}, "Hand in"), open, h("div.dr-actions", {}, notebook, record), said, h("p.dr-how", {}, about)));
  }

  // ask.js
  function solution(q) {
    const line = (part, words) => h("li", {}, h("span.dr-about", { html: (words ?? "") + part.html }), part.feedback ? h("div", { html: part.feedback }) : null);
    const options = Boolean(q.order);
    const parts = q.parts.filter((part) => options ? !part.key.startsWith("-") : part.right);
    const items = parts.map((part) => line(part, options ? `<strong>${part.right ? "Right" : "Not right"}:</strong> ` : ""));
    const steps = q.rights?.[0].map((key) => h("li", { html: q.items.find((item) => item.key === key).html }));
    const list2 = steps ? h("ol", {}, ...steps) : h("ul", {}, ...items);
    return h("details.dr-more", {}, h("summary", {}, options ? "All explanations" : "Show the solution"), list2);
  }
  function card(q, state, mode) {
    const field = head(q);
    const said = h("div.dr-feedback", { role: "status" });
    const extra = h("div");
    const line = h("p.dr-status.dr-sr");
    const tell = (words, trouble2 = false) => {
      line.textContent = words;
      line.classList.toggle("dr-sr", !trouble2);
    };
    const again = h("button.dr-quiet", { type: "button", hidden: true }, "Try again");
    const late = () => tell(shell.lost, true);
    const deliver = async (put2) => {
      tell("");
      const { ok, note } = await put2;
      tell([ok ? "Kept in your record." : note ? "" : "Not kept.", note].join(" ").trim(), !ok || Boolean(note));
    };
    const draft = `draft ${q.lesson} ${q.id}`;
    const keep = (response) => deliver(keepNote(draft, response, late));
    const part = kinds[q.kind].build(q, () => reset(), { keep, earlier: q.again && firstGiven(...q.again) });
    const submit = h("button.dr-primary", { type: "submit", hidden: Boolean(q.face) }, "Check my answer");
    const form2 = h("form.dr-card", { noValidate: true }, field, h("div.dr-actions", {}, submit, again), said, extra, line);
    const reset = () => {
      said.replaceChildren();
      extra.replaceChildren();
      part.mark({});
      again.hidden = true;
      submit.className = "dr-primary";
    };
    const show = (response) => {
      if (sealed(q)) return said.replaceChildren(h("p", {}, "Your answer is looked at later."));
      const result = judge(q, response);
      said.replaceChildren(...feedback(q, q.face ? { ...result, notes: [] } : result));
      if (!q.face) extra.replaceChildren(solution(q));
      part.mark(result.marks);
      again.hidden = result.score >= 1;
      submit.className = result.score >= 1 ? "dr-quiet" : "dr-primary";
      if (result.score >= 1) form2.dispatchEvent(new CustomEvent("dr-right", { bubbles: true }));
    };
    field.append(part.node);
    field.addEventListener("input", reset);
    again.addEventListener("click", () => {
      askFor(part);
      part.clear();
      reset();
    });
    form2.addEventListener("submit", (event) => {
      event.preventDefault();
      const response = part.touched?.() === false ? { missing: "Move a line first: this is only the order in which we shuffled them." } : part.read();
      if (response.missing) {
        said.replaceChildren(h("p", {}, response.missing));
        return askFor(part);
      }
      show(response);
      deliver(keepAnswer(q, response, mode, late));
    });
    const begun = noted(draft);
    const before = begun ?? state?.latest?.response;
    if (before) {
      try {
        part.write(before);
        if (!begun || !part.read().missing) show(before);
        tell("From your record.");
      } catch {
        reset();
      }
    }
    return { node: form2, open: !state?.latest?.correct };
  }
  function oneByOne(cards) {
    const count = h("span.dr-eyebrow");
    const step = (words, way) => h("button.dr-quiet", { type: "button", onclick: () => go(place + way, true) }, words);
    const [back, next] = [step("Back", -1), step("Next question", 1)];
    const all = h("button.dr-quiet", { type: "button" }, "Show all");
    const bar = h("div.dr-actions.dr-steps", {}, count, back, next, all);
    const lead = (right) => next.className = right ? "dr-primary" : "dr-quiet";
    let place = 0;
    const go = (to, focus) => {
      place = to;
      cards.forEach((card2, index) => card2.node.hidden = index !== place);
      count.textContent = `Question ${place + 1} of ${cards.length}`;
      if (focus) arriveAt(cards[place].node);
      back.hidden = place === 0;
      next.hidden = place === cards.length - 1;
      lead(false);
    };
    all.addEventListener("click", () => {
      cards.forEach((card2) => card2.node.hidden = false);
      arriveAt(cards[0].node);
      bar.remove();
    });
    cards.forEach((card2) => card2.node.addEventListener("dr-right", () => lead(true)));
    go(Math.max(0, cards.findIndex((card2) => card2.open)), false);
    return bar;
  }
  function onward(form2) {
    const following = () => {
      const place = form2.closest(".jp-Cell, .cell");
      return place?.nextElementSibling ?? place?.closest("section")?.nextElementSibling;
    };
    const next = h("button.dr-primary", { type: "button", hidden: true, onclick: () => following().scrollIntoView() }, "Go on");
    form2.querySelector(".dr-actions").append(next);
    form2.addEventListener("dr-right", () => next.hidden = !following());
    form2.addEventListener("input", () => next.hidden = true);
  }
  var firstGiven = (lesson, id) => statesOf([{ lesson, id }])[id]?.first.response ?? noted(`draft ${lesson} ${id}`);
  function practice(root, { questions }, mode) {
    const states = statesOf(questions);
    const cards = questions.map((q) => card(q, states[q.id], mode));
    root.append(...cards.map((one) => one.node));
    if (cards.length > 1) root.append(oneByOne(cards));
    if (cards.length && !questions.at(-1).face) onward(cards.at(-1).node);
  }

  // tests.js
  function sheet(root, { questions, test }, finished) {
    const states = statesOf(questions, test);
    const answered = new Set(Object.keys(states));
    const count = h("p.dr-status");
    const said = h("div.dr-feedback", { role: "status" });
    const button = h("button.dr-primary", { type: "submit" }, "Hand in my answers");
    const form2 = h("form.dr-sheet", { noValidate: true, ariaLabel: "Test" });
    const tell = () => count.textContent = `${answered.size} of ${questions.length} answered. You can leave and come back.`;
    const late = () => said.replaceChildren(h("p.dr-late", {}, shell.lost));
    const kept = ({ ok, note }) => ok ? said.querySelector(".dr-late")?.remove() : said.replaceChildren(h("p", {}, note || "Not kept."));
    const parts = questions.map((q, index) => {
      const field = head(q);
      const keep = () => {
        const response = part.read();
        if (response.missing) return;
        answered.add(q.id);
        delete form2.dataset.asked;
        said.replaceChildren();
        tell();
        if (!handedIn(test)) keepAnswer(q, response, test, late).then(kept);
      };
      const part = kinds[q.kind].build(q, keep);
      if (states[q.id]) part.write(states[q.id].latest.response);
      field.append(part.node);
      field.addEventListener("change", keep);
      const card2 = h("div.dr-card", {}, h("p.dr-eyebrow", {}, `Question ${index + 1} of ${questions.length}`), field);
      form2.append(card2);
      return { q, card: card2 };
    });
    form2.append(count, h("div.dr-actions", {}, button), said);
    form2.addEventListener("submit", async (event) => {
      event.preventDefault();
      const open = parts.find(({ q }) => !answered.has(q.id));
      if (open && !form2.dataset.asked) {
        form2.dataset.asked = "yes";
        const words = `${counted(questions.length - answered.size, "question is", "questions are")} still open. Answer them, or press the button once more to hand in without them.`;
        const go = h("button.dr-quiet", { type: "button", onclick: () => arriveAt(open.card) }, `Go to question ${parts.indexOf(open) + 1}`);
        said.replaceChildren(h("p", {}, words), go);
        return said.scrollIntoView({ block: "nearest" });
      }
      const most = (lesson) => questions.filter((q) => q.lesson === lesson).length;
      const lessons = [...new Set(questions.map((q) => q.lesson))].sort();
      await Promise.all(lessons.map((lesson) => keepEvent("score", lesson, test, { score: null, maximum: most(lesson) }, late)));
      finished();
    });
    tell();
    root.append(form2);
  }
  function shown(root, html, focus) {
    const area = h("div.dr-result", { html, tabIndex: -1 });
    root.replaceChildren(area);
    if (focus) area.focus();
  }
  var thanks = (number) => `<p><strong>Handed in.</strong> Your answers are kept as they are. Explanations come with the post-test in lesson ${number}, next to those of the post-test.</p>`;
  function inTest(root, data) {
    const explain = (focus) => shell.explained().then((list2) => shown(root, twoTests(list2), focus));
    if (handedIn("post")) return explain(false);
    if (handedIn(data.test)) return shown(root, thanks(data.explained), false);
    sheet(root, data, () => data.test === "pre" ? shown(root, thanks(data.explained), true) : explain(true));
  }
  function testResults(list2) {
    const latest = (name) => statesOf(list2.filter((one) => one.test === name).map((one) => one.question), name);
    const states = { pre: latest("pre"), post: latest("post") };
    return list2.map((one) => {
      const response = states[one.test][one.question.id]?.latest.response;
      return { ...one, response, result: response ? judged(one.question, response) : null };
    });
  }
  function judged(question, response) {
    try {
      return judge(question, response);
    } catch {
      return null;
    }
  }
  var earnedIn = (results, name) => results.filter((one) => one.test === name).reduce((sum, one) => sum + (one.result?.score ?? 0), 0);
  function twoTests(list2) {
    const results = testResults(list2);
    const total = (name) => earnedIn(results, name);
    const count = (name) => results.filter((one) => one.test === name).length;
    const before = results.some((one) => one.test === "pre" && one.response) ? `${points(total("pre"))} of ${count("pre")} points before` : "no pre-test";
    const head2 = `<h3>Your two tests, explained</h3><p>${before}, ${points(total("post"))} of ${count("post")} after. Read the explanations: they are worth more than the points.</p>`;
    return head2 + results.map(oneOfTest).join("");
  }
  function oneOfTest({ test, question, text, rest, response, result }) {
    const when = test === "pre" ? "Before" : "After";
    const verdict2 = !result ? "no answer" : result.score >= 1 ? "right" : result.score > 0 ? "partly right" : "not right";
    const notes = result ? `<ul>${result.notes.map((note) => `<li>${note.title} ${note.html}</li>`).join("")}</ul>` : "";
    const given = result ? `<p>Your answer: ${givenWords(question, response)}</p>${notes}` : "<p>You gave no answer.</p>";
    const sources = question.sources ? `<p>Sources: ${question.sources}</p>` : "";
    return `<div class="dr-card"><p class="dr-eyebrow">${when}: ${verdict2}</p>${text}${given}<details><summary>All explanations</summary>${rest}</details>${sources}</div>`;
  }
  function givenWords(q, response) {
    const kind = kinds[q.kind];
    return kind.words?.(q, response) ?? kind.picks(q, response).map((key) => partOf(q, key)?.html ?? "").filter(Boolean).join("; ");
  }

  // ending.js
  var ENDING = `
.dr-ending h3 { margin: 0 0 4px; font-size: 1.25em; }
.dr-ending h4 { margin: 18px 0 6px; font-size: 1.05em; }
.dr-ending table { width: 100%; margin: 0; border-collapse: collapse; table-layout: auto; font-size: inherit; }
.dr-ending :is(th, td) { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--dr-faint, #d5dde4); text-align: left; vertical-align: top; white-space: normal; font-weight: 400; }
.dr-ending thead th { font-weight: 600; }
.dr-ending .dr-share { display: block; width: min(9rem, 100%); height: 10px; margin: 5px 0 2px; border: 1px solid var(--dr-line, #8594a1); print-color-adjust: exact; }
.dr-ending .dr-share > span { display: block; height: 100%; background: var(--dr-accent, #1f6391); }
.dr-ending blockquote { margin: 4px 0 12px; padding: 0 0 0 12px; border-left: 3px solid var(--dr-accent, #1f6391); }
@media print { .dr-ending { font: 11pt/1.45 system-ui, sans-serif; } .dr-ending tr { break-inside: avoid; } }`;
  function shareCell(earned, most) {
    if (earned === null) return h("td", {}, "not taken");
    return h("td", {}, h("span.dr-share", { "aria-hidden": "true" }, h("span", { style: `width:${100 * earned / most}%` })), `${points(earned)} of ${most}`);
  }
  var headed = (...heads) => h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text))));
  function topicsTable(topics) {
    if (!topics.length) return h("p", {}, "Your two tests come here, topic by topic, when you have handed in the last one.");
    const together = (key) => topics.every((one) => one[key] === null) ? null : topics.reduce((sum, one) => sum + one[key], 0);
    const all = { title: "Together", before: together("before"), after: together("after"), of: together("of") };
    const row = (one) => h("tr", {}, h("th", { scope: "row" }, one.title), shareCell(one.before, one.of), shareCell(one.after, one.of));
    return h("table", {}, headed("Topic", "Before", "After"), h("tbody", {}, ...[...topics, all].map(row)));
  }
  function verdictsTable(q, response) {
    if (!response) return h("p", {}, "Your verdicts on the twelve sentences come here when you have sorted them, under “The story again”.");
    const { marks } = judge(q, response);
    const place = (row) => q.parts.findIndex((part) => part.key === row.key);
    const name = (key) => h("span", { html: q.bins.find((bin) => bin.name === key)?.html ?? "" }).textContent;
    const line = (row) => {
      const sign = h("span", {}, marks[row.key] ? "✓ yes" : "✗ look again");
      return h("tr", {}, h("th", { scope: "row", html: row.html }), h("td", {}, (response.bins[row.key] ?? []).map(name).join(", ")), h("td", {}, sign));
    };
    const rows = [...q.rows].sort((a, b) => place(a) - place(b));
    return h("table", {}, headed("The sentence", "My verdict", "Can it be defended?"), h("tbody", {}, ...rows.map(line)));
  }
  function endingPage(story, { topics, verdicts, sentences }) {
    const own = sentences.flatMap((one) => [h("p", {}, one.title), h("blockquote", {}, one.text)]);
    const today = (/* @__PURE__ */ new Date()).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    return h(
      "div.dr-ending",
      {},
      h("h3", {}, "De-risking, chips and Japan: my course"),
      h("p", {}, today),
      h("h4", {}, "Before and after"),
      topicsTable(topics),
      h("h4", {}, "The story again, by me"),
      verdictsTable(story, verdicts),
      h("h4", {}, "What I wrote"),
      ...own.length ? own : [h("p", {}, "The sentences that you write in the lessons come here.")]
    );
  }
  function printAlone(node) {
    const frame = h("iframe", { title: "What is printed", style: "position:fixed;right:0;bottom:0;width:0;height:0;border:0" });
    document.body.append(frame);
    frame.contentDocument.title = "My course";
    frame.contentDocument.head.append(h("style", {}, ENDING));
    frame.contentDocument.body.append(node.cloneNode(true));
    frame.contentWindow.addEventListener("afterprint", () => setTimeout(() => frame.remove()));
    frame.contentWindow.print();
  }
  function byTopic(results, titles) {
    return Object.entries(titles).map(([lesson, title]) => {
      const own = results.filter((one) => one.question.lesson === lesson);
      const of = own.filter((one) => one.test === "post").length;
      return { title, before: handedIn("pre") ? earnedIn(own, "pre") : null, after: earnedIn(own, "post"), of };
    }).filter((topic) => topic.of);
  }
  function ending(root, { story, titles }) {
    root.classList.add("dr-last");
    if (!document.querySelector("style.dr-for-last")) document.head.append(h("style.dr-for-last", {}, ENDING));
    const paper2 = h("div");
    const print2 = h("button.dr-primary", { type: "button", onclick: () => printAlone(paper2.firstChild) }, "Print this page");
    const written = () => Object.entries(readRecord().notes).filter(([key]) => key.startsWith("sentence ")).sort();
    const fill = (topics) => paper2.replaceChildren(endingPage(story, {
      topics,
      verdicts: statesOf([story])[story.id]?.latest.response ?? null,
      sentences: written().map(([key, text]) => ({ title: titles[key.split(" ")[1]] ?? "", text }))
    }));
    root.append(h("div.dr-card", {}, paper2, h("div.dr-actions", {}, print2)));
    fill([]);
    new IntersectionObserver(([seen2]) => {
      if (!seen2.isIntersecting) return;
      if (handedIn("post")) shell.explained().then((list2) => fill(byTopic(testResults(list2), titles)));
      else fill([]);
    }).observe(root);
  }

  // controls.js
  var controls_exports = {};
  __export(controls_exports, {
    range: () => range,
    select: () => select
  });
  function range({ label, min, max, step, unit }, moved) {
    const id = unique("range");
    const digits = String(step).split(".")[1]?.length ?? 0;
    const format = (value) => value.toFixed(digits) + (unit ? ` ${unit}` : "");
    const output = h("output", { htmlFor: id });
    const input = h("input", { id, type: "range", min, max, step, oninput: () => moved(Number(input.value)) });
    const node = h("div.dr-control.dr-range", {}, h("label", { htmlFor: id }, label), input, output);
    const fill = (value, idle) => {
      if (Number(input.value) !== value) input.value = value;
      input.disabled = Boolean(idle);
      node.classList.toggle("dr-idle", Boolean(idle));
      output.textContent = idle || format(value);
      input.setAttribute("aria-valuetext", format(value));
    };
    return { node, fill };
  }
  function select(control, moved) {
    const { labels, values } = control;
    const node = h("div.dr-control");
    const few = labels.length <= 4 && labels.join("").length <= 48;
    let at = 0;
    const choose = (index) => moved(values[index]);
    const write2 = few ? segments(node, control, choose) : list(node, control, choose, () => at);
    const fill = (value, idle) => write2(at = values.indexOf(value), idle);
    const taken = (part) => {
      const index = labels.indexOf(part.closest?.("[data-take]")?.dataset.take);
      if (control.picks && !node.hidden && index >= 0) choose(index === at ? 0 : index);
    };
    return { node, fill, taken };
  }
  function list(node, { label, labels, walk }, choose, at) {
    const id = unique("select");
    const select2 = h("select", { id, onchange: () => choose(Number(select2.value)) }, ...labels.map((text, i) => h("option", { value: String(i) }, text)));
    const resting = h("option", { value: "resting", hidden: true });
    select2.append(resting);
    node.append(h("label", { htmlFor: id }, label), select2);
    const go = (way) => h("button.dr-quiet", { type: "button", onclick: () => labels[at() + way] && choose(at() + way) }, way < 0 ? "‹ Previous" : "Next ›");
    const [back, on] = [go(-1), go(1)];
    if (walk) {
      node.classList.add("dr-walk");
      select2.before(back);
      select2.after(on);
    }
    return (index, idle) => {
      resting.textContent = idle;
      select2.disabled = Boolean(idle);
      select2.value = idle ? "resting" : String(index);
      back.setAttribute("aria-disabled", String(index === 0));
      on.setAttribute("aria-disabled", String(index === labels.length - 1));
    };
  }
  function segments(node, { label, labels }, choose) {
    const name = unique("select");
    const inputs = labels.map((_, i) => h("input", { type: "radio", name, onchange: () => choose(i) }));
    const row = h("div.dr-segments", {}, ...labels.map((text, i) => h("label", {}, inputs[i], h("span", {}, text))));
    const reason = h("span");
    const field = h("fieldset", {}, h("legend", {}, label, reason), row);
    node.append(field);
    return (index, idle) => {
      field.disabled = Boolean(idle);
      reason.textContent = idle ? `, ${idle}` : "";
      inputs.forEach((input, i) => input.checked = i === index);
    };
  }

  // goals.js
  function goals(list2, begin) {
    const node = h("div.dr-goals");
    if (!list2.length) return { node, show() {
    } };
    const count = h("p.dr-eyebrow");
    const task = h("p.dr-task");
    const done = h("p.dr-done", { role: "status" });
    const room = h("p.dr-done.dr-room", { "aria-hidden": "true" });
    let at = 0;
    const next = h("button.dr-primary", { type: "button", onclick: () => begin(at + 1) });
    const free = h("button.dr-quiet", { type: "button", onclick: () => begin(list2.length) }, "Skip to all controls");
    const again = h("button.dr-quiet", { type: "button", onclick: () => begin(0) }, "Start with the first goal again");
    const show = (stage, reached) => {
      at = stage;
      const over = stage >= list2.length;
      count.textContent = over ? "Sandbox" : `Goal ${stage + 1} of ${list2.length}`;
      task.textContent = over ? "Every control is yours. Try what you doubt." : list2[stage].ask;
      const words = over ? "" : `✓ Reached. ${list2[stage].done}`;
      if (done.textContent !== (reached ? words : "")) done.textContent = reached ? words : "";
      room.dataset.words = words;
      node.classList.toggle("dr-reached", reached);
      next.textContent = stage + 1 < list2.length ? "Next goal" : "Now everything";
      next.style.visibility = reached ? "" : "hidden";
      next.hidden = over;
      free.hidden = over;
      again.hidden = !over;
    };
    node.append(count, task, h("div.dr-two-in-one", {}, done, room), h("div.dr-actions", {}, free, again, next));
    return { node, show };
  }

  // later.js
  function later(root, { key, html, words, invite = "" }) {
    root.classList.add("dr-later");
    let shown2 = false;
    const fill = () => {
      const focus = root.contains(document.activeElement);
      const area = h("div", { html, tabIndex: -1 });
      root.replaceChildren(area);
      shell.wake(root);
      if (focus) area.focus({ preventScroll: true });
      shown2 = true;
    };
    const show = () => {
      if (shown2) return;
      keepNote(`later ${key}`, "shown");
      fill();
    };
    root.append(h("div.dr-actions", {}, h("span.dr-status", {}, invite), h("button.dr-quiet", { type: "button", onclick: show }, words)));
    if (noted(`later ${key}`)) fill();
    return show;
  }

  // twin.js
  var $ = {
    math: { ...Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]])), pi: Math.PI, isfinite: Number.isFinite },
    true: (x) => Array.isArray(x) ? x.length > 0 : x && typeof x === "object" ? Object.keys(x).length > 0 : Boolean(x),
    and: (a, b) => $.true(a) ? b() : a,
    or: (a, b) => $.true(a) ? a : b(),
    each: (x) => Array.isArray(x) ? x : typeof x === "string" ? [...x] : Object.keys(x),
    has: (all, x) => Array.isArray(all) || typeof all === "string" ? all.includes(x) : Object.hasOwn(all, x),
    same: (a, b) => Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((x, i) => $.same(x, b[i])) : a === b,
    len: (x) => $.each(x).length,
    list: (x) => [...$.each(x)],
    dict: (x) => ({ ...x }),
    bool: (x) => $.true(x),
    abs: Math.abs,
    int: (x) => Math.trunc(Number(x)),
    float: Number,
    str: (x) => $.format(x, ""),
    round: (x, digits = 0) => Number($.fixed(x, digits)),
    floordiv: (a, b) => Math.floor(a / b),
    mod: (a, b) => (a % b + b) % b,
    sum: (x) => $.each(x).reduce((a, b) => a + b, 0),
    any: (x) => $.each(x).some($.true),
    all: (x) => $.each(x).every($.true),
    range: (a, b, step = 1) => Array.from({ length: Math.max(0, Math.ceil(((b ?? a) - (b === void 0 ? 0 : a)) / step)) }, (_, i) => (b === void 0 ? 0 : a) + i * step),
    zip: (...all) => $.each(all[0]).slice(0, Math.min(...all.map((x) => x.length))).map((_, i) => all.map((x) => x[i])),
    enumerate: (x, start2 = 0) => $.each(x).map((value, i) => [i + start2, value]),
    less: (a, b) => {
      if (!Array.isArray(a)) return a < b;
      const i = a.findIndex((value, at) => value !== b[at]);
      return i >= 0 && $.less(a[i], b[i]);
    },
    sorted(x, key = (value) => value, back = false) {
      const keyed = $.each(x).map((value) => [key(value), value]);
      const way = back ? -1 : 1;
      return keyed.sort(([a], [b]) => $.less(a, b) ? -way : $.less(b, a) ? way : 0).map(([, value]) => value);
    },
    minof: (x, key = (value) => value, other = void 0) => $.first(x, other, (a, b) => $.less(key(a), key(b))),
    maxof: (x, key = (value) => value, other = void 0) => $.first(x, other, (a, b) => $.less(key(b), key(a))),
    first(x, other, before) {
      const all = $.each(x);
      if (!all.length && other === void 0) throw new Error("min or max of nothing");
      return all.length ? all.reduce((best, value) => before(value, best) ? value : best) : other;
    },
    min: Math.min,
    max: Math.max,
    append: (list2, x) => void list2.push(x),
    extend: (list2, x) => void list2.push(...x),
    insert: (list2, at, x) => void list2.splice(at, 0, x),
    join: (glue, list2) => list2.join(glue),
    split: (text, at) => at === void 0 ? text.trim().split(/\s+/) : text.split(at),
    get: (map, key, other = null) => Object.hasOwn(map, key) ? map[key] : other,
    items: (map) => Object.entries(map),
    keys: (map) => Object.keys(map),
    values: (map) => Object.values(map),
    startswith: (text, start2) => text.startsWith(start2),
    replace: (text, a, b) => text.replaceAll(a, b),
    strip: (text, what = " ") => {
      let [from, to] = [0, text.length];
      while (from < to && what.includes(text[from])) from += 1;
      while (to > from && what.includes(text[to - 1])) to -= 1;
      return text.slice(from, to);
    },
    upper: (text) => text.toUpperCase(),
    lower: (text) => text.toLowerCase(),
    repr: (x) => typeof x === "string" ? `'${x}'` : String(x),
    // Python rounds a tie to the even neighbour, toFixed away from zero. A tie is half a step, and 60 digits show whether it is one.
    fixed(x, digits) {
      const text = Math.abs(x).toFixed(digits);
      const steps = Math.abs(x) * 10 ** digits * 2;
      const rest = steps < 1e15 && steps % 2 === 1 ? Math.abs(x).toFixed(60).split(".")[1].slice(digits) : "";
      const even = /^50*$/.test(rest) && Number(text.at(-1)) % 2 === 1;
      const fair = even ? (Number(text) - 10 ** -digits).toFixed(digits) : text;
      return (x < 0 || Object.is(x, -0) ? "-" : "") + fair;
    },
    format(x, spec) {
      if (x === null) return "None";
      const found = /^([+]?)(0?)(,?)(?:\.(\d+))?([fd]?)$/.exec(spec);
      if (spec === "" || typeof x === "string") return String(x);
      if (!found) throw new Error(`no format ${spec}`);
      const [whole, part] = (Number.isFinite(x) ? $.fixed(x, Number(found[4] ?? 0)) : x > 0 ? "inf" : "-inf").split(".");
      const apart = found[3] ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") : whole;
      return (found[1] && !whole.startsWith("-") ? "+" : "") + apart + (part === void 0 ? "" : `.${part}`);
    }
  };

  // explorer.js
  async function explorer(root, data, place) {
    const still = place.querySelector(".dr-still");
    if (still) still.textContent = "This is the picture at its start. One moment, and you can move it.";
    const asked = shell.addressed(data, place);
    if (!asked) await shell.near(place);
    const twin2 = await shell.twin(data);
    root.classList.add("dr-explorer");
    new Explorer(root, data, twin2($), asked);
    if (asked) place.scrollIntoView();
  }
  function fitting({ controls, memory: memory2, budget }, found) {
    const kept = {};
    for (const key of memory2 ? controls.find((control) => control.name === memory2.by).values : []) {
      const money = memory2.names.map((name, i) => found(key, name, i));
      const sound2 = money.every((part) => part >= 0) && money.reduce((a, b) => a + b, 0) <= budget.most;
      if (sound2) kept[key] = Object.fromEntries(memory2.names.map((name, i) => [name, money[i]]));
    }
    return kept;
  }
  var tied = (text) => String(text).replace(/(\d) (?=\d{3}(?!\d)|[%‰]|(?:million|billion|points?)\b)/g, "$1 ");
  var Explorer = class {
    // asked: what an address says about it, {values, kept}, or null.
    constructor(root, data, twin2, asked) {
      const earlier = data.keeps && parsed(noted(`plans ${data.name}`));
      const kept = asked?.kept ?? (earlier ? fitting(data, (key, name) => earlier[key]?.[name]) : {});
      Object.assign(this, { data, twin: twin2, kept, values: { ...data.start }, controls: {}, tables: data.tables ?? twin2.tables });
      this.stage = asked || Object.keys(kept).length ? data.goals.length : 0;
      this.parts(root);
      if (asked) Object.assign(this.values, asked.values);
      else if (!this.stage && data.goals.length) Object.assign(this.values, data.goals[0].start);
      else if (data.memory) Object.assign(this.values, kept[this.values[data.memory.by]]);
      this.renew();
      new ResizeObserver(() => this.width() !== this.drawn && this.picture()).observe(this.frame);
    }
    parts(root) {
      const grid = h("div.dr-controls");
      for (const control of this.data.controls) {
        this.controls[control.name] = controls_exports[control.kind](control, (value) => this.moved(control.name, value));
        grid.append(this.controls[control.name].node);
      }
      this.goals = goals(this.data.goals, (stage) => this.begin(stage));
      this.line = h("p.dr-line", { role: "status" });
      this.title = h("p.dr-title");
      this.frame = h("div.dr-svg.dr-frame", { onclick: ({ target }) => Object.values(this.controls).forEach((control) => control.taken?.(target)) });
      this.caption = h("figcaption", {}, h("span"), h("span", { html: `Source: ${this.data.source}` }));
      this.table = h("details", {}, h("summary", {}, "Show the numbers"), h("div.dr-wide", { tabIndex: 0, role: "group", "aria-label": "Table" }));
      const save = (what, act) => h("button.dr-quiet", { type: "button", onclick: act }, `Save the ${what}`);
      this.saves = h("div.dr-actions", {}, save("picture", () => savePicture(this.figure, this.data.name)), save("table", () => download(`${this.data.name}.csv`, this.csv(), "text/csv")), ...shell.ways(this));
      this.figure = h("figure.dr-figure", {}, this.title, this.frame, this.caption);
      root.replaceChildren(h("p.dr-ask", {}, this.data.question), this.goals.node, grid, this.figure, this.line, this.table, this.saves);
      if (!this.data.later) return;
      const invite = "More follows here when you have reached the last goal.";
      this.follow = later(root.appendChild(h("div")), { key: this.data.name, html: this.data.later, invite, words: "Show it now" });
    }
    get free() {
      return this.stage >= this.data.goals.length;
    }
    // Why a control does nothing under the present choice, or "".
    idle(name) {
      const [other, value, reason] = this.data.when[name] ?? [];
      return other && this.values[other] !== value ? reason : "";
    }
    moved(name, value) {
      const { budget, memory: memory2 } = this.data;
      this.values[name] = value;
      if (memory2 && name === memory2.by) Object.assign(this.values, this.kept[value]);
      if (budget?.names.includes(name)) {
        const spent = budget.names.reduce((sum, other) => sum + (other === name ? 0 : this.values[other]), 0);
        this.values[name] = Math.min(value, Math.max(0, budget.most - spent));
      }
      this.renew();
      this.remember();
    }
    begin(stage) {
      this.stage = stage;
      Object.assign(this.values, this.free ? {} : { ...this.data.start, ...this.data.goals[stage].start });
      this.renew();
    }
    renew() {
      const { memory: memory2, goals: goals2 } = this.data;
      if (memory2) this.kept[this.values[memory2.by]] = Object.fromEntries(memory2.names.map((name) => [name, this.values[name]]));
      for (const [name, control] of Object.entries(this.controls)) {
        control.node.hidden = !this.free && !goals2[this.stage].controls.includes(name);
        control.fill(this.values[name], this.idle(name));
      }
      this.draw();
    }
    draw() {
      try {
        this.view = this.twin.state({ ...this.values, kept: this.kept }, this.tables);
      } catch (error) {
        if (error.lacks) return shell.lacking(this, error.lacks);
        this.view = { error: `No picture for this setting: ${error.message}` };
      }
      const { view } = this;
      const wrong = Boolean(view.error);
      const more = this.free && view.later ? ` ${view.later}` : "";
      const reached = !this.free && !wrong && Boolean(view.goals[this.stage]);
      this.line.textContent = view.error ?? tied(view.line + more);
      this.alt = view.alt + more;
      for (const part of [this.caption, this.table, this.saves]) part.hidden = wrong;
      this.title.textContent = wrong ? "" : tied(view.title);
      this.goals.show(this.stage, reached);
      if (this.free || reached && this.stage + 1 === this.data.goals.length) this.follow?.();
      if (!wrong) {
        this.caption.firstChild.textContent = `${tied(view.caption)} `;
        const cell = (text, i) => i ? h("td", {}, tied(text)) : h("th", { scope: "row" }, tied(text));
        const heads = h("tr", {}, ...view.heads.map((text) => h("th", { scope: "col" }, text)));
        this.table.lastChild.replaceChildren(h("table", {}, h("thead", {}, heads), h("tbody", {}, ...view.rows.slice(0, 250).map((row) => h("tr", {}, ...row.map(cell))))));
      }
      this.picture();
    }
    width() {
      return Math.round(Math.max(280, Math.min(680, this.frame.clientWidth)));
    }
    picture() {
      if (this.drawn !== this.width()) this.tallest = 0;
      this.drawn = this.width();
      if (this.view.error) {
        this.frame.replaceChildren(h("p.dr-nothing", {}, this.view.error));
        return;
      }
      const { svg, height } = this.twin.picture(this.view.picture, this.drawn);
      this.frame.style.minHeight = `${this.tallest = Math.max(this.tallest, height)}px`;
      this.frame.innerHTML = svg;
      this.frame.firstChild.setAttribute("role", "img");
      this.frame.firstChild.setAttribute("aria-label", this.alt);
      dress(this.figure);
    }
    // Plans outlive the page, and whatever else remembers is told, a moment later: browsers take only so many changes in a minute.
    remember() {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => {
        shell.remember(this);
        if (this.data.keeps) keepNote(`plans ${this.data.name}`, JSON.stringify(this.kept));
      }, 250);
    }
    csv() {
      const quoted = (text) => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      return `\uFEFF${[this.view.heads, ...this.view.rows, [], [sourceOf(this.figure)]].map((row) => row.map(quoted).join(",")).join("\r\n")}\r
`;
    }
  };

  // predict.js
  function gapInWords(guess, truth, unit, digits, whole) {
    if (typeof truth === "string") return guess === truth ? `You said: ${guess}. And so it is.` : `You said: ${guess}. It is: ${truth}.`;
    const places = Number.isInteger(guess) ? digits : Math.max(digits, 1);
    const shown2 = (number) => number.toLocaleString("en-GB", { maximumFractionDigits: places });
    const said = Number(guess.toFixed(places));
    const apart = Number(Math.abs(truth - said).toFixed(places));
    const measure = unit ? ` ${unit}` : "";
    const start2 = `You said ${shown2(said)}${measure}. It is ${shown2(truth)}${measure}`;
    if (apart === 0) return `${start2}, as you said.`;
    const steps = unit === "%" ? apart === 1 ? " point" : " points" : unit ? ` ${apart === 1 ? unit.replace(/^(\w+)s\b/, "$1") : unit}` : "";
    return `${start2}: ${shown2(apart)}${steps} ${truth > said ? "more" : whole ? "fewer" : "less"}.`;
  }
  function withGuess(data, guess) {
    const { shown: shown2, asked } = data;
    if (shown2.options) return shown2.options[guess];
    const words = `${points(guess)}${asked.unit === "%" ? " %" : ""}`;
    if (shown2.number) return shown2.html.replaceAll(shown2.number, points(asked.whole ? Math.round(guess) : guess));
    const at = [shown2, shown2.narrow].map(({ from, to, edge }) => [from + (guess - asked.low) / (asked.high - asked.low) * (to - from), edge]);
    const spot = (name, index) => `--${name}:${(100 * at[0][index]).toFixed(2)}%;--${name}-phone:${(100 * at[1][index]).toFixed(2)}%`;
    const places = `${spot("at", 0)};${spot("edge", 1)}`;
    const told2 = `<span>your guess: ${escaped(words)}</span>`;
    const frame = (label, line) => shown2.html.replace(/<picture>.*?<\/picture>|<img [^>]*>/s, (picture) => `<span class="dr-guessed" style="${places}">${label}<span class="dr-frame">${picture}${line}</span></span>`);
    if (shown2.across) return frame("", `<span class="dr-guess dr-across">${told2}</span>`);
    const side = ([place]) => place > 0.7 ? "left" : place < 0.3 ? "right" : "middle";
    return frame(`<span class="dr-strip dr-${side(at[0])} dr-phone-${side(at[1])}">${told2}</span>`, '<span class="dr-guess"></span>');
  }
  function predict(root, data) {
    const { options, unit, low, high, step, whole, question } = data.asked;
    const field = h("fieldset.dr-question", {}, h("legend", { html: question }));
    const said = h("p.dr-status", { role: "status" });
    const gap = h("p.dr-gap", { role: "status", tabIndex: -1 });
    const picture = h("div.dr-picture");
    const after = h("div.dr-after");
    const button = h("button.dr-primary", { type: "submit" }, "Commit, then look");
    const form2 = h("form", { noValidate: true }, field, h("div.dr-actions", {}, button), said);
    const input = options.length ? choose() : slide();
    const fits = (guess) => options.length ? options.includes(guess) : typeof guess === "number" && low <= guess && guess <= high;
    function choose() {
      const name = unique("predict");
      const list2 = options.map((words, index) => ({ words, input: h("input", { type: "radio", name, value: String(index) }) }));
      field.append(h("p.dr-how", {}, "Choose one, then look."));
      field.append(h("div.dr-options", {}, ...list2.map((o) => h("label.dr-option", {}, o.input, h("span", {}, o.words)))));
      return {
        read: () => list2.find((o) => o.input.checked)?.words,
        write: (value) => list2.forEach((o) => o.input.checked = o.words === value),
        first: list2[0].input,
        lock: () => list2.forEach((o) => o.input.disabled = true),
        missing: "Choose an answer first."
      };
    }
    function slide() {
      const id = unique("predict");
      const number = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
      const range2 = h("input.dr-slider", { type: "range", min: low, max: high, step, "aria-label": `Your prediction${unit ? ` in ${unit}` : ""}, as a slider` });
      range2.value = String((low + high) / 2);
      range2.addEventListener("input", () => number.value = range2.value);
      number.addEventListener("input", () => {
        const value = parseNumber(number.value);
        if (value !== null) range2.value = String(value);
      });
      field.append(h("div.dr-field", {}, h("label", { htmlFor: id }, "Your prediction", unit ? h("span.dr-sr", {}, ` in ${unit}`) : null), range2, number, unit ? h("span", { "aria-hidden": "true" }, unit) : null));
      return {
        read: () => {
          const value = parseNumber(number.value);
          return value === null || value < low || value > high || whole && !Number.isInteger(value) ? void 0 : value;
        },
        write: (value) => number.value = range2.value = String(value),
        first: number,
        lock: () => [number, range2].forEach((part) => part.disabled = true),
        get missing() {
          const range3 = `Type or set a ${whole ? "whole number" : "number"} between ${low} and ${high} first.`;
          return parseNumber(number.value) === null ? numberHelp(number.value, range3) : range3;
        }
      };
    }
    const reveal = (guess, fresh) => {
      const { truth, digits, why, answer, after: rest } = data.told;
      const focus = form2.contains(document.activeElement);
      input.write(guess);
      input.lock();
      button.parentElement.hidden = true;
      gap.textContent = gapInWords(guess, truth, unit, digits, whole);
      picture.innerHTML = withGuess(data, guess);
      const ours = h("details", { open: !fresh }, h("summary", {}, "Got a reason? Compare it with ours, and read on"), h("p", { html: answer }), h("div", { html: rest }));
      after.replaceChildren(h("p.dr-why", {}, h("b", {}, "Why? "), h("span", { html: why })), ours);
      shell.wake(after);
      if (focus) gap.focus({ preventScroll: true });
    };
    form2.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = input.read();
      if (value === void 0) {
        said.textContent = input.missing;
        input.first.focus();
        return;
      }
      reveal(value, true);
      said.textContent = "";
      const late = () => said.textContent = shell.lost;
      keepEvent("prediction", data.lesson, data.id, { guess: value }, late).then((answer) => said.textContent = answer.ok && !answer.note ? "" : keptWords(answer));
    });
    root.append(h("div.dr-card", {}, form2, gap, picture, after));
    const earlier = eventsOf("prediction", data.lesson, data.id).find((row) => fits(row.guess));
    if (earlier) reveal(earlier.guess, false);
  }

  // recall.js
  function chosenForRecall(data) {
    const pool = new Map(data.questions.map((q) => [q.id, q]));
    const key = `recall:${data.lesson}:${data.n}`;
    const kept = (noted(key) ?? "").split(" ").filter((id) => pool.has(id));
    if (kept.length === Math.min(data.n, pool.size)) return kept.map((id) => pool.get(id));
    const bad = troubles();
    const order = [...pool.values()].map((q) => ({ q, bad: bad[q.objective] ?? 0.5, dice: Math.random() }));
    order.sort((a, b) => b.bad - a.bad || a.dice - b.dice);
    const seen2 = {};
    order.forEach((entry, index) => Object.assign(entry, { index, rank: seen2[entry.q.objective] = (seen2[entry.q.objective] ?? 0) + 1 }));
    order.sort((a, b) => a.rank - b.rank || a.index - b.index);
    const chosen = order.slice(0, data.n).map((entry) => entry.q);
    keepNote(key, chosen.map((q) => q.id).join(" "));
    return chosen;
  }
  function recall(root, data) {
    const questions = chosenForRecall(data);
    if (questions.length) practice(root, { questions }, "recall");
    else root.append(h("p", {}, "There are no questions from earlier lessons yet."));
  }

  // write.js
  var MOST = 1e3;
  function write(root, data) {
    const key = `sentence ${data.lesson} ${data.id}`;
    const kept = noted(key) ?? "";
    const id = unique("write");
    const box = h("textarea.dr-sentence", { id, rows: 3, maxLength: MOST, value: kept });
    const said = h("p.dr-status", { role: "status" });
    const label = h("label.dr-prompt", { htmlFor: id, html: data.prompt });
    const button = h("button.dr-primary", { type: "submit" }, "Keep");
    const form2 = h("form.dr-card", { noValidate: true }, label, box, h("div.dr-actions", {}, button), said);
    const below = h("div.dr-compared", { ariaLive: "polite" });
    const side = (words, properties, ...text) => h("div", {}, h("p.dr-eyebrow", {}, words), h("p", properties, ...text));
    const compare = (text) => below.replaceChildren(h("div.dr-two", {}, side("You wrote", {}, text), side("The authors wrote", { html: data.authors })));
    form2.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = box.value.trim().slice(0, MOST);
      if (!text) {
        said.textContent = "Write a sentence first.";
        box.focus();
        return;
      }
      compare(text);
      const answer = await keepNote(key, text, () => said.textContent = shell.lost);
      said.textContent = `${keptWords(answer)} The authors' sentence is below, beside yours.`;
    });
    if (kept) compare(kept);
    root.append(form2, below);
  }

  // mount.js
  var MAKERS = { practice: (root, data) => practice(root, data, "practice"), recall, test: inTest, predict, write, later, ending, explorer, exercise: form, memo };
  async function mount(place, data) {
    place.querySelectorAll(":scope > .dr-root").forEach((old) => old.remove());
    const root = h("div.dr-root.dr-quiz");
    quiet(root);
    place.append(root);
    try {
      const made2 = MAKERS[data.kind](root, data, place);
      if (made2) await made2;
      root.querySelectorAll("form").forEach(nameForm);
      place.querySelectorAll(":scope > .dr-static").forEach((still) => still.hidden = true);
      shell.wake(place);
    } catch (error) {
      place.append(h("p.dr-problem", { role: "alert" }, `This part could not be started (${error.message}). What is above can be read.`));
      console.error(error);
    }
  }
  function quiet(root) {
    root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
    root.addEventListener("keydown", (event) => {
      const box = event.target;
      if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || !box.form || !["INPUT", "TEXTAREA"].includes(box.tagName)) return;
      event.preventDefault();
      if (box.tagName === "INPUT") return box.form.requestSubmit();
      box.setRangeText("\n", box.selectionStart, box.selectionEnd, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  function nameForm(form2) {
    const asks = form2.querySelector(".dr-prompt, legend, label");
    if (!asks || form2.ariaLabel) return;
    asks.id ||= unique("asks");
    form2.setAttribute("aria-labelledby", asks.id);
  }

  // stores/browser.js
  var KEY = "derisking-record";
  var HERE_ONLY = "Your answers stay in this window only: save a copy before you close it.";
  var NOTHING = `This browser keeps nothing for this page. ${HERE_ONLY}`;
  var FULL = `This browser has no room left for your answers. ${HERE_ONLY}`;
  var memory = fromWindow();
  var trouble = "";
  function keeper() {
    try {
      if (parent.deriskingKeeper) return parent.deriskingKeeper;
    } catch {
    }
    return localStorage;
  }
  function toWindow(text) {
    try {
      sessionStorage.setItem(KEY, text);
    } catch {
      window.name = `${KEY} ${text}`;
    }
  }
  function fromWindow() {
    let text = "";
    try {
      text = sessionStorage.getItem(KEY);
    } catch {
      text = window.name.slice(KEY.length);
    }
    const content = parsed(text);
    return sound(content) ? { ...EMPTY(), ...content } : null;
  }
  function get() {
    if (memory) return memory;
    try {
      const text = keeper().getItem(KEY);
      if (!text) return EMPTY();
      const content = parsed(text);
      if (sound(content)) return { ...EMPTY(), ...content };
      keeper().setItem(`${KEY}.damaged-${Date.now()}`, text);
      keeper().removeItem(KEY);
      trouble = "The record in this browser was damaged. It was put aside, and a new one was started. If you have a copy, open it.";
      return EMPTY();
    } catch {
      return memory = EMPTY();
    }
  }
  function untaken() {
    try {
      return keeper().untaken?.() ?? "";
    } catch {
      return "";
    }
  }
  function alter(change) {
    const content = get();
    change(content);
    const text = JSON.stringify(content);
    try {
      keeper().setItem(KEY, text);
      if (memory) sessionStorage.removeItem(KEY);
      memory = null;
      return true;
    } catch {
      memory = content;
      trouble = unkept();
      toWindow(text);
      return false;
    }
  }
  function unkept() {
    if (!memory) return "";
    try {
      keeper().getItem(KEY);
      return FULL;
    } catch {
      return NOTHING;
    }
  }
  function troubled() {
    const said = trouble;
    trouble = "";
    return said;
  }
  async function put(entry) {
    const ok = alter((record) => applied(record, entry));
    return { ok: ok && !untaken(), note: untaken() };
  }
  function changes(listener) {
    addEventListener("storage", listener);
    document.addEventListener("visibilitychange", listener);
  }
  var browser = { get, put, changes, alter, unkept, troubled };

  // progress.js
  function progress(root) {
    const shown2 = h("div.dr-table");
    const show = () => shown2.replaceChildren(progressTable(), ...toRepeat(), ...bothTests());
    const said = h("p.dr-status", { role: "status" });
    root.append(h("div.dr-card", {}, shown2, ...recordTools(said, show), said));
    show();
    said.textContent = browser.troubled() || browser.unkept();
    onChange(show);
  }
  function standing(lesson) {
    const record = readRecord();
    const latest = /* @__PURE__ */ new Map();
    for (const row of record.answer) {
      if (row.lesson === lesson.id && row.item in lesson.asked && (row.mode === "practice" || row.mode === "recall")) latest.set(row.item, row);
    }
    const wrong = Object.keys(lesson.asked).filter((id) => latest.has(id) && !latest.get(id).correct);
    const checks = new Map(record.check.filter((row) => row.lesson === lesson.id).map((row) => [row.item, row.points]));
    return { asked: Object.keys(lesson.asked).length, answered: latest.size, wrong, checked: checks.size, earned: [...checks.values()].reduce((sum, value) => sum + (Number(value) || 0), 0) };
  }
  function progressTable() {
    const heads = ["Lesson", "Answered", "Right", "Exercise"];
    const link = (href, words) => h("a", { href }, words);
    const rows = shell.course.lessons.map((lesson) => {
      const own = standing(lesson);
      const bar = h("span.dr-share", { "aria-hidden": "true" }, h("span", { style: `width:${100 * own.answered / own.asked}%` }));
      const task = link(`exercise-${lesson.id}.html`, own.checked ? `${points(own.earned)} of ${lesson.most} points` : "not begun");
      const cells = [[bar, `${own.answered} of ${own.asked}`], [own.answered ? String(own.answered - own.wrong.length) : "–"], [lesson.most ? task : "none"]];
      return h("tr", {}, h("th", { scope: "row" }, link(`${lesson.id}.html`, lesson.title)), ...cells.map((parts, i) => h("td", { "data-head": heads[i + 1] }, ...parts)));
    });
    return h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, ...rows));
  }
  function toRepeat() {
    const found = shell.course.lessons.map((lesson) => ({ lesson, wrong: standing(lesson).wrong })).filter(({ wrong }) => wrong.length);
    const line = (lesson, id) => h("li", {}, h("a", { href: `${lesson.id}.html#${lesson.asked[id][1]}` }, lesson.asked[id][0]));
    const lists = found.flatMap(({ lesson, wrong }) => [h("h3", {}, lesson.title), h("ul.dr-list", {}, ...wrong.map((id) => line(lesson, id)))]);
    const some2 = readRecord().answer.length > 0;
    const words = found.length ? "At your latest try these were not right yet. Each link leads to the section with the question." : some2 ? "Nothing at the moment: all that you answered is right." : "Questions that went wrong will stand here, with a link to each.";
    return [h("h2", {}, "To repeat"), h("p", {}, words), ...lists];
  }
  function bothTests() {
    const cell = (words) => h("td", { "data-head": "Result" }, words);
    const cells = { pre: cell(handedIn("pre") ? "handed in; points come with the last test" : "not handed in yet"), post: cell("not handed in yet") };
    if (handedIn("post")) shell.explained().then((list2) => {
      const results = testResults(list2);
      for (const name of ["pre", "post"]) {
        const own = results.filter((one) => one.test === name);
        if (handedIn(name)) cells[name].textContent = `${points(earnedIn(own, name))} of ${own.length} points`;
      }
    });
    const row = (name, href, words) => h("tr", {}, h("th", { scope: "row" }, h("a", { href }, words)), cells[name]);
    const rows = [["pre", "First"], ["post", "Last"]].map(([name, words]) => row(name, shell.course.tests[name][0], `${words} test, in lesson ${shell.course.tests[name][1]}`));
    return [h("h2", {}, "The two tests"), h("table", {}, h("tbody", {}, ...rows))];
  }
  function recordTools(said, show) {
    const asked = h("div");
    const quiet2 = (words, act) => h("button.dr-quiet", { type: "button", onclick: act }, words);
    const strong = (words, act) => h("button.dr-primary", { type: "button", onclick: act }, words);
    const close = () => asked.replaceChildren();
    const ask = (...parts) => {
      said.textContent = "";
      asked.replaceChildren(...parts);
      asked.querySelector("select, button").focus();
    };
    const copy = saveCopy(said);
    copy.addEventListener("click", close);
    const share = quiet2("Share with my teacher", () => {
      const chosen = h("select", { id: unique("lesson") }, ...shell.course.exercises.map((id) => h("option", { value: id }, shell.course.lessons.find((lesson) => lesson.id === id)?.title ?? id)));
      const hand = strong("Save the file", () => (saved(said, "quiz-record.json", shared(chosen.value), "Hand it in where your teacher asks for it."), close(), share.focus()));
      const words = "It holds your answers of one lesson, with those of the two tests that belong to it. Nobody has to share them.";
      ask(h("p", {}, words), h("div.dr-field", {}, h("label", { htmlFor: chosen.id }, "Which lesson?"), chosen), h("div.dr-actions", {}, hand, quiet2("Share nothing", () => (share.focus(), close()))));
    });
    const again = quiet2("Start again", () => {
      const erase = quiet2("Delete my record", () => {
        const gone = browser.alter((record) => Object.assign(record, EMPTY()));
        said.textContent = gone || browser.unkept() ? "Your record is empty now." : "The record could not be deleted.";
        again.focus();
        close();
        show();
      });
      const keep = strong("Keep my record", () => (again.focus(), close()));
      ask(h("p", {}, "This deletes all answers, predictions and drafts in this browser for good."), h("div.dr-actions", {}, keep, erase));
    });
    return [h("h2", {}, "Your record"), h("div.dr-actions", {}, copy, share, again), asked, openCopy(said, show)];
  }
  function saved(said, name, content, where) {
    download(name, JSON.stringify(content, null, 1), "application/json");
    said.textContent = `${name} is in your downloads. ${where}`;
  }
  var saveCopy = (said) => h("button.dr-quiet", { type: "button", onclick: () => saved(said, "my-record.json", readRecord(), "Open it with “Open a copy”, here or on another device.") }, "Save a copy");
  function openCopy(said, show) {
    const file = h("input", { type: "file", id: unique("file"), accept: ".json,application/json" });
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      try {
        const { count, bad } = takeIn(await file.files[0].text());
        const left = bad ? `${counted(bad, "entry", "entries")} could not be read and stayed out.` : "";
        said.textContent = [`${counted(count, "new entry", "new entries")} taken in.`, left, browser.troubled()].join(" ").trim();
        show();
      } catch (error) {
        said.textContent = error.message;
      }
      file.value = "";
    });
    return h("div.dr-field", {}, h("label", { htmlFor: file.id }, "Open a copy"), file);
  }
  var warning = null;
  function warn(place) {
    const words = browser.troubled();
    if (!words) return;
    warning?.remove();
    const said = h("p.dr-status", { role: "status" });
    warning = h("div.dr-quiz.dr-unkept", {}, h("div.dr-card", {}, h("p", { role: "status" }, words), h("div.dr-actions", {}, saveCopy(said)), openCopy(said, () => location.reload()), said));
    place.append(warning);
  }
  function goOn() {
    const start2 = document.querySelector(".dr-start");
    const latest = readRecord().answer.at(-1)?.lesson;
    const lesson = shell.course.lessons.find((one) => one.id === latest);
    if (start2 && lesson) Object.assign(start2, { href: `${lesson.id}.html`, textContent: `Go on with ${lesson.title}` });
  }

  // shells/address.js
  function addressed(data, place) {
    place.id = `explorer-${data.name}`;
    const [name, query] = location.hash.slice(1).split("?");
    if (name !== place.id || !query) return null;
    const given = new URLSearchParams(location.hash.slice(location.hash.indexOf("?") + 1));
    const values = {};
    for (const control of data.controls) {
      const text = given.get(control.name);
      if (text === null) continue;
      const number = Number(text);
      const found = control.kind === "range" ? text !== "" && number >= control.min && number <= control.max ? number : void 0 : control.values.find((value) => String(value) === text);
      if (found !== void 0) values[control.name] = found;
    }
    const by = data.memory?.by;
    return { values, kept: fitting(data, (key, _, i) => given.has(`${by}.${key}`) ? Number(given.get(`${by}.${key}`).split("_")[i]) : void 0) };
  }
  function addressOf({ data, values, kept }) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) query.set(name, value);
    if (data.memory) for (const [key, money] of Object.entries(kept)) {
      if (Object.values(money).some(Boolean)) query.set(`${data.memory.by}.${key}`, Object.values(money).join("_"));
    }
    return `#explorer-${data.name}?${query}`;
  }
  var remember = (explorer2) => history.replaceState(null, "", addressOf(explorer2));
  function ways(explorer2) {
    const copied = h("span.dr-status", { role: "status" });
    const copy = async () => {
      remember(explorer2);
      try {
        await navigator.clipboard.writeText(location.href);
        copied.textContent = "Copied. Whoever opens it sees this picture.";
      } catch {
        copied.textContent = "It stands in the address line of your browser: copy it there.";
      }
    };
    return [h("button.dr-quiet", { type: "button", onclick: copy }, "Copy the address of this state"), copied];
  }

  // shells/offline.js
  function offline() {
    try {
      const { serviceWorker } = navigator;
      if (!serviceWorker || !location.protocol.startsWith("http")) return;
      const all = !navigator.connection?.saveData;
      const ask = () => {
        const loaded = [location.href, ...performance.getEntriesByType("resource").map((one) => one.name)];
        serviceWorker.controller?.postMessage({ loaded, all });
      };
      const idle = !all ? (act) => act() : globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 2e3));
      const start2 = () => {
        serviceWorker.register(`${shell.site}service-worker.js`).catch(() => {
        });
        idle(ask);
      };
      serviceWorker.addEventListener("controllerchange", () => idle(ask));
      serviceWorker.addEventListener("message", ({ data }) => offlineSaid({ ...data, all }));
      if (document.readyState === "complete") start2();
      else addEventListener("load", start2);
    } catch {
    }
  }
  function offlineSaid({ kept, pages, all }) {
    const line = document.querySelector(".dr-offline");
    if (!line) return;
    const more = all ? "The others follow as long as a page of the course is open." : "Your browser saves data, so a page is kept when you open it.";
    line.textContent = kept === pages ? `Ready offline: all ${pages} pages open without network.` : `Ready offline so far: ${kept} of ${pages} pages. ${more}`;
  }

  // shells/view.js
  function pageSwitch(name, word, show = () => {
  }) {
    const { dataset } = document.documentElement;
    const button = document.querySelector(`button[data-sets="${name}"]`);
    if (!button) return;
    const set = (on) => {
      dataset[name] = on ? word : "";
      button.setAttribute("aria-pressed", String(on));
      show(on);
    };
    button.addEventListener("click", () => {
      set(dataset[name] !== word);
      try {
        localStorage.setItem(`derisking-${name}`, dataset[name]);
      } catch {
      }
    });
    if (dataset[name] === word) set(true);
  }
  function switches() {
    pageSwitch("view", "projector", (on) => document.getElementById("pst-primary-sidebar")?.classList.toggle("pst-sidebar-hidden", on));
    if (document.querySelector("details.hide")) pageSwitch("code", "shown");
    else document.querySelector('button[data-sets="code"]')?.remove();
  }
  function paper() {
    const { dataset } = document.documentElement;
    const choice = document.querySelector(".dr-paper-choice");
    if (!choice) return;
    let opened = [];
    let theme = "";
    addEventListener("beforeprint", () => {
      theme = dataset.theme;
      dataset.theme = "light";
      opened = dataset.paper === "answers" ? [...document.querySelectorAll(".bd-article details:not(.hide):not([open])")] : [];
      opened.forEach((fold) => fold.open = true);
    });
    addEventListener("afterprint", () => {
      dataset.theme = theme;
      dataset.paper = "";
      opened.forEach((fold) => fold.open = false);
    });
    document.querySelector(".dr-print").addEventListener("click", () => {
      choice.returnValue = "";
      choice.showModal();
    });
    choice.addEventListener("close", async () => {
      if (!choice.returnValue) return;
      dataset.paper = choice.returnValue;
      const pictures = [...document.images].filter((picture) => picture.loading === "lazy");
      pictures.forEach((picture) => picture.loading = "eager");
      await Promise.all(pictures.map((picture) => picture.decode().catch(() => {
      })));
      print();
    });
  }

  // shells/web.js
  useStore(browser);
  Object.assign(MAKERS, { progress, "hand-in": handIn });
  Object.assign(shell, { course: globalThis.deriskingCourse, site: new URL("..", document.currentScript?.src ?? location.href).href });
  Object.assign(shell, { explained, wake, near: near2, twin, addressed, remember, ways });
  var arriving = null;
  function explained() {
    return arriving ??= new Promise((found) => {
      globalThis.deriskingExplained = found;
      document.head.append(h("script", { src: `${shell.site}_static/explained.js` }));
    });
  }
  function near2(place) {
    return new Promise((found) => {
      const watch = new IntersectionObserver(([seen2]) => {
        if (!seen2.isIntersecting) return;
        watch.disconnect();
        found();
      }, { rootMargin: "1500px" });
      watch.observe(place);
    });
  }
  var twins = {};
  function twin({ name, script }) {
    return twins[name] ??= new Promise((found, failed) => {
      const onload = () => found(globalThis.deriskingTwins[name]);
      document.head.append(h("script", { src: `${shell.site}${script}`, onload, onerror: () => failed(new Error(script)) }));
    });
  }
  function wake(node) {
    for (const data of node.querySelectorAll(".dr-root .dr-live > .dr-data")) {
      if (!data.parentElement.querySelector(":scope > .dr-root")) start(data.parentElement);
    }
  }
  function start(place) {
    mount(place, JSON.parse(place.querySelector(":scope > .dr-data").textContent));
    for (const event of ["click", "input", "change", "submit"]) place.addEventListener(event, () => warn(place));
  }
  function startRest(places, slice = 0) {
    const until = performance.now() + slice;
    do
      if (places.length) start(places.shift());
    while (places.length && performance.now() < until);
    if (!slice) afterFrame(() => performance.mark("first-question"));
    if (places.length) afterFrame(() => startRest(places, 40));
    else document.documentElement.dataset.derisking = "ready";
  }
  var afterFrame = (next) => document.hidden ? setTimeout(next) : requestAnimationFrame(() => setTimeout(next));
  function mountAll() {
    startRest([...document.querySelectorAll(".dr-live")].filter((place) => place.querySelector(":scope > .dr-data")));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") document.querySelectorAll(".dr-term").forEach((term) => term.classList.add("dr-closed"));
    });
    document.addEventListener("focusin", () => document.querySelectorAll(".dr-closed").forEach((term) => term.classList.remove("dr-closed")));
    document.addEventListener("pointerover", (event) => event.target.closest?.(".dr-term")?.classList.remove("dr-closed"));
    addEventListener("hashchange", () => /^#explorer-[^?]+\?/.test(location.hash) && location.reload());
    goOn();
    switches();
    paper();
    offline();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
  else mountAll();
  globalThis.derisking = { judge, shared, readRecord, notebookWith, $ };
})();
