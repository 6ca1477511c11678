// The negotiation at the desk: deal, see who is there and what is missing, draw the news, put a plan to the vote, save.
import { h } from "../../learner/src/dom.js";
import { ending, inWords, moved, nameOf, names, number, payers, plusMinus, promised, table, verdict, wide } from "./talks.js";

const button = (id, words, act, look = "dr-quiet") => h(`button.${look}`, { id, type: "button", onclick: act }, words);

let chosen = {}; // before it is dealt: joining phones may not undo it

function deal(game, act) {
  const teams = h("select", { id: "deal-teams", onchange: () => (chosen.teams = Number(teams.value)) }, ...[3, 4, 5, 6, 7, 8].map((one) => h("option", { value: one, selected: one === (chosen.teams ?? (game.teams.length || 8)) }, `${one} teams`)));
  const length = h("select", { id: "deal-length", onchange: () => (chosen.length = Number(length.value)) }, ...game.lengths.map((one) => h("option", { value: one, selected: one === (chosen.length ?? game.length) }, `${one} minutes`)));
  const go = () => (!game.teams.length || confirm("Deal anew? What the teams have done is forgotten.")) && act({ do: "direct", what: "deal", teams: Number(teams.value), length: Number(length.value) });
  return h("p.tools", {}, h("label", { htmlFor: "deal-teams" }, "Play with"), teams, h("label", { htmlFor: "deal-length" }, "in"), length, button("deal", game.teams.length ? "Deal anew" : "Deal the roles", go, game.teams.length ? "dr-quiet" : "dr-primary"));
}

function teams(game, act) {
  const row = ({ id, name, votes, left }) => [`${id} · ${name}`, `${votes}`, left ? "left" : `${game.here[id]}`, left || !game.here[id] ? button(`leave-${id}`, left ? "They are back" : "Go on without them", () => act({ do: "direct", what: "leave", team: id, left: !left })) : button(`leave-${id}`, "Leaves", () => act({ do: "direct", what: "leave", team: id, left: true }))];
  return table(["Team", "Votes", "Phones", ""], game.teams.map(row));
}

function plans(game, act) {
  const put = (id) => (game.step === "vote" ? button(`put-${id}`, game.ballot.of === id ? "Put it again" : "Put to the vote", () => act({ do: "direct", what: "put", plan: id })) : "");
  return wide(table(["Plan", "Buys", "Costs", "Pay", "Mean loss", "Behind it", ""], Object.entries(game.tabled).map(([id, plan]) => [`${id} · ${nameOf(game, id)}`, inWords(game, plan.money), number(plan.cost), payers(game, plan), plusMinus(plan.now ?? plan.outcome, "mean"), names(game, plan.behind), put(id)])));
}

const news = (game, act) => h("ul.texts", {}, ...game.cards.map((one, i) => h("li", {}, h("span", {}, h("strong", {}, one.title), ` · ${one.change}`), button(`news-${i}`, game.drawn === i ? "Take it back" : "Draw", () => act({ do: "direct", what: "news", news: game.drawn === i ? null : i })))));

export function deskTalks(game, act) {
  const parts = [deal(game, act)];
  if (!game.teams.length) return parts;
  parts.push(game.unseated ? h("p", {}, `${game.unseated} without a team: their phones ask them to choose one.`) : null, teams(game, act));
  if (game.step === "shock") parts.push(h("h2", {}, "News"), moved(game), news(game, act));
  if (game.ballot) parts.push(h("h2", {}, game.step === "vote" ? `Plan ${game.ballot.of} is put to the vote: ${game.ballot.voted.length} have voted` : "The vote"), ...(game.ballot.votes ? verdict(game) : []));
  if (game.debrief) parts.push(...ending(game));
  else if (Object.keys(game.tabled).length) parts.push(h("h2", {}, "Plans"), plans(game, act));
  if (game.all_offers.length) parts.push(h("h2", {}, "Offers"), h("ul", {}, ...game.all_offers.map((one) => h("li", {}, `${nameOf(game, one.of)} gives ${nameOf(game, one.to)} ${promised(game, one.give, one.of)} and asks ${promised(game, one.ask, one.to)}: ${one.state}`))));
  return [...parts, h("p", {}, button("save", "Save the negotiation", () => act({ do: "save" })))];
}
