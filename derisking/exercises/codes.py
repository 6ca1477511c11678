"""Student codes, by which each student gets a variant and a draw of one's own."""

from __future__ import annotations

import functools
import re


def clean(student: object) -> str:
    """A student code as it is compared: without spaces around it and in small letters. "" for none or for `...`."""
    return "" if student is None or student is ... else str(student).strip().casefold()


def place(code: str, count: int) -> int:
    """Where a code stands in the list: one further for the next number, or for the next letter of a code without one."""
    before, digits, after = re.match(r"(.*?)([0-9]*)([^0-9]*)$", code, re.DOTALL).groups()
    letters = functools.reduce(lambda total, letter: total * 31 + ord(letter), before + after, 0)
    return (letters + int(digits[-15:] or 0)) % count
