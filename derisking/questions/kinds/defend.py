"""`defend`: choose an option and the two statements that are true of it and speak for it."""

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from derisking import markdown
from derisking.questions import answers
from derisking.questions.kinds.base import ARGUMENT, Kind, distinct, find, misconception, shuffled, strings
from derisking.questions.question import Question
from derisking.questions.verdict import RIGHT, WRONG_SHAPE, WRONG_VALUE, Part, Unreadable, Verdict

COUNT = 2  # statements that an answer gives


class Defend(Kind):
    """Several options can be defended, each with other statements.

    An option has `id`, `text` and `holds`, the ids of the statements that support it, and may be a trap itself; a
    statement with a `misconception` supports nothing and is named first. One supporting statement of two keeps half.
    """

    name = "defend"
    shape = ARGUMENT
    secret = ("holds", "traps", "said")
    keyless = MappingProxyType({"feedback": "", "otherwise": {"misconception": "", "feedback": ""}})
    how = "Choose one option, then the two statements that are true of it and speak for it."

    def names(self, raw: dict[str, Any]) -> tuple[str, ...]:
        return (raw["name"], raw["evidence"])

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        statements = {entry["id"] for entry in raw["statements"]}
        distinct(fail, [entry["id"] for entry in raw["options"]], "option ids")
        distinct(fail, [entry["id"] for entry in raw["statements"]], "statement ids")
        for number, option in enumerate(raw["options"], 1):
            unknown = sorted(set(option.get("holds", ())) - statements)
            if unknown:
                fail(f"option {number}", f"`holds` names {', '.join(unknown)}, which is not a statement.")

    def filled(self, raw: Mapping[str, Any], computed: Mapping[str, Any]) -> dict[str, Any]:
        """pick: letter -> id of an option or statement, where a longer list is written; holds: id of an option -> the statements
        that support it; fill: words for `{name}`, in options and statements too."""
        filled, words = super().filled(raw, computed), computed.get("fill") or {}
        if computed.get("pick"):
            new = {key: letter for letter, key in computed["pick"].items()}
            for name in ("options", "statements"):
                found = [{**one, "id": new[one["id"]]} for one in filled[name] if one["id"] in new]
                filled[name] = sorted(found, key=lambda one: one["id"])
            for option in filled["options"]:
                option["holds"] = sorted(new[key] for key in option.get("holds", ()))
        for name in ("options", "statements"):
            filled[name] = [{**one, "text": _fill(one["text"], words)} for one in filled[name]]
        if "holds" in computed:
            filled["options"] = [{**o, "holds": sorted(computed["holds"].get(o["id"], ()))} for o in filled["options"]]
        return filled

    def deal(self, question: Question, dice: random.Random) -> dict[str, Any]:
        """The statements under other letters, which none of its texts may name."""
        raw, letters = question.raw, [entry["id"] for entry in question.raw["statements"]]
        new = dict(zip(letters, shuffled(letters, dice), strict=True))
        dealt = [{**entry, "id": new[entry["id"]]} for entry in raw["statements"]]
        dealt.sort(key=lambda entry: entry["id"])
        holds = {option["id"]: [new[key] for key in option.get("holds", ())] for option in raw["options"]}
        return {"options": raw["options"], "statements": dealt, "holds": holds, "pick": {}}

    def letters(self, question: Question) -> list[tuple[str, str]]:
        return [(entry["id"], entry["text"]) for entry in question.raw["statements"]]

    def _traps(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        """What supports nothing: options and statements that name a misconception, statements first."""
        raw = question.raw
        return [(entry["id"], entry) for entry in (*raw["statements"], *raw["options"]) if entry.get("misconception")]

    def parts(self, question: Question) -> list[Part]:
        raw = question.raw
        pairs = [
            Part(f"{option['id']}>{entry['id']}", f"{option['text']}: {entry['text']}", True)
            for option in raw["options"]
            for entry in raw["statements"]
            if entry["id"] in option.get("holds", ())
        ]
        traps = [misconception(key, entry["text"], entry) for key, entry in self._traps(question)]
        return [*pairs, *traps, misconception("other", "a statement of another option", raw["otherwise"])]

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        option = self._good(question)
        holds = list(option["holds"][:COUNT])
        traps = [key for key, _ in self._traps(question)]
        others = (one["id"] for one in question.raw["statements"] if one["id"] not in (*option["holds"], *traps))
        answers = [("right", holds), ("part", [holds[0], next(others)]), ("wrong", [])]
        return [(fate, {"option": option["id"], "reasons": reasons}) for fate, reasons in answers]

    def _good(self, question: Question) -> dict[str, Any]:
        """An option with statements enough that hold."""
        options = question.raw["options"]
        return next(one for one in options if len(one.get("holds", ())) >= COUNT and not one.get("misconception"))

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        reasons, raw = set(strings(response["reasons"])), question.raw
        option = next(entry for entry in raw["options"] if entry["id"] == response["option"])
        for key, entry in self._traps(question):
            if key in reasons or key == option["id"]:
                return [misconception(key, entry["text"], entry)]
        good = [part for part in self.parts(question) if part.key in {f"{option['id']}>{one}" for one in reasons}]
        wrong = sorted(reasons - set(option.get("holds", ())))
        if not wrong:
            return good
        words = {"option": option["text"], "wrong": ", ".join(wrong)}
        entry = raw["otherwise"] | {"feedback": _fill(raw["otherwise"]["feedback"], words)}
        return [*good, misconception("other", "a statement of another option", entry)]

    def share(self, question: Question, response: dict[str, Any]) -> float:
        picks = self.picks(question, response)
        return sum(part.right for part in picks) / COUNT

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        raw, traps = question.raw, self._traps(question)
        options = [(one["id"], one["text"] + one.get("more", ""), one.get("holds", [])) for one in raw["options"]]
        said = {"right": raw["feedback"], "other": raw["otherwise"]["feedback"]}
        return {
            "options": [{"key": key, "markdown": words, "holds": holds} for key, words, holds in options],
            "statements": [{"key": entry["id"], "markdown": entry["text"]} for entry in raw["statements"]],
            "traps": {key: markdown.block(question.say(entry["feedback"])) for key, entry in traps},
            "said": {key: markdown.block(question.say(words)) for key, words in said.items()},
        }

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        raw = question.raw
        return "", [f"{entry['id']}. {entry['text']}" for entry in (*raw["options"], *raw["statements"])]

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        return {}, {entry["id"]: entry["id"] for entry in (*question.raw["options"], *question.raw["statements"])}

    def typed_right(self, question: Question) -> str:
        raw = question.raw
        option = self._good(question)
        reasons = ", ".join(f'"{one}"' for one in option["holds"][:COUNT])
        return f'{raw["name"]} = "{option["id"]}"\n{raw["evidence"]} = [{reasons}]'

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        raw = question.raw
        options = [(entry["id"], entry["text"]) for entry in raw["options"]]
        label, labels = answers.as_label(found[raw["name"]]), answers.as_labels(found[raw["evidence"]])
        option = None if label is None else find(label, options)
        if option is None:
            letters = ", ".join(key for key, _ in options)
            text = f"`{raw['name']}` must be one of the letters {letters}, in quotation marks."
            raise Unreadable(WRONG_VALUE, text)
        ids = [entry["id"] for entry in raw["statements"]]
        chosen = {text.upper() for text in labels or []}
        if len(chosen) != COUNT or not chosen <= set(ids):
            text = f'Give two different letters from {ids[0]} to {ids[-1]} as `{raw["evidence"]}`, such as ["{ids[0]}", "{ids[-1]}"].'
            raise Unreadable(WRONG_SHAPE, text)
        return {"option": option, "reasons": sorted(chosen)}

    def verdict(self, question: Question, response: dict[str, Any]) -> Verdict:
        if self.share(question, response) >= 1:
            words = {"option": next(e["text"] for e in question.raw["options"] if e["id"] == response["option"])}
            return Verdict(1, RIGHT, question.say(_fill(question.raw["feedback"], words)))
        return super().verdict(question, response)


def _fill(text: str, words: Mapping[str, Any]) -> str:
    for name, word in words.items():
        text = text.replace("{" + name + "}", str(word))
    return text
