// The desk: the walk of a moment with one button lit, how votes fell, and what the room may see.
import { h } from "../../learner/src/dom.js";
import { bars, cloud, label, shownCard } from "./cards.js";
import { listen, press } from "./line.js";
import { redraw } from "./redraw.js";
import { headers, secret } from "./secret.js";
import { deskTalks } from "./talks_desk.js";

const $ = (id) => document.getElementById(id);
let view = null;
const say = (words) => ($("said").textContent = words ?? "");
const act = async (words) => {
  say("");
  try {
    const answer = await press("do", words, headers);
    if (answer.error || answer.said) say(answer.error ?? answer.said);
    if (answer.file) h("a", { href: URL.createObjectURL(new Blob([answer.file])), download: answer.name }).click();
    return answer;
  } catch {
    return say("The room does not answer: is the command still running?");
  }
};
const button = (id, words, act, look = "dr-quiet") => h(`button.${look}`, { id, type: "button", onclick: act }, words);

const STEPS = {
  shown: "Show the question", alone: "Alone, in silence", vote1: "Open vote 1", closed: "Close the vote", talk: "Talk in pairs", vote2: "Open vote 2",
  compare: "Both votes side by side", explained: "Explanations", tempting: "Why the tempting one tempts", open: "Collect", cloud: "All guesses together",
  brief: "Cards", plans: "Plans", offers: "Offers", move: "The rival’s move", shock: "News", vote: "Vote", keep: "Promises", debrief: "Debriefing",
};
const KINDS = { vote: "Question", guess: "Prediction", wall: "Wall", words: "Word cloud", exit: "Exit ticket", talks: "Negotiation" };

// --- parts of the page ---------------------------------------------------------------------------------------------------

function top({ address, addresses, phones, stuck }) {
  const pick = h("select", { id: "address", "aria-label": "Network address", onchange: (event) => ((waited = Date.now()), act({ do: "address", address: event.target.value })) },
    ...addresses.map((one) => h("option", { value: one, selected: address.includes(`/${one}:`) }, one)));
  return [
    h("p.join-line", {}, "Phones: ", h("strong", {}, address), addresses.length > 1 ? pick : null),
    h("p", {}, h("strong", {}, `${phones}`), " in the room · ", h("strong", {}, `${stuck}`), " stuck ", stuck ? button("unstuck", "Clear", () => act({ do: "unstuck" })) : null),
    h("p.tools", {}, button("projector", "Projector", () => open(`projector#${secret}`, "projector")), button("own", "Desk on my phone", onPhone),
      button("reach", "Phones do not get here", () => dialog("If phones do not reach the room", WAYS(addresses))), button("keep", "Keep the counts", () => act({ do: "keep" })),
      button("end", "End the hour", () => confirm("End the hour? Everything is forgotten but the counts that you kept.") && act({ do: "end" }))),
  ];
}

// On a hub there is no network to choose.
const WAYS = (addresses) => [h("ol", {}, ...[
  addresses.length ? null : "Any network does from which phones reach the hub: the Wi-Fi, or their own mobile network. Type the whole address, its last letters too.",
  ...(addresses.length ? NEAR : []),
  "Without phones: cards with codes (python3 run.py paper), which the desk reads from a photograph, or fingers, counted here with the keys 1 to 9 while a vote is open.",
].filter(Boolean).map((words) => h("li", {}, words)))];
const NEAR = [
  "Try one phone first. It must be in the same Wi-Fi as this computer, and not in its mobile network. If this computer asks whether Python may accept connections, allow it.",
  "More than one network address? Choose the other one above, and scan the new code.",
  "Guest networks often keep devices apart. Switch on this computer's own hotspot, let phones join it, choose its address above. Some computers take eight phones only.",
  "A small travel router without internet does for a whole class.",
  "Or run the same command on a computer of the university that phones can reach.",
];

async function onPhone() {
  const answer = await act({ do: "phone" });
  if (answer?.qr) dialog("The desk on your own phone", [h("p", {}, "Scan this where nobody else sees it: whoever does can run the hour."), h("img", { src: answer.qr, alt: "Code that leads to the desk", width: 300, height: 300 })]);
}

