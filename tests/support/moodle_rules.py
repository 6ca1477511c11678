"""The documented rules of Moodle's XML import, and how its engine marks what came in, written anew for the tests."""

import html
import re
from xml.etree import ElementTree

LISTED = {0, 0.05, 2 / 3, 3 / 4, 5 / 6, *(1 / n for n in range(1, 11)), *(n / 10 for n in range(3, 10))}
GAP = re.compile(r"\{(\d*):MULTICHOICE:(.*?)(?<!\\)\}", re.DOTALL)
PATHS = {"multichoice", "numerical", "ordering", "cloze", "category"}


def words(markup):
    """The words of a text or of an element's HTML, without tags and entities."""
    bare = re.sub(r"<[^>]+>", " ", markup)
    return " ".join(html.unescape(html.unescape(bare)).split())


def text(node, path):
    """The text of an element below a question, "" if there is none."""
    return (node.findtext(f"{path}/text") or "").strip()


def gaps(node):
    """The drop-downs of a cloze question: lists of (choice, share, reply), decoded once as Moodle does."""
    found = []
    for _, inside in GAP.findall(text(node, "questiontext")):
        choices = []
        for part in re.split(r"(?<!\\)~", inside):
            share, rest = re.match(r"(=|%-?[\d.]+%|)(.*)", part, re.DOTALL).groups()
            place = next((found.start() for found in re.finditer(r"(?<!\\)#", rest)), len(rest))
            choices.append((decoded(rest[:place]), worth(share), decoded(rest[place + 1 :])))
        found.append(choices)
    return found


def worth(share):
    """What a choice earns, 0 to 1."""
    return 1.0 if share == "=" else float(share.strip("%") or 0) / 100


def decoded(part):
    """The HTML of a choice or a reply: entities once, then the backslash before a brace or a hash."""
    return html.unescape(part).replace("\\}", "}").replace("\\#", "#")


def problems(source):
    """Sentences about what Moodle would refuse or read wrongly; an empty list is a pass."""
    try:
        root = ElementTree.fromstring(source.encode("utf-8"))
    except ElementTree.ParseError as error:
        return [f"no XML: {error}"]
    found, seen = [], set()
    for node in root:
        kind, name = node.get("type"), text(node, "name") or text(node, "category")
        if kind not in PATHS or root.tag != "quiz" or node.tag != "question":
            found.append(f"{name}: {kind} is no type of this file")
            continue
        if kind == "category":
            if node.findtext("idnumber"):  # unique in a question bank: a second category with it is a database error
                found.append(f"{name}: a category with an ID number")
            continue
        number = node.findtext("idnumber") or ""
        if not 0 < len(number) <= 100 or number in seen:
            found.append(f"{name}: its idnumber {number!r} is missing, too long or used twice")
        seen.add(number)
        found += [f"{name}: {problem}" for problem in _question(node, kind)]
    return found


def _question(node, kind):
    if not text(node, "name") or not text(node, "questiontext"):
        yield "no name or no text"
    if any("," in (tag.findtext("text") or ",") or len(tag.findtext("text")) > 50 for tag in node.iter("tag")):
        yield "a tag is empty, has a comma or more than 50 characters"
    for part in node.iter("text"):
        if re.search(r"<(script|iframe|style|object)\b|\son\w+=|javascript:", part.text or "", re.IGNORECASE):
            yield "unsafe markup"
    shares = [float(answer.get("fraction")) / 100 for answer in node.findall("answer")]
    if kind != "ordering" and any(min(abs(abs(share) - one) for one in LISTED) > 1e-5 for share in shares):
        yield f"a fraction that Moodle does not list, in {shares}"
    yield from {"multichoice": _choice, "numerical": _numbers, "ordering": _order, "cloze": _cloze}[kind](node, shares)


def _choice(node, shares):
    if node.findtext("single") not in ("true", "false") or len(shares) < 2:
        yield "no <single>, or fewer than two answers"
    total = sum(share for share in shares if share > 0)
    if node.findtext("single") == "true" and 1 not in shares:
        yield "no answer has 100 %"
    if node.findtext("single") == "false" and round(total, 2) != 1:
        yield f"the right answers add up to {total:.4f}"


def _numbers(node, shares):
    answers = node.findall("answer")
    if not answers or text_of(answers[-1]) != "*" or shares[-1] != 0:
        yield "the last answer is no catch-all without points"
    if 1 not in shares:
        yield "no answer has 100 %"
    for answer in answers[:-1]:
        try:
            float(text_of(answer)), float(answer.findtext("tolerance"))
        except (TypeError, ValueError):
            yield "an answer or a tolerance is no number"


def text_of(answer):
    """What an answer says."""
    return (answer.findtext("text") or "").strip()


def _order(node, shares):
    if len(shares) < 3:
        yield "fewer than three items"
    if node.findtext("shownumcorrect") != "1":
        yield "no <shownumcorrect>, which an ordering question with a hint needs"
    if node.findtext("gradingtype") != "RELATIVE_ALL_PREVIOUS_AND_NEXT" or node.findtext("selecttype") != "ALL":
        yield "not all items are shown, or the marking is another one"
    for hint in node.findall("hint"):
        if hint.find("shownumcorrect") is None or hint.find("options") is None:
            yield "a hint without <shownumcorrect> and <options>"


def _cloze(node, _):
    found = gaps(node)
    if not found or "MULTICHOICE" in GAP.sub("", text(node, "questiontext")):
        yield "no drop-down, or one that is not closed"
    for choices in found:
        texts, shares, _ = zip(*choices, strict=True) if choices else ((), (), ())
        if len(choices) < 2 or 1 not in shares or not all(texts):
            yield "a drop-down with fewer than two choices, an empty one, or no right one"


def multichoice(node, chosen):
    """Share of the points for the texts chosen, as Moodle adds fractions up."""
    worth = {text_of(answer): float(answer.get("fraction")) / 100 for answer in node.findall("answer")}
    total = sum(worth[one] for one in chosen)
    total = total if node.findtext("single") == "true" else min(max(total, 0.0), 1.0)
    return 1.0 if total > 0.999999 else total


def numerical(node, number):
    """(share, reply) of the first answer whose range holds the number."""
    for answer in node.findall("answer"):
        near = float(answer.findtext("tolerance"))
        if text_of(answer) == "*" or abs(number - float(text_of(answer))) <= near * (1 + 1e-9) + 1e-12:
            return float(answer.get("fraction")) / 100, text(answer, "feedback")
    return 0.0, ""
