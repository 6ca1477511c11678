// The negotiation, as all three pages say it: plans, promises, the end, and the picture of plans by cost and loss.
import { h, svg } from "../../learner/src/dom.js";

export const number = (value) => `${Number(value.toFixed(1))}`.replace("-", "−");
export const signed = (value) => (Math.abs(value) < 0.05 ? "0.0" : `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(1)}`);
export const plusMinus = (found, name) => `${found[name].toFixed(1)} ± ${(2 * found[`${name}_error`]).toFixed(1)}`;
export const nameOf = (game, id) => game.teams.find((one) => one.id === id)?.name ?? id;
export const names = (game, ids) => ids.map((id) => nameOf(game, id)).join(", ");
const lower = (words) => words[0].toLowerCase() + words.slice(1);

export function inWords(game, money) {
  const parts = money.map((part, i) => (part ? `${lower(game.measures[i])} ${number(part)}` : "")).filter(Boolean);
  return parts.join(", ") || "no measures";
}
export const payers = (game, plan) => Object.entries(plan.pays).filter(([, paid]) => paid).map(([id, paid]) => `${nameOf(game, id)} ${number(paid)}`).join(", ") || "nobody";

// What a team promises: money, its vote, a clause of its own plan, a move that it will not make.
export function promised(game, what, by) {
  if (what.kind === "money") return `${number(what.value)} billion`;
  if (what.kind === "vote") return `a vote for plan ${what.value}`;
  if (what.kind === "clause") return `in plan ${by}: “${game.clauses[what.value]}”`;
  return `to leave out the move “${game.moves[what.value]}”`;
}

// A table of texts and nodes.
export function table(heads, rows, caption) {
  const cell = (one, i) => (i ? h(/^[+−\d]/.test(one) || one.tagName === "STRONG" ? "td.number" : "td", {}, one) : h("th", { scope: "row" }, one));
  return h("table.talks", {}, caption ? h("caption", {}, caption) : null, h("thead", {}, h("tr", {}, ...heads.map((one) => h("th", { scope: "col" }, one)))), h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map(cell)))));
}
export const wide = (node) => h("div.wide", { tabIndex: 0, role: "group", "aria-label": "Table; scroll sideways if it is cut" }, node);

// A plan: what it buys, who pays, what it says, what it loses.
export function planOf(game, id, plan, ...more) {
  const said = plan.clauses.map((one) => h("li", {}, game.clauses[one]));
  const now = plan.now ? ` Now: mean ${plusMinus(plan.now, "mean")}, worst 5 % ${plusMinus(plan.now, "worst")}.` : "";
  return h("div.plan", {}, h("h3", {}, `Plan ${id}, of ${nameOf(game, id)}`), h("p", {}, h("strong", {}, inWords(game, plan.money)), `; costs ${number(plan.cost)}. Pay: ${payers(game, plan)}.`),
    said.length ? h("ul", {}, ...said) : h("p", {}, "It says nothing further."), h("p", {}, `Mean loss ${plusMinus(plan.outcome, "mean")}, worst 5 % ${plusMinus(plan.outcome, "worst")}.${now}`),
    plan.behind.length ? h("p", {}, `Behind it: ${names(game, plan.behind)}.`) : null, ...more);
}

