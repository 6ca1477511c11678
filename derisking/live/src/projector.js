// The projector: what the whole room sees, in large letters.
import { h } from "../../learner/src/dom.js";
import { feedback, judge } from "../../learner/src/faces.js";
import { bars, cloud, looked, shownCard, solved } from "./cards.js";
import { listen } from "./line.js";
import { redraw } from "./redraw.js";
import { headers } from "./secret.js";
import { shownTalks } from "./talks.js";

const counted = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

function lobby({ address, qr, phones }) {
  return [
    h("h1", {}, "Join with your phone"),
    h("div.join", {}, h("img", { src: qr, alt: `Code that leads to ${address}`, width: 420, height: 420 }),
      h("div", {}, h("p", {}, "Scan the code, or type:"), h("p.address", {}, address), h("p", {}, "No app, no account, no name. Nothing is kept.")),
    ),
    h("p.lead", {}, phones ? `${counted(phones, "phone")} in the room` : "Nobody yet"),
  ];
}

const LINES = {
  shown: "",
  alone: "Think for yourself, in silence.",
  vote1: "Vote now.",
  closed: "The vote is closed.",
  talk: "Your phone says whom to find. Convince each other, then we vote again.",
  vote2: "Vote again.",
  compare: "Before and after you talked",
};

function question(view) {
  const { card, kind, step, rounds, tempting } = view;
  const head = h("h1.question", { html: card.stem });
  if (step === "cloud") return [head, h("p.lead", {}, "What you guessed"), cloud(card, rounds[0])];
  if (kind === "guess" && step === "explained") {
    const [said, chart, ...rest] = looked(card);
    return [head, h("div.guessed", {}, cloud(card, rounds[0], card.truth), chart), said, ...rest];
  }
  if (step === "compare") return [head, h("p.lead", {}, LINES.compare), bars(card, rounds)];
  if (step === "explained") return [head, rounds.some((one) => one.marks) ? bars(card, rounds) : null, solved(card)];
  if (step === "tempting") {
    const said = tempting ? h("div.dr-card", {}, ...feedback(card, judge(card, tempting))) : h("p.lead", {}, "No wrong answer was frequent enough to name.");
    const chosen = tempting?.choice ? h("p.lead", { html: card.parts.find((part) => part.key === tempting.choice).html }) : null;
    return [h("h1", {}, "The most tempting wrong answer"), h("p", { html: card.stem }), chosen, said];
  }
  if (step === "talk" && view.pairs.length) {
    const own = h("ul.pairs", {}, ...view.pairs.map((names) => h("li", {}, names.join(" · "))));
    return [shownCard(card), h("p.lead", {}, "Find the one beside you in this list. Convince each other, then we vote again."), own];
  }
  return [shownCard(card), LINES[step] ? h("p.lead", {}, LINES[step]) : null];
}

function texts({ card, kind, texts: list, came }) {
  const most = Math.max(1, ...list.map(([, n]) => n));
  const word = ([words, n]) => {
    const node = h("li", {}, words, h("span.dr-sr", {}, `, ${n} times`));
    node.style.fontSize = `${1 + 1.6 * (n / most)}em`;
    return node;
  };
  const shown = kind === "words" ? h("ul.cloud", {}, ...list.map(word)) : h("ul.wall", {}, ...list.map((one) => h("li", {}, one)));
  return [h("h1.question", { html: card.stem }), list.length ? shown : h("p.lead", {}, came ? `${came} sent` : "Write it on your phone.")];
}

listen("view/projector", {
  headers,
  view(view) {
    const { at, kind, step, card, rounds, tempting, votes, phones, address, qr } = view;
    const what = !at ? lobby : view.game ? shownTalks : view.texts ? texts : question;
    redraw("place", at ? [at, step, card, rounds, tempting, view.pairs, view.texts, view.came, view.game] : [address, phones], () => what(view));
    redraw("foot", [at, address, phones, votes], () =>
      at ? [h("img", { src: qr, alt: "", width: 88, height: 88 }), h("span", {}, address.replace(/^https?:\/\//, "")), h("span", {}, votes === undefined ? counted(phones, "phone") : `${counted(votes, "vote")} · ${counted(phones, "phone")}`)] : []);
  },
  state(on, over) {
    document.body.classList.toggle("lost", !on);
    document.getElementById("said").textContent = on ? "" : over ? "The hour is over." : "No connection to the laptop. It comes back by itself.";
  },
});
