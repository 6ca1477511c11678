"""XML as all packages write it: elements with their text, and a document with two spaces and a final line end."""

from __future__ import annotations

from xml.etree import ElementTree

Node = ElementTree.Element


def sub(node: Node, name: str, text: str = "", **attributes: str) -> Node:
    """A new element below a node, with its text."""
    new = ElementTree.SubElement(node, name, attributes)
    new.text = text or None
    return new


def element(name: str, text: str = "", *inside: Node, **attributes: str) -> Node:
    """An element of its own, with its text and what stands in it."""
    node = Node(name, attributes)
    node.text = text or None
    node.extend(inside)
    return node


def written(root: Node, indent: bool = True) -> str:
    """The document as text."""
    if indent:
        ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
