// The phone: what the room does now, and one answer of one's own.
import { h } from "../../learner/src/dom.js";
import { feedback, judge, kinds } from "../../learner/src/faces.js";
import { cardOf, looked, ownGuess, solved } from "./cards.js";
import { listen, press } from "./line.js";
import { drawTalks } from "./talks_phone.js";

const $ = (id) => document.getElementById(id);
let view = null;
let shown = ""; // what is drawn: a moment, and whether it is asked, told or waited for
let part = null; // the inputs of the question
let pending = null; // a press that has not been acknowledged
let line = true;

function say(words) {
  if ($("said").textContent === words) return;
  $("said").textContent = words;
  if (words) scrollTo(0, 0); // it stands at the top
}
const answered = (room) => `Your ${room.step === "vote2" ? "second " : ""}answer is in. You can change it until the vote closes.`;

async function join() {
  const { status, error } = await press("join", {});
  if (status !== 200) say(error ?? "");
}

// A vote goes out until the laptop has said that it is in.
async function send() {
  const words = pending;
  if (!words) return;
  try {
    const { status, me, error } = await press("press", words);
    if (pending !== words) return;
    if (status === 403) return await join();
    if (status === 429) return void setTimeout(send, 2_000);
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
const put = (words) => {
  pending = words;
  say("Sending …");
  send();
};

// --- what is drawn -------------------------------------------------------------------------------------------------------

const LOOK = {
  shown: ["Look at the front", "Your teacher shows a question."],
  closed: ["The vote is closed", "Look at the front."],
  compare: ["Both votes, side by side", "Look at the front."],
  cloud: ["All guesses together", "Look at the front."],
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

// The question stays as it is from step to step: only what stands above it, and whether it can be sent, changes.
function atStep({ room, me }) {
  const talk = room.step === "talk";
  const found = talk && me.partners.length ? h("p.partner", {}, "Find ", h("strong", {}, me.partners.join(" and ")), ".") : null;
  const words = {
    alone: "Think for yourself, in silence. You can choose already; you send it when the vote opens.",
    vote1: me.counted ? answered(room) : room.kind === "guess" ? "Commit to a guess, then send it." : "Vote 1: choose, then send.",
    vote2: me.counted ? answered(room) : "Vote 2: keep your answer or change it, then send it again.",
    talk: found ? "Say what you chose and why. Try to convince each other." : "Join two people beside you. Say what you chose and why.",
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
  if ("truth" in q) return [h("h1.question", { html: q.stem }), me.answer ? h("p", {}, ownGuess(q, me.answer)) : null, ...looked(q)].filter(Boolean);
  const own = me.answer ? [h("h2", {}, "Your last answer"), ...feedback(q, judge(q, me.answer))] : [h("p", {}, "You sent no answer to this one.")];
  return [h("h1.question", { html: q.stem }), ...(q.body ? [h("div", { html: q.body })] : []), h("div.dr-card", {}, ...own), h("h2", {}, "All explanations"), solved(q)];
}

function text({ room, me }) {
  const words = { wall: "Your line for the wall", words: "One word, or a few", exit: "Your line" }[room.kind];
  const box = h("textarea", { id: "words", rows: room.kind === "words" ? 1 : 3, maxLength: room.longest });
  const form = h("form.dr-card", {}, h("label", { htmlFor: "words" }, words), box,
    h("p.dr-how", {}, `At most ${room.longest} characters, without a name. Your teacher reads it first.`), h("button.dr-primary", {}, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim()) return say("Write something first.");
    put({ do: "say", moment: view.room.at, words: box.value });
    box.value = "";
  });
  return [h("h1.question", { html: room.card.stem }), room.open ? form : h("p.lead", {}, "Look at the front."), h("div", { id: "sent" })];
}

const wait = (head, words) => [h("h1", {}, head), h("p.lead", {}, words)];

// Something done for a team.
async function act(words, done = "", failed = () => {}) {
  const answer = await press("press", { do: "act", moment: view.room.at, ...words }).catch(() => ({ error: "No connection: press it again." }));
  if (answer.error) {
    failed();
    return say(answer.error);
  }
  say(done);
  view.me = answer.me;
  draw();
}

function draw() {
  const { room, me } = view;
  $("who").replaceChildren("You are ", h("strong", {}, me.name));
  $("stuck").hidden = false;
  $("stuck").setAttribute("aria-pressed", String(me.stuck));
  if (room.game) {
    if (shown !== room.at) {
      shown = room.at;
      pending = null;
      $("place").replaceChildren();
    }
    return drawTalks($("place"), room.game, me.game, act);
  }
  const asks = !room.longest && room.card && !("sources" in room.card || "truth" in room.card);
  const what = !room.at ? "wait" : room.longest ? `text ${room.open}` : room.step === "shown" ? "shown" : asks ? "ask" : "told";
  if (shown !== `${room.at} ${what}`) {
    shown = `${room.at} ${what}`;
    if (pending?.moment !== room.at) pending = null;
    say("");
    const nodes = what === "wait" ? wait("You are in", "Look at the front: it begins soon.")
      : what === "shown" ? wait(...LOOK.shown) : what === "ask" ? asked(room) : what === "told" ? told(view) : text(view);
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
  const answer = await press("press", { do: "stuck", stuck: !view.me.stuck }).catch(() => ({ error: "No connection: press it again." }));
  if (answer.error) return say(answer.error);
  view.me = answer.me;
  draw();
});
await join().catch(() => {});
listen("events", {
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
  refused: (status) => (status === 403 ? join() : undefined),
});