function dialog(head, nodes) {
  $("dialog-head").textContent = head;
  $("dialog-body").replaceChildren(...nodes);
  if (!$("dialog").open) $("dialog").showModal();
}
$("dialog-close").addEventListener("click", () => $("dialog").close());

function moments({ moments: list, at }) {
  const item = (one) => h("li", {}, h("button.moment", { id: `go-${one.id}`, type: "button", onclick: () => act({ do: "go", moment: one.id }), "aria-current": one.id === at ? "true" : undefined },
    h("span.kind", {}, KINDS[one.kind], one.done ? " · done" : ""), h("span", {}, one.title)));
  const kind = h("select", { id: "add-kind", "aria-label": "What to add" }, ...["wall", "words", "exit"].map((one) => h("option", { value: one }, KINDS[one])));
  const words = h("input", { id: "add-words", type: "text", maxLength: 200, "aria-label": "Its question" });
  const add = h("form.add", { onsubmit: (event) => (event.preventDefault(), act({ do: "add", kind: kind.value, words: words.value })) }, kind, words, h("button.dr-quiet", { id: "add" }, "Add and show"));
  const rest = list.filter((one) => !one.planned);
  return [h("h2", {}, "In the plan"), h("ul", {}, ...list.filter((one) => one.planned).map(item)),
    rest.length ? h("h2", {}, "Also ready") : null, h("ul", {}, ...rest.map(item)), h("h2", {}, "Your own"), add];
}

const NAMES = { guess: { vote1: "Collect guesses", closed: "No more guesses", explained: "Look" }, wall: { closed: "Stop collecting" }, words: { closed: "Stop collecting" }, exit: { closed: "Stop collecting" } };
const name = (view, step) => NAMES[view.kind]?.[step] ?? STEPS[step];

// The step that comes next: {do, …} and the words of the one lit button.
function lit(view) {
  if (view.lit) return [name(view, view.lit), { do: "step", step: view.lit }];
  const next = view.moments.find((one) => one.id === view.next);
  return next ? [`Next: ${next.title}`, { do: "go", moment: next.id }] : null;
}

// Before it begins: whether phones reach the room at all, and what to do if after a while none has.
const WAIT = 20_000;
let waited = Date.now();
function reach({ reached, phones, addresses }) {
  if (reached) return h("p", { id: "reach-told", role: "status" }, h("strong.dr-ok", {}, "✓ A phone has reached this room."), " The others will too: show the projector.");
  const own = phones ? " What has joined so far is this computer itself." : "";
  return h("div", { id: "reach-told", role: "status" }, h("p", {}, `Scan the code with one phone, to see whether phones get here.${own}`), h("div", { id: "reach-late", hidden: Date.now() - waited < WAIT }, h("p", {}, h("strong", {}, "No phone has got here yet."), " Try these, in this order; the desk says it when one arrives."), ...WAYS(addresses)));
}

function walk(view) {
  const [words, what] = lit(view) ?? [];
  const go = words ? button("lit", words, () => act(what), "dr-primary") : h("p", {}, "The plan is done.");
  if (!view.at) return [reach(view), go];
  const steps = view.steps.map((step) => h("button.step", { id: `step-${step}`, type: "button", onclick: () => act({ do: "step", step }), "aria-current": step === view.step ? "step" : undefined }, name(view, step)));
  const next = view.next && view.lit ? button("next", "Next moment", () => act({ do: "go", moment: view.next })) : null;
  const again = button("again", "Start over", () => confirm("Forget what came in at this moment?") && act({ do: "again" }));
  return [h("div.now", {}, go, h("span.keys", {}, words ? "Space" : ""), h("span", { id: "clock" })), h("div.steps", {}, ...steps, next, again)];
}

