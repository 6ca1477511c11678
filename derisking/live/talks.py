"""The negotiation: teams with private briefs, plans and who pays for them, offers, the rival's move, news, a vote, what was kept.

Pure like the room: events of phones (`act`) and of the desk (`direct`, `to`) change it or raise `Refused`; views are plain JSON.
What a plan does is asked of `world` (`outcomes.Outcomes`). Words are chosen from lists, so nothing has to be held back.
"""

import copy
import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from derisking.live.room import Phone, Refused

STEPS = ("brief", "plans", "offers", "move", "shock", "vote", "keep", "debrief")
PLANNING, DEALING = ("plans", "offers", "shock"), ("offers", "move", "shock")  # when plans and offers may be made
FEWEST, MOST_TEAMS = 3, 8
UNIT, MOST_MONEY = 0.5, 3.0  # money is handed out in halves of a billion; the most that an offer may name
DOUBTS = 2


@dataclass(frozen=True)
class Role:
    """A side of the table. line: when a plan crosses its red line; says: that line in words; brief: its card as HTML."""

    name: str
    brief: str
    says: str
    votes: int
    purse: str
    line: dict[str, str]


@dataclass(frozen=True)
class Game:
    """What does not change. roles: letter -> Role, in the order of the alphabet; seats: the letters in the order in which they come in."""

    roles: dict[str, Role]
    seats: str
    rival: str
    clauses: dict[str, str]
    news: list[dict[str, str]]  # title, text as HTML, change
    minutes: dict[int, list[int]]
    offers: dict[int, int]
    enough: tuple[int, int]


@dataclass
class Plan:
    """money: one sum per measure; pays: letter -> sum; clauses: what it says in words."""

    money: list[float]
    pays: dict[str, float]
    clauses: list[str]

    @property
    def cost(self) -> float:
        return sum(self.money)


@dataclass
class Offer:
    """of gives and asks something of to. state: open, accepted, refused or withdrawn."""

    id: int
    of: str
    to: str
    give: dict[str, Any]
    ask: dict[str, Any]
    state: str = "open"


@dataclass
class Ballot:
    """A plan as it was when it was put to the vote. breaks: who signs although the plan crosses its red line."""

    of: str
    plan: Plan
    votes: dict[str, str] = field(default_factory=dict)
    breaks: list[str] = field(default_factory=list)


@dataclass
class State:
    """All that is saved: nobody's name, and no phone."""

    step: str = STEPS[0]
    length: int = 45
    teams: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # teams without which the hour goes on
    doubts: dict[str, list[str]] = field(default_factory=dict)
    drafts: dict[str, Plan] = field(default_factory=dict)
    tabled: dict[str, Plan] = field(default_factory=dict)
    backs: dict[str, str] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    move: str | None = None
    news: int | None = None
    ballots: list[Ballot] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)


