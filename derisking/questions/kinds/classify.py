"""`classify`: cards into bins; every bin that can be defended is accepted."""

import functools
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from derisking import markdown
from derisking.questions import answers, story
from derisking.questions.kinds.base import distinct, find, misconception, misconceptions, shuffled, strings
from derisking.questions.kinds.rows import Rows
from derisking.questions.question import Question
from derisking.questions.verdict import WRONG_SHAPE, WRONG_VALUE, Part, Unreadable, Verdict

STORY = "Choose a sentence and give your verdict. Then you see what the record says of it."
LETTERS = "abcdefghijkl"  # of cards
ANY = "*"  # a misconception that stands for every wrong bin


def bin_names(raw: dict[str, Any]) -> dict[str, str]:
    """Bin -> its text; a bin that is a plain text is its own."""
    entries = [{"id": one, "text": one} if isinstance(one, str) else one for one in raw["bins"]]
    return {entry["id"]: entry["text"] for entry in entries}


class Classify(Rows):
    """A card is right when it has a bin and every bin chosen for it can be defended."""

    name = "classify"
    secret = ("accepts", "says")
    how = "Sort each card. Where two bins fit, choose either, or both."
    sorts = ("rows", "bins")
    on_paper = "Write a letter for each line. A letter may be used more than once."
    example = '{"a": "…", "b": "…"}'

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        bins = bin_names(raw)
        distinct(fail, [entry if isinstance(entry, str) else entry["id"] for entry in raw["bins"]], "bins")
        distinct(fail, [card["text"] for card in raw["cards"]], "cards")
        for number, card in enumerate(raw["cards"], 1):
            if "bins" not in card and "computed" not in raw:
                fail(f"card {number}", "`bins` should be a list of at least 1. Name every bin that can be defended.")
            for name in card.get("bins", ()):
                _known(name, bins, functools.partial(fail, f"card {number}"))
            for count, entry in enumerate(misconceptions(card), 1):
                place = f"card {number}, misconception {count}"
                if entry["bin"] != ANY:
                    _known(entry["bin"], bins, functools.partial(fail, place))
                if entry["bin"] in card.get("bins", ()):
                    fail(place, f"{entry['bin']!r} is accepted for this card. A misconception names a wrong bin.")

    def filled(self, raw: Mapping[str, Any], computed: Mapping[str, Any]) -> dict[str, Any]:
        """accepts: letter of a card -> its bins."""
        filled = super().filled(raw, computed)
        if "accepts" in computed:
            cards = zip(LETTERS, raw["cards"], strict=False)
            filled["cards"] = [{**card, "bins": sorted(computed["accepts"][letter])} for letter, card in cards]
        return filled

    def lines(self, question: Question) -> dict[str, str]:
        return {card["id"]: card["text"] for card in question.raw["cards"]}

    def choices(self, question: Question, dice: random.Random) -> dict[str, str]:
        return bin_names(question.raw)

    def response(self, chosen: Any) -> dict[str, Any]:
        return {"bins": chosen}

    def _cards(self, question: Question) -> Iterator[tuple[str, dict[str, Any]]]:
        """(letter, card), in the order of the bank."""
        yield from zip(LETTERS, question.raw["cards"], strict=False)

    def _right(self, question: Question, card: dict[str, Any]) -> Part:
        names = bin_names(question.raw)
        text = f"{card['text']}: {' or '.join(names[name] for name in card['bins'])}"
        return Part(card["id"], text, True, card.get("feedback", ""))

    def _wrong(self, question: Question, card: dict[str, Any], name: str) -> Part:
        entry = next((entry for entry in misconceptions(card) if entry["bin"] in (name, ANY)), None)
        key, text = f"{card['id']}>{name}", f"{card['text']}: {bin_names(question.raw)[name]}"
        return misconception(key, text, entry) if entry else Part(key, text, False, question.raw.get("otherwise", ""))

    def parts(self, question: Question) -> list[Part]:
        rows = [self._right(question, card) for _, card in self._cards(question)]
        for _, card in self._cards(question):
            wrong = [name for name in bin_names(question.raw) if name not in card["bins"]]
            named = {entry["bin"] for entry in misconceptions(card)}
            rows += [self._wrong(question, card, name) for name in wrong if name in named or ANY in named]
        return rows

    def _chosen(self, question: Question, response: dict[str, Any]) -> dict[str, list[str]]:
        chosen = {key: strings(bins) for key, bins in response["bins"].items()}
        bins = {name for some in chosen.values() for name in some}
        if not set(chosen) <= set(self.lines(question)) or not bins <= set(bin_names(question.raw)):
            raise ValueError("a card or bin that this question does not have")
        return chosen

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        cards, names = question.raw["cards"], list(bin_names(question.raw))
        right = {card["id"]: card["bins"][:1] for card in cards}
        others = {card["id"]: [name for name in names if name not in card["bins"]][:1] for card in cards}
        wrong = {key: other or right[key] for key, other in others.items()}
        first = next(iter(right))
        answers = [
            *(("right", right), ("right", {card["id"]: card["bins"] for card in cards})),
            *(("part", {first: right[first]}), ("part", right | {first: wrong[first]}), ("wrong", wrong)),
        ]
        return [(fate, {"bins": bins}) for fate, bins in answers]

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        chosen, picks = self._chosen(question, response), []
        for _, card in self._cards(question):
            bins = chosen.get(card["id"]) or []
            wrong = [name for name in bins if name not in card["bins"]]
            if bins and not wrong:
                picks.append(self._right(question, card))
            picks += [self._wrong(question, card, name) for name in wrong]
        return picks

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        if "face" in question.raw:
            return self._story(question)
        cards = shuffled(question.raw["cards"], dice)
        rows = [{"key": card["id"], "markdown": card["text"], "accepts": card["bins"]} for card in cards]
        bins = [{"name": name, "markdown": text} for name, text in bin_names(question.raw).items()]
        several = any(len(card["bins"]) > 1 for card in cards)
        return {"bins": bins, "several": several, "how": self.how if several else "Sort each card.", "rows": rows}

    def _story(self, question: Question) -> dict[str, Any]:
        """The cards as the sentences of a text, in its order; each row says what the record says, and where it stood before."""
        names, again = bin_names(question.raw), story.origin(question.raw)
        rows = []
        for card in question.raw["cards"]:
            row = {"key": card["id"], "markdown": card["text"], "accepts": card["bins"]}
            row["says"] = " or ".join(names[name].lower() for name in card["bins"])
            rows.append(row | {"opens": card.get("opens", False), "before": card.get("before", "")})
        bins = [{"name": name, "markdown": text} for name, text in names.items()]
        shown = {"face": question.raw["face"], "how": STORY, "again": again}
        return shown | {"bins": bins, "several": False, "rows": rows}

    def in_order(self, question: Question, page: dict[str, Any]) -> dict[str, Any]:
        keys = list(self.lines(question))
        return page | {"rows": sorted(page["rows"], key=lambda row: keys.index(row["key"]))}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        bins = ", ".join(bin_names(question.raw).values())
        return f"Sort into: {bins}.", [card["text"] for card in question.raw["cards"]]

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        cards = {card["id"]: letter for letter, card in self._cards(question)}
        return cards, {name: name for name in bin_names(question.raw)}

    def typed_right(self, question: Question) -> str:
        cards = self._cards(question)
        lines = "".join(f'    "{letter}": "{card["bins"][0]}",  # {card["text"]}\n' for letter, card in cards)
        return f"{question.raw['name']} = {{\n{lines}}}"

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        (answer,) = found.values()
        pairs = answers.as_pairs(answer)
        if pairs is None:
            text = f"You gave {answers.describe(answer)}. Keep the dictionary and fill in its gaps."
            raise Unreadable(WRONG_SHAPE, text)
        bins, unknown = {}, []
        for letter, card in self._cards(question):
            named = self._named(question, pairs.get(letter, {"t": "missing"}))
            unknown += [letter] if named is None else []
            bins[card["id"]] = named or []
        return {"bins": bins, "unknown": unknown}

    def _named(self, question: Question, answer: dict[str, Any]) -> list[str] | None:
        """The bins named for one card: none if untouched, None if not understood."""
        if answers.untouched(answer):
            return []
        options, whole = list(bin_names(question.raw).items()), answers.as_label(answer)
        if whole is not None and (one := find(whole, options)):
            return [one]
        labels = answers.as_labels(answer) or []
        named = [name for label in labels if (name := find(label, options))]
        return sorted(set(named)) if named and len(named) == len(labels) else None

    def credit(self, question: Question, response: dict[str, Any]) -> str:
        right = sum(part.right for part in self.picks(question, response))
        return f"{right} of {len(question.raw['cards'])} can be defended."

    def about(self, part: Part) -> str:
        return f"Look again at “{markdown.plain(part.text.rsplit(': ', 1)[0])}”."

    def verdict(self, question: Question, response: dict[str, Any]) -> Verdict:
        verdict = super().verdict(question, response)
        if verdict.outcome != WRONG_VALUE:
            return verdict
        if response.get("unknown"):
            bins = ", ".join(bin_names(question.raw).values())
            text = f"What you wrote for {', '.join(response['unknown'])} is not one of: {bins}."
            return Verdict(verdict.share, WRONG_VALUE, f"{self.credit(question, response)} {text}")
        chosen = response["bins"]
        open_ = [letter for letter, card in self._cards(question) if not chosen.get(card["id"])]
        still = f" Still open: {', '.join(open_)}." if open_ else ""
        otherwise = question.say(question.raw.get("otherwise") or "Look at each card again.")
        return Verdict(verdict.share, WRONG_VALUE, f"{self.credit(question, response)}{still} {otherwise}")


def _known(name: str, bins: dict[str, str], fail: Callable[[str], None]) -> None:
    if name not in bins:
        fail(f"{name!r} is not one of the bins: {', '.join(bins)}.")
