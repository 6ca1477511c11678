"""The room without network, clock or chance: who is in it, what is asked, who answered what, and what each page may see.

Events are methods: of a phone (`join`, `vote`, `say`, `stuck`, `here`) and of the desk (`go`, `step`, `tally`, `cards`, ...).
They change the room or raise `Refused` with a sentence, and then nothing has changed. Views are plain JSON: `public` and `me`
for phones, `projector`, `desk`. A key is in a view only from the step *explained* on.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "grey", "white")
BIRDS = (
    *("heron", "kestrel", "owl", "robin", "swan", "stork", "crane"),
    *("finch", "wren", "gull", "lark", "puffin", "raven"),
)
WALK = {
    "vote": ("shown", "alone", "vote1", "closed", "talk", "vote2", "compare", "explained", "tempting"),
    "guess": ("shown", "alone", "vote1", "closed", "cloud", "explained"),
    "text": ("open", "closed"),
}
ROUND = {"vote1": 0, "vote2": 1}
TOLD = ("explained", "tempting")  # the steps at which the key is out
FEWEST = 5  # votes below which nobody sees how they fell
LONGEST = {"wall": 140, "words": 40, "exit": 140}
MOST = {"wall": 3, "words": 3, "exit": 1}  # texts of one phone
PHONES, PER_PLACE = 400, 250  # in the room; from one address (a class behind one router has one)
CARD = "card "  # and its number: who votes with a card; no phone's token has a blank
AT_ONCE, PER_SECOND = 12, 1  # presses of one phone
GO_BACK, GO_ON = 1 / 3, 0.7  # shares right between which talk helps most


class Refused(Exception):
    """An event that changes nothing; the sentence is for who caused it."""


class TooFast(Refused):
    """It may come again in a moment."""


@dataclass(frozen=True)
class Moment:
    """Something to do together. kind: vote, guess (a prediction before its chart), wall, words, exit or talks (a negotiation, `game`).

    card: what a page needs to ask, key: what it needs to explain. judge: a response -> (its marks: what was chosen, in words that give nothing away; whether it is right), or None for no answer.
    """

    id: str
    kind: str
    title: str
    card: dict[str, Any]
    key: dict[str, Any] = field(default_factory=dict)
    judge: Callable[[Any], tuple[tuple[str, ...], bool] | None] = lambda response: None
    planned: bool = True
    game: Any = None  # `talks.Talks`; its steps are the moment's

    @property
    def walk(self) -> tuple[str, ...]:
        return self.game.walk if self.game else WALK.get(self.kind, WALK["text"])

    @property
    def countable(self) -> bool:
        """Whether one of several options is chosen, which cards and fingers can show."""
        return any(self.judge({"choice": one}) for one in self.card.get("order", []))


@dataclass(frozen=True)
class Answer:
    response: Any
    marks: tuple[str, ...]
    right: bool


@dataclass
class Text:
    id: int
    token: str
    words: str
    shown: bool = False


@dataclass
class Book:
    """What came in at one moment. hands: choices of people without a phone, counted by the teacher."""

    step: str
    answers: tuple[dict[str, Answer], dict[str, Answer]] = field(default_factory=lambda: ({}, {}))
    hands: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))
    texts: list[Text] = field(default_factory=list)
    pairs: dict[str, list[str]] = field(default_factory=dict)  # token -> tokens of those to talk with
    told: bool = False


@dataclass
class Phone:
    name: str
    place: str  # where it joined from, in memory only
    streams: int = 0
    stuck: bool = False
    presses: float = AT_ONCE
    last: float = 0.0


def _number(token: str) -> float:
    """A card's number; phones come after all cards."""
    return int(token.removeprefix(CARD)) if token.startswith(CARD) else math.inf


