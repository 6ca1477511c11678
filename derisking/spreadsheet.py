"""What a spreadsheet would take for a formula: the one rule for every CSV that people open."""

import re

# How a formula begins, also in wide letters; "|" starts a command in old spreadsheets.
FORMULA = "=+-@\t\r\n|＝＋－＠"


def harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula, with a "'" in front; anything else as it is.

    Also where ";" or a tab separates cells, as in German, French or Dutch Excel: there a formula may begin in the middle.
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    start = text[:1] if text[:1] in ("\t", "\r", "\n") else text.lstrip()[:1]
    text = re.sub(rf"([;\t]\s*)(?=[{re.escape(FORMULA)}])", r"\1'", text) if re.search(r"[;\t]", text) else text
    return f"'{text}" if start and start in FORMULA else text


def typed_in(cell: object) -> str:
    """What a cell held before `harmless`; a name that begins with "'" itself, such as 't Hooft, stays whole."""
    text = str(cell or "")
    plain = re.sub(rf"([;\t]\s*)'(?=[{re.escape(FORMULA)}])", r"\1", text)
    for candidate in (plain[1:] if plain[:1] == "'" else plain, plain):
        if harmless(candidate) == text:
            return candidate
    return text
