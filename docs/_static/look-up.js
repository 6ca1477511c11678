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
      if (wanted.length && !found) said.append(". ", link(`search.html?q=${encodeURIComponent(box.value.trim())}`, "Search all pages"));
      for (const around of all(within)) {
        around.hidden = !around.querySelector(`:is(${of}):not([hidden])`) && !around.matches(`${of}:not([hidden])`);
        if (around.matches("details")) around.open = wanted.length > 0 && found < 60;
      }
      for (const list of all(".dr-folds .dr-list")) list.previousElementSibling.hidden = list.hidden; // no heading over nothing
      for (const letter of all(".dr-letters a")) letter.hidden = document.querySelector(letter.hash).parentElement.hidden;
    });
    addEventListener("hashchange", () => { // a link to what the box has put away
      const target = document.getElementById(location.hash.slice(1));
      if (!target?.closest("[hidden]")) return;
      box.value = "";
      box.dispatchEvent(new Event("input"));
      target.scrollIntoView();
    });
  }

  // --- rounds: draw() gives { asked, options: [{ words, right, told }], home, shown } of each, or in the place of options act(settle): a node in
  // which something else is done than to choose, which calls settle(right, told). shown() is called when it is on the page, begin(items) before
  // the first of a round
  function rounds(place, { name, task, draw, verdict, begin, again = "Ten more" }) {
    let row = 0;
    const start = (items) => {
      row = 0;
      begin?.(items);
      ask(items, [], 0);
    };
    const ask = (items, missed, at) => {
      const { asked, options = [], act, shown } = items[at];
      const told = make("div.dr-told", { role: "status" });
      const next = make("button.dr-primary", { type: "button", hidden: true }, at + 1 < items.length ? "Next" : "How many did you know?");
      const settle = (right, said) => {
        row = right ? row + 1 : 0;
        if (!right) missed.push(items[at]);
        told.replaceChildren(...said(row));
        pips.children[at].className = right ? "dr-yes" : "dr-no";
        next.hidden = false;
        next.focus({ preventScroll: true });
        next.scrollIntoView({ block: "nearest" });
      };
      const buttons = options.map((option) => {
        const button = make("button.dr-pick", { type: "button" }, option.words);
        button.addEventListener("click", () => {
          if (!next.hidden) return;
          button.classList.add(option.right ? "dr-yes" : "dr-no");
          const right = options.findIndex((one) => one.right);
          buttons[right].classList.add("dr-yes");
          for (const one of buttons) one.setAttribute("aria-disabled", "true");
          settle(option.right, () => (option.right ? options[right].told(row) : [...option.told(), ...options[right].told(0)]));
        });
        return button;
      });
      const pips = make("span.dr-pips", { ariaHidden: "true" }, ...items.map((_, n) => make(n < at ? `i.${items[n].got}` : n === at ? "i.dr-at" : "i")));
      next.addEventListener("click", () => {
        items[at].got = pips.children[at].className;
        if (at + 1 < items.length) ask(items, missed, at + 1);
        else end(items.length, missed);
        place.querySelector(".dr-pick, .dr-level, .dr-again").focus({ preventScroll: true });
        place.scrollIntoView({ block: "nearest" });
      });
      const head = make("p.dr-play-head", {}, make("b", {}, items[at].name ?? name), make("span", {}, `${at + 1} of ${items.length}`), pips);
      const list = act?.(settle) ?? make("div.dr-picks", { role: "group", ariaLabel: task }, ...buttons);
      place.replaceChildren(make("div.dr-card.dr-night", {}, head, make("div.dr-asked", {}, asked), list, told, make("p.dr-actions", {}, next)));
      shown?.();
    };
    const end = (many, missed) => {
      const score = many - missed.length;
      const button = (kind, text, items) => make(`button.dr-again${kind}`, { type: "button", onclick: () => start(items()) }, text);
      const once = missed.length ? [button(".dr-primary", missed.length > 1 ? `Ask me these ${missed.length} again` : "Ask me this one again", () => missed)] : [];
      const more = button(missed.length ? ".dr-quiet" : ".dr-primary", again, draw);
      const list = missed.length ? [make("p", {}, "Have another look at:"), make("ul.dr-missed", {}, ...missed.map(({ home }) => make("li", {}, home)))] : [];
      const head = make("p.dr-play-head", {}, make("b", {}, name));
      place.replaceChildren(make("div.dr-card.dr-night", {}, head, make("p.dr-score", {}, `${score} of ${many}`), make("p", {}, verdict((10 * score) / many)), ...list, make("p.dr-actions", {}, ...once, more)));
    };
    start(draw());
  }
  const link = (href, ...held) => make("a", { href }, ...held);
  const inRow = (row) => (row > 2 ? `${row} in a row. ` : "");

  // --- glossary: two words that look alike, then a word's drawing and its explanation
  const WORDS = () => {
    const entries = all(".dr-glossary > div").map((node) => ({
      node,
      lesson: node.dataset.lesson,
      term: words(node.querySelector("b")),
      said: words(node.querySelector(".dr-is")),
      dutch: node.querySelector(".dr-dutch")?.textContent,
      drawn: node.querySelector("dd > img, dd > svg"),
    }));
    const hidden = ({ term, said }) => said.replace(new RegExp(`${term.split(" (")[0].replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\p{L}*`, "giu"), "…");
    const told = (entry) => (row) => {
      const place = entry.node.querySelector("dd a").cloneNode(true);
      const said = make("p", {}, row ? `${inRow(row)}Yes: ` : "It is ", make("b", {}, entry.term), entry.dutch ? `, in Dutch ${entry.dutch}. ` : ". ", `${entry.said} `, place);
      return [entry.drawn && !document.querySelector(".dr-pick > .dr-drawn") ? make("div.dr-with", {}, said, picture(entry)) : said];
    };
    const other = ({ term, said }) => () => [make("p", {}, make("b", {}, term), ` is something else: ${said}`)];
    // What might be meant instead: words of the same lesson, first those of the same sort whose explanations speak of the same things. The sort
    // is how a word looks and how its explanation begins, since a name beside things, or a state ("signed"), gives itself away.
    const about = new Map(entries.map((entry) => [entry, new Set(`${entry.term} ${entry.said}`.toLowerCase().match(/\p{L}{5,}/gu))]));
    const SORTS = [
      [/./, /^(The )?(EU body|Ministers|heads of state|firms? that|firms and bodies)|^Firms? (that|and)|^A firm that/i],
      [/ed$|^in force$/, /./],
      [/./, /\b(law|regulation|order|paper|text|draft|act,|agreement|arrangement|treaty|rules? that|rules made|licence|permission|speech)\b/i],
      [/./, /\b(metals?|element|chips?|disc|plate|coating|silicon|wafer|die|dies|light|machines?|magnet|switch|layer|cable|processors?|raw material|goods|plant)\b/i],
      [/./, /\b(average|chance|chances|results?|sum of|fraction|share|part of|number|value|score|case that|measures|faults)\b/i],
      [/./, /./],
    ];
    const sorts = new Map(entries.map((entry) => [entry, SORTS.findIndex(([term, said]) => term.test(entry.term) && said.test(entry.said))]));
    const alike = (one, other) =>
      [...about.get(one)].filter((word) => about.get(other).has(word)).length + 6 * (sorts.get(one) === sorts.get(other));
    const picture = (entry, name = "") => {
      const made = entry.drawn.cloneNode(true);
      if (made.matches("img")) {
        made.alt = name;
        made.style.aspectRatio = `${made.getAttribute("width")} / ${made.getAttribute("height")}`; // of the piece, else more of the picture shows
      }
      else if (name) for (const [key, value] of [["role", "img"], ["aria-label", name], ["aria-hidden", "false"]]) made.setAttribute(key, value);
      return make("span.dr-drawn", {}, made);
    };
    const one = (entry) => entry.term.split(" (")[0];
    const optionsOf = (entry, others, shown, wrong) =>
      shuffled([entry, ...others]).map((it) => ({ words: shown(it), right: it === entry, told: it === entry ? told(it) : wrong(it) }));
    const near = (entry, many) =>
      shuffled(entries.filter((other) => other !== entry && other.lesson === entry.lesson)).sort((some, other) => alike(other, entry) - alike(some, entry)).slice(0, many);
    // Three ways to ask: from the explanation to the word, from the word to its explanation, from the word to its drawing.
    const fromMeaning = (entry) => ({ asked: hidden(entry), options: optionsOf(entry, near(entry, 3), one, other) });
    const isIt = (it) => () => [make("p", {}, "That is “", make("b", {}, it.term), "”.")];
    const toMeaning = (entry) => ({ asked: make("p", {}, make("small", {}, "What is it?"), make("b", {}, one(entry))), options: optionsOf(entry, near(entry, 2), hidden, isIt) });
    const piece = ({ drawn }) => drawn.src?.split("#")[0] ?? drawn; // no two out of one picture
    const toDrawing = (entry) => {
      const others = shuffled(entries.filter((it) => it.drawn && piece(it) !== piece(entry))).filter((it, at, list) => list.findIndex((same) => piece(same) === piece(it)) === at);
      return { asked: make("p", {}, make("small", {}, "Which drawing stands for it?"), make("b", {}, one(entry))), options: optionsOf(entry, others.slice(0, 2), (it) => picture(it, hidden(it)), isIt) };
    };
    // Two words side by side, each with its drawing, and a sentence that fits one of them.
    const named = (name) => entries.find((entry) => one(entry) === name);
    const pairs = all(".dr-alike li").map((node) => ({ node, entry: named(node.dataset.fits), wrong: named(node.dataset.other) }));
    const fits = ({ node, entry, wrong }) => {
      const reply = (row) => [make("p", {}, row ? `${inRow(row)}Yes: ` : "No, this is ", make("b", {}, one(entry)), ". ", words(node.querySelector("span")), " ", link(`#${entry.node.id}`, "In the glossary"))];
      const card = (it) => ({ words: make("span.dr-pair", {}, picture(it), make("b", {}, one(it))), right: it === entry, told: it === entry ? reply : () => [] });
      return { asked: make("p", {}, make("small", {}, "Which of the two is it?"), words(node.querySelector("q"))), options: shuffled([entry, wrong]).map(card) };
    };
    let waiting = [];
    const draw = () => {
      if (waiting.length < 5) waiting = waiting.length ? shuffled(pairs) : [pairs[0], ...shuffled(pairs.slice(1))]; // a round begins with what the course is about
      const own = waiting.splice(0, 5);
      const mixed = shuffled(entries.filter((it) => !own.some(({ entry, wrong }) => it === entry || it === wrong)));
      const [drawn, plainer] = [mixed.filter((it) => it.drawn), mixed.filter((it) => !it.drawn)];
      const rest = [[drawn.slice(0, 2), toDrawing], [plainer.slice(0, 1), toMeaning], [plainer.slice(1, 3), fromMeaning]].flatMap(([list, way]) => list.map((entry) => [way(entry), entry]));
      const [first, ...others] = own.map((pair) => [fits(pair), pair.entry]);
      return [first, ...shuffled([...others, ...rest])].map(([asks, entry]) => ({ ...asks, home: link(`#${entry.node.id}`, ...(entry.drawn ? [picture(entry)] : []), entry.term) }));
    };
    const verdict = (score) => (score > 8 ? "You could write this glossary." : score > 5 ? "Most of the vocabulary is yours." : "These words come back in every lesson: ten more, and you will know them again.");
    return { name: "Which word is it?", task: "Which is it?", draw, verdict };
  };

  // --- sources: one footnote at a time, and whose words stand at its address. Asked are those where what is shown decides it.
  const SOURCES = () => {
    const SPARE = 0.6; // looks for each source beyond the first, which is free
    const name = (kind) => words(document.querySelector(`.dr-kinds > .dr-of-${kind} > dt`));
    const the = (who) => (/^(European |Council |Ministry |Government |Cabinet |Chips Joint|Semiconductor Industry|State Council|Office |US |WTO$|G7 )/.test(who) ? `The ${who}` : who);
    const KINDS = {
      primary: [name("primary"), ({ who, at }) => `${the(who)} speaks at its own address, ${at}. Quote it as its own words. `, "An office says what it did, not whether it worked."],
      copy: [name("copy"), ({ who, at }) => `${the(who)} wrote it, but ${at} passes it on. `, "A copy may be cut: open the original before you quote it."],
      quality: [name("quality"), ({ who, whom }) => `${the(who)} tells of others in words of its own${whom}. `, "Who tells chooses what to leave out: look for what they said themselves."],
    };
    const OWN = /(^|\.)(europa\.eu|go\.jp|go\.kr|gov|asml\.com|zeiss\.com|wto\.org|officielebekendmakingen\.nl|rijksoverheid\.nl)$/;
    // What a source would have one believe, or has little reason to say: only what follows from who it is.
    const WANTS = [
      [/High NA/, "ASML sells this machine: what speaks against it you have to look for elsewhere."],
      [/^BIS/, "It made the rule that it explains: what the rule costs, ask those who have to obey."],
      [/Chips Joint/, "It gives this money away: whether it is well spent, somebody else has to show."],
      [/^European Central Bank/, "Its own economists chose what they assume: read that before the result."],
      [/joint statement|conclusions on|Memorandum of/, "Everybody behind a joint text had to agree to each word: look for what is not in it."],
      [/EU enables/, "“Enables” is its own word for its own list: whether members use it, ask them."],
      [/DS610/, "The EU is a party to this dispute: China would tell it otherwise."],
      [/DS615/, "The WTO keeps the file for both sides: what stands in it may be only what one of them claims."],
      [/landmark/, "“Landmark” is what one who signed says of its own treaty."],
      [/^Eurostat/, "It counts what crosses the border. Why it crosses, a count cannot say."],
      [/Goods Availability/, "A minister gives the reasons for his own order: the firm’s side stands elsewhere."],
      [/Strategic Partnership|strengthening our/, "Whoever made a pact wants it to look like a success: what came of it, ask others."],
      [/Council|Consultation|signature of/, "Whoever held a meeting wants it to have mattered: look for what was decided, and done."],
      [/RESourceEU/, "The Commission wrote the questions as well as the answers: ask what it left out."],
      [/^European Court/, "A press release has room for the main findings: the rest is in the report."],
      [/Baker|Paul Weiss|Pillsbury/, "A law firm writes for clients who must obey: whether the rule is wise is not their question."],
      [/live blog/, "A live blog is written while she speaks: nobody has had time to weigh it."],
      [/Special Address|Speech on/, "A report picks sentences of a speech: what came before and after stands in the speech."],
      [/TrendForce,|TrendForce \(|IC Insights|Yole|Information Network|TechInsights/, "Such firms sell their figures: the free one is a sample, and how it was counted may cost money."],
      [/AlixPartners/, "A firm that sells advice in a crisis has no reason to make the crisis look small."],
      [/Industry Association/, "An association of chip firms counts here: it would like you to see growth."],
      [/AENEAS/, "An association for such projects tells of them: that they are worth the money, others have to show."],
      [/Financial Results/, "Told for investors: what a town loses is not their question."],
      [/Federal Government and Intel/, "Both who signed want it to look certain: it was an agreement, not yet a plant."],
      [/Court of Auditors/, "Auditors write many findings, an article has room for few: read what was left out."],
      [/^OECD/, "A summary of a law is not the law: what somebody must do stands in its articles."],
    ];
    const KEPT = /presseportal|globalsecurity|sciencebusiness/;
    const read = (node) => {
      const [cited] = words(node.querySelector("a")).split("; ");
      const at = words(node.querySelector("small"));
      const tells = cited.match(/^([^,]+(?:, [^,]*\d{4})?),? on (?:the )?(?=\p{Lu})(.*)$/u);
      const [name, ...title] = (tells ? tells[1] : cited).split(", ");
      const firm = /^\p{Lu}\. /u.test(name) && title.findIndex((part) => at.startsWith(`${part.toLowerCase()}.`)); // whose own writer it is
      const who = firm > 0 ? title.splice(firm, 1)[0] : name;
      return { node, cited, kind: node.dataset.of, at, tells, who, whom: tells && !/^(Regulation|Decision|Order)/.test(tells[2]) ? `, here: ${tells[2].split(/[,(]| and on /)[0].trim()}` : "", title: [...title, ...(tells ? [tells[2]] : [])].join(", ") };
    };
    // Neither what a catalogue adds to a title, nor what gives the answer away.
    const bare = (title) =>
      title.replace(/^(?:\d+ )?[A-Z][a-z]+ \d{4}(?:, |$)/, "").replace(/,? (?:[A-Z]+\(20|SPEECH\/|FR Doc|no\. |OJ |\d+ FR |(?:exhibit|introduction|Article|point|press release),? ).*$/, "").replace(/ ?\([^()]*\)/g, "");
    const titled = ({ title }) => bare(title).replace(/^./, (letter) => letter.toUpperCase());
    const plainly = { primary: ({ at, who, title }) => OWN.test(at) && !/govinfo/.test(at) && bare(title).length > 20 && !/^\d+ FR/.test(title) && !/[({]/.test(title) && !/^(Regulation|Decision|Order)/.test(who), copy: ({ at }) => KEPT.test(at), quality: ({ tells, who, title, at }) => tells && who.length < 40 && !OWN.test(at) && !/ on the /.test(tells[1] + title) && bare(title).replace(/,? (?:\d+ )?(?:[A-Z]\w+ )?\d{4}$/, "").length > 20 };
    const told = new Set(all(".dr-kinds a").map((one) => one.href)); // the examples
    const known = new Map(all(".dr-list > li").map((node) => [node.dataset.key, read(node)]));
    const pool = (kind) => shuffled([...known.values()].filter((one) => one.kind === kind && !told.has(one.node.querySelector("a").href) && plainly[kind](one)));
    const ask = (one) => {
      const link_ = () => link(one.node.querySelector("a").href, "Open it");
      const told = (row) => {
        for (const show of both) show();
        count.textContent = "Both are open now.";
        return [make("p", {}, make("b", {}, row ? `${inRow(row)}Yes. ` : `No: ${KINDS[one.kind][0].toLowerCase()}. `), KINDS[one.kind][1](one), WANTS.find(([of]) => of.test(one.cited))?.[1] ?? KINDS[one.kind][2], " ", link_())];
      };
      const options = Object.entries(KINDS).map(([kind, [is]]) => ({ words: make(`span.dr-of-${kind}`, {}, is), right: kind === one.kind, told: kind === one.kind ? told : () => [] }));
      const answers = () => all(".dr-pick", note.closest(".dr-card"));
      let both = []; // shows what is still covered
      let free = true; // one of the two may be opened for nothing, and has to be: a title never tells
      const cover = (question, name) => {
        const button = make("button.dr-look", { type: "button" }, make("span", {}, question), "Look");
        const said = make("b", { tabIndex: -1 }, name);
        const looked = make("span.dr-looked", {}, make("span", {}, question), said);
        both.push(() => button.replaceWith(looked));
        button.addEventListener("click", () => {
          if (!free && !spare) return;
          if (free) for (const one of answers()) one.disabled = false;
          else spare -= 1;
          free = false;
          button.replaceWith(looked);
          said.focus({ preventScroll: true });
          left();
        });
        return button;
      };
      const count = make("p.dr-wish", { role: "status" });
      const hints = make("div.dr-looks");
      const left = () => {
        const extra = `${spare || "no"} extra ${spare === 1 ? "look" : "looks"} left for this round`;
        count.textContent = free ? "Open one of the two: the first look is free. Then choose below." : spare && all("button", hints).length ? `Sure? Choose below. Or open the other, too: ${extra}.` : `Now choose below. You have ${extra}.`;
        for (const button of all("button", hints)) button.setAttribute("aria-disabled", String(!free && !spare));
      };
      const shown = () => {
        both = [];
        free = true; // also where the same source is asked again
        hints.replaceChildren(cover("Who speaks?", one.who), cover("At whose address?", one.at));
        for (const one of answers()) one.disabled = true;
        left();
      };
      const note = make("div.dr-note", {}, make("p", {}, titled(one)), hints, count);
      return { asked: note, shown, options, home: link(one.node.querySelector("a").href, words(one.node.querySelector("a"))) };
    };
    // Between two of them a pair with nothing covered: one is the text itself, the other a copy, or others tell.
    const pair = (own, other) => {
      const paper = (it) => make("span.dr-leaf", {}, make("small", {}, it.at), make("b", {}, it.who), make("span", {}, titled(it)));
      const told = (row) => [make("p", {}, make("b", {}, row ? `${inRow(row)}Yes. ` : "Not this one: it is the other. "), KINDS.primary[1](own), KINDS[other.kind][1](other), link(own.node.querySelector("a").href, "Open it"))];
      const options = shuffled([own, other]).map((it) => ({ words: paper(it), right: it === own, told: it === own ? told : () => [] }));
      return { asked: make("p", {}, make("small", {}, "Both are open here, and cost no look."), "You may quote one of the two as the text itself. Which?"), options, home: link(own.node.querySelector("a").href, words(own.node.querySelector("a"))) };
    };
    let spare = 0;
    const begin = (items) => (spare = Math.ceil(SPARE * items.filter(({ shown }) => shown).length));
    const draw = () => {
      const [own, copies, others] = ["primary", "copy", "quality"].map(pool);
      const ones = shuffled([...own.splice(0, 2), copies[0], ...others.splice(0, 2)]).map(ask);
      return ones.flatMap((one, i) => [one, pair(own[i], (i % 2 && copies[i]) || others[i])]);
    };
    const verdict = (score) => (score > 8 ? "An editor would let you near the footnotes." : score > 5 ? "Good eye. Who speaks, and at whose address?" : "Does it tell of its own acts or figures, at its own address? Then it is the text itself.");
    return { name: "Whose words are these?", task: "Whose words are these?", draw, verdict, begin };
  };

  // --- tables: six guesses of three sorts: a share, an order, the largest. Then the names become bars, and a sentence says why.
  const TABLES = () => {
    const CLOSE = 10; // points by which a share may be missed
    const figures = all(".dr-folds .dr-bars[data-why]");
    const times = new Map(figures.map((figure) => [figure, 0])); // what was asked least comes before the rest
    const rowsOf = (figure) => all("tr", figure).map((node) => ({ node, name: words(node.querySelector("th")), value: Number(node.dataset.value) })).sort((one, other) => other.value - one.value);
    const apart = ({ name, value }, than) => 1.15 * value < than && !/^(Various|Other)/.test(name); // not what is nearly alike
    // The bars, the largest first; mine: name -> what one had said of it; full: per cent of the width that the largest fills.
    const bars = (figure, mine, right, said, row, full = 100) => {
      const rows = rowsOf(figure);
      const drawn = ({ node, name }, n) => {
        const made = Object.assign(node.cloneNode(true), { className: `${name in mine ? "dr-mine" : ""} ${n ? "" : "dr-most"}`.trim() });
        if (name in mine) made.querySelector("th").append(make("small", {}, ` ← ${mine[name]}`));
        return made;
      };
      const table = make(`table.${figure.className.replaceAll(" ", ".")}.dr-grows`, {}, make("tbody", {}, ...rows.map(drawn)));
      table.style.setProperty("--of-all", full / 100); // a share is drawn as part of the whole, like the guess above it
      return [make("p", {}, make("b", {}, `${right ? inRow(row) : ""}${said} `), figure.dataset.why), make("p.dr-wish", {}, `Counted: ${figure.dataset.counts}.`), table];
    };
    const asked = (text, wish) => make("p", {}, text, make("small", {}, wish));
    const home = (figure) => link(`#${figure.closest("details").id}`, words(figure.closest("details").querySelector("summary b")));

    const largest = (figure) => {
      const [most, ...others] = rowsOf(figure);
      const chosen = shuffled([most, ...shuffled(others.filter((one) => apart(one, most.value))).slice(0, 3)]);
      const told = (one, row) => bars(figure, { [one.name]: "your guess" }, one === most, one === most ? `Yes, ${most.name}.` : `No, ${most.name}.`, row);
      const options = chosen.map((one) => ({ words: one.name, right: one === most, told: one === most ? (row) => (row ? told(one, row) : []) : () => told(one, 0) }));
      return { name: "Which is largest?", asked: asked(figure.dataset.guess, "Choose the one that you think is largest."), options, home: home(figure) };
    };

    const steps = (figure) => rowsOf(figure).reduce((list, one) => (!list.length || apart(one, list.at(-1).value) ? [...list, one] : list), []);
    const inOrder = (figure) => {
      const three = shuffled(steps(figure)).slice(0, 3);
      const right = [...three].sort((one, other) => other.value - one.value);
      const act = (settle) => {
        const chosen = [];
        const show = () => {
          buttons.forEach((button, n) => (button.firstChild.textContent = chosen.indexOf(three[n]) + 1 || "·"));
          lock.style.visibility = chosen.length < 3 ? "hidden" : ""; // its room stays
        };
        const buttons = three.map((one) => make("button.dr-pick", { type: "button", onclick: () => {
          if (chosen.includes(one)) chosen.splice(chosen.indexOf(one), 1);
          else chosen.push(one);
          show();
        } }, make("i.dr-place", {}, "·"), one.name));
        const lock = make("button.dr-primary", { type: "button", style: "visibility: hidden", onclick: () => {
          const good = chosen.every((it, n) => it === right[n]);
          const mine = Object.fromEntries(chosen.map(({ name }, n) => [name, `you: ${["1st", "2nd", "3rd"][n]} of 3`]));
          settle(good, (row) => bars(figure, mine, good, good ? "Yes, in this order." : `${["None", "One"][chosen.filter((it, n) => it === right[n]).length]} of three in its place: ${right.map(({ name }) => name).join(", then ")}.`, row));
        } }, "Lock in my order");
        return make("div.dr-ordering", {}, make("div.dr-picks", { role: "group", ariaLabel: "Put them in order" }, ...buttons), lock);
      };
      return { name: "Put three in order", asked: asked(figure.dataset.guess, "Choose all three: the largest first. Choose one again to take it back."), act, home: home(figure) };
    };

    const share = (figure) => {
      const [most] = rowsOf(figure);
      const it = Math.round(most.value);
      const act = (settle) => {
        const bar = make("input.dr-level", { type: "range", min: 0, max: 100, value: 50, ariaLabel: "Your guess in per cent" });
        const said = make("output", { ariaLabel: "Your guess" }, "50\u00a0%");
        const show = () => {
          said.textContent = `${bar.value}\u00a0%`;
          bar.style.setProperty("--at", `${bar.value}%`);
        };
        bar.addEventListener("input", show);
        const lock = make("button.dr-primary", { type: "button", onclick: () => {
          const off = Math.abs(bar.value - it);
          const good = off <= CLOSE;
          const near = off ? `${good ? "Near" : `${off} points off`}: it is ${it}\u00a0%, and you said ${bar.value}.` : `Exactly: ${it}\u00a0%.`;
          bar.disabled = true;
          bar.style.setProperty("--at", `${it}%`);
          bar.closest(".dr-card").querySelector(".dr-asked small").textContent = "In amber the share, with the handle your guess.";
          settle(good, (row) => bars(figure, {}, good, near, row, it));
        } }, "Lock in my guess");
        return make("div.dr-picks.dr-part-of", {}, make("p", {}, said), bar, lock);
      };
      return { name: "How large is the share?", asked: asked(figure.dataset.share, `Drag the bar. Within ${CLOSE} points counts.`), act, home: home(figure) };
    };

    const draw = () => {
      const left = shuffled(figures).sort((one, other) => times.get(one) - times.get(other));
      const take = (fits, way) => {
        const [figure] = left.splice(left.findIndex(fits), 1);
        times.set(figure, times.get(figure) + 1);
        return way(figure);
      };
      const shares = [0, 1].map(() => take((one) => one.dataset.share, share));
      const orders = [0, 1].map(() => take((one) => steps(one).length > 2, inOrder));
      return [0, 1].flatMap((n) => [shares[n], orders[n], take(() => true, largest)]);
    };
    const verdict = (score) => (score > 7 ? "You have a feeling for sizes." : score > 4 ? "Better than chance." : "Few people have a feeling for these sizes. The tables below have them.");
    return { name: "Sizes", task: "Which is the largest?", again: "Six more", draw, verdict };
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
        if (!figure.classList.contains("dr-waits") || row.classList.contains("dr-mine")) return;
        const [right, first] = [Number(row.dataset.part) === most, !figure.querySelector(".dr-mine")];
        row.classList.add("dr-mine");
        const wish = figure.querySelector(".dr-wish");
        if (first && !right) return wish.replaceChildren(make("b", {}, `Not that one: ${words(row.querySelector("td:last-child"))}.`), " Where is it more? Choose once more.");
        figure.classList.remove("dr-waits");
        figure.querySelector(".dr-verdict").prepend(right ? "You saw it. " : "Not that one. ");
        for (const one of all("th", figure)) one.replaceChildren(...one.firstChild.childNodes);
        figure.querySelector(".dr-verdict").focus({ preventScroll: true });
      });
    }
  }

  // --- a line to copy
  for (const line of all(".dr-cite")) {
    const copy = make("button.dr-copy", { type: "button" }, "Copy");
    copy.addEventListener("click", async () => {
      const text = line.dataset.line;
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = "Copied";
      } catch {
        line.querySelector("span").textContent = text;
        getSelection().selectAllChildren(line.querySelector("span")); // where a browser lets no page write: Ctrl + C is left
        copy.textContent = "Selected: press Ctrl + C";
      }
    });
    line.append(copy);
  }
})();