// All plans by cost and mean loss, with the least that any plan loses for its cost.
function picture(game) {
  const points = Object.entries(game.tabled).map(([id, plan]) => ({ id, cost: plan.cost, mean: (plan.now ?? plan.outcome).mean }));
  const most = 1.08 * Math.max(...game.frontier.map(([, mean]) => mean), ...points.map(({ mean }) => mean));
  const x = (cost) => 60 + (430 * cost) / game.budget;
  const y = (mean) => 360 - (330 * mean) / most;
  const line = svg("polyline", { class: "frontier", points: game.frontier.map(([cost, mean]) => `${x(cost)},${y(mean)}`).join(" ") });
  const together = []; // plans that nearly meet share a label, so that no letter covers another
  for (const one of points.sort((a, b) => a.cost - b.cost || b.mean - a.mean)) {
    const last = together.at(-1);
    if (last && last[0].cost === one.cost && y(one.mean) - y(last.at(-1).mean) < 26) last.push(one);
    else together.push([one]);
  }
  const dots = points.map((one) => svg("circle", { class: "dot", cx: x(one.cost), cy: y(one.mean), r: 9 }));
  const letters = together.map((those) => svg("text", { class: "letter", x: x(those[0].cost) + 14, y: (y(those[0].mean) + y(those.at(-1).mean)) / 2 - 4 }, those.map((one) => one.id).join(" ")));
  const step = most > 40 ? 20 : most > 16 ? 5 : 2;
  const down = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step).map((value) => svg("text", { x: 50, y: y(value) + 8, "text-anchor": "end" }, `${value}`));
  const across = Array.from({ length: game.budget + 1 }, (_, i) => svg("text", { x: x(i), y: 392, "text-anchor": "middle" }, `${i}`));
  const words = points.length ? points.map(({ id, cost, mean }) => `plan ${id} costs ${number(cost)} and loses ${number(mean)}`).join("; ") : "No plan yet";
  return h("figure", {}, svg("svg", { viewBox: "0 0 560 410", role: "img", "aria-label": `${words}. The line: the least that a plan of that cost loses.`, class: "points" }, svg("line", { class: "axis", x1: 60, x2: 490, y1: 360, y2: 360 }), svg("line", { class: "axis", x1: 60, x2: 60, y1: 20, y2: 360 }), ...down, ...across, line, ...dots, ...letters));
}

function caption(game) {
  const now = Object.values(game.tabled).some((plan) => plan.now) ? ", after the rival’s move and the news" : "";
  return h("p.caption", {}, `Across: cost in billion euro. Up: mean loss in ten years${now}. The line is the least that any plan of that cost loses. All numbers are invented.`);
}

// --- the end ---------------------------------------------------------------------------------------------------------------

export function verdict(game) {
  const { ballot } = game;
  const why = ballot.signed ? "" : ballot.unwilling.length ? ` Who pays has not signed: ${names(game, ballot.unwilling)}.` : "";
  const broken = ballot.breaks.map((id) => h("li", {}, h("strong", {}, nameOf(game, id)), ` signs and breaks its red line: ${game.lines[id]}`));
  const votes = game.teams.filter((one) => !one.left).map((one) => [one.name, `${one.votes}`, { yes: "signs", no: "does not sign" }[ballot.votes[one.id]] ?? "did not vote"]);
  return [h("p.lead", {}, h("strong", {}, `Plan ${ballot.of} is ${ballot.signed ? "signed" : "not signed"}`), `: ${ballot.yes} of ${ballot.all} votes, ${ballot.need} are needed.${why}`),
    h("div.verdict", {}, table(["Team", "Votes", "Says"], votes), broken.length ? h("ul.broken", {}, ...broken) : null)];
}

export const KEPT = { yes: "kept", no: "not kept", "": "came to nothing" };
export const promiseLine = (game, one) => `${nameOf(game, one.by)} promised ${nameOf(game, one.to)} ${promised(game, one.what, one.by)}`;

