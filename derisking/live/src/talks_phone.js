// The negotiation on a phone: the card of one's team, its plan, its offers, its vote. Each part is drawn again only if it changes.
import { h } from "../../learner/src/dom.js";
import { redraw } from "./redraw.js";
import { card, ending, KEPT, moved, nameOf, number, planOf, plusMinus, promised, promiseLine, signed, table, verdict, wide } from "./talks.js";

const PARTS = ["head", "act", "plan", "desk", "offers", "offer", "tabled", "card"];
const PLANNING = ["plans", "offers", "shock"];
const DEALING = ["offers", "move", "shock"];
const button = (id, words, act, look = "dr-quiet") => h(`button.${look}`, { id, type: "button", onclick: act }, words);
const NOW = {
  brief: "Read your card. Then choose the two rows that you trust least.", plans: "Build a plan and say who pays. Ask the desk as often as you like, then put it on the table.",
  offers: "Make offers, and answer those of others. You may still change your plan.", move: "The rival decides alone. Offers can still be answered.", shock: "Look at the front. You may change your plan once more.",
  vote: "Sign the plan, or do not.", keep: "Look at the front. Whoever promised money pays it now, or does not.", debrief: "Look at the front. This is what came of it.",
};

export function drawTalks(place, game, me, act) {
  if (!place.firstChild) place.append(h("div", { id: "t-head" }), ...PARTS.slice(1).map((one) => h("div", { id: `t-${one}` })));
  const part = (name, data, make) => redraw(`t-${name}`, [game.step, me.team, me.left, data], make);
  const seat = me.team && !me.left;
  part("head", [me.mates, me.sizes, game.teams], () => head(game, me, act));
  part("act", [me.doubts, me.move, me.vote, me.line, { ...game.ballot, voted: 0 }, game.move, game.news, me.promises, game.debrief], () => (seat ? acts(game, me, act) : []));
  dirty &&= PLANNING.includes(game.step);
  if (!dirty) part("plan", [me.draft, game.teams.map((one) => one.left)], () => (seat && PLANNING.includes(game.step) ? planForm(game, me, act) : []));
  part("desk", [me.answer], () => (seat && PLANNING.includes(game.step) && me.answer.length ? answered(game, me) : []));
  part("tabled", [game.tabled, me.backs, me.crosses], () => (seat && [...PLANNING, "move"].includes(game.step) ? tabled(game, me, act) : []));
  part("offers", [me.offers], () => (seat && DEALING.includes(game.step) ? offers(game, me, act) : []));
  part("offer", [me.offers_left, game.teams], () => (seat && DEALING.includes(game.step) ? offerForm(game, me, act) : []));
  part("card", [], () => (me.team ? h("details.card", { open: game.step === "brief" }, h("summary", {}, "Your card"), h("div", { html: me.brief })) : []));
}

function head(game, me, act) {
  if (!game.teams.length) return [h("h1", {}, "A negotiation"), h("p.lead", {}, "Your teacher deals the roles in a moment.")];
  if (!me.team) {
    const choose = game.teams.map((one) => h("li", {}, button(`sit-${one.id}`, `${one.name} (${me.sizes[one.id]})`, () => act({ what: "sit", team: one.id }))));
    return [h("h1", {}, "Which team do you sit with?"), h("ul.plain", {}, ...choose)];
  }
  if (me.left) return [h("h1", {}, nameOf(game, me.team)), h("p.lead", {}, "The hour goes on without your team. Tell your teacher that you are back.")];
  return [h("h1", {}, nameOf(game, me.team)), h("p", {}, me.mates.length ? `With you: ${me.mates.join(", ")}.` : "You are alone in your team."), h("p.lead", {}, NOW[game.step])];
}

// What the step asks of the team.
function acts(game, me, act) {
  const { step } = game;
  if (step === "brief") return doubts(game, me, act);
  if (step === "move") return me.team === game.rival ? move(game, me, act) : [];
  if (step === "shock") return [moved(game), game.news ? card(game.news) : null];
  if (step === "vote") return vote(game, me, act);
  if (step === "keep") return [...(game.ballot ? verdict(game) : []), ...promises(game, me, act)];
  return step === "debrief" ? ending(game) : [];
}

function doubts(game, me, act) {
  const boxes = game.changes.slice(1).map((one, i) => h("label.dr-option", {}, h("input", { type: "checkbox", id: `doubt-${i}`, value: one, checked: me.doubts.includes(one) }), ` ${one}`));
  const form = h("form.dr-card", {}, h("fieldset", {}, h("legend", {}, "What if one row were otherwise? Choose two."), ...boxes), h("button.dr-primary", {}, me.doubts.length ? "Choose these instead" : "These two"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act({ what: "doubt", doubts: [...form.querySelectorAll("input:checked")].map((one) => one.value) }, "Your two rows are noted.");
  });
  return form;
}