function counts({ rounds, card, step, kind }) {
  if (kind === "guess") return [h("p", {}, h("strong", {}, `${rounds[0].votes} in`)), rounds[0].marks ? cloud(card, rounds[0]) : null];
  const lines = rounds.map((one, i) => (one.votes ? h("p", {}, `Vote ${i + 1}: `, h("strong", {}, `${one.votes} in`), one.right === undefined ? "" : h("span", {}, ", ", h("strong", {}, `${Math.round((100 * one.right) / one.votes)} % right`))) : null));
  return [...lines, rounds.some((one) => one.marks) ? h("details", { open: step === "closed" || step === "compare" }, h("summary", {}, "How they fell"), bars(card, rounds)) : null];
}

function hands({ card, hands: counted, step, countable }) {
  if (!countable || !["vote1", "vote2"].includes(step)) return [];
  const now = counted[step === "vote2" ? 1 : 0];
  const row = (mark, i) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, `${i + 1}`), " ", h("span", { html: label(card, mark) })), h("td", {}, `${now[mark] ?? 0}`),
    h("td", {}, button(`less-${mark}`, "−", () => act({ do: "tally", mark, by: -1 })), " ", button(`more-${mark}`, "+", () => act({ do: "tally", mark, by: 1 }))));
  const table = h("table", {}, h("thead", {}, h("tr", {}, ...["Answer", "Fingers", "Count"].map((one) => h("th", { scope: "col" }, one)))), h("tbody", {}, ...card.order.map(row)));
  table.querySelectorAll("button").forEach((one) => one.setAttribute("aria-label", `${one.textContent === "+" ? "One more" : "One less"} for ${one.closest("tr").querySelector("th span").textContent}`));
  const fingers = h("details", { open: card.order.some((mark) => now[mark]) }, h("summary", {}, "People without a phone: count fingers"), table);
  return [h("p", {}, button("photo", "Photograph cards", () => photograph())), fingers];
}

// --- a photograph of printed cards ---------------------------------------------------------------------------------------

const LONGEST_SIDE = 4000; // pixels: what an ordinary phone's camera has, and a canvas takes
const list = (numbers) => numbers.join(", ");

// A picture as the browser shows it, a quarter turned: {canvas, turn()}. What a camera writes beside its picture stays behind.
function drawing(bitmap) {
  const canvas = h("canvas", { id: "photo-shown", role: "img", "aria-label": "The photograph" });
  const size = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  let quarters = 0;
  const draw = () => {
    const [width, height] = [bitmap.width * size, bitmap.height * size];
    [canvas.width, canvas.height] = quarters % 2 ? [height, width] : [width, height];
    const pen = canvas.getContext("2d");
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((quarters * Math.PI) / 2);
    pen.drawImage(bitmap, -width / 2, -height / 2, width, height);
  };
  draw();
  return { canvas, turn: () => ((quarters += 1), draw()) };
}

// What was read, in sentences.
function readWords({ cards, all, small, slanted, double, none, missing }) {
  const some = (numbers, one, more) => (numbers.length ? `Card${numbers.length > 1 ? "s" : ""} ${list(numbers)} ${numbers.length > 1 ? more : one}` : null);
  return [
    cards ? `${cards} card${cards > 1 ? "s" : ""} read; ${all} in this vote so far.` : "No card could be read. Go closer, and let the light fall on the cards.",
    some(small, "is too small: go closer, or take the room in two photographs.", "are too small: go closer, or take the room in two photographs."),
    some(slanted, "leans too far: hold it straight.", "lean too far: hold them straight."),
    some(double, "is there twice: only one of the two may stay.", "are there twice: only one of each may stay."),
    some(none, "holds a number that this question has not.", "hold a number that this question has not."),
    some(missing, "has not been read in this vote yet.", "have not been read in this vote yet."),
  ].filter(Boolean);
}

