// Pages to look something up: a box that leaves what holds its words, rounds of ten to guess in, a line to copy. Everything they show
// stands in the page already, where it is read without this script too.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (kind, properties, ...children) => {
    const [tag, ...classes] = kind.split(".");
    const node = Object.assign(document.createElement(tag), { className: classes.join(" ") }, properties);
    node.append(...children);
    return node;
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (node) => node.textContent.trim();
  const shuffled = (list) => {
    const left = [...list];
    return list.map(() => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
  };

  // --- a box that leaves what holds its words; data-of and data-within name the entries and what they stand in
  for (const box of all(".dr-seek input")) {
    const { of, within, one, many } = box.dataset;
    const entries = all(of).map((node) => ({ node, held: plain(node.textContent) }));
    const said = box.closest(".dr-seek").querySelector("[role=status]");
    box.addEventListener("input", () => {
      const wanted = plain(box.value).split(/\s+/).filter(Boolean);
      for (const { node, held } of entries) node.hidden = !wanted.every((word) => held.includes(word));
      const found = new Set(entries.filter(({ node }) => !node.hidden).map(({ node }) => node.dataset.key ?? node)).size;
      said.textContent = wanted.length ? `${found || "No"} ${found === 1 ? one : many}` : "";
      for (const around of all(within)) {
        around.hidden = !around.querySelector(`:is(${of}):not([hidden])`) && !around.matches(`${of}:not([hidden])`);
        if (around.matches("details")) around.open = wanted.length > 0 && found < 60;
      }
      for (const letter of all(".dr-letters a")) letter.hidden = document.querySelector(letter.hash).parentElement.hidden;
    });
  }

  // --- rounds of ten: draw() gives { asked, options: [{ words, right, told }], home } of each
  function rounds(place, { name, task, draw, verdict }) {
    let row = 0;
    const start = () => {
      row = 0;
      ask(draw(), [], 0);
    };
    const ask = (items, missed, at) => {
      const { asked, options, home } = items[at];
      const told = make("div.dr-told", { role: "status" });
      const next = make("button.dr-primary", { type: "button", hidden: true }, at + 1 < items.length ? "Next" : "How many did you know?");
      const buttons = options.map((option) => {
        const button = make("button.dr-pick", { type: "button" }, option.words);
        button.addEventListener("click", () => {
          if (!next.hidden) return;
          button.classList.add(option.right ? "dr-yes" : "dr-no");
          const right = options.findIndex((one) => one.right);
          buttons[right].classList.add("dr-yes");
          for (const one of buttons) one.setAttribute("aria-disabled", "true");
          row = option.right ? row + 1 : 0;
          if (!option.right) missed.push(home);
          told.replaceChildren(...(option.right ? options[right].told(row) : [...option.told(), ...options[right].told(0)]));
          pips.children[at].className = option.right ? "dr-yes" : "dr-no";
          next.hidden = false;
          next.focus({ preventScroll: true });
          next.scrollIntoView({ block: "nearest" });
        });
        return button;
      });
      const pips = make("span.dr-pips", { ariaHidden: "true" }, ...items.map((_, n) => make(n < at ? `i.${items[n].got}` : n === at ? "i.dr-at" : "i")));
      next.addEventListener("click", () => {
        items[at].got = pips.children[at].className;
        if (at + 1 < items.length) ask(items, missed, at + 1);
        else end(items.length, missed);
        place.querySelector(".dr-pick, .dr-again").focus({ preventScroll: true });
        place.scrollIntoView({ block: "nearest" });
      });
      const head = make("p.dr-play-head", {}, make("b", {}, name), make("span", {}, `${at + 1} of ${items.length}`), pips);
      const list = make("div.dr-picks", { role: "group", ariaLabel: task }, ...buttons);
      place.replaceChildren(make("div.dr-card.dr-night", {}, head, make("div.dr-asked", {}, asked), list, told, make("p.dr-actions", {}, next)));
    };
    const end = (many, missed) => {
      const score = many - missed.length;
      const again = make("button.dr-again.dr-primary", { type: "button", onclick: start }, "Ten more");
      const list = missed.length ? [make("p", {}, "Have another look at:"), make("ul", {}, ...missed.map((home) => make("li", {}, home)))] : [];
      const head = make("p.dr-play-head", {}, make("b", {}, name));
      place.replaceChildren(make("div.dr-card.dr-night", {}, head, make("p.dr-score", {}, `${score} of ${many}`), make("p", {}, verdict(score)), ...list, make("p.dr-actions", {}, again)));
    };
    start();
  }
  const link = (href, text) => make("a", { href }, text);
  const inRow = (row) => (row > 2 ? `${row} in a row. ` : "");

  // --- glossary: the explanation first, then the word
  const WORDS = () => {
    const entries = all(".dr-glossary > div").map((node) => ({
      node,
      lesson: node.dataset.lesson,
      term: words(node.querySelector("b")),
      said: words(node.querySelector(".dr-is")),
      dutch: node.querySelector(".dr-dutch")?.textContent,
    }));
    const hidden = ({ term, said }) => said.replace(new RegExp(term.split(" (")[0].replace(/\W/g, "\\$&"), "gi"), "…");
    const told = (entry) => (row) => {
      const place = entry.node.querySelector("dd a").cloneNode(true);
      return [make("p", {}, row ? `${inRow(row)}Yes: ` : "It is ", make("b", {}, entry.term), entry.dutch ? `, in Dutch ${entry.dutch}. ` : ". ", place)];
    };
    const other = ({ term, said }) => () => [make("p", {}, make("b", {}, term), ` is something else: ${said}`)];
    // What might be meant instead: words whose explanations speak of the same things, then those of the same lesson; a state of a
    // text ("signed") only beside other states, since it gives itself away beside things.
    const about = new Map(entries.map((entry) => [entry, new Set(`${entry.term} ${entry.said}`.toLowerCase().match(/\p{L}{5,}/gu))]));
    const state = ({ term }) => /ed$|^in force$/.test(term);
    const alike = (one, other) =>
      [...about.get(one)].filter((word) => about.get(other).has(word)).length + (one.lesson === other.lesson) / 2 + 9 * (state(one) === state(other));
    const draw = () =>
      shuffled(entries).slice(0, 10).map((entry) => {
        const others = shuffled(entries.filter((one) => one !== entry));
        const near = others.sort((one, other) => alike(other, entry) - alike(one, entry)).slice(0, 3);
        const options = shuffled([entry, ...near]).map((one) => ({ words: one.term, right: one === entry, told: one === entry ? told(one) : other(one) }));
        return { asked: hidden(entry), options, home: link(`#${entry.node.id}`, entry.term) };
      });
    const verdict = (score) => (score > 8 ? "You could write this glossary." : score > 5 ? "Most of the vocabulary is yours." : "These words come back in every lesson: ten more, and you will know them again.");
    return { name: "Guess the word", task: "Which word is it?", draw, verdict };
  };

  // --- sources: three of one lesson, one of each kind; which of them would you quote?
  const SOURCES = () => {
    const ASKS = { primary: "Which of these three may you quote as it stands?", copy: "Which of these three did we read in another place than its own?", quality: "Which of these three only tells of what others did or counted?" };
    const kinds = Object.keys(ASKS);
    const said = Object.fromEntries(kinds.map((kind) => [kind, all(`.dr-kinds > .dr-of-${kind} > *`).map((node) => node.firstChild.textContent.trim())]));
    const lessons = all(".dr-folds > details").map((fold) => ({ name: words(fold.querySelector("b")), of: (kind) => shuffled(all(`li[data-of=${kind}]`, fold))[0] })).filter(({ of }) => kinds.every(of));
    const ask = (kind, { name, of }) => {
      const option = (one) => {
        const node = of(one);
        const [source, { sign }] = [node.querySelector("a"), node.dataset];
        const [is] = said[one];
        const [who, rest] = words(source).split(/, (.*)/s);
        const sure = sign ? `“${sign}” says so` : `it stands at ${words(node.querySelector("small"))}`;
        const told = (row) => [make("p", {}, `${inRow(row)}${row ? "Yes: " : ""}${who}: `, make("b", {}, is.toLowerCase()), `, because ${sure}. `, link(source.href, "Open it"))];
        const small = [rest, words(node.querySelector("small"))].filter(Boolean).join(" · ");
        return { words: make("span", {}, who, make("small", {}, small)), right: one === kind, told, source };
      };
      const options = shuffled(kinds.map(option));
      const { source } = options.find(({ right }) => right);
      return { asked: make("p", {}, ASKS[kind], make("small", {}, name)), options, home: link(source.href, words(source)) };
    };
    const draw = () => shuffled([...kinds, ...kinds, ...kinds, "primary"]).map((kind) => ask(kind, shuffled(lessons)[0]));
    const verdict = (score) => (score > 8 ? "An editor would let you near the footnotes." : score > 5 ? "Good eye. Look at the address before you look at the name." : "A name in a citation is not yet its text: look for “as reported by”, “on”, “read in”.");
    return { name: "Would you quote it?", task: "Which of the three?", draw, verdict };
  };

  // What two numbers of a table say beside each other, and whether one is more than all others that are drawn of it.
  function compared(rows, more, less) {
    const [high, low] = [more, less].map(({ node }) => words(node.lastElementChild));
    const times = more.value / less.value;
    const apart = times >= 1.95 && times < 2.05 ? "twice that" : times >= 1.95 ? `${times < 10 ? Number(times.toFixed(1)) : Math.round(times)} times that` : `${Math.round(100 * (times - 1))} % more`;
    const [first, ...others] = [...rows].sort((one, other) => other.value - one.value);
    const alone = first.value > others.reduce((sum, one) => sum + one.value, 0);
    return `${less.name}: ${low}. ${more.name}: ${high}${less.value ? `, ${apart}` : ""}.${alone ? ` ${first.name} has more than the ${others.length} others shown together.` : ""}`;
  }

  // --- tables: which of two is larger?
  const TABLES = () => {
    // Neither what is drawn right below, nor two that are nearly alike or both far down.
    const below = new Set(all(".dr-firsts .dr-bars").map((figure) => figure.dataset.asks));
    const figures = all(".dr-folds .dr-bars[data-asks]").filter((figure) => !below.has(figure.dataset.asks));
    const differ = (one, other) => Math.max(one.value, other.value) > 1.2 * Math.min(one.value, other.value);
    const draw = () =>
      shuffled(figures).slice(0, 10).map((figure) => {
        const rows = all("tr", figure).map((row) => ({ name: words(row.querySelector("th")), value: Number(row.dataset.value), node: row }));
        const [first] = shuffled(rows.toSorted((one, other) => other.value - one.value).slice(0, 3));
        const [second] = shuffled(rows.filter((one) => differ(one, first)));
        const pair = shuffled([first, second]);
        const most = Math.max(...pair.map((one) => one.value));
        const shown = (row) => {
          const table = make("table.dr-bars", {}, make("tbody", {}, ...pair.map((one) => one.node.cloneNode(true))));
          return [make("p", {}, make("b", {}, row ? `${inRow(row)}Yes. ` : "The other way round. "), compared(rows, ...pair.toSorted((one, other) => other.value - one.value))), table];
        };
        const options = pair.map((one) => ({ words: one.name, right: one.value === most, told: one.value === most ? shown : () => [] }));
        const row = figure.closest("details");
        return { asked: make("p", {}, figure.dataset.asks, make("small", {}, figure.dataset.counts)), options, home: link(`#${row.id}`, words(row.querySelector("summary b"))) };
      });
    const verdict = (score) => (score > 8 ? "You have a feeling for sizes." : score > 5 ? "Better than a coin." : "A coin would have got five. The tables below know.");
    return { name: "Which is larger?", task: "Which of the two?", draw, verdict };
  };

  for (const place of all("[data-play]")) rounds(place, { words: WORDS, sources: SOURCES, tables: TABLES }[place.dataset.play]());

  // --- which lesson leans most: the bars show once somebody has guessed
  for (const figure of all(".dr-lean")) {
    figure.classList.add("dr-waits");
    const rows = all("tr", figure);
    const most = Math.max(...rows.map((row) => Number(row.dataset.part)));
    for (const row of rows) {
      const name = row.querySelector("th");
      const button = make("button", { type: "button" }, ...name.childNodes);
      name.append(button);
      button.addEventListener("click", () => {
        if (!figure.classList.contains("dr-waits")) return;
        figure.classList.remove("dr-waits");
        row.classList.add("dr-mine");
        figure.querySelector(".dr-verdict").prepend(Number(row.dataset.part) === most ? "You saw it. " : "Not that one. ");
        for (const one of all("th", figure)) one.replaceChildren(...one.firstChild.childNodes);
        figure.querySelector(".dr-verdict").focus({ preventScroll: true });
      });
    }
  }

  // --- a line to copy
  for (const line of all(".dr-cite")) {
    const copy = make("button.dr-copy", { type: "button" }, "Copy");
    copy.addEventListener("click", async () => {
      const text = line.querySelector("span").textContent;
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(line.querySelector("span")); // where a browser lets no page write: Ctrl + C is left
        copy.textContent = "Selected: press Ctrl + C";
      }
    });
    line.append(copy);
  }
})();
