"""QTI 1.2 in two dialects: `canvas`, as its importer reads it, and `plain`, for Brightspace and other readers of the standard.

Both: a choice with a reply for each option, and a drop-down for each row, with a reply for each
choice. Substitutes: Canvas has no order, so each step gets a drop-down for its place; and it would take every range of a
number for a right one, so the named mistakes go into the general feedback. The plain dialect has both, an ordered
response and a range for each mistake; there an order is right or wrong, since QTI 1.2 cannot count pairs.
"""

import html
import zlib
from typing import Any

from derisking.exports import answers, xml
from derisking.exports.items import Account, Item
from derisking.questions.kinds.base import NUMBER, OPTIONS, ROWS, SEQUENCE

SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS, PLAIN = "canvas", "plain"
TYPES = {SEQUENCE: "multiple_dropdowns_question", ROWS: "multiple_dropdowns_question", NUMBER: "numerical_question"}
# Of options: whether several may be chosen -> what Canvas, and what the common profile, calls it.
CHOICES = {
    False: ("multiple_choice_question", "cc.multiple_choice.v0p1"),
    True: ("multiple_answers_question", "cc.multiple_response.v0p1"),
}


def document(title: str, ident: str, items: list[Item], dialect: str) -> tuple[str, list]:
    """An assessment with one section as XML, and (kind, Count) for each item."""
    accounts = [Account(item) for item in items]
    made = [_item(account, dialect) for account in accounts]
    source = xml.document("qti12", {"xmlns": SPACE}, title=title, ident=ident, items=made)
    return source, [(account.item.kind, account.count()) for account in accounts]


def number(item: Item, text: str) -> str:
    """A number for an option or step that survives reordering: Canvas keeps answers apart by numbers."""
    return str(1_000_000 + zlib.crc32(f"{item.stable}|{text}".encode()) % 900_000_000)


def ident(item: Item) -> str:
    """The stable name of an item as an XML name."""
    return item.stable.replace("/", ".")


def _item(account: Account, dialect: str) -> dict:
    """What the template fills in. replies: name -> HTML, in the order in which the item lists them."""
    item = account.item
    stem = account.block(item.question.text) + item.above
    make = {OPTIONS: _choice, NUMBER: _numeric, SEQUENCE: _places if dialect == CANVAS else _order, ROWS: _rows}
    own: dict[str, Any] = {"asked": [], "mistakes": [], "replies": {}}
    own |= {"shape": item.shape, "several": item.several, "fixed": item.fixed} | make[item.shape](account, dialect)
    replies = own["replies"]
    if own["shape"] != ROWS:
        for name, key in (("correct_fb", "feedback"), ("general_incorrect_fb", "otherwise")):
            replies |= {name: account.block(item.raw[key])} if item.raw.get(key) else {}
    for hint in item.hints:
        account.move("Hint:", hint)
    general = account.general()
    replies |= {"general_fb": general} if general else {}
    fields = _fields(item, dialect)
    return own | {"ident": ident(item), "name": item.name, "fields": fields, "text": stem + own["text"]}


def _fields(item: Item, dialect: str) -> dict[str, str]:
    fields = {"points_possible": f"{item.points:g}"}
    if dialect == CANVAS:
        name = TYPES.get(item.shape) or CHOICES[item.several][0]
        fields = {"question_type": name} | fields | {"assessment_question_identifierref": ident(item)}
    elif item.shape == OPTIONS:
        fields = {"cc_profile": CHOICES[item.several][1]} | fields
    return fields | {"qmd_keywords": " ".join(item.tags)}


def _choice(account: Account, dialect: str) -> dict:
    item, several, choices, replies = account.item, account.item.several, [], {}
    answers.move_missed(account)
    for option in answers.options(item):
        name = number(item, option.text)
        choices.append({"name": name, "text": account.inline(option.text), "right": option.right})
        replies |= {f"{name}_fb": account.block(option.said)} if option.said else {}
    asked = {"place": "response1", "cardinality": "Multiple" if several else "Single", "choices": choices}
    rights = [choice["name"] for choice in choices if choice["right"]]
    how = f"<p>{html.escape(item.question.rules.how)}</p>" if several else ""
    return {"text": how, "asked": [asked], "rights": rights, "replies": replies}


def _numeric(account: Account, dialect: str) -> dict:
    unit = f" (in {html.escape(account.item.raw['unit'])})" if account.item.raw.get("unit") else ""
    right, *mistakes = answers.ranges(account.item)
    made = {"text": f"<p>Your number{unit}:</p>", "right": _covered(right)}
    if dialect == CANVAS:
        for one in mistakes:
            account.move(f"If you gave {one.text}:", one.said)
        return made
    replies = {f"{one.name}_fb": account.block(one.said) for one in mistakes}
    return made | {"mistakes": [_covered(one) for one in mistakes], "replies": replies}


def _covered(one: answers.Range) -> dict[str, str]:
    numbers = {"low": one.middle - one.reach, "middle": one.middle, "high": one.middle + one.reach}
    return {"name": one.name} | {name: f"{value:.12g}" for name, value in numbers.items()}


def _order(account: Account, dialect: str) -> dict:
    item, steps = account.item, answers.steps(account.item)
    names = {key: number(item, text) for key, text in steps.items()}
    choices = [{"name": names[key], "text": account.inline(steps[key])} for key in answers.mixed(item)]
    answers.move_turned(account)
    asked = {"place": "response1", "cardinality": "Ordered", "choices": choices}
    return {"text": "", "asked": [asked], "rights": list(names.values())}


def _places(account: Account, dialect: str) -> dict:
    """An order where there is none: a drop-down with the places for each step, the steps mixed."""
    steps, rows = answers.steps(account.item), []
    for key in answers.mixed(account.item):
        choices = [answers.Choice(str(place), key == other, "") for place, other in enumerate(steps, 1)]
        rows.append((steps[key], choices))
    made = _drop_downs(account, rows)
    answers.move_turned(account)
    answers.move_whole(account)
    return made | {"text": "<p>Choose a place for each step: 1 is the first.</p>" + made["text"]}


def _rows(account: Account, dialect: str) -> dict:
    made = _drop_downs(account, answers.rows(account.item))
    answers.move_whole(account)
    return made


def _drop_downs(account: Account, rows: list) -> dict:
    """A drop-down for each row; what the rows are worth adds up to 100."""
    item, each, asked, lines, replies = account.item, round(100 / len(rows), 2), [], "", {}
    for row, (left, choices) in enumerate(rows, 1):
        lines += f"<li>{account.inline(left)} [row{row}]</li>"
        made = []
        for text, right, said in choices:
            name = number(item, f"{left}|{text}")
            words = account.plain(text) if item.shape == ROWS else text
            made.append({"name": name, "text": words, "right": right})
            replies |= {f"{name}_fb": account.block(said)} if said else {}
        worth = each if row < len(rows) else 100 - each * (len(rows) - 1)
        place = {"place": f"response_row{row}", "label": f"row{row}", "cardinality": "Single"}
        asked.append(place | {"worth": f"{worth:.2f}", "choices": made})
    return {"shape": ROWS, "text": f"<ul>{lines}</ul>", "asked": asked, "replies": replies}
