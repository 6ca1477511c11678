"""What a teacher types: `package moodle`, `package qti`, `package scorm`, `package prompts`, `cards`, `paper`. Each returns an exit code and says what it did."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from derisking import arguments, cards
from derisking.exercises import sealed
from derisking.exports import folder, items, lesson


def main(words: Sequence[str]) -> int:
    """One of the three commands: its name, then its words. Returns 0. Raises UserError."""
    command, *rest = words
    options = arguments.parser(command).parse_args(rest)
    name = getattr(options, "platform", command)
    sealed.use(sealed.kept())  # what goes to platforms and to paper asks what `release` gives to students
    out = options.out or folder.TOP / name
    lessons = items.choose(options.lessons)
    folder.check(out, options.replace)
    made = MAKERS[name](options, lessons, out) | {"name": name, "out": str(out)}
    told = {key: cards.safe(value) if isinstance(value, str) else value for key, value in made.items()}
    print(cards.render("exports/templates/said.txt.jinja", **told))
    return 0


def _all(lessons: list[str]) -> dict[str, list[items.Item]]:
    """Items by lesson, and of all lessons under "all" if there are several."""
    by_lesson = {lesson: items.of(lesson) for lesson in lessons}
    return by_lesson | ({"all": [item for one in by_lesson.values() for item in one]} if len(by_lesson) > 1 else {})


# Each writes its files, and gives what is said of them.


def _moodle(options: argparse.Namespace, lessons: list[str], out: Path) -> dict:
    from derisking.exports import moodle

    made = {f"{name}.xml": moodle.quiz(found, options.category) for name, found in _all(lessons).items()}
    files = folder.write(out, {name: text for name, (text, _) in made.items()})
    return {"made": files, "counts": items.report(list(made.values())[-1][1]), "category": options.category}


def _qti(options: argparse.Namespace, lessons: list[str], out: Path) -> dict:
    from derisking.exports import qti

    sets, files, said = _all(lessons), {}, []
    for dialect, place in qti.DIALECTS.items():
        made = {f"{dialect}/{name}.zip": qti.package(found, dialect) for name, found in sets.items()}
        files |= {name: content for name, (content, _) in made.items()}
        said.append((dialect, place, cards.safe(items.report(list(made.values())[-1][1]))))
    return {"made": folder.write(out, files), "sets": len(sets), "dialects": said}


def _scorm(options: argparse.Namespace, lessons: list[str], out: Path) -> dict:
    from derisking.exports import scorm

    site, how = scorm.edition(options.web, lambda line: print(line, flush=True))
    made = scorm.packages(site, lessons)
    counts = ", ".join(f"{name[:2]}: {len(lesson.asked(name))}" for name in lessons)
    megabytes = round(sum(map(len, made.values())) / 1e6)
    return {"made": folder.write(out, made), "how": how, "counts": counts, "megabytes": megabytes}


def _prompts(options: argparse.Namespace, lessons: list[str], out: Path) -> dict:
    from derisking import exercises
    from derisking.exports import prompts

    made = {f"{name}.md": prompts.prompt(name) for name in lessons if name in exercises.lessons()}
    return {"made": folder.write(out, made)}


def _cards(options: argparse.Namespace, lessons: list[str], out: Path) -> dict:
    from derisking.exports import cards as anki

    content, counts = anki.package(lessons)
    return {"made": folder.write(out, {anki.FILE: content}), "counts": counts}


def _paper(options: argparse.Namespace, lessons: list[str], out: Path) -> dict:
    from derisking.exports import paper, pdf

    pdf.ready()
    sizes = pdf.SIZES if options.size == "both" else (options.size,)
    return {"made": folder.write(out, dict(paper.files(lessons, sizes))), "sizes": sizes}


MAKERS = {
    **{"moodle": _moodle, "qti": _qti, "scorm": _scorm, "prompts": _prompts},  # of `package`
    **{"cards": _cards, "paper": _paper},
}