// what each got, and what became of words; with the teams' doubts where there is room for them
export function ending(game, doubting = true) {
  const { lines, promises, crossed, with: planned, without, end, signed: done, doubts, assumed } = game.debrief;
  const world = end.length ? `What differs from the desk in the end: ${end.join("; ")}.` : "In the end all is as the desk has it.";
  const sum = lines.reduce((all, one) => all + one.left, 0);
  const rows = lines.map((one) => [h("span", {}, one.who[0].toUpperCase() + one.who.slice(1), one.teams.length ? h("strong", {}, ` · ${names(game, one.teams)}`) : " · nobody here"), signed(one.income), signed(-one.paid), signed(one.got - one.given), h("strong", {}, signed(one.left))]);
  const doubted = Object.entries(doubts).map(([id, those]) => h("li", {}, `${nameOf(game, id)}: `, those.map(([change, mean]) => `${change} (mean loss ${mean.toFixed(1)})`).join("; ")));
  const got = [
    h("p", {}, done ? "" : "Nothing was signed, so nobody pays for a plan and nothing is avoided. ", world, ` Mean loss ${plusMinus(planned, "mean")}; with no measures ${plusMinus(without, "mean")}.`),
    h("h2", {}, "What each has got"), wide(table(["Whose income", "By the plan", "Paid for it", "Other money", "Left"], rows)),
    h("p", {}, `The lines sum to ${signed(sum)} billion: the loss that is avoided, less what the plan costs. Money that changes hands changes the lines and not their sum.`),
  ];
  const told = [
    h("h2", {}, "What was promised"), promises.length ? h("ul.promises", {}, ...promises.map((one) => h("li", {}, promiseLine(game, one), ": ", h("strong", {}, KEPT[one.kept])))) : h("p", {}, "No offer was accepted."),
    h("h2", {}, "Red lines"), h("p", {}, crossed.length ? `The end crosses the red line of ${names(game, crossed)}.` : "No red line is crossed."),
    ...(doubting && doubted.length ? [h("h2", {}, "The two rows that each team doubted"), h("p", {}, `As the desk has it, this end loses ${assumed.toFixed(1)} on average. Under the doubted rows:`), h("ul", {}, ...doubted)] : []),
  ];
  return [h("div.ending", {}, h("div", {}, ...got), h("div", {}, ...told))];
}

// --- the projector ---------------------------------------------------------------------------------------------------------

const NOW = {
  plans: "Each team puts a plan on the table: what it buys, who pays, what it says.", offers: "One team offers, another accepts or refuses. Plans may still change.", move: "The rival decides alone.", shock: "News. Plans may change once more.",
};
export const card = (one) => h("div.news", {}, h("h2", {}, one.title), h("div", { html: one.text }), h("p", {}, "On the desk: ", h("strong", {}, one.change), "."));
export const moved = (game) => h("p.lead", {}, h("strong", {}, nameOf(game, game.rival)), game.moves[game.move] ? ` ${game.moves[game.move]}.` : " lets deliveries go on.");

export function shownTalks({ game, card: { stem } }) {
  const head = h("h1", {}, stem);
  const told = game.step === "shock" ? [moved(game), game.news ? card(game.news) : null] : [];
  if (game.step === "brief") {
    const seated = game.teams.map((one) => h("li", {}, h("strong", {}, `${one.id} · ${one.name}`), h("br"), game.seated[one.id].join(", ") || "nobody yet"));
    return [head, game.teams.length ? h("p.lead", {}, "Find your team. You play a role, not yourself.") : h("p.lead", {}, "The roles are dealt by lot in a moment."), h("ul.wall.seated", {}, ...seated)];
  }
  if (game.step === "vote") return [h("h1", {}, `The vote: plan ${game.ballot.of}`), planOf(game, game.ballot.of, game.ballot.plan), h("p.lead", {}, `${game.ballot.voted.length} of ${game.teams.filter((one) => !one.left).length} teams have voted.`)];
  if (game.step === "keep" && game.ballot) return [h("h1", {}, "The vote, and who keeps a promise"), ...verdict(game), h("p.lead", {}, "Whoever promised money pays it now, or does not.")];
  if (game.step === "debrief") return [h("h1", {}, "What came of it"), ...ending(game, false)];
  const short = (plan) => Object.entries(plan.pays).map(([id, paid]) => `${id}\u00a0${number(paid)}`).join(",\u00a0");
  const rows = Object.entries(game.tabled).sort().map(([id, plan]) => [`${id} · ${nameOf(game, id)}`, ...plan.money.map(number), number(plan.cost), short(plan), plusMinus(plan.now ?? plan.outcome, "mean"), plusMinus(plan.now ?? plan.outcome, "worst"), plan.behind.join(" ")]);
  const list = rows.length ? wide(table(["Plan", ...game.measures, "Cost", "Who pays", "Mean loss", "Worst 5\u00a0%", "Behind it"], rows)) : h("p.lead", {}, "No plan yet.");
  const offers = game.step === "plans" ? null : h("p", {}, `Offers: ${game.offers.open} open, ${game.offers.accepted} accepted.`);
  return [h("h1", {}, NOW[game.step]), h("div.beside", {}, h("div", {}, picture(game), caption(game)), h("div", {}, ...told.filter(Boolean), list, offers))];
}
