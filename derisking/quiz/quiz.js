// The running quiz. Feedback is worked out here, at once; the kernel only keeps the answer. A kind says here how it is
// answered (`build`), which parts an answer picks (`picks`) and what share that earns (`share`), as its file in
// derisking/questions/kinds does; a test compares both on the parts picked and on the share.

// --- judging ---------------------------------------------------------------------------------------------------------

const near = (number, value, tolerance) => Math.abs(number - value) <= tolerance * (1 + 1e-9) + 1e-12;

function covers(range, number, tolerance) {
  if (range.value !== undefined) return near(number, range.value, range.tolerance ?? tolerance);
  return range.min <= number && number <= range.max;
}

const counted = (n, one, many) => `${n} ${n === 1 ? one : many}`;
const partOf = (q, key) => q.parts.find((part) => part.key === key);
const isRight = (q, key) => Boolean(partOf(q, key)?.right);
const onlyRight = (q, keys) => (keys.length && keys.every((key) => isRight(q, key)) ? 1 : 0);

// {score 0..1, credit: words, picks: keys, notes: [{title, html, ok}], marks: {key of a line: bool}}
function judge(q, response) {
  const kind = kinds[q.kind];
  const picks = kind.picks(q, response);
  const named = new Set();
  const notes = picks.map((key) => {
    const part = partOf(q, key) ?? { html: "", right: false, feedback: q.otherwise, general: true };
    // The general help is said once, not once per line.
    const again = part.general && named.has(q.otherwise);
    if (part.general) named.add(q.otherwise);
    return { title: kind.title?.(q, key) ?? "", html: again ? "<p>Not this one.</p>" : part.feedback, ok: part.right };
  });
  return { score: kind.share(q, response, picks), credit: kind.credit?.(q, response, picks) ?? "", picks, notes, marks: kind.marks?.(q, picks) ?? {} };
}

const rowShare = (q, picks) => q.rows.filter((row) => rowRight(picks, q, row)).length / q.rows.length;
const rowOf = (key) => key.split(">")[0];
const rowRight = (picks, q, row) => {
  const own = picks.filter((key) => rowOf(key) === row.key);
  return own.length > 0 && own.every((key) => isRight(q, key));
};
const rowWords = (q, picks, one) => `${q.rows.filter((row) => rowRight(picks, q, row)).length} of ${counted(q.rows.length, one, `${one}s`)} right.`;
const rowMarks = (q, picks) => Object.fromEntries(q.rows.map((row) => [row.key, rowRight(picks, q, row)]));
const rowTitle = (q, key) => q.rows.find((row) => row.key === rowOf(key))?.html ?? "";

function agreement(right, order) {
  const place = Object.fromEntries(order.map((key, index) => [key, index]));
  let good = 0;
  let all = 0;
  right.forEach((first, i) =>
    right.slice(i + 1).forEach((second) => {
      all += 1;
      good += place[first] < place[second] ? 1 : 0;
    }),
  );
  return { good, all };
}

// --- inputs ----------------------------------------------------------------------------------------------------------
// Each builder returns {node, read() -> response or {missing: words}, write(response), clear(), first() -> element,
// mark(marks)}.

function badge(ok) {
  return h(`span.dr-mark.${ok ? "dr-ok" : "dr-no"}`, {}, h("span", { "aria-hidden": "true" }, ok ? "✓" : "✗"),
    h("span.dr-sr", {}, ok ? " right" : " not right"));
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
  const set = (keys) => Object.entries(inputs).forEach(([key, input]) => (input.checked = keys.includes(key)));
  return {
    node,
    chosen,
    set,
    clear: () => set([]),
    first: () => Object.values(inputs)[0],
    mark: (marks) => setMarks(places, marks),
  };
}