function move(game, me, act) {
  const choices = [[game.changes[0], "lets deliveries go on"], ...Object.entries(game.moves)];
  const option = ([value, words], i) => h("label.dr-option", {}, h("input", { type: "radio", name: "move", id: `move-${i}`, value, checked: me.move === value }), ` ${nameOf(game, game.rival)} ${words}`);
  const form = h("form.dr-card", {}, h("fieldset", {}, h("legend", {}, "What do you do? Nobody sees it before the news."), ...choices.map(option)), h("button.dr-primary", {}, "Decide"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act({ what: "move", move: form.querySelector("input:checked")?.value ?? "" }, "Decided. You can change it until the news.");
  });
  return form;
}

function vote(game, me, act) {
  const tick = h("input", { type: "checkbox", id: "breaks", checked: me.line && me.vote === "yes" });
  const line = me.line ? h("label.dr-option", {}, tick, " It crosses our red line. We break it in public, and say why aloud.") : null;
  const say = (words) => act({ what: "vote", vote: words, breaks: tick.checked }, words === "yes" ? "You sign." : "You do not sign.");
  return [planOf(game, game.ballot.of, game.ballot.plan), line, h("p.both-ways", {}, button("yes", "We sign", () => say("yes"), "dr-primary"), button("no", "We do not sign", () => say("no"), "dr-primary")),
    h("p", {}, me.vote ? `Your vote is in: ${me.vote === "yes" ? "you sign" : "you do not sign"}. You can change it.` : "Your team has not voted yet.")];
}

function promises(game, me, act) {
  const own = me.promises.map((one) => {
    const pays = one.by === me.team && one.what.kind === "money";
    const kept = one.what.kind === "money" ? (one.kept === "yes" ? "paid" : "not paid yet") : KEPT[one.kept];
    return h("li", {}, promiseLine(game, one), `: ${kept}. `, pays ? button(`pay-${one.id.replace(" ", "-")}`, one.kept === "yes" ? "Take it back" : `Pay ${number(one.what.value)}`, () => act({ what: "pay", promise: one.id, pay: one.kept !== "yes" })) : null);
  });
  return [h("h2", {}, "Your promises, and those made to you"), own.length ? h("ul", {}, ...own) : h("p", {}, "None.")];
}

// --- the plan --------------------------------------------------------------------------------------------------------------

let dirty = false; // moved and not sent: nobody else's draft may sweep it away

function stepper(id, label, { value, unit, most, set, rest }) {
  const out = h("output", { id }, number(value));
  const to = (next) => {
    value = Math.max(0, Math.min(most, next));
    out.textContent = number(value);
    dirty = true;
    set(value);
  };
  const node = h("div.stepper", { role: "group", "aria-label": label }, h("span", {}, label), button(`${id}-less`, "−", () => to(value - unit)), out, button(`${id}-more`, "+", () => to(value + unit)), rest ? button(`${id}-rest`, "rest", () => to(value + rest())) : null);
  node.querySelectorAll("button").forEach((one) => one.setAttribute("aria-label", `${{ "−": "Less", "+": "More" }[one.textContent] ?? "Pays the rest"}: ${label}`));
  return node;
}

function planForm(game, me, act) {
  const [step, unit] = game.unit;
  const before = document.querySelector(`#t-plan details.${game.step}`);
  const open = before ? before.open : game.step === "plans";
  const plan = me.draft ? structuredClone(me.draft) : { money: game.measures.map(() => 0), pays: {}, clauses: [] };
  dirty = false;
  const sum = h("p", { role: "status" });
  const cost = () => plan.money.reduce((all, one) => all + one, 0);
  const rest = () => cost() - Object.values(plan.pays).reduce((all, one) => all + one, 0);
  const told = () => (sum.textContent = `Costs ${number(cost())} of ${number(game.budget)} billion. ${rest() > 0 ? `${number(rest())} still to be paid.` : rest() < 0 ? `${number(-rest())} too much is paid.` : "All is paid."}`);
  const measures = game.measures.map((label, i) => stepper(`m-${i}`, label, { value: plan.money[i], unit: step, most: game.budget, set: (value) => ((plan.money[i] = value), told()) }));
  const purses = game.teams.filter((one) => !one.left).map(({ id, name }) => stepper(`p-${id}`, name, { value: plan.pays[id] ?? 0, unit, most: game.budget, rest, set: (value) => ((plan.pays[id] = value), told()) }));
  const tick = ([id, words]) => h("label.dr-option", {}, h("input", { type: "checkbox", id: `c-${id}`, checked: plan.clauses.includes(id), onchange: (event) => ((dirty = true), (plan.clauses = event.target.checked ? [...plan.clauses, id] : plan.clauses.filter((one) => one !== id))) }), ` ${words}`);
  const send = (what, done) => {
    dirty = false;
    act({ what, ...plan }, done, () => (dirty = true));
  };
  told();
  return h(`details.dr-card.${game.step}`, { open }, h("summary", {}, h("h2", {}, "Your plan")), h("h3", {}, "What it buys, in billion euro"), ...measures, h("h3", {}, "Who pays"), ...purses, sum,
    h("fieldset", {}, h("legend", {}, `What it says: room for ${game.places}`), ...Object.entries(game.clauses).map(tick)),
    h("p.both-ways", {}, button("ask", "Ask the desk", () => send("draft", "The desk has answered, below."), "dr-primary"), button("table", "Put it on the table", () => send("table", "Your plan lies on the table."), "dr-primary")));
}

