"""Lesson 7: numbers as a few letters each, so that a page without a model need not load a megabyte of them."""

from __future__ import annotations

# Printable letters that no JSON and no page has to escape.
LETTERS = "!#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
VALUES = {letter: place for place, letter in enumerate(LETTERS)}
BASE = len(LETTERS)


def coded(value: float, letters: int) -> str:
    """A number that is not negative, rounded to a whole one, in so many letters. Raises ValueError if it does not fit."""
    rest, text = round(value), ""
    if not 0 <= rest < BASE**letters:
        raise ValueError(f"{value} does not fit into {letters} letters.")
    for _ in range(letters):
        rest, text = rest // BASE, LETTERS[rest % BASE] + text
    return text


def number(text, start, letters):
    """The whole number that stands at a place of a text."""
    value = 0
    for letter in text[start : start + letters]:
        value = value * BASE + VALUES[letter]
    return value


# --- a plan's results: what `Tables` of the desk holds in a line for each plan ------------------------------------------------

HEAD = 13  # letters before the dots: mean 3, its error 1, worst 2, its error 1, none 2, how many beat it 2, the best of them 2
DOTS = 13  # columns of the picture of decades


def line_of(result: dict, dots: list[int], beaten: int, best: int) -> str:
    """A plan's results in letters: means to the thousandth, worst losses to the fiftieth, two standard errors to the tenth,
    shares to the thousandth.

    result: expected, worst, their errors, none; dots: of a hundred decades; beaten: by how many plans, and best: the place of
    the best of them, -1 for none.
    """
    while len(dots) > 1 and not dots[-1]:
        dots = dots[:-1]
    parts = [(1000 * result["expected"], 3), (20 * result["expected_error"], 1)]
    parts += [(50 * result["worst"], 2), (20 * result["worst_error"], 1)]
    parts += [(1000 * result["none"], 2), (beaten, 2), (best + 1, 2), (dots[0], 2), *((count, 1) for count in dots[1:])]
    return "".join(coded(value, letters) for value, letters in parts)


def mean_of(line):
    """The mean loss in a plan's line."""
    return number(line, 0, 3) / 1000


def worst_of(line):
    """The mean of the worst 5 % in a plan's line."""
    return number(line, 4, 2) / 50


def beaten_of(line):
    """How many plans clearly beat it."""
    return number(line, 9, 2)


def results_of(line):
    """A plan's line as a list: mean, its error, worst, its error, share without a loss, dots, how many beat it, the best of them."""
    dots = [number(line, HEAD, 2), *[number(line, i, 1) for i in range(HEAD + 2, len(line))]]
    return [
        mean_of(line),
        number(line, 3, 1) / 20,
        worst_of(line),
        number(line, 6, 1) / 20,
        number(line, 7, 2) / 1000,
        [*dots, *[0 for _ in range(DOTS - len(dots))]],
        beaten_of(line),
        number(line, 11, 2) - 1,
    ]
