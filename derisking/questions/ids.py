"""Each option, card, partner and line of a question has an id of its own, so that correcting its text orphans no answer.

Banks and tasks hold the ids; the lint demands them, and `python3 run.py build` writes those that are missing. Where a file that
somebody else wrote has none, an id is made of the question's id and the text, which is also how the first ids came about.
"""

import hashlib
from typing import Any

# Field of a question -> (key of a text in its entries, key of that text's id). Entries of `items`, `statements` and `bins`
# are named by their authors: a bin that is a plain text is its own id.
IDS = {
    "options": (("text", "id"),),
    "cards": (("text", "id"),),
    "pairs": (("left", "id"), ("right", "right_id")),
    "distractors": (("text", "id"),),
    "sentences": (("text", "id"),),
}


def made_of(question: str, text: str) -> str:
    """A new id for a part of a question. question: its id; text: of the part."""
    return "k" + hashlib.sha1(f"{question}|{text}".encode()).hexdigest()[:8]


def missing(raw: dict[str, Any]) -> list[tuple[dict[str, Any], str, str]]:
    """(entry, key, new id) of every id that a question lacks; a plain text counts as an entry without one."""
    return [
        (entry, key, made_of(str(raw["id"]), str(entry[text])))
        for field, keys in IDS.items()
        for entries in [raw.get(field)]
        for entry in map(_entry, entries if isinstance(entries, list) else ())
        for text, key in keys
        if text in entry and key not in entry
    ]


def filled(raw: dict[str, Any]) -> dict[str, Any]:
    """The question with every id in place. Whatever is no question of ours comes back as it is."""
    if "id" not in raw or not any(isinstance(raw.get(field), list) for field in IDS):
        return raw
    raw = {**raw}
    for field in IDS:
        if isinstance(raw.get(field), list):
            raw[field] = [{**_entry(entry)} for entry in raw[field]]
    for entry, key, new in missing(raw):
        entry[key] = new
    return raw


def _entry(entry: object) -> dict[str, Any]:
    return entry if isinstance(entry, dict) else {"text": entry}
