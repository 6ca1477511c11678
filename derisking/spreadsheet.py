"""What a spreadsheet would take for a formula: the one rule for every CSV that people open."""

from __future__ import annotations

# How a formula begins, also in wide letters; "|" starts a command in old spreadsheets.
FORMULA = "=+-@\t\r\n|＝＋－＠"


def harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula, with a "'" in front; anything else as it is."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    start = text[:1] if text[:1] in ("\t", "\r", "\n") else text.lstrip()[:1]
    return f"'{text}" if start and start in FORMULA else text


def typed_in(cell: object) -> str:
    """What a cell held before `harmless`; a name that begins with "'" itself, such as 't Hooft, stays whole."""
    text = str(cell or "")
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text
