"""What the browser gets of a task's form: the question without its keys, and how its answer is called in the notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from derisking import markdown
from derisking.exercises.task import Definition, Task
from derisking.learner import card
from derisking.questions import bank
from derisking.quiz import view
from derisking.widgets import revealing

SEED = 0  # everybody meets the same order of lines; options keep the letters that were dealt to them
SPOKEN = ("ask", "kept", "text", "empty")  # of a first guess
LETTERED = ("parts", "rows", "items")  # fields whose entries carry the letters that a typed answer would name


def way(definition: Definition, how: str = "") -> card.Part:
    """The way through an exercise: what each part is for, and its tasks that are forms; of part B those of the route *decide*.

    how: HTML, what else an edition says of the case and the page; all of it is folded, so that the first task is near."""
    told = "id", "title", "part", "points"
    tasks = [{name: getattr(task, name) for name in told} for task in definition.tasks if task.formed]
    asked = {"tasks": tasks, "goals": dict(definition.goals), "desk": definition.printed.get("look", ""), "how": how}
    data = {"kind": "way", "lesson": definition.lesson, **asked}
    goals = "".join(f"<li><b>Part {part}.</b> {markdown.inline(goal)}</li>" for part, goal in definition.goals.items())
    still = f"<details class='dr-how-fold'><summary>How this page works</summary><ul class='dr-as-way'>{goals}</ul>{how}</details>"
    return card.Part(data, still, definition.title)


def printed(definition: Definition, story: str = "", words: Mapping[str, str] | None = None) -> card.Part:
    """The page of the role, on which part B stands as it is decided; with a story of the bank, its claims in `words`, to be edited."""
    data = {"kind": "printed", "lesson": definition.lesson, **definition.printed}
    if not story:
        return card.Part(data, "", definition.title)
    told = bank.load(definition.lesson)[story].raw
    title = told["text"].split("**")[1].rstrip(".")
    front = [one["claim"] for one in told["cards"]]
    lines = [markdown.inline(words[one]) for one in front]
    more = [markdown.inline(said) for one, said in words.items() if one not in front]
    still = f"<p><b>{title}</b></p><ol>{''.join(f'<li>{line}</li>' for line in lines)}</ol>"
    return card.Part({**data, "title": title, "lines": lines, "more": more}, still, title)


def first(definition: Definition, after: Sequence[object] = (), of: str = "") -> card.Part:
    """A first guess, tapped and not marked, which its task says again. after: what it opens, as in `widgets.revealing`; of: which of its `others`."""
    told = definition.first["others"][of] if of else {**definition.first, "others": None}
    said = {name: markdown.inline(told[name]) for name in SPOKEN if name in told}
    data = {**told, **said, "kind": "first", "lesson": definition.lesson}
    data |= {"replies": [markdown.inline(one) for one in told.get("replies", ())], "html": revealing.html(after)}
    ask = said.get("empty", said["ask"])  # figures of one's own are not there yet
    options = "" if "empty" in said else "".join(f"<li>{markdown.inline(one)}</li>" for one in told["options"])
    still = f"<p><b>{ask}</b></p><ul>{options}</ul>{revealing.still(after)}"
    return card.Part(data, still, markdown.plain(told.get("empty", told["ask"])))


def written(task: Task) -> dict:
    """How an answer is written down: names (in the notebook), rows (key of a line -> its name), labels (key -> name); and its picture."""
    rows, labels = task.question.rules.typed_as(task.question)
    picture = task.question.written.get("picture", "")
    return {"names": list(task.names), "rows": rows, "labels": labels, "picture": picture}


def page(task: Task) -> dict:
    """The form of a task in a notebook. The question's text stands above it as Markdown, and its title names the form; what is
    drawn stands in the form itself."""
    question, form = task.question, written(task)
    text = f"**{task.title}**\n\n{question.say(question.text.strip())}" if task.drawn else task.title
    data = view.data(question.with_(text=text), SEED, keys=False)
    if not question.raw.get("words"):
        _letter(data, form["rows"] | form["labels"])
    asked = question.rules.in_order(question, data)
    return {"question": asked, "points": task.points, "hints": len(task.hints), "away": task.away, **form}


def _letter(data: dict, names: dict) -> None:
    """Letters in front of what a typed answer would name by its letter."""
    for entry in (entry for field in LETTERED for entry in data.get(field, ())):
        name = names.get(entry["key"], "")
        if len(name) == 1 and not entry["html"].startswith(f"{name}: "):
            entry["html"] = f'<strong class="dr-letter">{name}</strong> {entry["html"]}'


def listed(task: Task) -> list[str]:
    """What the form lists, as HTML lines, for a notebook without a kernel."""
    data = page(task)["question"]
    order = data.get("order", ())
    parts = sorted(data["parts"], key=lambda part: order.index(part["key"]))
    fields = (parts, *(data.get(name, ()) for name in ("rows", "items", "options", "statements")))
    lines = [entry["html"] for field in fields for entry in field]
    choices = [
        entry.get("html") or markdown.inline(entry["text"]) for entry in data.get("bins") or data.get("choices", ())
    ]
    return [*lines, "→ " + " · ".join(choices)] if choices else lines
