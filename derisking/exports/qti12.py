"""QTI 1.2 in two dialects: `canvas`, as its importer reads it, and `plain`, for Brightspace and other readers of the standard.

Both: a choice with a reply for each option, and a drop-down for each row of `match` and `classify`, with a reply for each
choice. Substitutes: Canvas has no order, so each step gets a drop-down for its place; and it would take every range of a
number for a right one, so the named mistakes go into the general feedback. The plain dialect has both, an ordered
response and a range for each mistake; there an order is right or wrong, since QTI 1.2 cannot count pairs.
"""

from __future__ import annotations

import html
import random
import zlib

from derisking.exports import moodle
from derisking.exports.items import Account, Item
from derisking.exports.xml import Node, sub, written

SPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CANVAS, PLAIN = "canvas", "plain"
TYPES = {  # kind -> what Canvas calls it
    **dict.fromkeys(("order", "match", "classify"), "multiple_dropdowns_question"),
    **{"single": "multiple_choice_question", "multiple": "multiple_answers_question", "numeric": "numerical_question"},
}
PROFILES = {"single": "cc.multiple_choice.v0p1", "multiple": "cc.multiple_response.v0p1"}


def document(title: str, ident: str, items: list[Item], dialect: str) -> tuple[str, list]:
    """An assessment with one section as XML, and (kind, Count) for each item."""
    root = Node("questestinterop", xmlns=SPACE)
    assessment = sub(root, "assessment", ident=ident, title=title)
    section = sub(assessment, "section", ident="root_section")
    counts = []
    for item in items:
        account = Account(item)
        section.append(_item(item, account, dialect))
        counts.append((item.kind, account.count()))
    return written(root), counts


def number(item: Item, text: str) -> str:
    """A number for an option or step that survives reordering: Canvas keeps answers apart by numbers."""
    return str(1_000_000 + zlib.crc32(f"{item.stable}|{text}".encode()) % 900_000_000)


def ident(item: Item) -> str:
    """The stable name of an item as an XML name."""
    return item.stable.replace("/", ".")


