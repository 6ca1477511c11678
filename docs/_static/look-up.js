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
        const many = around.querySelector("summary > [data-many]"); // "1 of 47 sources" while only one is left
        if (!many) continue;
        many.dataset.whole ??= many.textContent;
        many.textContent = wanted.length ? `${around.querySelectorAll(`:is(${of}):not([hidden])`).length} of ${many.dataset.many}` : many.dataset.whole;
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
  // the first of a round, keep({ items, missed, at }) at its beginning and after each answer; kept() gives that again, or nothing
  function rounds(place, { name, task, draw, verdict, begin, keep, kept, again = "Ten more" }) {
    let row = 0;
    const start = (items) => {
      row = 0;
      begin?.(items);
      keep?.({ items, missed: [], at: 0 });
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
        pips.children[at].className = items[at].got = right ? "dr-yes" : "dr-no";
        keep?.({ items, missed, at: at + 1 });
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
      const button = (kind, text, items) => make(`button.dr-again${kind}`, { type: "button", onclick: () => { start(items()); place.querySelector(".dr-play-head").scrollIntoView({ block: "nearest" }); } }, text);
      const once = missed.length ? [button(".dr-primary", missed.length > 1 ? `Ask me these ${missed.length} again` : "Ask me this one again", () => missed)] : [];
      const more = button(missed.length ? ".dr-quiet" : ".dr-primary", again, draw);
      const list = missed.length ? [make("p", {}, "Have another look at:"), make("ul.dr-missed", {}, ...missed.map(({ home }) => make("li", {}, home)))] : [];
      const head = make("p.dr-play-head", {}, make("b", {}, name));
      place.replaceChildren(make("div.dr-card.dr-night", {}, head, make("p.dr-score", {}, `${score} of ${many}`), make("p", {}, verdict((10 * score) / many, missed)), ...list, make("p.dr-actions", {}, ...once, more)));
    };
    const old = kept?.();
    if (!old) start(draw());
    else if (old.at < old.items.length) ask(old.items, old.missed, old.at);
    else end(old.items.length, old.missed);
  }
  // what one has done on the page of sources: { guess, round }
  const KEPT = "derisking-sources";
  const done = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
    } catch {
      return {};
    }
  };
  const keepDone = (more) => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...done(), ...more }));
    } catch { /* a browser that keeps nothing: a round is for now */ }
  };
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
    const hidden = ({ term, said }) => said.replace(new RegExp(`${term.split(" (")[0].replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\p{L}*`, "giu"), "…").replace(/ Not …\.$/, "");
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
      const reply = (row) => [make("p", {}, row ? `${inRow(row)}Yes: “` : "No, this is “", make("b", {}, one(entry)), "”. ", words(node.querySelector("span")), " ", link(`#${entry.node.id}`, "In the glossary"))];
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
    const SPARE = 0.7; // looks for each source beyond the first, which is free
    const name = (kind) => words(document.querySelector(`.dr-kinds > .dr-of-${kind} > dt`));
    const the = (who) => (/^(European (?!Sources)|Council |Ministry |Government |Cabinet |Chips Joint|Semiconductor Industry|State Council|Office |US |WTO$|G7 )/.test(who) ? `The ${who}` : who);
    const KINDS = {
      primary: [name("primary"), ({ who, at }) => `${spelt(the(who))} speaks ${MUST.test(at) ? `where it must publish, ${at}` : `at its own address, ${at}`}. Quote it as its own words. `, "An office says what it did, not whether it worked."],
      copy: [name("copy"), ({ who, at, cited }) => `${spelt(the(who))} wrote it, but ${at} is not its own address: there it is ${/translation/.test(cited) ? "translated" : "passed on"}. `, "A copy may be cut: open the original before you quote it."],
      quality: [name("quality"), ({ who, whom }) => {
        const [speaks, own] = / and \p{Lu}/u.test(who) ? ["speak", "their"] : ["speaks", "its"];
        return whom ? `${spelt(the(who))} ${speaks}, and in ${own} own words; the title is about somebody else: ${spelt(whom)}. ` : `${spelt(the(who))} ${speaks}, in ${own} own words, of a text that others made. `;
      }, "Whoever retells a text leaves something out: look for the text itself."],
    };
    const MUST = /sec\.gov|federalregister|officielebekendmakingen/; // the gazettes, and the office that watches the stock market
    const OWN = /(^|\.)(europa\.eu|go\.jp|go\.kr|gov|asml\.com|zeiss\.com|wto\.org|officielebekendmakingen\.nl|rijksoverheid\.nl)$/;
    // What a source would have one believe, or has little reason to say: only what follows from who it is.
    const WANTS = [
      [/High NA/, "ASML sells this machine: what speaks against it you have to look for elsewhere."],
      [/^BIS/, "It made the rule that it explains: ask those who have to obey what it costs."],
      [/Chips Joint/, "It gives this money away: whether it is well spent, somebody else has to show."],
      [/^Jiji.*Memorandum of/, "A news agency needs a few lines: what it leaves out, only the text itself shows."],
      [/joint statement|conclusions on|Memorandum of/, "Everybody behind a joint text had to agree to each word: look for what is not in it."],
      [/EU enables/, "“Enables” is its own word for its own list: whether members use it, ask them."],
      [/DS610/, "The EU is a party to this dispute: China would tell it otherwise."],
      [/DS615/, "It keeps the file for both sides. Quote it for who claims what, and when: whether a claim holds, the file does not say."],
      [/landmark/, "“Landmark” is what one who signed says of its own treaty."],
      [/^Eurostat/, "It counts what crosses the border. Why it crosses, a count cannot say."],
      [/Goods Availability/, "A minister gives the reasons for his own order: the firm’s side stands elsewhere."],
      [/Strategic Partnership|strengthening our/, "Whoever made a pact wants it to look like a success: ask others what came of it."],
      [/^State Council/, "A plan says what a government wants, not what came of it: look for the results."],
      [/signature of/, "Whoever signs wants it to look like a deed: look for who has to do what, and by when."],
      [/Council|Consultation/, "Whoever held a meeting wants it to have mattered: look for what was decided, and done."],
      [/RESourceEU/, "The Commission wrote the questions as well as the answers: ask what it left out."],
      [/^European Court/, "A press release has room for the main findings: the rest is in the report."],
      [/Baker|Paul Weiss|Pillsbury/, "A law firm writes for clients who must obey: whether the rule is wise is not their question."],
      [/live blog/, "A live blog is written while she speaks: nobody has had time to weigh it."],
      [/Special Address|Speech on/, "A report picks sentences of a speech: what came before and after stands in the speech."],
      [/TrendForce,|TrendForce \(|IC Insights|Yole|Information Network|TechInsights/, "Firms that count markets sell their figures: the free number is only a sample, and the method may cost money."],
      [/AlixPartners/, "A firm that sells advice in a crisis has no reason to make the crisis look small."],
      [/Industry Association/, "An association of chip firms counts here: it would like you to see growth."],
      [/AENEAS/, "An association for such projects tells of them: that they are worth the money, others have to show."],
      [/Financial Results/, "Told for investors: what Magdeburg loses, where the plant was planned, is not their question."],
      [/Federal Government and Intel/, "Both who signed want it to look certain: it was an agreement, not yet a plant."],
      [/Court of Auditors/, "Auditors write many findings, an article has room for few: read what was left out."],
      [/^OECD/, "A summary of a law is not the law: what somebody must do stands in its articles."],
    ];
    // Offices and institutes that are known by letters.
    const LETTERS = { MDR: "a German broadcaster", METI: "Japan’s ministry of economy", MOFCOM: "China’s ministry of commerce", GACC: "China’s customs", BIS: "the US office for export controls", AENEAS: "an association for chip research in Europe", MERICS: "an institute on China, in Berlin", ECIPE: "an institute on trade, in Brussels", WTO: "World Trade Organization" };
    const spelt = (text) => text.replace(/Mayer Brown|Thompson Hine|Baker McKenzie|Pillsbury|White & Case|Paul Weiss/, "$& (a law firm)").replace(/\b[A-Z]{3,6}\b/g, (it) => (LETTERS[it] ? `${it} (${LETTERS[it]})` : it));
    const PASSED_ON = /presseportal|globalsecurity|sciencebusiness|newswire|china\.usc|justia|cset\.georgetown/;
    const read = (node) => {
      const [cited] = words(node.querySelector("a")).split("; ");
      const at = words(node.querySelector("small"));
      const tells = cited.match(/^([^,]+(?:, [^,]*\d{4})?),? on (?:the )?(?=\p{Lu})(.*)$/u);
      const [name, ...title] = (tells ? tells[1] : cited).split(", ");
      const firm = /^\p{Lu}\. /u.test(name) && title.findIndex((part) => at.startsWith(`${part.toLowerCase()}.`)); // whose own writer it is
      const who = firm > 0 ? title.splice(firm, 1)[0] : name;
      return { node, cited, kind: node.dataset.of, at, tells, who, whom: tells && !/^Federal Register|^[^,]*(Regulation|Decision|Order|Proclamation|Act)\b/.test(tells[2]) ? the(tells[2].split(/[,(]| and on /)[0].trim()).replace(/^The /, "the ").replace(/\.$/, "").replace("Federal Government", "the German government").replace(/^Minister for Foreign Trade.*/, "the Dutch minister for foreign trade").replace(/^Japan$/, "") : "", title: [...title, ...(tells ? [tells[2]] : [])].join(", ") };
    };
    // Neither what a catalogue adds to a title, nor what gives the answer away.
    const bare = (title) =>
      title.replace(/^(?:\d+ )?[A-Z][a-z]+ \d{4}(?:, |$)/, "").replace(/,? (?:[A-Z]+\(20|SPEECH\/|FR Doc|no\. |OJ |\d+ FR |(?:exhibit|introduction|Article|point|press release),? ).*$/, "").replace(/ ?\([^()]*\)/g, "");
    const titled = ({ title }) => spelt(bare(title).replace(/^./, (letter) => letter.toUpperCase()));
    const plainly = { primary: ({ at, who, title }) => OWN.test(at) && !/govinfo/.test(at) && bare(title).length > 20 && !/^\d+ FR/.test(title) && !/[({]/.test(title) && !/^(Regulation|Decision|Order)/.test(who), copy: ({ at }) => PASSED_ON.test(at), quality: ({ tells, who, title, at }) => tells && !/Proposal for a Regulation$/.test(bare(title)) && who.length < 40 && !OWN.test(at) && !/ on the /.test(tells[1] + title) && bare(title).replace(/,? (?:\d+ )?(?:[A-Z]\w+ )?\d{4}$/, "").length > 20 };
    const told = new Set(all(".dr-kinds a").map((one) => one.href)); // the examples
    const known = new Map(all(".dr-list > li").map((node) => [node.dataset.key, read(node)]));
    const times = new Map([...known.values()].map((one) => [one, 0])); // what came least comes before the rest
    const pool = (kind) => shuffled([...times.keys()].filter((one) => one.kind === kind && !told.has(one.node.querySelector("a").href) && plainly[kind](one))).sort((one, other) => times.get(one) - times.get(other));
    const lookedAt = (one) => make(`span.dr-of-${one.kind}`, {}, `${KINDS[one.kind][0]}: `, link(one.node.querySelector("a").href, words(one.node.querySelector("a"))));
    const opened = (...some) => some.flatMap((one, n) => [n ? " · " : "", link(one.node.querySelector("a").href, `Open ${one.at}`)]);
    const ask = (one) => {
      const told = (row) => {
        for (const show of both) show();
        count.textContent = "";
        return [make("p", {}, make("b", {}, row ? `${inRow(row)}Yes. ` : `No: ${KINDS[one.kind][0].toLowerCase()}. `), KINDS[one.kind][1](one), WANTS.find(([of]) => of.test(one.cited))?.[1] ?? KINDS[one.kind][2]), make("p", {}, ...opened(one))];
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
        const times_ = spare === 1 ? "once" : spare === 2 ? "twice" : `${spare} times`;
        count.textContent = free ? "Open one of the two, then choose below." : all("button", hints).length ? `Choose below. ${spare ? `If you are not sure, open the other, too: in this round you may do so ${times_} more.` : "You have opened both as often as a round allows."}` : "Both are open. Choose below.";
        for (const button of all("button", hints)) {
          button.setAttribute("aria-disabled", String(!free && !spare));
          button.lastChild.data = free || spare ? "Look" : "Closed";
        }
      };
      const shown = () => {
        both = [];
        free = true; // also where the same source is asked again
        hints.replaceChildren(cover("Who speaks?", spelt(one.who)), cover("At whose address?", one.at));
        for (const one of answers()) one.disabled = true;
        left();
      };
      const note = make("div.dr-note", {}, make("p", {}, make("small", {}, "What it is about"), titled(one)), hints, count);
      return { id: [one], asked: note, shown, options, home: lookedAt(one) };
    };
    // Now and then a pair with nothing covered: one is the text itself, the other a copy, or others tell.
    const pair = (own, other) => {
      const paper = (it) => make("span.dr-leaf", {}, make("small", {}, `at ${it.at}`), make("b", {}, spelt(it.who)), make("span", {}, titled(it)));
      const told = (row) => [make("p", {}, make("b", {}, row ? `${inRow(row)}Yes. ` : "Not this one: it is the other. "), KINDS.primary[1](own), "And the other? ", KINDS[other.kind][1](other)), make("p", {}, ...opened(own, other))];
      const options = shuffled([own, other]).map((it) => ({ words: paper(it), right: it === own, told: it === own ? told : () => [] }));
      return { id: [own, other], asked: make("p", {}, make("small", {}, "Who speaks, and where, is open here."), "You may quote one of the two as the text itself. Which?"), options, home: make("span", {}, lookedAt(own), make("br"), lookedAt(other)) };
    };
    let spare = 0;
    const begin = (items) => (spare = Math.ceil(SPARE * items.filter(({ shown }) => shown).length));
    const keep = ({ items, missed, at }) => keepDone({ round: { ids: items.map(({ id }) => id.map(({ node }) => node.dataset.key)), got: items.map(({ got }) => got ?? ""), missed: missed.map((one) => items.indexOf(one)), at, spare } });
    const kept = () => {
      const { round } = done();
      const ids = round?.ids.map((keys) => keys.map((key) => known.get(key)));
      if (!ids?.flat().every(Boolean)) return undefined; // nothing kept, or a source is no longer here
      const items = ids.map((list, n) => Object.assign(list.length > 1 ? pair(...list) : ask(list[0]), { got: round.got[n] }));
      spare = round.spare;
      for (const one of ids.flat()) times.set(one, 1); // they come last again
      return { items, missed: round.missed.map((n) => items[n]), at: round.at };
    };
    const draw = () => {
      const met = new Set(); // nobody speaks twice in a round
      const fresh = ({ who }) => !met.has(who) && met.add(who);
      const [copies, own, others] = ["copy", "primary", "quality"].map((kind) => pool(kind).filter(fresh));
      const [ones, pairs] = [[...own.splice(0, 4), ...copies.splice(0, 1), ...others.splice(0, 3)], [0, 1].map((i) => [own[i], (!i && copies.shift()) || others.shift()])];
      for (const one of [ones, pairs].flat(2)) times.set(one, times.get(one) + 1);
      return shuffled(ones).map(ask).flatMap((one, i) => (i % 4 === 2 ? [one, pair(...pairs[(i - 2) / 4])] : [one]));
    };
    const MISSED = {
      primary: "Does an office, a court or a firm speak of its own acts or figures, at its own address? Then it is the text itself.",
      copy: "Are the words the author’s, and the address somebody else’s? Then it is a copy.",
      quality: "Does it speak of what others did or said? Then it is told by others.",
    };
    const verdict = (score, missed) => {
      const kinds = missed.flatMap(({ id }) => id.map(({ kind }) => kind));
      const often = (kind) => kinds.filter((it) => it === kind).length;
      const most = [...new Set(kinds)].sort((one, other) => often(other) - often(one));
      return score > 8 ? "An editor would trust you with the footnotes." : `${score > 6 ? "Good eye. " : score > 3 ? "Not bad: this is hard. " : ""}${most.map((kind) => MISSED[kind]).join(" ")}`;
    };
    return { name: "Whose words are these?", task: "Whose words are these?", draw, verdict, begin, keep, kept };
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
      wishFor(document.querySelector("[data-play=tables] .dr-asked"), full < 100 ? "In amber the share, with the handle your guess." : `In amber the largest; in ${right ? "green" : "orange"} what you chose.`);
      const drawn = ({ node, name }, n) => {
        const made = Object.assign(node.cloneNode(true), { className: `${name in mine ? "dr-mine" : ""} ${n ? "" : "dr-most"}`.trim() });
        if (name in mine) made.querySelector("th").append(make("small", {}, ` ← ${mine[name]}`));
        return made;
      };
      const table = make(`table.${figure.className.replaceAll(" ", ".")}.dr-grows${right ? ".dr-guessed-right" : ""}`, {}, make("tbody", {}, ...rows.map(drawn)));
      table.style.setProperty("--of-all", full / 100); // a share is drawn as part of the whole, like the guess above it
      return [make("p", {}, make("b", {}, `${right ? inRow(row) : ""}${said} `), figure.dataset.why), make("p.dr-wish", {}, `Counted: ${figure.dataset.counts}.`), table];
    };
    const asked = (text, wish) => make("p", {}, text, make("small", { wish }, wish));
    const begin = (items) => items.forEach((one) => wishFor(one.asked)); // also where the same is asked again
    const wishFor = (node, text) => {
      const small = node.querySelector("small");
      small.textContent = text ?? small.wish;
    };
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
      return { name: "Put three in order", asked: asked(figure.dataset.guess, "Put these three in order, the largest first. Others, left out here, may be larger. Choose one again to take it back."), act, home: home(figure) };
    };

    const share = (figure) => {
      const [most] = rowsOf(figure);
      const it = Math.round(most.value);
      const act = (settle) => {
        const bar = make("input.dr-level", { type: "range", min: 0, max: 100, value: 50, ariaLabel: "Your guess in per cent" });
        const said = make("output", { ariaLabel: "Your guess" }, "?\u00a0%");
        const show = () => {
          said.textContent = `${bar.value}\u00a0%`;
          bar.style.setProperty("--at", `${bar.value}%`);
          lock.style.visibility = ""; // its room is kept until something is said
        };
        for (const event of ["input", "click"]) bar.addEventListener(event, show); // a click in the middle says 50
        const lock = make("button.dr-primary", { type: "button", style: "visibility: hidden", onclick: () => {
          const off = Math.abs(bar.value - it);
          const good = off <= CLOSE;
          const near = off ? `${good ? "Near" : `${off} points off`}: it is ${it}\u00a0%, and you said ${bar.value}.` : `Exactly: ${it}\u00a0%.`;
          bar.disabled = true;
          bar.style.setProperty("--at", `${it}%`);
          settle(good, (row) => bars(figure, {}, good, near, row, it));
        } }, "Lock in my guess");
        return make("div.dr-picks.dr-part-of", {}, make("p", {}, said), bar, lock);
      };
      return { name: "How large is the share?", asked: asked(figure.dataset.share, `Drag the bar, then lock it in. Within ${CLOSE} points of the truth counts.`), act, home: home(figure) };
    };

    const draw = () => {
      const left = shuffled(figures).sort((one, other) => times.get(one) - times.get(other));
      const about = (figure) => figure.dataset.guess.match(/magnets|gallium/)?.[0] ?? figure; // one round asks once of each
      const met = new Set();
      const take = (fits, way) => {
        const fresh = left.findIndex((one) => fits(one) && !met.has(about(one)));
        const [figure] = left.splice(fresh < 0 ? left.findIndex(fits) : fresh, 1);
        met.add(about(figure));
        times.set(figure, times.get(figure) + 1);
        return way(figure);
      };
      const shares = [0, 1].map(() => take((one) => one.dataset.share, share));
      const orders = [0, 1].map(() => take((one) => steps(one).length > 2, inOrder));
      return [0, 1].flatMap((n) => [shares[n], orders[n], take(() => true, largest)]);
    };
    const verdict = (score) => (score > 7 ? "You have a feeling for sizes." : score > 4 ? "Better than chance." : "Few people have a feeling for these sizes. The tables below have them.");
    return { name: "Sizes", task: "Which is the largest?", again: "Six more", draw, verdict, begin };
  };

  for (const place of all("[data-play]")) rounds(place, { words: WORDS, sources: SOURCES, tables: TABLES }[place.dataset.play]());

  // --- which lesson leans most: the bars show once somebody has guessed
  for (const figure of all(".dr-lean")) {
    figure.classList.add("dr-waits");
    const rows = all("tr", figure);
    const most = Math.max(...rows.map((row) => Number(row.dataset.part)));
    const choose = (row, again) => { // again: as it was left, so nothing moves
      if (!figure.classList.contains("dr-waits") || row.classList.contains("dr-mine")) return;
      const [right, first] = [Number(row.dataset.part) === most, !figure.querySelector(".dr-mine")];
      row.classList.add("dr-mine");
      if (!again) keepDone({ guess: [...(first ? [] : done().guess ?? []), rows.indexOf(row)] });
      const wish = figure.querySelector(".dr-wish");
      if (first && !right) {
        wish.replaceChildren(make("b", {}, `Not that one: ${words(row.querySelector("td:last-child"))}.`), " Where is it more? Again: a law is its own text, but the size of a market is told by others. Choose once more.");
        if (!again) wish.scrollIntoView({ block: "nearest" });
        return;
      }
      figure.classList.remove("dr-waits");
      const verdict = figure.querySelector(".dr-verdict");
      verdict.prepend(right ? "You saw it. " : `Not that one: ${words(row.querySelector("td:last-child"))}. `);
      for (const one of all("th", figure)) one.replaceChildren(...one.firstChild.childNodes);
      if (again) return;
      verdict.focus({ preventScroll: true });
      verdict.scrollIntoView({ block: "nearest" });
    };
    for (const row of rows) {
      const name = row.querySelector("th");
      const button = make("button", { type: "button" }, ...name.childNodes);
      name.append(button);
      button.addEventListener("click", () => choose(row));
    }
    for (const n of done().guess ?? []) if (rows[n]) choose(rows[n], true);
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