const kinds = {
  single: {
    build(q) {
      const part = choices(q, "radio");
      const read = () => (part.chosen().length ? { choice: part.chosen()[0] } : { missing: "Choose an answer first." });
      return { ...part, read, write: (response) => part.set([response.choice]) };
    },
    picks: (q, response) => q.parts.filter((part) => part.key === response.choice).map((part) => part.key),
    share: (q, response, picks) => onlyRight(q, picks),
    marks: (q, picks) => Object.fromEntries(picks.map((key) => [key, isRight(q, key)])),
  },
  multiple: {
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
    title: (q, key) => partOf(q, key).html,
    marks: (q, picks) => Object.fromEntries(picks.filter((key) => !key.startsWith("-")).map((key) => [key, isRight(q, key)])),
  },
  numeric: {
    build(q) {
      const id = unique("number");
      const input = h("input.dr-number", { id, type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
      const label = h("label", { htmlFor: id }, "Your answer", q.unit ? h("span.dr-sr", {}, ` in ${q.unit}`) : null);
      const node = h("div.dr-numeric", {}, label, input, q.unit ? h("span", { "aria-hidden": "true" }, q.unit) : null);
      const read = () => {
        const text = input.value.trim();
        if (text && parseNumber(text) !== null) return { text };
        const twoWays = /\d,\d{3}/.test(text);
        const help = twoWays ? `"${text}" can be read in two ways. Write 1234 or 1.234.` : "Type a number first, such as 0.4 or 0,4.";
        return { missing: help };
      };
      const write = (response) => (input.value = response.text);
      return { node, read, write, clear: () => (input.value = ""), first: () => input, mark: () => {} };
    },
    picks(q, response) {
      const number = parseNumber(response.text);
      if (number === null) return ["none"];
      if (near(number, q.answer, q.tolerance)) return ["right"];
      const place = q.ranges.findIndex((range) => covers(range, number, q.tolerance));
      return [place < 0 ? "other" : `m${place + 1}`];
    },
    share: (q, response, picks) => onlyRight(q, picks),
  },
  order: {
    build(q, changed) {
      const list = h("ol.dr-order");
      const said = h("div.dr-sr", { role: "status" });
      const items = {};
      let touched = false;
      const place = (item) => [...list.children].indexOf(item);
      const refresh = () =>
        [...list.children].forEach((item, index) => {
          item.querySelector(".dr-up").setAttribute("aria-disabled", String(index === 0));
          item.querySelector(".dr-down").setAttribute("aria-disabled", String(index === list.children.length - 1));
        });
      const move = (item, step) => {
        const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
        if (!other) return;
        // The neighbour moves, not the item: so the focus stays where it is.
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
        const button = (name, words, sign, step) => {
          const id = unique("move");
          return h(`button.dr-small.${name}`, {
            id, type: "button", "aria-label": words, "aria-labelledby": `${id} ${text.id}`, onclick: () => move(item, step),
          }, h("span", { "aria-hidden": "true" }, sign));
        };
        const item = h("li", {}, grip(), text, h("span.dr-moves", {}, button("dr-up", "Move up:", "↑", -1), button("dr-down", "Move down:", "↓", 1)));
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
      return { node, read, write, clear: () => {}, touched: () => touched, first: () => list.querySelector("button"), mark: () => {} };
    },
    picks(q, response) {
      if (q.rights.some((right) => right.join() === response.order.join())) return ["right"];
      const place = (key) => response.order.indexOf(key);
      const made = q.turned.flatMap(([before, after], i) => (place(before) < place(after) ? [`m${i + 1}`] : []));
      return made.length ? made : ["other"];
    },
    share: (q, response) =>
      Math.max(0, ...q.rights.map((right) => agreement(right, response.order)).map(({ good, all }) => (2 * good - all) / all)),
    credit(q, response) {
      const { good, all } = agreement(q.rights[0], response.order);
      return `${good} of ${all} pairs of steps are in the right order.`;
    },
  },
  match: {
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
        return open ? { missing: `${counted(open, "line has", "lines have")} no partner yet.` } : { pairs };
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
  },
  classify: {
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
    credit: (q, response, picks) => rowWords(q, picks, q.face ? "verdict" : "card"),
    title: rowTitle,
    marks: rowMarks,
  },
};

// The cards of `classify`: into one bin, or into several where the question allows it. inputs: key of a card -> its controls.
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
    },
  });
}

