"""A web edition without Sphinx, in a second: the true scripts and the true questions on bare pages."""

from derisking.exports import lesson
from derisking.exports.web import scripts
from derisking.learner import card
from derisking.questions import bank
from derisking.quiz import items

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{0}</title><link rel="stylesheet" href="_static/course.css">'
SCRIPT = '<script defer src="_static/widgets.js"></script>'
WAYS = '<p><a href="glossary.html">A</a> <a href="03-chip-basics.html#x">B</a> <a href="https://example.org/">C</a></p>'


def make(folder, *lessons):
    """Pages of these lessons, a glossary and a picture that nobody shows."""
    scripts.write(folder / "_static")
    (folder / "service-worker.js").write_text("", encoding="utf-8")
    (folder / "_static" / "unused.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "_static" / "shown.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "glossary.html").write_text(HEAD.format("Glossary") + WAYS, encoding="utf-8")
    for name in lessons:
        asked = [bank.load(name)[id] for id in lesson.asked(name)]
        parts = [f'<section id="s{n}"><h2>{n}</h2>{_card(n, one)}</section>' for n, one in enumerate(asked)]
        sentence = {"kind": "write", "lesson": name, "id": "mine", "prompt": "Say it.", "authors": "So."}
        parts += [card.in_page("drt-w", sentence, ""), WAYS, '<img src="_static/shown.svg" alt="x">']
        text = HEAD.format(name) + "".join(parts) + SCRIPT
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def _card(place, question):
    data = {"kind": "practice", "lesson": question.lesson, "questions": [items.asked(question)]}
    return card.in_page(f"drt-{place}", data, items.statics([question]))