function photograph(told = []) {
  const input = h("input", { id: "photo-file", type: "file", accept: "image/*" });
  const place = h("div", {});
  input.addEventListener("change", async () => {
    const bitmap = await createImageBitmap(input.files[0]).catch(() => null);
    if (!bitmap) return place.replaceChildren(h("p", {}, "This file is no photograph. Choose another one."));
    const { canvas, turn } = drawing(bitmap);
    const send = async () => {
      place.replaceChildren(h("p", { role: "status" }, "Reading …"));
      const content = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
      try {
        const answer = await fetch("photo", { method: "POST", headers: { ...headers, "Content-Type": "image/jpeg" }, body: content });
        const words = await answer.json();
        photograph(words.error ? [words.error] : readWords(words));
      } catch {
        photograph(["The room does not answer: is the command still running?"]);
      }
    };
    place.replaceChildren(h("p", {}, h("strong", {}, "Are all heads up?"), " A photograph that lies on its side would turn every answer."), canvas,
      h("p", {}, button("photo-read", "Yes, read the cards", send, "dr-primary"), " ", button("photo-turn", "Turn it", turn)));
    canvas.scrollIntoView({ block: "nearest" });
  });
  dialog("Cards in a photograph", [
    told.length ? h("ul", { id: "photo-told", role: "status" }, ...told.map((words) => h("li", {}, words))) : h("p", {}, "Everybody holds a card before the face, the number of the answer on top. Two or three photographs are added up; the last one counts for each card."),
    h("p", {}, h("label", { htmlFor: "photo-file" }, told.length ? "One more photograph: " : "Take or choose a photograph: "), input), place]);
}

function texts({ texts: list, kind }) {
  const line = ({ id, words, shown }) => h("li", {}, h("span", {}, words), button(`text-${id}`, shown ? "Hide" : "Show", () => act({ do: "release", text: id, on: !shown })));
  const all = list.length ? button("all", "Show all", () => act({ do: "release", text: null, on: true })) : null;
  return [h("p", {}, `${list.length} sent. The projector shows what you release.`, " ", all), h("ul.texts", {}, ...(kind === "words" ? [...new Map(list.map((one) => [one.words, one])).values()] : list).map(line))];
}

// --- going on ------------------------------------------------------------------------------------------------------------

let since = Date.now();
setInterval(() => {
  if ($("reach-late")) $("reach-late").hidden = Date.now() - waited < WAIT;
  const seconds = Math.round((Date.now() - since) / 1000);
  if ($("clock")) $("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}${view?.game?.teams.length ? ` of ${view.game.plan_minutes} min` : ""}`;
}, 500);

listen("view/desk", {
  headers,
  view(now) {
    if (!view || view.at !== now.at || view.step !== now.step) since = Date.now();
    view = now;
    const vote = !now.texts && !now.game && now.at;
    const moment = now.moments.find((one) => one.id === now.at);
    $("head").textContent = moment ? KINDS[now.kind] : "Before it begins";
    redraw("top", [now.address, now.addresses, now.phones, now.stuck], () => top(now));
    redraw("moments", [now.moments, now.at], () => moments(now));
    redraw("walk", [now.at, now.step, now.lit, now.next, ...(now.at ? [] : [now.reached, !now.phones])], () => walk(now));
    redraw("card", [now.card, vote], () => (now.card ? (vote ? shownCard(now.card) : h("p.question", { html: now.card.stem })) : []));
    redraw("counts", [now.rounds, now.step, now.at], () => (vote ? counts(now) : []));
    redraw("hands", [now.hands, now.step, now.at], () => (vote ? hands(now) : []));
    redraw("texts", [now.texts, now.at], () => (now.texts ? texts(now) : []));
    redraw("talks", [now.game], () => (now.game ? deskTalks(now.game, act) : []));
    const advice = now.advice || now.game?.missing || "";
    if ($("advice").textContent !== advice) $("advice").textContent = advice;
  },
  state(on, over) {
    document.body.classList.toggle("lost", !on);
    if (!on) say(over ? "The hour is over." : "No connection to the laptop. It comes back by itself.");
    else if (/^No connection/.test($("said").textContent)) say("");
  },
});

// Whoever has clicked with the mouse goes on with Space: it then means the lit button, and not the clicked one once more.
document.addEventListener("click", (event) => event.detail && document.activeElement.matches("button") && document.activeElement.blur());
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
