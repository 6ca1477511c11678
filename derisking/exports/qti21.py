"""QTI 2.1 items for other platforms (OpenOlat, TAO, Inspera and the like): one XML file for each question.

The credit is that of the course: through a mapping between 0 and 1 for choices and rows, and by counting pairs for an order.
Every option, range, row and turned pair has its own modal feedback. The general feedback is shown after every answer; hints
stand there, since platforms differ in whether they show any.
"""

import itertools
import math
from typing import Any
from xml.etree import ElementTree

from derisking.exports import answers, xml
from derisking.exports.items import Account, Item
from derisking.exports.qti12 import ident
from derisking.questions.ids import made_of
from derisking.questions.kinds.base import NUMBER, OPTIONS, ROWS, SEQUENCE

SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SPACES = {
    "xmlns": SPACE,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{SPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
}
ElementTree.register_namespace("m", "http://www.w3.org/1998/Math/MathML")
MARKUP = ("itemBody", "simpleChoice", "simpleAssociableChoice", "modalFeedback")  # what holds HTML in the template


def item_xml(item: Item) -> tuple[str, Account]:
    """One item as XML, and the account of its texts."""
    account = Account(item)
    stem = account.block(item.question.text) + item.above
    make = {SEQUENCE: _order, NUMBER: _numeric, OPTIONS: _choice, ROWS: _rows}[item.shape]
    own = {"worth": {}, "choices": [], "turned": [], "asked": [], "replies": {}} | make(account)
    for name, key in (("right", "feedback"), ("otherwise", "otherwise")):
        if item.raw.get(key):
            own["replies"].setdefault(name, account.block(item.raw[key]))
    for hint in item.hints:
        account.move("Hint:", hint)
    own["replies"]["general"] = account.general()
    own["replies"] = {name: markup for name, markup in own["replies"].items() if markup}
    root = xml.read("qti21", item=item, ident=ident(item), stem=stem, **own)
    for node in root.iter():
        if node.tag in MARKUP:
            _graft(node)
    return xml.written(root, SPACES), account


def _graft(node: xml.Node) -> None:
    """Turn the text of a node into elements, without what the standard does not know of links and rows."""
    markup = (node.text or "").strip().replace("&nbsp;", "&#160;")
    tree = ElementTree.fromstring(f"<div>{markup}</div>")
    for part in tree.iter():
        for name in ("target", "rel", "scope", "title"):
            part.attrib.pop(name, None)
    node.text = tree.text
    node[:0] = tree


def _choice(account: Account) -> dict:
    item, several, replies = account.item, account.item.several, {}
    choices: list[dict[str, Any]] = []
    for option in answers.options(item):
        name = option.key
        text = account.inline(option.text)
        choices.append({"name": name, "text": text, "right": option.right, "missed": option.missed})
        replies[f"f{name}"] = account.block(option.said or option.missed)
    right = [choice["name"] for choice in choices if choice["right"]]
    worth: dict[str, float] = dict.fromkeys(right, 1 / len(right) if several else 1)
    wrong = len(choices) - len(right)
    worth |= {choice["name"]: -1 / wrong for choice in choices if several and not choice["right"]}
    return {
        "cardinality": "multiple" if several else "single",
        "base_type": "identifier",
        "right": right if several else right[:1],
        "worth": _mapped(worth),
        "choices": choices,
        "replies": replies,
    }


def _mapped(worth: dict[str, float]) -> dict[str, str]:
    """Numbers rounded up, so that thirds add up to the whole; the mapping's upper bound takes off what is too much."""
    up = {key: math.ceil(value * 10**10) / 10**10 for key, value in worth.items()}
    return {key: f"{value:.10f}".rstrip("0").rstrip(".") for key, value in up.items()}


def _numeric(account: Account) -> dict:
    ranges = []
    for one in answers.ranges(account.item):
        low, high = (f"{one.middle + sign * one.reach * (1 + 1e-9):.12g}" for sign in (-1, 1))
        ranges.append({"name": one.name, "low": low, "high": high, "said": account.block(one.said)})
    return {
        "cardinality": "single",
        "base_type": "float",
        "right": [f"{account.item.question.answer:.12g}"],
        "unit": f" (in {account.item.raw['unit']})" if account.item.raw.get("unit") else "",
        "ranges": ranges,
        "replies": {one["name"]: one["said"] for one in ranges},
    }


def _rows(account: Account) -> dict:
    """Cards and bins as two sets; each card goes to one bin, and every bin that can be defended earns the row."""
    listed, replies, right, worth, asked = answers.rows(account.item), {}, [], {}, []
    names = {choice.text: f"b{place}" for place, choice in enumerate(listed[0][1], 1)}
    for number, (_, choices) in enumerate(listed, 1):
        row = f"r{number}"
        good = [f"{row} {names[choice.text]}" for choice in choices if choice.right]
        right.append(good[0])
        worth |= dict.fromkeys(good, 1 / len(listed))
        for choice in choices:
            asked.append((row, names[choice.text]))
            replies[f"f{row}{names[choice.text]}"] = account.block(choice.said)
    return {
        "cardinality": "multiple",
        "base_type": "directedPair",
        "right": right,
        "worth": _mapped(worth),
        "rows": {f"r{number}": account.inline(text) for number, (text, _) in enumerate(listed, 1)},
        "bins": {name: account.inline(text) for text, name in names.items()},
        "asked": asked,
        "replies": replies,
    }


def _order(account: Account) -> dict:
    item, steps = account.item, answers.steps(account.item)
    named = [(f"m{place}", entry) for place, entry in enumerate(item.raw.get("misconceptions") or (), 1)]
    sides = {name: [made_of(item.question.id, entry[side]) for side in ("before", "after")] for name, entry in named}
    pairs = list(itertools.combinations(steps, 2))
    return {
        "cardinality": "ordered",
        "base_type": "identifier",
        "right": list(steps),
        "choices": [{"name": name, "text": account.inline(steps[name])} for name in answers.mixed(item)],
        "pairs": pairs,
        "each": f"{2 / len(pairs):.12g}",
        "places": list(itertools.combinations(range(1, len(steps) + 1), 2)),
        "turned": [(name, *both) for name, both in sides.items()],
        "replies": {name: account.block(entry["feedback"]) for name, entry in named},
    }