function answered({ step }, { answer }) {
  const rows = answer.map((one) => [one.change, plusMinus(one, "mean"), plusMinus(one, "worst"), signed(one.left)]);
  const before = document.querySelector(`#t-desk details.${step}`);
  const how = h("p.dr-how", {}, "Invented numbers, billion euro in ten years. Left to you: the income you speak for, less what you pay.");
  return h(`details.${step}`, { open: before ? before.open : true }, h("summary", {}, h("h2", {}, "What the desk says of it")), wide(table(["If …", "Mean loss", "Worst 5 %", "Left to you"], rows)), how);
}

function tabled(game, me, act) {
  const all = Object.entries(game.tabled).map(([id, plan]) => planOf(game, id, plan, me.crosses.includes(id) ? h("p.crosses", {}, "It crosses your red line.") : null, me.backs === id ? h("p", {}, "You stand behind this plan.") : button(`back-${id}`, "Stand behind it", () => act({ what: "back", plan: id }))));
  return [h("h2", {}, "On the table"), ...(all.length ? all : [h("p", {}, "No plan yet.")])];
}

// --- offers ----------------------------------------------------------------------------------------------------------------

// Everything that a team may promise, in one list.
function choices(game, id, by) {
  const option = (kind, value) => h("option", { value: JSON.stringify({ kind, value }) }, promised(game, { kind, value }, by));
  const amounts = Array.from({ length: game.unit[2] / game.unit[1] }, (_, i) => (i + 1) * game.unit[1]);
  const groups = [["Money", amounts.map((one) => option("money", one))], ["A vote", game.teams.map((one) => option("vote", one.id))], ["A clause of its plan", Object.keys(game.clauses).map((one) => option("clause", one))]];
  if (by === game.rival) groups.push(["A move that it leaves", Object.keys(game.moves).map((one) => option("spare", one))]);
  return h("select", { id }, ...groups.map(([label, options]) => h("optgroup", { label }, ...options)));
}

function offers(game, me, act) {
  const line = (one) => {
    const own = one.of === me.team;
    const words = own ? `To ${nameOf(game, one.to)}: you give ${promised(game, one.give, one.of)} and ask ${promised(game, one.ask, one.to)}` : `${nameOf(game, one.of)} gives ${promised(game, one.give, one.of)} and asks of you ${promised(game, one.ask, one.to)}`;
    const say = (answer) => act({ what: "answer", offer: one.id, answer });
    const open = own ? [button(`o-${one.id}-w`, "Withdraw", () => say("withdrawn"))] : [button(`o-${one.id}-a`, "Accept", () => say("accepted")), button(`o-${one.id}-r`, "Refuse", () => say("refused"))];
    return h("li", {}, h("p", {}, words, ": ", h("strong", {}, one.state)), ...(one.state === "open" ? [h("p.both-ways", {}, ...open)] : []));
  };
  return [h("h2", {}, "Offers"), me.offers.length ? h("ul.plain", {}, ...me.offers.map(line)) : h("p", {}, "None yet.")];
}

function offerForm(game, me, act) {
  if (!me.offers_left) return h("p", {}, "Your team has made all its offers.");
  const others = game.teams.filter((one) => one.id !== me.team && !one.left);
  const to = h("select", { id: "offer-to" }, ...others.map((one) => h("option", { value: one.id }, one.name)));
  const give = choices(game, "offer-give", me.team);
  const ask = h("div", {}, choices(game, "offer-ask", others[0]?.id));
  to.addEventListener("change", () => ask.replaceChildren(choices(game, "offer-ask", to.value)));
  const form = h("form.dr-card.offer", {}, h("h3", {}, `A new offer (${me.offers_left} left)`), h("label", { htmlFor: "offer-to" }, "To"), to, h("label", { htmlFor: "offer-give" }, "We give"), give, h("label", { htmlFor: "offer-ask" }, "We ask"), ask, h("button.dr-primary", { id: "offer" }, "Make the offer"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act({ what: "offer", to: to.value, give: JSON.parse(give.value), ask: JSON.parse(ask.firstChild.value) }, "Your offer is made.");
  });
  return form;
}