class Talks:
    """One negotiation."""

    walk = STEPS

    def __init__(self, game: Game, world: Any):
        self.game, self.world, self.state = game, world, State()
        self.seats: dict[str, str] = {}  # phone -> letter
        self._acts: dict[str, Callable[[str, dict[str, Any]], None]] = {
            **{"doubt": self._doubt, "draft": self._draft, "table": self._table, "back": self._back},
            **{"offer": self._offer, "answer": self._answer, "move": self._move, "vote": self._vote, "pay": self._pay},
        }

    # --- saved and resumed -------------------------------------------------------------------------------------------------

    def saved(self) -> dict[str, Any]:
        """The state as plain JSON."""
        return dataclasses.asdict(self.state)

    def resume(self, saved: dict[str, Any]) -> None:
        """Go on from what `saved` gave; phones take their seats again. Raises ValueError, TypeError or KeyError for anything else."""
        values = {**saved}
        for name in ("drafts", "tabled"):
            values[name] = {team: Plan(**plan) for team, plan in saved[name].items()}
        values["offers"] = [Offer(**one) for one in saved["offers"]]
        values["ballots"] = [Ballot(**{**one, "plan": Plan(**one["plan"])}) for one in saved["ballots"]]
        state = State(**values)
        known = set(state.teams) <= set(self.game.roles)
        if state.step not in STEPS or not known or state.length not in self.game.minutes:
            raise ValueError("not a negotiation of this game")
        self.state, self.seats = state, {}

    # --- the desk ----------------------------------------------------------------------------------------------------------

    @property
    def step(self) -> str:
        return self.state.step

    def to(self, step: str) -> None:
        """To any step. Before a vote the plan that most stand behind is put to it."""
        if not self.state.teams and step != STEPS[0]:
            raise Refused("Deal the roles first.")
        if step == "vote" and not self.state.ballots:
            if not self.state.tabled:
                raise Refused("No plan lies on the table yet.")
            self._put(self._first())
        if step == "keep" and not self.state.ballots:
            raise Refused("No plan has been put to the vote yet.")
        self.state.step = step

    def again(self) -> None:
        self.state, self.seats = State(), {}

    def direct(self, words: dict[str, Any], online: list[str]) -> None:
        """What the teacher does: deal, put (a plan to the vote), leave (go on without a team, or with it again), news."""
        what = words["what"]
        if what == "deal":
            self._deal(words["teams"], words["length"], online)
        elif what == "put":
            if self.state.step != "vote" or words["plan"] not in self.state.tabled:
                raise Refused("No such plan can be put to the vote now.")
            self._put(words["plan"])
        elif what == "leave":
            if words["team"] not in self.state.teams:
                raise Refused("No such team is at the table.")
            others = [one for one in self.state.left if one != words["team"]]
            self.state.left = [*others, words["team"]] if words["left"] else others
        elif what == "news":
            self.state.news = range(len(self.game.news)).index(words["news"]) if words["news"] is not None else None
        else:
            raise Refused("The desk cannot do this.")

    def _deal(self, teams: Any, length: Any, online: list[str]) -> None:
        if teams not in range(FEWEST, MOST_TEAMS + 1) or length not in self.game.minutes:
            raise Refused(f"Play with {FEWEST} to {MOST_TEAMS} teams, in one of the two lengths.")
        those = sorted(self.game.seats[:teams])
        self.state = State(length=length, teams=those)
        self.seats = {token: those[place % teams] for place, token in enumerate(online)}

    def _put(self, team: str) -> None:
        self.state.ballots.append(Ballot(team, copy.deepcopy(self.state.tabled[team])))

    # --- phones ------------------------------------------------------------------------------------------------------------

    def act(self, token: str, words: dict[str, Any]) -> None:
        """What a phone does for its team; the last word of a team counts."""
        what, state = words["what"], self.state
        if what == "sit":
            if words["team"] not in state.teams:
                raise Refused("There is no such team.")
            if token in self.seats and state.step != "brief":
                raise Refused("You have seen the card of your team, so you stay with it.")
            self.seats[token] = words["team"]
            return
        team = self.seats.get(token)
        if team is None:
            raise Refused("Sit down with a team first.")
        if team in state.left:
            raise Refused("The hour goes on without your team. Tell your teacher that you are back.")
        if what not in self._acts:
            raise ValueError("no such act")
        self._acts[what](team, words)

    def _only(self, *steps: str) -> None:
        if self.state.step not in steps:
            raise Refused("Not at this point of the hour.")

    def _doubt(self, team: str, words: dict[str, Any]) -> None:
        self._only("brief")
        chosen = list(dict.fromkeys(words["doubts"]))
        if len(chosen) != DOUBTS or not set(chosen) <= set(self.world.changes[1:]):
            raise Refused("Choose exactly two.")
        self.state.doubts[team] = chosen

    def _read(self, words: dict[str, Any]) -> Plan:
        """A plan as a phone sends it. Raises Refused."""
        world, money, pays = self.world, words["money"], words["pays"]
        sums = [_sum(one, world.budget, world.step) for one in money]
        if len(sums) != len(world.measures):
            raise ValueError("other measures")
        if sum(sums) > world.budget:
            raise Refused(f"That costs {sum(sums):g} billion, and the budget is {world.budget:g}. Take something away.")
        paid = {team: _sum(one, world.budget) for team, one in pays.items() if one}
        clauses = [one for one in self.clauses() if one in words["clauses"]]
        if not set(paid) <= set(self._present()):
            raise Refused("Somebody shall pay who is not at the table.")
        return Plan(sums, paid, clauses)

    def _draft(self, team: str, words: dict[str, Any]) -> None:
        self._only(*PLANNING)
        self.state.drafts[team] = self._read(words)

    def _table(self, team: str, words: dict[str, Any]) -> None:
        self._only(*PLANNING)
        plan = self._read(words)
        paid = sum(plan.pays.values())
        if paid != plan.cost:
            raise Refused(
                f"The plan costs {plan.cost:g} billion and {paid:g} are paid. Say who pays the rest, no more and no less."
            )
        if len(plan.clauses) > self.places():
            raise Refused(f"A text that all must sign has room for {self.places()} clauses.")
        self.state.drafts[team] = self.state.tabled[team] = plan
        self.state.backs[team] = team

    def _back(self, team: str, words: dict[str, Any]) -> None:
        self._only(*PLANNING, "move")
        if words["plan"] not in self.state.tabled:
            raise Refused("No such plan lies on the table.")
        self.state.backs[team] = words["plan"]

    def _offer(self, team: str, words: dict[str, Any]) -> None:
        self._only(*DEALING)
        to = words["to"]
        if to == team or to not in self._present():
            raise Refused("Choose another team that is at the table.")
        if self.offers_left(team) < 1:
            raise Refused("Your team has made all its offers. Withdraw one, or answer those of others.")
        give, ask = self._promise(words["give"], team), self._promise(words["ask"], to)
        self.state.offers.append(Offer(len(self.state.offers) + 1, team, to, give, ask))

    def _promise(self, words: dict[str, Any], by: str) -> dict[str, Any]:
        """Something that a team may promise: money, its vote for a plan, a clause of its own plan, or a move that it will not make."""
        kind, value = words["kind"], words["value"]
        if kind == "money":
            if amount := _sum(value, MOST_MONEY):
                return {"kind": kind, "value": amount}
        elif value in {
            "vote": [*self.state.teams],
            "clause": [*self.clauses()],
            "spare": [*self.world.moves] if by == self.game.rival else [],
        }.get(kind, []):
            return {"kind": kind, "value": value}
        raise Refused("Choose what is offered and what is asked.")

    def _answer(self, team: str, words: dict[str, Any]) -> None:
        self._only(*DEALING)
        offer = next((one for one in self.state.offers if one.id == words["offer"]), None)
        may = {offer.to: ("accepted", "refused"), offer.of: ("withdrawn",)} if offer and offer.state == "open" else {}
        if not offer or words["answer"] not in may.get(team, ()):
            raise Refused("This offer cannot be answered any more.")
        if offer.of in self.state.left:
            raise Refused("The team that offered this has left.")
        offer.state = words["answer"]

    def _move(self, team: str, words: dict[str, Any]) -> None:
        self._only("move")
        if team != self.game.rival or words["move"] not in (self.world.changes[0], *self.world.moves):
            raise Refused("That is not for you to choose.")
        self.state.move = words["move"]

    def _vote(self, team: str, words: dict[str, Any]) -> None:
        self._only("vote")
        ballot, vote, breaks = self.state.ballots[-1], words["vote"], words.get("breaks") is True
        if vote not in ("yes", "no"):
            raise ValueError("no vote")
        crossed = self.crosses(team, ballot.plan)
        if vote == "yes" and crossed and not breaks:
            raise Refused("This plan crosses your red line. Tick that you break it in public, or do not sign.")
        ballot.votes[team] = vote
        ballot.breaks = [one for one in ballot.breaks if one != team] + [team] * (vote == "yes" and crossed)

    def _pay(self, team: str, words: dict[str, Any]) -> None:
        self._only("keep")
        mine = [one["id"] for one in self.promises() if one["by"] == team and one["what"]["kind"] == "money"]
        if words["promise"] not in mine:
            raise Refused("You have not promised that.")
        others = [one for one in self.state.paid if one != words["promise"]]
        self.state.paid = [*others, words["promise"]] if words["pay"] else others

    # --- what follows ------------------------------------------------------------------------------------------------------

    def _present(self) -> list[str]:
        return [one for one in self.state.teams if one not in self.state.left]

    def clauses(self) -> dict[str, str]:
        """The clauses that a red line at this table speaks of."""
        lines = [self.game.roles[team].line for team in self.state.teams]
        spoken = {line.get("needs") for line in lines} | {line.get("never") for line in lines}
        return {name: words for name, words in self.game.clauses.items() if name in spoken}

    def places(self) -> int:
        """For how many clauses a plan has room."""
        return (len(self.state.teams) + 1) // 2

    def offers_left(self, team: str) -> int:
        made = sum(one.of == team and one.state != "withdrawn" for one in self.state.offers)
        return self.game.offers[self.state.length] - made

    def crosses(self, team: str, plan: Plan) -> bool:
        """Whether a plan crosses the red line of a team."""
        line, money = self.game.roles[team].line, dict(zip(self.world.measures, plan.money, strict=True))
        if "never" in line:
            return line["never"] in plan.clauses
        if "only" in line:
            return plan.cost > 0 and money[line["only"]] == plan.cost
        return money.get(line.get("when", ""), plan.cost) > 0 and line["needs"] not in plan.clauses

    def _behind(self, plan: str) -> int:
        """The votes of those who stand behind a plan."""
        return sum(self.game.roles[one].votes for one in self._present() if self.state.backs.get(one) == plan)

    def _first(self) -> str:
        """The plan that most stand behind, the cheaper of two."""
        return max(self.state.tabled, key=lambda one: (self._behind(one), -self.state.tabled[one].cost))

    def _past(self, step: str) -> bool:
        return STEPS.index(self.state.step) >= STEPS.index(step)

    def move(self) -> str:
        """What the rival does; for a team that has left the desk makes the move that hurts the plan most."""
        if self.state.move:
            return self.state.move
        if self.game.rival in self.state.left and self.state.tabled:
            plan = self.state.ballots[-1].plan if self.state.ballots else self.state.tabled[self._first()]
            return str(self.world.worst_move(tuple(plan.money)))
        return str(self.world.changes[0])

    def end(self) -> list[str]:
        """What differs in the end from what the desk assumes: the rival's move, and the news."""
        news = [] if self.state.news is None else [self.game.news[self.state.news]["change"]]
        return [one for one in dict.fromkeys([self.move(), *news]) if one != self.world.changes[0]]

    def result(self) -> dict[str, Any]:
        """How the last vote fell. A plan is signed by enough votes, those of everybody who pays in it among them."""
        ballot, votes = self.state.ballots[-1], {one: self.game.roles[one].votes for one in self._present()}
        yes = sum(votes[one] for one in votes if ballot.votes.get(one) == "yes")
        part, whole = self.game.enough
        need = -(-part * sum(votes.values()) // whole)
        payers = [one for one, paid in ballot.plan.pays.items() if paid]
        unwilling = [one for one in payers if one not in votes or ballot.votes.get(one) != "yes"]
        signed = yes >= need and not unwilling
        return {"yes": yes, "all": sum(votes.values()), "need": need, "unwilling": unwilling, "signed": signed}

    def promises(self) -> list[dict[str, Any]]:
        """What was promised in offers that were accepted, and whether it was kept: yes, no, or "" where it came to nothing."""
        found = []
        for offer in [one for one in self.state.offers if one.state == "accepted"]:
            for side, by, to in (("give", offer.of, offer.to), ("ask", offer.to, offer.of)):
                what, mark = getattr(offer, side), f"{offer.id} {side}"
                found.append({"id": mark, "by": by, "to": to, "what": what, "kept": self._kept(mark, by, what)})
        return found

    def _kept(self, mark: str, by: str, what: dict[str, Any]) -> str:
        kind, value = what["kind"], what["value"]
        if by in self.state.left:
            return ""
        if kind == "money":
            return "yes" if mark in self.state.paid else "no"
        if kind == "clause":
            return "yes" if by in self.state.tabled and value in self.state.tabled[by].clauses else "no"
        if kind == "spare":
            return "yes" if self.move() != value else "no"
        asked = [one for one in self.state.ballots if one.of == value]
        return ("yes" if asked[-1].votes.get(by) == "yes" else "no") if asked else ""

    def lines(self) -> list[dict[str, Any]]:
        """What each purse has in the end: its income by the plan that was signed, what it paid for it, and money that changed hands.

        The sum of what is left is the avoided loss minus the cost of the plan, whoever paid what to whom.
        """
        plan = self.state.ballots[-1].plan if self.state.ballots and self.result()["signed"] else self.nothing()
        incomes = self.world.incomes(tuple(plan.money), *self.end())
        purse = {team: self.game.roles[team].purse for team in self.state.teams}
        nothing = dict.fromkeys(("paid", "given", "got"), 0.0)
        rows = {
            who: {"who": who, "teams": [one for one in purse if purse[one] == who], "income": income} | nothing
            for who, income in incomes.items()
        }
        for team, paid in plan.pays.items():
            rows[purse[team]]["paid"] += paid
        for one in self.promises():
            if one["what"]["kind"] == "money" and one["kept"] == "yes":
                rows[purse[one["by"]]]["given"] += one["what"]["value"]
                rows[purse[one["to"]]]["got"] += one["what"]["value"]
        return [row | {"left": row["income"] - row["paid"] - row["given"] + row["got"]} for row in rows.values()]

    def nothing(self) -> Plan:
        return Plan([0.0] * len(self.world.measures), {}, [])

    def warm(self) -> None:
        """Ask the world for every end that there can be, so that no picture waits for its line."""
        for move in (self.world.changes[0], *self.world.moves):
            for news in ("", *(one["change"] for one in self.game.news)):
                self.world.frontier(*(one for one in (move, news) if one and one != self.world.changes[0]))

    # --- views -------------------------------------------------------------------------------------------------------------

    def public(self) -> dict[str, Any]:
        """What all phones see alike, and the projector."""
        state, world = self.state, self.world
        view: dict[str, Any] = {
            "step": state.step,
            "length": state.length,
            "teams": [self._team(one) for one in state.teams],
            "rival": self.game.rival,
            "measures": list(world.measures.values()),
            "budget": world.budget,
            "unit": [world.step, UNIT, MOST_MONEY],
            "changes": world.changes,
            "moves": world.moves,
            "clauses": self.clauses(),
            "places": self.places(),
            "tabled": {team: self._shown(plan) for team, plan in state.tabled.items()},
            "offers": {state_: sum(one.state == state_ for one in state.offers) for state_ in ("open", "accepted")},
        }
        if self._past("shock"):
            view |= {"move": self.move(), "news": None if state.news is None else self.game.news[state.news]}
        if self._past("vote") and state.ballots:
            ballot = state.ballots[-1]
            view["ballot"] = {"of": ballot.of, "plan": self._shown(ballot.plan), "voted": sorted(ballot.votes)}
            if self._past("keep"):
                view["ballot"] |= {"votes": ballot.votes, "breaks": ballot.breaks, **self.result()}
                view["lines"] = {team: self.game.roles[team].says for team in ballot.breaks}
        if self._past("debrief"):
            view["debrief"] = self._debrief()
        return view

    def _team(self, team: str) -> dict[str, Any]:
        role = self.game.roles[team]
        return {"id": team, "name": role.name, "votes": role.votes, "left": team in self.state.left}

    def _shown(self, plan: Plan) -> dict[str, Any]:
        """A plan with its losses: as the desk has it, and from the news on as things are now."""
        money = tuple(plan.money)
        backed = [one for one in self._present() if self.state.tabled.get(self.state.backs.get(one, "")) is plan]
        outcome = self.world.outcome(money, self.world.changes[0])
        view = dataclasses.asdict(plan) | {"cost": plan.cost, "behind": backed, "outcome": outcome}
        return view | ({"now": self.world.outcome(money, *self.end())} if self._past("shock") and self.end() else {})

    def _debrief(self) -> dict[str, Any]:
        """The end, computed."""
        state, signed = self.state, bool(self.state.ballots) and self.result()["signed"]
        plan = state.ballots[-1].plan if signed else self.nothing()
        money, end = tuple(plan.money), self.end()
        crossed = [one for one in self._present() if self.crosses(one, plan)]
        return {
            "signed": signed,
            "end": end,
            "lines": self.lines(),
            "promises": self.promises(),
            "crossed": crossed,
            "with": self.world.outcome(money, *end),
            "without": self.world.outcome(tuple(self.nothing().money), *end),
            "doubts": {
                team: [[one, self.world.outcome(money, one)["mean"]] for one in doubts]
                for team, doubts in state.doubts.items()
            },
            "assumed": self.world.outcome(money, self.world.changes[0])["mean"],
        }

    def me(self, token: str, phones: dict[str, Phone]) -> dict[str, Any]:
        """What one phone sees: the card and the papers of its own team."""
        team, state = self.seats.get(token), self.state
        seated = [(place, phone) for phone, place in self.seats.items() if phone in phones]
        sizes = {one: sum(place == one for place, _ in seated) for one in state.teams}
        if team is None:
            return {"team": None, "sizes": sizes}
        role, draft = self.game.roles[team], state.drafts.get(team)
        view = {
            "team": team,
            "sizes": sizes if state.step == "brief" else {},
            "mates": [phones[phone].name for place, phone in seated if place == team and phone != token],
            "brief": role.brief,
            "left": team in state.left,
            "doubts": state.doubts.get(team, []),
            "draft": dataclasses.asdict(draft) if draft else None,
            "answer": self._answered(role.purse, draft) if draft else [],
            "crosses": [one for one, plan in state.tabled.items() if self.crosses(team, plan)],
            "backs": state.backs.get(team),
            "offers": [dataclasses.asdict(one) for one in state.offers if team in (one.of, one.to)],
            "offers_left": self.offers_left(team),
        }
        if team == self.game.rival:
            view["move"] = state.move
        if state.ballots:
            view |= {"vote": state.ballots[-1].votes.get(team), "line": self.crosses(team, state.ballots[-1].plan)}
        if self._past("keep"):
            view["promises"] = [one for one in self.promises() if team in (one["by"], one["to"])]
        return view

    def _answered(self, purse: str, plan: Plan) -> list[dict[str, Any]]:
        """A plan under every assumption, and what the team's purse has left of it."""
        paid = sum(money for team, money in plan.pays.items() if self.game.roles[team].purse == purse)
        rows = self.world.answer(tuple(plan.money))
        return [{**row, "incomes": None, "left": row["incomes"][purse] - paid} for row in rows]

    def projector(self, phones: dict[str, Phone]) -> dict[str, Any]:
        """What the room sees: who sits where at first, then plans as points, then the end."""
        view = self.public() | {"frontier": self.world.frontier(*(self.end() if self._past("shock") else []))}
        if self.state.step == "brief":
            view["seated"] = {
                team: [phones[one].name for one, place in self.seats.items() if place == team and one in phones]
                for team in self.state.teams
            }
        return view

    def desk(self, phones: dict[str, Phone]) -> dict[str, Any]:
        """What the teacher sees besides: who is there, offers in full, and what is missing before the next step."""
        state = self.state
        here = {
            team: sum(place == team and one in phones and phones[one].streams > 0 for one, place in self.seats.items())
            for team in state.teams
        }
        view = self.public() | {
            "here": here,
            "unseated": sum(one not in self.seats for one in phones),
            "all_offers": [dataclasses.asdict(one) for one in state.offers],
        }
        minutes = self.game.minutes[state.length][STEPS.index(state.step)]
        view |= {"cards": self.game.news, "drawn": state.news, "plan_minutes": minutes}
        return view | {"lengths": list(self.game.minutes), "missing": self._missing()}

    def _missing(self) -> str:
        """What the next step waits for, as a sentence; "" for nothing."""
        state, those = self.state, self._present()
        if not state.teams:
            return "Deal the roles when all phones are in."
        voted = state.ballots[-1].votes if state.ballots else {}
        done: dict[str, Any] = {"brief": state.doubts, "plans": state.tabled, "vote": voted}
        if state.step in done:
            open_ = [self.game.roles[one].name for one in those if one not in done[state.step]]
            return f"Still to come: {', '.join(open_)}." if open_ else "All teams are ready."
        if state.step == "move":
            name = self.game.roles[self.game.rival].name
            if self.game.rival in state.left:
                return f"{name} has left: the desk makes the move that hurts the plan most."
            waits = f"{name} has not chosen yet. Without a choice nothing is stopped."
            return f"{name} has chosen." if state.move else waits
        return "Draw a card." if state.step == "shock" and state.news is None else ""


def _sum(value: Any, most: float, unit: float = UNIT) -> float:
    """An amount of money. Raises Refused for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most or (value / unit) % 1:
        raise Refused(f"Money goes from 0 to {most:g} billion, in steps of {unit:g}.")
    return float(value)