def _item(item: Item, account: Account, dialect: str) -> Node:
    node = Node("item", ident=ident(item), title=item.name)
    _metadata(node, item, dialect)
    presentation, processing = sub(node, "presentation"), sub(node, "resprocessing")
    outcomes = sub(processing, "outcomes")
    sub(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    stem = account.block(item.question.text) + item.above
    replies: dict[str, str] = {}
    order = _order if dialect == PLAIN else _places
    fill = {"single": _choice, "multiple": _choice, "numeric": _numeric, "order": order}.get(item.kind, _rows)
    fill(item, account, stem, presentation, processing, replies, dialect)
    for hint in item.hints:
        account.move("Hint:", hint)
    general = account.general()
    if general:
        condition = Node("respcondition", {"continue": "Yes"})
        sub(sub(condition, "conditionvar"), "other")
        _show(condition, "general_fb")
        processing.insert(1, condition)
        replies["general_fb"] = general
    for name, text in replies.items():
        _material(sub(sub(node, "itemfeedback", ident=name), "flow_mat"), text)
    return node


def _metadata(node: Node, item: Item, dialect: str) -> None:
    fields = {"points_possible": f"{item.points:g}"}
    if dialect == CANVAS:
        fields = {"question_type": TYPES[item.kind]} | fields | {"assessment_question_identifierref": ident(item)}
    elif item.kind in PROFILES:
        fields = {"cc_profile": PROFILES[item.kind]} | fields
    fields["qmd_keywords"] = " ".join(item.tags)
    listed = sub(sub(node, "itemmetadata"), "qtimetadata")
    for label, entry in fields.items():
        field = sub(listed, "qtimetadatafield")
        sub(field, "fieldlabel", label)
        sub(field, "fieldentry", entry)


def _material(node: Node, markup: str, kind: str = "text/html") -> None:
    sub(sub(node, "material"), "mattext", markup, texttype=kind)


def _show(condition: Node, name: str) -> None:
    sub(condition, "displayfeedback", feedbacktype="Response", linkrefid=name)


def _reply(processing: Node, place: str, value: str, name: str) -> None:
    """Show a reply to one choice, whatever else is right."""
    condition = sub(processing, "respcondition", **{"continue": "Yes"})
    sub(sub(condition, "conditionvar"), "varequal", value, respident=place)
    _show(condition, name)


def _earn(processing: Node, action: str = "Set", worth: str = "100", go_on: str = "No") -> tuple[Node, Node]:
    """A condition that earns points, and where to write what it asks."""
    condition = sub(processing, "respcondition", **{"continue": go_on})
    asked = sub(condition, "conditionvar")
    sub(condition, "setvar", worth, action=action, varname="SCORE")
    return condition, asked


def _whole(item: Item, account: Account, processing: Node, earned: Node, replies: dict[str, str]) -> None:
    """Replies to a whole answer: to the right one, and to every other."""
    raw = item.raw
    if raw.get("feedback"):
        replies["correct_fb"] = account.block(raw["feedback"])
        _show(earned, "correct_fb")
    if raw.get("otherwise"):
        replies["general_incorrect_fb"] = account.block(raw["otherwise"])
        condition = sub(processing, "respcondition", **{"continue": "Yes"})
        sub(sub(condition, "conditionvar"), "other")
        _show(condition, "general_incorrect_fb")


# --- kinds ------------------------------------------------------------------------------------------------------------------


def _choice(item, account, stem, presentation, processing, replies, dialect) -> None:
    options, several = item.question.rules.options(item.question), item.kind == "multiple"
    how = f"<p>{html.escape(item.question.rules.how)}</p>" if several else ""
    _material(presentation, stem + how)
    given = sub(presentation, "response_lid", ident="response1", rcardinality="Multiple" if several else "Single")
    listed = sub(given, "render_choice", shuffle="Yes")
    names = [number(item, option["text"]) for option in options]
    for name, option in zip(names, options, strict=True):
        _material(sub(listed, "response_label", ident=name), account.inline(option["text"]))
        feedback = option.get("feedback", "")
        if several and option.get("correct") and option.get("misconception"):
            account.move(f"If you did not choose “{option['text'].strip()}”:", feedback)
        elif feedback:
            replies[f"{name}_fb"] = account.block(feedback)
            _reply(processing, "response1", name, f"{name}_fb")
    right = [name for name, option in zip(names, options, strict=True) if option.get("correct")]
    earned, asked = _earn(processing)
    if not several:
        asked = asked if len(right) == 1 else sub(asked, "or")
        for name in right:
            sub(asked, "varequal", name, respident="response1")
    else:
        asked = sub(asked, "and")
        for name in names:
            sub(asked if name in right else sub(asked, "not"), "varequal", name, respident="response1")
    _whole(item, account, processing, earned, replies)


def _numeric(item, account, stem, presentation, processing, replies, dialect) -> None:
    question, tolerance = item.question, item.raw["tolerance"]
    unit = f" (in {html.escape(item.raw['unit'])})" if item.raw.get("unit") else ""
    _material(presentation, f"{stem}<p>Your number{unit}:</p>")
    given = sub(presentation, "response_str", ident="response1", rcardinality="Single")
    sub(sub(given, "render_fib", fibtype="Decimal"), "response_label", ident="answer1")
    earned, asked = _earn(processing)
    asked = sub(asked, "or")
    sub(asked, "varequal", f"{question.answer:.12g}", respident="response1")
    _between(sub(asked, "and"), question.answer, tolerance)
    parts, ranges = question.rules.parts(question), question.rules.page(question, random.Random(0))["ranges"]
    for part, entry in zip(parts[1:], ranges, strict=False):
        middle, reach = moodle.middle_and_reach(entry, tolerance)
        if dialect == CANVAS:
            account.move(f"If you gave {part.text}:", part.feedback)
            continue
        condition = sub(processing, "respcondition", **{"continue": "No"})
        _between(sub(sub(condition, "conditionvar"), "and"), middle, reach)
        _show(condition, f"{part.key}_fb")
        replies[f"{part.key}_fb"] = account.block(part.feedback)
    _whole(item, account, processing, earned, replies)


def _between(node: Node, middle: float, reach: float) -> None:
    sub(node, "vargte", f"{middle - reach:.12g}", respident="response1")
    sub(node, "varlte", f"{middle + reach:.12g}", respident="response1")


def _rows(item, account, stem, presentation, processing, replies, dialect) -> None:
    listed = moodle.rows(item)
    _drop_downs(item, account, stem, presentation, processing, replies, listed)
    if item.raw.get("feedback"):
        account.move("When all rows are right:", item.raw["feedback"])
    if item.raw.get("otherwise") and item.question.say(item.raw["otherwise"]).strip() not in account.placed:
        account.move("If a row is not right yet:", item.raw["otherwise"])


def _places(item, account, stem, presentation, processing, replies, dialect) -> None:
    """An order where there is none: a drop-down with the places for each step, the steps mixed."""
    steps = item.raw["items"]
    places = [str(place) for place in range(1, len(steps) + 1)]
    texts = {item.question.key(step["id"]): (step["text"], place) for step, place in zip(steps, places, strict=True)}
    mixed = [entry["key"] for entry in item.question.rules.page(item.question, random.Random(item.stable))["items"]]
    listed = [(texts[key][0], [(place, place == texts[key][1], "") for place in places]) for key in mixed]
    stem += "<p>Choose a place for each step: 1 is the first.</p>"
    _drop_downs(item, account, stem, presentation, processing, replies, listed)
    _turned(item, account)
    for label, key in (("The right order:", "feedback"), ("If a step is not in its place:", "otherwise")):
        if item.raw.get(key):
            account.move(label, item.raw[key])


def _turned(item: Item, account: Account) -> None:
    names = {step["id"]: step["text"].strip() for step in item.raw["items"]}
    for entry in item.raw.get("misconceptions") or ():
        account.move(f"If you put “{names[entry['before']]}” before “{names[entry['after']]}”:", entry["feedback"])


def _drop_downs(item, account, stem, presentation, processing, replies, listed) -> None:
    lines = "".join(f"<li>{account.inline(left)} [row{place}]</li>" for place, (left, _) in enumerate(listed, 1))
    _material(presentation, f"{stem}<ul>{lines}</ul>")
    worth = [f"{100 / len(listed):.2f}"] * (len(listed) - 1)
    worth.append(f"{100 - sum(map(float, worth)):.2f}")
    for row, (left, choices) in enumerate(listed, 1):
        place = f"response_row{row}"
        given = sub(presentation, "response_lid", ident=place, rcardinality="Single")
        _material(given, f"row{row}", "text/plain")
        listed = sub(given, "render_choice")
        for text, right, feedback in choices:
            name = number(item, f"{left}|{text}")
            words = account.plain(text) if item.kind != "order" else text
            _material(sub(listed, "response_label", ident=name), words, "text/plain")
            if feedback:
                replies[f"{name}_fb"] = account.block(feedback)
                _reply(processing, place, name, f"{name}_fb")
            if right:
                _, asked = _earn(processing, "Add", worth[row - 1], "Yes")
                sub(asked, "varequal", name, respident=place)


def _order(item, account, stem, presentation, processing, replies, dialect) -> None:
    _material(presentation, stem)
    given = sub(presentation, "response_lid", ident="response1", rcardinality="Ordered")
    listed = sub(given, "render_choice", shuffle="Yes")
    earned, asked = _earn(processing)
    asked = sub(asked, "and")
    texts = {item.question.key(step["id"]): step["text"] for step in item.raw["items"]}
    for place, (_key, text) in enumerate(texts.items(), 1):
        sub(asked, "varequal", number(item, text), respident="response1", index=str(place))
    for entry in item.question.rules.page(item.question, random.Random(item.stable))["items"]:
        text = texts[entry["key"]]
        _material(sub(listed, "response_label", ident=number(item, text)), account.inline(text))
    _turned(item, account)
    _whole(item, account, processing, earned, replies)
