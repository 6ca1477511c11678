"""`review`: a text in the manner of a chatbot, in which slips may be planted: which sentence, what is wrong with it, which row shows it.

A sentence is written as it should read, and may have a `slip`: its name, the text that is shown in its place, and the rows that
show it. `plants` names the sentences whose slip is planted; without it every slip is. So one text can be set in many ways.
A text with no slip counts as one that is found by marking nothing. The bank names the `plants` of the example; for a class its secret
draws them (`bank.drawn`).
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

from derisking import markdown
from derisking.questions import answers
from derisking.questions.kinds.base import TEXT, Kind, distinct, find, strings
from derisking.questions.kinds.multiple import Multiple
from derisking.questions.question import Question
from derisking.questions.verdict import WORDS, WRONG_SHAPE, WRONG_VALUE, Part, Unreadable

SLIPS: dict[str, str] = WORDS["slips"]
MOST = 9  # slips in one text
LETTERS = "abcdefghijklmnop"  # of rows
FOUND, NAMED, SHOWN = 0.5, 0.25, 0.25  # of a slip: its sentence, its name, its row
ALARM = 0.5  # of a slip: what a sentence that is marked without reason takes off
RULE = (
    "Of each slip the sentence counts half, its name a quarter and its row a quarter. A false alarm takes off half a slip. "
    f"The text may hold no slip at all, and at most {MOST}."
)
WRITTEN = "We wrote this text in the manner of a chatbot, and planted what is wrong with it, if anything is."
STANDS = "every sentence can stand"


class Review(Kind):
    """Sentences to be marked, each with the name of its slip and the row that shows it."""

    name = "review"
    shape = TEXT
    part_called = "Sentence"
    secret = ("accepts", "shown_by")
    how = f"Choose each sentence that should not stand, say what is wrong with it, and which row shows it. {RULE}"
    example = '{"3": "denominator, b"}'

    def check(self, raw: dict[str, Any], fail: Callable[[str, str], None]) -> None:
        rows, sentences = [row["id"] for row in raw["rows"]], raw["sentences"]
        distinct(fail, [row["text"] for row in raw["rows"]], "rows")
        distinct(fail, [one["text"] for one in sentences], "sentences")
        for number, one in enumerate(sentences, 1):
            slip = one.get("slip") or {"rows": (), "text": ""}
            unknown = sorted(set(slip["rows"]) - set(rows))
            if unknown:
                fail(f"sentence {number}", f"`rows` names {', '.join(unknown)}, which is not a row of this question.")
            if markdown.plain(slip["text"]) == markdown.plain(one["text"]):
                fail(f"sentence {number}", "the slip reads like the sentence itself. Write what is wrong.")
        able = [one["id"] for one in sentences if "slip" in one]
        unknown = sorted(set(raw.get("plants", ())) - set(able))
        if unknown:
            fail("", f"`plants` names {', '.join(unknown)}, which is no sentence with a slip.")
        if not raw.get("feedback"):
            fail("", "`feedback` is missing. Write it for whoever rightly marks nothing: a draw may plant no slip.")
        if len(raw.get("plants", able)) > MOST:
            fail("", f"more than {MOST} slips are planted. Name at most {MOST} in `plants`.")

    # --- the text ---------------------------------------------------------------------------------------------------

    def deal(self, question: Question, dice: random.Random) -> dict[str, Any]:
        """Which slips are planted: none to nine, each number as likely as the others."""
        able = [one["id"] for one in question.raw["sentences"] if "slip" in one]
        chosen = dice.sample(able, dice.randint(0, min(MOST, len(able))))
        return {"plants": [key for key in able if key in chosen]}

    def _sentences(self, question: Question) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
        """(sentence, its slip where one is planted), in order."""
        plants = question.raw.get("plants")
        for one in question.raw["sentences"]:
            yield one, one.get("slip") if plants is None or one["id"] in plants else None

    def _shown(self, one: dict[str, Any], slip: dict[str, Any] | None) -> str:
        """What a reader sees: plain words, since a link would tell which sentences are sound."""
        return markdown.plain(slip["text"] if slip else one["text"])

    def _rows(self, question: Question) -> dict[str, str]:
        """Key of a row -> its letter."""
        return {row["id"]: letter for letter, row in zip(LETTERS, question.raw["rows"], strict=False)}

    def _told(self, question: Question, one: dict[str, Any], slip: dict[str, Any]) -> str:
        """What a slip is, where it shows, and how the sentence should read."""
        rows = self._rows(question)
        names = " or ".join(SLIPS[name] for name in _names(slip))
        where = " or ".join(rows[key] for key in slip["rows"])
        return f"*{names[0].upper()}{names[1:]}; row {where} shows it.* {slip['feedback'].strip()}\n\nIt should read: {one['text'].strip()}"

    # --- what an answer may hold, and what it earns -----------------------------------------------------------------

    def parts(self, question: Question) -> list[Part]:
        made: list[Part] = []
        for one, slip in self._sentences(question):
            key, text = one["id"], self._shown(one, slip)
            if not slip:
                made.append(Part(f"{key}>alarm", f"no slip: {text}", False, one["feedback"], "false-alarm"))
                continue
            told, name = self._told(question, one, slip), slip["name"]
            made += [
                Part(key, text, True, told),
                Part(f"{key}>name", f"another name: {text}", False, told, "slip-misnamed"),
                Part(f"{key}>row", f"another row: {text}", False, told, "row-beside-the-slip"),
                Part(f"-{key}", f"overlooked: {text}", False, told, f"missed-{name}"),
            ]
        if not any(part.right for part in made):
            made.append(Part("stands", STANDS, True, question.raw.get("feedback", "")))
        return made

    def usual(self, question: Question) -> list[Part]:
        return [part for part in self.parts(question) if part.misconception == "false-alarm"]

    def _marks(self, question: Question, response: dict[str, Any]) -> dict[str, tuple[str, str]]:
        """Sentence -> (name of a slip, row). Raises ValueError for what this question does not have."""
        marks: dict[str, tuple[str, str]] = {}
        rows, keys = self._rows(question), {one["id"] for one, _ in self._sentences(question)}
        for key, pair in response["marks"].items():
            name, row = strings(pair)
            if key not in keys or name not in SLIPS or row not in rows:
                raise ValueError("a sentence, slip or row that this question does not have")
            marks[key] = (name, row)
        return marks

    def picks(self, question: Question, response: dict[str, Any]) -> list[Part]:
        marks, known = self._marks(question, response), {part.key: part for part in self.parts(question)}
        keys: list[str] = []
        for one, slip in self._sentences(question):
            key = one["id"]
            if not slip:
                keys += [f"{key}>alarm"] * (key in marks)
            elif key not in marks:
                keys.append(f"-{key}")
            else:
                name, row = marks[key]
                wrong = [f"{key}>name"] * (name not in _names(slip)) + [f"{key}>row"] * (row not in slip["rows"])
                keys += wrong or [key]
        return [known[key] for key in keys or ["stands"]]

    def share(self, question: Question, response: dict[str, Any]) -> float:
        marks, earned, slips = self._marks(question, response), 0.0, 0
        for one, slip in self._sentences(question):
            name, row = marks.get(one["id"], ("", ""))
            slips += bool(slip)
            if slip and name:
                earned += FOUND + NAMED * (name in _names(slip)) + SHOWN * (row in slip["rows"])
            elif name:
                earned -= ALARM
        return max(0.0, (earned if slips else 1 + earned) / max(1, slips))

    def response(self, chosen: Any) -> dict[str, Any]:
        return {"marks": chosen}

    def example_answers(self, question: Question) -> list[tuple[str, dict[str, Any]]]:
        sentences, rows = list(self._sentences(question)), list(self._rows(question))
        right = {one["id"]: [slip["name"], slip["rows"][0]] for one, slip in sentences if slip}
        alarm = {one["id"]: ["half", rows[0]] for one, slip in sentences if not slip}
        first = next(iter(right or alarm))
        if not right:
            marked = [("right", {}), ("part", {first: alarm[first]}), ("wrong", alarm)]
        else:
            slip = next(slip for _, slip in sentences if slip)
            other = next(name for name in SLIPS if name not in _names(slip))
            marked = [("right", right), ("right", dict(reversed(right.items())))]
            marked += [("part", right | {first: [other, slip["rows"][0]]}), ("wrong", {}), ("wrong", alarm)]
        return [(fate, {"marks": marks}) for fate, marks in marked]

    def credit(self, question: Question, response: dict[str, Any]) -> str:
        marks, slips = self._marks(question, response), {one["id"] for one, slip in self._sentences(question) if slip}
        alarms = len(set(marks) - slips)
        found = f"{len(slips & set(marks))} of {len(slips)} slips found," if slips else "There was no slip to find;"
        return f"{found} {alarms} false alarm{'s' * (alarms != 1)}."

    # --- how it is shown --------------------------------------------------------------------------------------------

    def page(self, question: Question, dice: random.Random) -> dict[str, Any]:
        texts = {row["id"]: row["text"] for row in question.raw["rows"]}
        rows = [{"key": key, "markdown": text, "text": markdown.plain(text)} for key, text in texts.items()]
        sentences = []
        for one, slip in self._sentences(question):
            shown = {"key": one["id"], "text": self._shown(one, slip), "opens": one.get("opens", False)}
            right = {"accepts": _names(slip) if slip else [], "shown_by": slip["rows"] if slip else []}
            sentences.append(shown | right)
        slips = [{"key": key, "text": text} for key, text in SLIPS.items()]
        return {"written": WRITTEN, "slips": slips, "record": rows, "sentences": sentences}

    def listed(self, question: Question, dice: random.Random) -> tuple[str, list[str]]:
        said = [f"**{n}** {self._shown(*both)}" for n, both in enumerate(self._sentences(question), 1)]
        return f"{WRITTEN} What can be wrong: {', '.join(SLIPS.values())}.", [*said, *self._record(question)]

    def _record(self, question: Question) -> list[str]:
        """The rows in Markdown, each with its letter."""
        rows = zip(LETTERS, question.raw["rows"], strict=False)
        return [f"**Row {letter}.** {row['text'].strip()}" for letter, row in rows]

    def elsewhere(self, question: Question) -> Question:
        """A choice among the sentences: no platform asks for a name and a row as well, so both stand in the replies."""
        raw, options, text = question.raw, [], ""
        for number, (one, slip) in enumerate(self._sentences(question), 1):
            shown = self._shown(one, slip)
            text += f"{chr(10) * 2 * bool(text and one.get('opens'))}**[{number}]** {shown} "
            begins = " ".join(shown.split()[:5])
            option = {"id": one["id"], "text": f"[{number}] {begins} …", "correct": bool(slip)}
            alarm = {"feedback": one["feedback"], "misconception": "false-alarm"}
            options.append(option | ({"feedback": self._told(question, one, slip)} if slip else alarm))
        sound = not any(option["correct"] for option in options)
        overlooked = {"feedback": raw["otherwise"], "misconception": "slip-overlooked"}
        said = {"feedback": raw.get("feedback", "")} if sound else overlooked
        options.append({"id": "stands", "text": f"None: {STANDS}", "correct": sound} | said)
        rows = "\n".join(f"- {row}" for row in self._record(question))
        ask = f"Which sentences should not stand? For yourself, name the slip ({', '.join(SLIPS.values())}) and the row that shows it."
        whole = f"{raw['text'].strip()}\n\n{WRITTEN}\n\n{text.strip()}\n\n{rows}\n\n{ask}"
        lacks = {key: value for key, value in raw.items() if key not in ("sentences", "rows", "plants")}
        record = lacks | {"kind": Multiple.name, "text": whole, "options": options, "fixed": True}
        return Question(question.lesson, question.place, record, Multiple())

    # --- typed in a notebook ----------------------------------------------------------------------------------------

    def typed_as(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        numbers = {one["id"]: str(number) for number, (one, _) in enumerate(self._sentences(question), 1)}
        return numbers, {name: name for name in SLIPS} | self._rows(question)

    def typed_right(self, question: Question) -> str:
        (_, response), *_ = self.example_answers(question)
        numbers, names = self.typed_as(question)
        marks = response["marks"].items()
        lines = "".join(f'    "{numbers[key]}": "{name}, {names[row]}",\n' for key, (name, row) in marks)
        return f"{question.raw['name']} = {{\n{lines}}}"

    def typed(self, question: Question, found: dict[str, dict[str, Any]]) -> dict[str, Any]:
        (answer,) = found.values()
        given, (numbers, _), marks = answers.as_pairs(answer), self.typed_as(question), {}
        if given is None:
            said = f"You gave {answers.describe(answer)}. Write a dictionary such as {self.example}."
            raise Unreadable(WRONG_SHAPE, said)
        keys = {number: key for key, number in numbers.items()}
        for number, value in given.items():
            pair = self._pair(question, answers.as_labels(value) or [])
            if number not in keys or pair is None:
                text = f"Write for a sentence from 1 to {len(keys)} one slip ({', '.join(SLIPS)}) and one row, such as {self.example}."
                raise Unreadable(WRONG_VALUE, text)
            marks[keys[number]] = pair
        return {"marks": marks}

    def _pair(self, question: Question, labels: list[str]) -> list[str] | None:
        """[name of a slip, row] out of two labels in any order; None where they are not one of each."""
        rows = {letter: key for key, letter in self._rows(question).items()}
        names = [name for label in labels if (name := find(label, SLIPS.items()))]
        shown = [rows[label] for label in labels if label in rows]
        return [names[0], shown[0]] if len(names) == len(shown) == 1 and len(labels) == 2 else None


def _names(slip: dict[str, Any]) -> list[str]:
    """What a slip may be called."""
    return [slip["name"], *slip.get("also", ())]