// The partners of `match`: each may be given to several lines, and a line holds one. selects: key of a line -> its control.
function partnersByHand(q, selects, part) {
  return byHand(part, {
    how: "Drag, or tap the answer and then the line.",
    cards: q.choices.map((choice) => ({ key: choice.key, html: h("span", {}, choice.text).innerHTML })),
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

// --- one question ----------------------------------------------------------------------------------------------------

function head(q) {
  const how = h("p.dr-how", { id: unique("how") }, q.how);
  const field = h("fieldset.dr-question", { "aria-describedby": how.id }, h("legend", { html: q.stem }));
  if (q.body) field.append(h("div.dr-body", { html: q.body }));
  field.append(how);
  if (q.hint) field.append(h("details.dr-hint", {}, h("summary", {}, "Hint"), h("div", { html: q.hint })));
  return field;
}

function verdict(result) {
  if (result.score >= 1) return ["Right.", "dr-ok"];
  return result.score > 0 ? ["Partly right.", "dr-no"] : ["Not yet.", "dr-no"];
}

function feedback(q, result) {
  const [words, look] = verdict(result);
  const heading = h(`p.dr-verdict.${look}`, {}, h("span", { "aria-hidden": "true" }, result.score >= 1 ? "✓ " : result.score > 0 ? "◐ " : "✗ "), h("strong", {}, words));
  if (result.credit) heading.append(` ${result.credit}`);
  const parts = [heading];
  for (const note of result.notes) {
    const title = note.title ? h("p.dr-about", {}, badge(note.ok), h("span", { html: note.title })) : null;
    parts.push(h("div.dr-note", {}, title, h("div", { html: note.html })));
  }
  if (q.sources) parts.push(h("p.dr-sources", {}, "Sources: ", h("span", { html: q.sources })));
  return parts;
}

function solution(q) {
  const line = (part, words) =>
    h("li", {}, h("span.dr-about", { html: (words ?? "") + part.html }), part.feedback ? h("div", { html: part.feedback }) : null);
  const options = q.kind === "single" || q.kind === "multiple";
  const parts = q.parts.filter((part) => (options ? !part.key.startsWith("-") : part.right));
  const items = parts.map((part) => line(part, options ? `<strong>${part.right ? "Right" : "Not right"}:</strong> ` : ""));
  const steps = q.rights?.[0].map((key) => h("li", { html: q.items.find((item) => item.key === key).html }));
  const list = steps ? h("ol", {}, ...steps) : h("ul", {}, ...items);
  return h("details.dr-more", {}, h("summary", {}, options ? "All explanations" : "Show the solution"), list);
}

// kept: what the record holds beside tries, as {draft, earlier}, for a part that is answered bit by bit.
function card(q, state, send, kept = {}) {
  const field = head(q);
  const said = h("div.dr-feedback", { role: "status" });
  const extra = h("div");
  const line = h("p.dr-status.dr-sr"); // only trouble is worth a place on the screen
  const tell = (words, trouble = false) => {
    line.textContent = words;
    line.classList.toggle("dr-sr", !trouble);
  };
  const again = h("button.dr-quiet", { type: "button", hidden: true }, "Try again");
  const keep = (response) => {
    kept.draft = response;
    deliver({ type: "draft", id: q.id, response });
  };
  const part = kinds[q.kind].build(q, () => reset(), { keep, earlier: kept.earlier });
  const submit = h("button.dr-primary", { type: "submit", hidden: Boolean(q.face) }, "Check my answer"); // a face hands in by itself
  const form = h("form.dr-card", { noValidate: true }, field, h("div.dr-actions", {}, submit, again), said, extra, line);
  let waiting = null;

  const deliver = (message) => {
    const lost = () => tell("Not kept yet: the kernel is busy or was restarted. If this stays, run the cell again.", true);
    tell("");
    clearTimeout(waiting);
    waiting = setTimeout(lost, 4000);
    try {
      send(message);
    } catch {
      lost(); // the connection to the kernel is gone; what is explained still stands
    }
  };
  const reset = () => {
    said.replaceChildren();
    extra.replaceChildren();
    part.mark({});
    again.hidden = true;
    submit.className = "dr-primary";
  };
  const show = (result) => {
    said.replaceChildren(...feedback(q, q.face ? { ...result, notes: [] } : result));
    if (!q.face) extra.replaceChildren(solution(q)); // a face explains each part in its place
    part.mark(result.marks);
    again.hidden = result.score >= 1;
    submit.className = result.score >= 1 ? "dr-quiet" : "dr-primary"; // what is right leads on, not back here
    if (result.score >= 1) form.dispatchEvent(new CustomEvent("dr-right", { bubbles: true }));
  };
  field.append(part.node);
  field.addEventListener("input", reset);
  again.addEventListener("click", () => {
    part.first().focus(); // before the button goes, so that the focus is never lost
    part.clear();
    reset();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const response = part.touched?.() === false ? { missing: "Move a line first: this is only the order in which we shuffled them." } : part.read();
    if (response.missing) {
      said.replaceChildren(h("p", {}, response.missing));
      part.first().focus();
      return;
    }
    const result = judge(q, response);
    const entry = { response, score: result.score, correct: result.score >= 1 };
    state = { tries: (state?.tries ?? 0) + 1, first: state?.first ?? entry, latest: entry };
    show(result);
    deliver({ type: "answer", id: q.id, response });
  });
  const before = kept.draft ?? state?.latest?.response;
  if (before) {
    try {
      part.write(before);
      if (!kept.draft || !part.read().missing) show(judge(q, before));
      tell("From your record.");
    } catch {
      reset(); // the question has changed since: start it afresh
    }
  }
  const saved = (message) => {
    clearTimeout(waiting);
    tell([message.ok ? "Kept in your record." : message.note ? "" : "Not kept.", message.note].join(" ").trim(), !message.ok || Boolean(message.note));
  };
  return { node: form, saved, first: () => part.first(), open: !state?.latest?.correct };
}

// Several questions come one at a time; "Next" takes the lead after a right answer, and all can be shown at once.
function oneByOne(cards) {
  const count = h("span.dr-eyebrow");
  const step = (words, way) => h("button.dr-quiet", { type: "button", onclick: () => go(place + way, true) }, words);
  const [back, next] = [step("Back", -1), step("Next question", 1)];
  const all = h("button.dr-quiet", { type: "button" }, "Show all");
  const bar = h("div.dr-actions.dr-steps", {}, count, back, next, all);
  const lead = (right) => (next.className = right ? "dr-primary" : "dr-quiet");
  let place = 0;
  const go = (to, focus) => {
    place = to;
    cards.forEach((card, index) => (card.node.hidden = index !== place));
    count.textContent = `Question ${place + 1} of ${cards.length}`;
    if (focus) cards[place].first().focus(); // before a button goes, so that the focus is never lost
    back.hidden = place === 0;
    next.hidden = place === cards.length - 1;
    lead(false);
  };
  all.addEventListener("click", () => {
    cards[0].first().focus();
    cards.forEach((card) => (card.node.hidden = false));
    bar.remove();
  });
  cards.forEach((card) => card.node.addEventListener("dr-right", () => lead(true)));
  go(Math.max(0, cards.findIndex((card) => card.open)), false);
  return bar;
}

// After the last right answer of a place one goes on in the page: to what follows the cell, or the block of the web edition.
function onward(form) {
  const following = () => {
    const place = form.closest(".jp-Cell, .cell");
    return place?.nextElementSibling ?? place?.closest("section")?.nextElementSibling;
  };
  const next = h("button.dr-primary", { type: "button", hidden: true, onclick: () => following().scrollIntoView() }, "Go on");
  form.querySelector(".dr-actions").append(next);
  form.addEventListener("dr-right", () => (next.hidden = !following()));
  form.addEventListener("input", () => (next.hidden = true));
}

// --- the pre-test and the post-test: no verdict, no keys in the page ---------------------------------------------------

function sheet(model, root) {
  const questions = model.get("questions");
  const states = model.get("states");
  const answered = new Set(Object.keys(states));
  const count = h("p.dr-status");
  const said = h("div.dr-feedback", { role: "status" });
  const button = h("button.dr-primary", { type: "submit" }, "Hand in my answers");
  const form = h("form.dr-sheet", { noValidate: true });
  const tell = () => (count.textContent = `${answered.size} of ${questions.length} answered. You can leave and come back.`);
  const parts = questions.map((q, index) => {
    const field = head(q);
    const keep = () => {
      const response = part.read();
      if (response.missing) return;
      answered.add(q.id);
      delete form.dataset.asked; // whoever goes on answering has not yet said that the rest stays open
      said.replaceChildren();
      tell();
      model.send({ type: "answer", id: q.id, response });
    };
    const part = kinds[q.kind].build(q, keep);
    if (states[q.id]) part.write(states[q.id].latest.response);
    field.append(part.node);
    field.addEventListener("change", keep);
    form.append(h("div.dr-card", {}, h("p.dr-eyebrow", {}, `Question ${index + 1} of ${questions.length}`), field));
    return { q, part };
  });
  form.append(count, h("div.dr-actions", {}, button), said);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const open = parts.find(({ q }) => !answered.has(q.id));
    if (open && !form.dataset.asked) {
      form.dataset.asked = "yes";
      said.replaceChildren(h("p", {}, `${counted(questions.length - answered.size, "question is", "questions are")} still open. Answer them, or hand in once more as it is.`));
      open.part.first().focus();
      return;
    }
    model.send({ type: "finish" });
  });
  model.on("msg:custom", (message) => {
    if (message.type === "saved" && !message.ok) said.replaceChildren(h("p", {}, message.note || "Not kept."));
  });
  tell();
  root.append(form);
}

function explained(root, html, focus) {
  const area = h("div.dr-result", { html, tabIndex: -1 });
  root.replaceChildren(area);
  if (focus) area.focus();
}

function quizMaker(model) {
  return (root) => {
    root.classList.add("dr-quiz");
    if (model.get("result")) return explained(root, model.get("result"), false);
    if (model.get("mode") === "test") {
      model.on("change:result", () => explained(root, model.get("result"), true));
      return sheet(model, root);
    }
    const states = model.get("states");
    const cards = {};
    for (const q of model.get("questions")) {
      const kept = { draft: model.get("drafts")[q.id], earlier: model.get("earlier")[q.id] };
      cards[q.id] = card(q, states[q.id], (message) => model.send(message), kept);
      root.append(cards[q.id].node);
    }
    if (Object.keys(cards).length > 1) root.append(oneByOne(Object.values(cards)));
    const last = model.get("questions").at(-1);
    if (last && !last.face) onward(cards[last.id].node);
    model.on("msg:custom", (message) => message.type === "saved" && cards[message.id]?.saved(message));
  };
}

export { judge, parseNumber };
export default {
  initialize({ model }) {
    return live(model, quizMaker(model));
  },
  render({ model, el }) {
    ordinary(model, el, quizMaker(model));
  },
};