class Room:
    """One hour. moments: in the order of the plan; dice: for names."""

    def __init__(self, moments: list[Moment], dice: random.Random):
        self.moments = {one.id: one for one in moments}
        self.books: dict[str, Book] = {}
        self.phones: dict[str, Phone] = {}
        self.at: str | None = None
        self.seen: set[int] = set()  # numbers of the cards that have voted in this hour
        self._dice, self._joined, self._texts = dice, 0, 0

    # --- phones ----------------------------------------------------------------------------------------------------------

    def join(self, token: str, place: str = "") -> None:
        """A phone comes in, or comes again with its token."""
        if token in self.phones:
            return
        if len(self.phones) >= PHONES:
            self._forget_idle()
        if len(self.phones) >= PHONES or sum(one.place == place for one in self.phones.values()) >= PER_PLACE:
            raise Refused("The room is full. Tell your teacher.")
        self._joined += 1
        name = f"{self._dice.choice(COLOURS)} {self._dice.choice(BIRDS)} {self._joined}"
        self.phones[token] = Phone(name, place)

    def _forget_idle(self) -> None:
        busy = {token for book in self.books.values() for round_ in book.answers for token in round_}
        for token in [one for one, phone in self.phones.items() if not phone.streams and one not in busy]:
            del self.phones[token]

    def here(self, token: str, change: int) -> None:
        """A phone's line opens (1) or ends (-1). What it has answered stays."""
        if token in self.phones:
            self.phones[token].streams = max(0, self.phones[token].streams + change)

    def press(self, token: str, now: float) -> None:
        """Count a press. Raises Refused for a stranger, and for a phone that presses too fast. now: seconds, rising."""
        phone = self.phones.get(token)
        if phone is None:
            raise Refused("Load the page again to join.")
        phone.presses = min(AT_ONCE, phone.presses + max(0.0, now - phone.last) * PER_SECOND)
        phone.last = max(now, phone.last)
        if phone.presses < 1:
            raise TooFast("Too fast: wait a moment, then press again.")
        phone.presses -= 1

    def vote(self, token: str, moment: str, response: Any) -> None:
        """An answer for the round that is open; the last one counts."""
        book = self._open(token, moment, "vote")
        judged = self.moments[moment].judge(response)
        if judged is None:
            raise Refused("This is no answer to the question on the screen.")
        book.answers[ROUND[book.step]][token] = Answer(response, *judged)

    def say(self, token: str, moment: str, words: Any) -> None:
        """A line for the wall, the cloud or the exit ticket; held back until the desk shows it."""
        book = self._open(token, moment, "text")
        kind = self.moments[moment].kind
        if not isinstance(words, str):
            raise Refused("Write something first.")
        clean = " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
        if not clean or len(clean) > LONGEST[kind]:
            raise Refused(f"Write 1 to {LONGEST[kind]} characters.")
        own = [text for text in book.texts if text.token == token]
        if kind == "exit" and own:
            book.texts.remove(own[0])
        elif len(own) >= MOST[kind]:
            raise Refused(f"You have sent {MOST[kind]} already.")
        self._texts += 1
        book.texts.append(Text(self._texts, token, clean.lower() if kind == "words" else clean))

    def stuck(self, token: str, on: bool) -> None:
        self.phones[token].stuck = on

    def _open(self, token: str, moment: str, way: str) -> Book:
        """The book of the moment, if this phone may write in it now."""
        if token not in self.phones:
            raise Refused("Load the page again to join.")
        if moment != self.at or self.moments[moment].game or (way == "text") != (self.moments[moment].kind in LONGEST):
            raise Refused("The room has gone on to something else.")
        book = self.books[moment]
        if not self._is_open(book):
            raise Refused("Nothing is collected now.")
        return book

    @staticmethod
    def _is_open(book: Book) -> bool:
        return not book.told and (book.step in ROUND or book.step == "open")

    # --- the desk ----------------------------------------------------------------------------------------------------------

    def add(self, moment: Moment) -> None:
        """Something that was not in the plan."""
        self.moments[moment.id] = moment

    def go(self, moment: str) -> None:
        """To a moment, at the step where it was left."""
        if moment not in self.moments:
            raise Refused("This is not among the moments of the hour.")
        self.at = moment
        at = self.moments[moment]
        self.books.setdefault(moment, Book(at.game.step if at.game else at.walk[0]))

    def step(self, step: str) -> None:
        """To any step of the moment's walk."""
        if self.at is None or step not in self.moments[self.at].walk:
            raise Refused("The moment has no such step.")
        book = self.books[self.at]
        if game := self.moments[self.at].game:
            game.to(step)
        book.step = step
        book.told = book.told or step in TOLD
        if step == "talk":
            book.pairs = self._pairs(book.answers[0])

    def again(self) -> None:
        """Begin the moment anew: what came in is forgotten."""
        if self.at is not None:
            if game := self.moments[self.at].game:
                game.again()
            self.books[self.at] = Book(self.moments[self.at].walk[0])

    def act(self, token: str, moment: str, words: dict[str, Any]) -> None:
        """What a phone does in a negotiation."""
        if token not in self.phones:
            raise Refused("Load the page again to join.")
        if moment != self.at or not self.moments[moment].game:
            raise Refused("The room has gone on to something else.")
        self.moments[moment].game.act(token, words)

    def direct(self, words: dict[str, Any]) -> None:
        """What the desk does in a negotiation."""
        game = self.moments[self.at].game if self.at else None
        if game is None:
            raise Refused("There is no negotiation now.")
        online = [one for one, phone in self.phones.items() if phone.streams]
        self._dice.shuffle(online)
        game.direct(words, online)

    def tally(self, mark: str, by: int) -> None:
        """Count fingers: somebody without a phone chose an option, or did not after all."""
        book = self.books.get(self.at or "")
        if book is None or book.step not in ROUND or not self._is_open(book):
            raise Refused("No vote is open.")
        judged = self.moments[self.at or ""].judge({"choice": mark})
        if judged is None:
            raise Refused("Fingers can be counted where one of several options is chosen.")
        hands = book.hands[ROUND[book.step]]
        hands[mark] = min(999, max(0, hands[mark] + by))

    def cards(self, held: dict[int, int]) -> dict[str, Any]:
        """Cards seen in a photograph: number -> the answer held up, from 1. They vote as phones do; the last photograph counts.

        all: cards that have voted in this round; none: those that hold what the question has not; missing: cards of this hour that
        have not voted yet.
        """
        book = self.books.get(self.at or "")
        if book is None or book.step not in ROUND or not self._is_open(book):
            raise Refused("No vote is open.")
        moment, answers, none = self.moments[self.at or ""], book.answers[ROUND[book.step]], []
        if not moment.countable:
            raise Refused("Cards can be counted where one of several options is chosen.")
        order = moment.card["order"]
        for number, side in sorted(held.items()):
            if not 1 <= side <= len(order):
                none.append(number)
                continue
            response = {"choice": order[side - 1]}
            answers[f"{CARD}{number}"] = Answer(response, *moment.judge(response))
            self.seen.add(number)
        voted = {int(one.removeprefix(CARD)) for one in answers if one.startswith(CARD)}
        return {"all": len(voted), "none": none, "missing": sorted(self.seen - voted)}

    def release(self, text: int | None, on: bool) -> None:
        """Show a text on the projector, or take it back; with None all of them. Equal words go together."""
        texts = self.books[self.at].texts if self.at else []
        words = next((one.words for one in texts if one.id == text), None)
        for one in texts:
            if text is None or one.words == words:
                one.shown = on

    def all_unstuck(self) -> None:
        for phone in self.phones.values():
            phone.stuck = False

    def _pairs(self, answers: dict[str, Answer]) -> dict[str, list[str]]:
        """Who is in the room, in pairs of different answers as far as there are any; one left over makes a three.

        Sorted by answer, everybody meets who stands half the room away: a different answer, unless one has more than half.
        """
        sizes = Counter(one.marks for one in answers.values())

        def place(token: str) -> tuple[int, tuple[str, ...]]:
            marks = answers[token].marks if token in answers else ("",)
            return (-sizes[marks], marks)

        there = [one for one, phone in self.phones.items() if phone.streams]
        those = sorted([*there, *(one for one in answers if one.startswith(CARD))], key=place)
        half = len(those) // 2
        groups = [[those[i], those[i + half]] for i in range(half)]
        if len(those) % 2 and groups:
            groups[0].append(those[-1])
        return {one: [other for other in group if other != one] for group in groups for one in group}

    # --- counted -----------------------------------------------------------------------------------------------------------

    def _round(self, moment: str, number: int) -> dict[str, Any]:
        """How a round fell: votes, and from five on how many chose what and how many were right."""
        book, judge = self.books[moment], self.moments[moment].judge
        hands = book.hands[number]
        answers = book.answers[number].values()
        votes = len(answers) + sum(hands.values())
        if votes < FEWEST:
            return {"votes": votes}
        marks = Counter(mark for one in answers for mark in one.marks) + hands
        if self.moments[moment].kind == "guess":  # nobody is right or wrong before looking
            return {"votes": votes, "marks": dict(marks.most_common())}
        right = sum(one.right for one in answers) + sum(n for mark, n in hands.items() if judge({"choice": mark})[1])
        return {"votes": votes, "right": right, "marks": dict(marks.most_common())}

    def counts(self) -> list[dict[str, Any]]:
        """Each round of each question with votes enough, for whoever keeps them: no names, no phones."""
        rounds = [(one, number) for one in self.books for number in (0, 1)]
        counted = [{"question": one, "round": number + 1, **self._round(one, number)} for one, number in rounds]
        return [one for one in counted if "marks" in one]

    def _tempting(self, moment: str) -> Any:
        """The wrong response that most gave in the last round with votes; None if there are too few."""
        book, judge = self.books[moment], self.moments[moment].judge
        for number in (1, 0):
            if "marks" in self._round(moment, number):
                wrong = [one for one in book.answers[number].values() if not one.right]
                sizes = Counter(one.marks for one in wrong)
                for mark, n in book.hands[number].items():
                    judged = judge({"choice": mark})
                    if n and judged and not judged[1]:
                        sizes[judged[0]] += n
                if not sizes:
                    return None
                marks = max(sorted(sizes), key=lambda one: sizes[one])
                return next((one.response for one in wrong if one.marks == marks), {"choice": marks[0]})
        return None

    def _named(self, tokens: Iterable[str]) -> list[str]:
        there = [one for one in tokens if one.startswith(CARD) or one in self.phones]
        return [one if one.startswith(CARD) else self.phones[one].name for one in there]

    # --- views -------------------------------------------------------------------------------------------------------------

    def _now(self) -> tuple[Moment, Book] | None:
        return (self.moments[self.at], self.books[self.at]) if self.at else None

    def public(self) -> dict[str, Any]:
        """What all phones see alike."""
        if (now := self._now()) is None:
            return {"at": None}
        moment, book = now
        view: dict[str, Any] = {"at": moment.id, "kind": moment.kind, "title": moment.title}
        view |= {"step": book.step, "open": self._is_open(book)}
        if moment.game:
            return view | {"game": moment.game.public()}
        if moment.kind in LONGEST:
            view |= {"longest": LONGEST[moment.kind], "most": MOST[moment.kind]}
        if book.step != "shown":
            shown = moment.key if book.step in TOLD else moment.card
            view["card"] = {name: shown[name] for name in shown if name != "chart"}  # that is for the projector
        return view

    def me(self, token: str) -> dict[str, Any]:
        """What one phone sees of itself."""
        phone = self.phones[token]
        view: dict[str, Any] = {"name": phone.name, "stuck": phone.stuck, "answer": None, "sent": []}
        if (now := self._now()) is not None:
            moment, book = now
            if moment.game:
                return view | {"game": moment.game.me(token, self.phones)}
            rounds = [1, 0] if book.step in ("vote2", "compare", *TOLD) else [0]
            given = [book.answers[number][token] for number in rounds if token in book.answers[number]]
            view["answer"] = given[0].response if given else None
            view["counted"] = book.step in ROUND and token in book.answers[ROUND[book.step]]
            view["sent"] = [text.words for text in book.texts if text.token == token]
            if book.step == "talk":
                view["partners"] = self._named(book.pairs.get(token, []))
        return view

    def projector(self) -> dict[str, Any]:
        """What the whole room sees: never how a vote falls before both rounds are compared."""
        view: dict[str, Any] = {"phones": self._online(), "at": None}
        if (now := self._now()) is None:
            return view
        moment, book = now
        told = book.step in TOLD
        view |= {"at": moment.id, "kind": moment.kind, "step": book.step, "card": moment.key if told else moment.card}
        if moment.game:
            return view | {"game": moment.game.projector(self.phones)}
        if moment.kind in LONGEST:
            shown = [text.words for text in book.texts if text.shown]
            texts = list(Counter(shown).items()) if moment.kind == "words" else shown
            return view | {"texts": texts, "came": len(book.texts)}
        if book.step == "talk":  # a card shows its partner nowhere else
            groups = {tuple(sorted([one, *others], key=_number)) for one, others in book.pairs.items()}
            with_cards = [one for one in groups if _number(one[0]) < math.inf]
            view["pairs"] = [self._named(one) for one in sorted(with_cards, key=lambda one: _number(one[0]))]
        if book.step in ROUND:
            view["votes"] = self._round(moment.id, ROUND[book.step])["votes"]
        if book.step in ("compare", "cloud", *TOLD):
            rounds = [self._round(moment.id, number) for number in (0, 1)]
            view["rounds"] = [one if told else {key: one[key] for key in one if key != "right"} for one in rounds]
        if book.step == "tempting":
            view["tempting"] = self._tempting(moment.id)
        return view

    def _online(self) -> int:
        return sum(phone.streams > 0 for phone in self.phones.values())

    def desk(self) -> dict[str, Any]:
        """What the teacher sees: the share right, from the end of a vote on, and what to do next."""
        view: dict[str, Any] = {
            "moments": [
                {"id": one.id, "kind": one.kind, "title": one.title, "planned": one.planned, "done": self._done(one)}
                for one in self.moments.values()
            ],
            "phones": self._online(),
            "joined": len(self.phones),
            "stuck": sum(phone.stuck for phone in self.phones.values() if phone.streams),
            "at": self.at,
            "next": self._next_moment(),
        }
        if (now := self._now()) is None:
            return view
        moment, book = now
        view |= {"kind": moment.kind, "step": book.step, "steps": moment.walk, "card": moment.card}
        if moment.game:
            return view | {"lit": self._advice(book, moment, {})[0], "game": moment.game.desk(self.phones)}
        if moment.kind in LONGEST:
            texts = [{"id": one.id, "words": one.words, "shown": one.shown} for one in book.texts]
            return view | {"texts": texts, "lit": "closed" if book.step == "open" else None}
        rounds = [self._round(moment.id, number) for number in (0, 1)]
        if book.step in ROUND:
            rounds[ROUND[book.step]] = {"votes": rounds[ROUND[book.step]]["votes"]}  # while it goes on, nobody counts
        lit, advice = self._advice(book, moment, rounds[0])
        hands = [dict(one) for one in book.hands]
        view |= {"countable": moment.countable}
        return view | {"rounds": rounds, "hands": hands, "lit": lit, "advice": advice, "told": book.told}

    def _advice(self, book: Book, moment: Moment, first: dict[str, Any]) -> tuple[str | None, str]:
        """The step whose button is lit, and why. The limits are those of TEACHING.md: habits, not laws."""
        at = moment.walk.index(book.step)
        if book.step != "closed" or moment.kind == "guess" or moment.game:
            return (moment.walk[at + 1] if at + 1 < len(moment.walk) else None), ""
        if "right" not in first:
            return "talk", "Fewer than five votes: nothing to go by. Let them talk."
        share = first["right"] / first["votes"]
        if share < GO_BACK:
            return "vote2", "Under a third right: go back one step, explain in other words, then vote again."
        if share <= GO_ON:
            said = "Between a third and seven tenths: let them talk in pairs, two to four minutes, then vote again."
            return "talk", said
        return "explained", "Above seven tenths: explain, and say why the most tempting wrong answer tempts."

    def _done(self, moment: Moment) -> bool:
        book = self.books.get(moment.id)
        last = moment.walk[-1] if moment.game or moment.kind in LONGEST else ""
        return book is not None and (book.told or book.step == last)

    def _next_moment(self) -> str | None:
        """The next moment of the plan that has not been done: after this one, else before it."""
        order = list(self.moments)
        here = order.index(self.at) + 1 if self.at else 0
        after = [*order[here:], *order[: max(0, here - 1)]]
        waiting = (one for one in after if self.moments[one].planned and not self._done(self.moments[one]))
        return next(waiting, None)
