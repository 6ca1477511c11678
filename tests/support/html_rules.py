"""Whether a page is valid HTML: html5lib's parser finds errors of syntax, and this file knows what may stand where.
A named exception, and harmless: ids may begin with a digit, as HTML allows."""

import collections

import html5lib

BLOCK_WORDS = "p ul ol dl table section article form div fieldset details figure pre blockquote h1 h2 h3 h4 h5 h6"
PHRASE_WORDS = "p pre span em strong b i small code button label legend summary"  # may hold no block
BLOCKS = {*BLOCK_WORDS.split()}
HEADINGS = {f"h{level}" for level in range(1, 7)}
PHRASES = {*PHRASE_WORDS.split(), *HEADINGS}
ACTIVE = {"a", "button", "input", "select", "textarea", "label", "details"}
ONLY = {  # what an element may hold, beside scripts and templates
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "tr": {"td", "th"},
    "select": {"option", "optgroup", "hr"},
}
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


def problems(text: str) -> list[str]:
    """Sentences about what is not valid in a page; an empty list is a pass."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    found = [f"line {place[0]}: {code}" for place, code, _ in parser.errors]
    ids = collections.Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    found += [f"the id {one} stands twice" for one in sorted(ids) if ids[one] > 1]
    for element in tree.iter():
        if isinstance(element.tag, str):
            found += _inside(element) + _itself(element, ids.keys())
    return found + _forms(tree) + _outline(tree)


def _forms(tree) -> list[str]:
    """Each form has a name of its own, by which a list of them tells it from the others."""
    words = {element.get("id"): "".join(element.itertext()).strip() for element in tree.iter() if element.get("id")}
    names = [e.get("aria-label") or words.get(e.get("aria-labelledby"), "") for e in tree.iter() if e.tag == "form"]
    return [f"<form> without a name of its own: {name!r}" for name in names if not name or names.count(name) > 1]


def _inside(element) -> list[str]:
    """What an element holds and may not."""
    children = [child for child in element if isinstance(child.tag, str)]
    found = [f"<{c.tag}> in <{element.tag}>" for c in children if element.tag in PHRASES and c.tag in BLOCKS]
    if element.tag in ("summary", "legend"):
        found = [one for one in found if one[1:3] not in HEADINGS]
    allowed = ONLY.get(element.tag)
    found += [f"<{c.tag}> in <{element.tag}>" for c in children if allowed and c.tag not in {*allowed, "script"}]
    found += [
        f"<style> in <{element.tag}>" for c in children if c.tag == "style" and element.tag not in ("head", "noscript")
    ]
    if element.tag in ("a", "button"):
        found += [f"<{c.tag}> within <{element.tag}>" for c in element.iter() if c is not element and c.tag in ACTIVE]
    return found


def _itself(element, ids) -> list[str]:
    """What an element lacks, or points to in vain."""
    found = []
    if element.tag == "img" and (element.get("alt") is None or not element.get("src")):
        found.append(f"<img> without alt or src: {element.get('src')}")
    if element.tag == "button" and not element.get("type"):
        found.append("<button> without a type")
    if element.tag == "th" and element.get("scope") not in ("row", "col", "rowgroup", "colgroup"):
        found.append(f"<th> with the scope {element.get('scope')}")
    targets = [name for key in POINTERS for name in (element.get(key) or "").split()]
    return found + [f"<{element.tag}> points to {name}, which is not there" for name in targets if name not in ids]


def _outline(tree) -> list[str]:
    """One title, and no level of headings left out. Headings of hidden parts count as well."""
    levels = [int(e.tag[1]) for e in tree.iter() if e.tag in HEADINGS]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} titles (h1)"]
    steps = zip([1, *levels], levels, strict=False)
    return found + [f"a heading of level {b} follows one of level {a}" for a, b in steps if b > a + 1]
