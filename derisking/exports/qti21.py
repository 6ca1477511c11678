"""QTI 2.1 items for other platforms (OpenOlat, TAO, Inspera and the like): one XML file for each question.

The credit is that of the course: through a mapping between 0 and 1 for choices and rows, and by counting pairs for an order.
Every option, range, row and turned pair has its own modal feedback. The general feedback is shown after every answer; hints
stand there, since platforms differ in whether they show any.
"""

from __future__ import annotations

import itertools
import math
import random
from xml.etree import ElementTree

from derisking.exports import moodle
from derisking.exports.items import Account, Item
from derisking.exports.qti12 import ident
from derisking.exports.xml import Node, element, sub, written

SPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
WHERE = f"{SPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
ElementTree.register_namespace("m", "http://www.w3.org/1998/Math/MathML")
ALWAYS = "general"


class Made:
    """An item under construction: what it declares, asks, marks and says."""

    def __init__(self, item: Item, cardinality: str, base: str):
        self.item, self.account = item, Account(item)
        self.root = Node(
            "assessmentItem",
            {
                "xmlns": SPACE,
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation": WHERE,
                "identifier": ident(item),
                "title": item.name,
                "adaptive": "false",
                "timeDependent": "false",
            },
        )
        self.response = sub(
            self.root, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=base
        )
        score = sub(self.root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
        sub(sub(score, "defaultValue"), "value", "0")
        most = sub(self.root, "outcomeDeclaration", identifier="MAXSCORE", cardinality="single", baseType="float")
        sub(sub(most, "defaultValue"), "value", "1")
        sub(self.root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier")
        self.body = sub(self.root, "itemBody")
        stem = self.account.block(item.question.text) + item.above
        graft(self.body, stem)
        self.processing = sub(self.root, "responseProcessing")
        self.replies: dict[str, str] = {}

    def right(self, *values: str) -> None:
        """Declare the right response."""
        node = sub(self.response, "correctResponse")
        for value in values:
            sub(node, "value", value)

    def mapping(self, worth: dict[str, float]) -> None:
        """Declare what each value is worth; the sum stays between 0 and 1."""
        node = sub(self.response, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
        for key, value in worth.items():
            # rounded up, so that thirds add up to the whole; the upper bound takes off what is too much
            sub(
                node,
                "mapEntry",
                mapKey=key,
                mappedValue=f"{math.ceil(value * 10**10) / 10**10:.10f}".rstrip("0").rstrip("."),
            )

    def score(self, where: Node) -> Node:
        """An element that sets the score; the caller says to what."""
        return sub(where, "setOutcomeValue", identifier="SCORE")

    def score_by_map(self) -> None:
        """Add up the mapped values; an empty response is worth nothing."""
        node = sub(self.processing, "responseCondition")
        sub(sub(sub(node, "responseIf"), "not"), "isNull").append(_variable("RESPONSE"))
        sub(self.score(node[0]), "mapResponse", identifier="RESPONSE")

    def say(self, name: str, text: str, asked: Node | None) -> None:
        """Show a reply when a condition holds; always without one."""
        if not text:
            return
        self.replies[name] = text
        where = self.processing
        if asked is not None:
            where = sub(sub(self.processing, "responseCondition"), "responseIf")
            where.append(asked)
        listed = sub(sub(where, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
        listed.append(_variable("FEEDBACK"))
        sub(listed, "baseValue", name, baseType="identifier")

    def whole(self, right: Node, wrong: Node) -> None:
        """Replies to a whole answer."""
        raw = self.item.raw
        self.say("right", self.account.block(raw["feedback"]) if raw.get("feedback") else "", right)
        self.say("otherwise", self.account.block(raw["otherwise"]) if raw.get("otherwise") else "", wrong)

    def finish(self) -> Node:
        """The item with its feedback elements."""
        for hint in self.item.hints:
            self.account.move("Hint:", hint)
        self.say(ALWAYS, self.account.general(), None)
        for name, text in self.replies.items():
            node = sub(self.root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show")
            graft(node, text)
        return self.root


def item_xml(item: Item) -> tuple[str, Account]:
    """One item as XML, and the account of its texts."""
    done = {"order": _order, "numeric": _numeric, "match": _rows, "classify": _rows}.get(item.kind, _choice)(item)
    return written(done.finish(), indent=False), done.account


def graft(node: Node, markup: str) -> None:
    """Put HTML of ours below a node, without what the standard does not know of links and rows."""
    tree = ElementTree.fromstring(f"<div>{markup.replace('&nbsp;', '&#160;')}</div>")
    for part in tree.iter():
        for name in ("target", "rel", "scope", "title"):
            part.attrib.pop(name, None)
    node.text = (node.text or "") + (tree.text or "") or None
    node.extend(tree)


def _variable(name: str) -> Node:
    return Node("variable", identifier=name)


def _base(value: str, kind: str) -> Node:
    return element("baseValue", value, baseType=kind)


def _is(operator: str, *inside: Node, **attributes: str) -> Node:
    return element(operator, "", *inside, **attributes)


def _matches() -> Node:
    return _is("match", _variable("RESPONSE"), Node("correct", identifier="RESPONSE"))


def _choice(item: Item) -> Made:
    options, several = item.question.rules.options(item.question), item.kind == "multiple"
    made = Made(item, "multiple" if several else "single", "identifier")
    names = [item.question.key(option["text"]) for option in options]
    right = [name for name, option in zip(names, options, strict=True) if option.get("correct")]
    made.right(*(right if several else right[:1]))
    wrong = len(names) - len(right)
    worth = {name: 1 / len(right) if several else 1 for name in right}
    worth |= {name: -1 / wrong for name in names if several and name not in right}
    made.mapping(worth)
    given = sub(
        made.body,
        "choiceInteraction",
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxChoices="0" if several else "1",
    )
    if several:
        sub(given, "prompt", item.question.rules.how)
    made.score_by_map()
    for name, option in zip(names, options, strict=True):
        graft(sub(given, "simpleChoice", identifier=name), made.account.inline(option["text"]))
        feedback, value = option.get("feedback", ""), _base(name, "identifier")
        if not feedback:
            continue
        asked = _is("member", value, _variable("RESPONSE")) if several else _is("match", _variable("RESPONSE"), value)
        if several and option.get("correct") and option.get("misconception"):
            asked = _is("not", asked)  # its words are for those who did not choose it
        made.say(f"f{name}", made.account.block(feedback), asked)
    made.whole(_matches(), _is("not", _matches()))
    return made


def _numeric(item: Item) -> Made:
    question, tolerance = item.question, item.raw["tolerance"]
    made = Made(item, "single", "float")
    made.right(f"{question.answer:.12g}")
    unit = f" (in {item.raw['unit']})" if item.raw.get("unit") else ""
    line = sub(made.body, "p", f"Your number{unit}: ")
    sub(line, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    parts, ranges = question.rules.parts(question), question.rules.page(question, random.Random(0))["ranges"]
    condition = sub(made.processing, "responseCondition")
    found = [({"value": question.answer}, "right", parts[0].feedback)]
    found += [(entry, part.key, part.feedback) for entry, part in zip(ranges, parts[1:], strict=False)]
    for place, (entry, name, feedback) in enumerate(found):
        branch = sub(condition, "responseElseIf" if place else "responseIf")
        branch.append(_within(*moodle.middle_and_reach(entry, tolerance)))
        if not place:
            made.score(branch).append(_base("1", "float"))
        _reply(made, branch, name, made.account.block(feedback) if feedback else "")
    _reply(made, sub(condition, "responseElse"), "otherwise", made.account.block(item.raw["otherwise"]))
    return made


def _reply(made: Made, branch: Node, name: str, text: str) -> None:
    """Show a reply within a branch that is there already."""
    if text:
        made.replies[name] = text
        sub(sub(branch, "setOutcomeValue", identifier="FEEDBACK"), "multiple").append(_base(name, "identifier"))


def _within(middle: float, reach: float) -> Node:
    low, high = (_base(f"{middle + sign * reach * (1 + 1e-9):.12g}", "float") for sign in (-1, 1))
    return _is("and", _is("gte", _variable("RESPONSE"), low), _is("lte", _variable("RESPONSE"), high))


def _rows(item: Item) -> Made:
    """Cards and bins as two sets; each card goes to one bin, and every bin that can be defended earns the row."""
    made, listed = Made(item, "multiple", "directedPair"), moodle.rows(item)
    given = sub(
        made.body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="false", maxAssociations=str(len(listed))
    )
    left, right = sub(given, "simpleMatchSet"), sub(given, "simpleMatchSet")
    bins = {text: f"b{place}" for place, (text, _, _) in enumerate(listed[0][1], 1)}
    for text, name in bins.items():
        graft(sub(right, "simpleAssociableChoice", identifier=name, matchMax="0"), made.account.inline(text))
    pairs, worth = [], {}
    made.right(
        *(f"r{row} {bins[next(t for t, good, _ in choices if good)]}" for row, (_, choices) in enumerate(listed, 1))
    )
    for row, (text, choices) in enumerate(listed, 1):
        graft(sub(left, "simpleAssociableChoice", identifier=f"r{row}", matchMax="1"), made.account.inline(text))
        pairs += [(f"r{row}", bins[choice], right_, feedback) for choice, right_, feedback in choices]
    worth = {f"{card} {place}": 1 / len(listed) for card, place, good, _ in pairs if good}
    made.mapping(worth)
    made.score_by_map()
    for card, place, _, feedback in pairs:
        asked = _is("member", _base(f"{card} {place}", "directedPair"), _variable("RESPONSE"))
        made.say(f"f{card}{place}", made.account.block(feedback) if feedback else "", asked)
    full = _is("gte", _variable("SCORE"), _base("0.99999", "float"))
    less = _is("lt", _variable("SCORE"), _base("0.99999", "float"))
    made.whole(full, less)
    return made


def _order(item: Item) -> Made:
    made, key = Made(item, "ordered", "identifier"), item.question.key
    ids = [step["id"] for step in item.raw["items"]]
    made.right(*map(key, ids))
    given = sub(made.body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for entry in item.question.rules.page(item.question, random.Random(item.stable))["items"]:
        graft(sub(given, "simpleChoice", identifier=entry["key"]), made.account.inline(entry["markdown"]))
    _score_pairs(made, [key(one) for one in ids])
    for place, entry in enumerate(item.raw.get("misconceptions") or (), 1):
        asked = _before(key(entry["before"]), key(entry["after"]), len(ids))
        made.say(f"m{place}", made.account.block(entry["feedback"]), asked)
    made.whole(_matches(), _is("not", _matches()))
    return made


def _score_pairs(made: Made, right: list[str]) -> None:
    """Pairs in the right order less pairs in the wrong order, over all pairs; nothing falls below zero."""
    pairs = list(itertools.combinations(right, 2))
    asked = sub(sub(made.processing, "responseCondition"), "responseIf")
    asked.append(_is("not", _is("isNull", _variable("RESPONSE"))))
    made.score(asked).append(_base("-1", "float"))
    for first, second in pairs:
        inner = sub(sub(asked, "responseCondition"), "responseIf")
        inner.append(_before(first, second, len(right)))
        made.score(inner).append(_is("sum", _variable("SCORE"), _base(f"{2 / len(pairs):.12g}", "float")))
    last = sub(asked, "responseCondition")
    whole, less = sub(last, "responseIf"), sub(last, "responseElseIf")
    whole.append(_matches())
    made.score(whole).append(_base("1", "float"))
    less.append(_is("lt", _variable("SCORE"), _base("0", "float")))
    made.score(less).append(_base("0", "float"))


def _before(first: str, second: str, count: int) -> Node:
    """Whether one step stands before another: in place 1 and 2, or 1 and 3, and so on."""
    cases = [
        _is("and", _stands(first, early), _stands(second, late))
        for early, late in itertools.combinations(range(1, count + 1), 2)
    ]
    return _is("or", *cases)


def _stands(key: str, place: int) -> Node:
    return _is("match", _is("index", _variable("RESPONSE"), n=str(place)), _base(key, "identifier"))
