"""XML as all packages hold it: a template of templates/ filled in, read as XML, and written in one form."""

from xml.etree import ElementTree

from derisking import cards

Node = ElementTree.Element


def document(template: str, spaces: dict[str, str], **values: object) -> str:
    """A template filled in, as a document with indented elements. spaces: as `written` takes them."""
    root = read(template, **values)
    ElementTree.indent(root)
    return written(root, spaces)


def read(template: str, **values: object) -> Node:
    """A template filled in, without the blanks between its elements. Raises ParseError for what is no XML."""
    root = ElementTree.fromstring(cards.render(f"exports/templates/{template}.xml.jinja", **values))
    for node in root.iter():
        if not (node.text or "").strip():
            node.text = None
        if not (node.tail or "").strip():
            node.tail = None
    return root


def written(root: Node, spaces: dict[str, str]) -> str:
    """The document as text. spaces: declarations of namespaces, which the template leaves out; they stand first."""
    given = {**spaces, **root.attrib}
    root.attrib.clear()
    root.attrib.update(given)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
