"""What a teacher types: `package moodle`, `package qti`, `package scorm`, `package prompts`, `cards`, `paper`. Each returns an exit code and says what it did."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from derisking.exercises import sealed
from derisking.exports import folder, items, lesson

LESSONS: dict[str, Any] = {
    "nargs": "*",
    "metavar": "LESSON",
    "help": "such as 02-de-risking or 2; left out: all lessons",
}


def package(argv: Sequence[str]) -> int:
    """`package moodle|qti|scorm|prompts [LESSON ...]`: questions or lessons for a platform. Returns 0. Raises UserError."""
    parser = _parser("package", "Write the questions or the lessons for a learning platform.", "the platform's name")
    what = "moodle: questions as Moodle XML; qti: questions for Canvas, Brightspace and others; scorm: lessons; prompts: exercises for a chatbot"
    parser.add_argument("platform", choices=PLATFORMS, help=what)
    parser.add_argument("lessons", **LESSONS)
    what = "Moodle only: the category above all others"
    parser.add_argument("--category", metavar="NAME", default="De-risking and chips", help=what)
    what = "SCORM only: a web edition that is built already (default: the checkout's)"
    parser.add_argument("--web", metavar="FOLDER", type=Path, help=what)
    options = parser.parse_args(argv)
    return _run(PLATFORMS[options.platform], options, options.platform)


def cards(argv: Sequence[str]) -> int:
    """`cards [LESSON ...]`: a deck for Anki. Returns 0. Raises UserError."""
    parser = _parser("cards", "Write an Anki deck of the glossary, key ideas and usual mistakes.", "cards")
    parser.add_argument("lessons", **LESSONS)
    return _run(_cards, parser.parse_args(argv), "cards")


def paper(argv: Sequence[str]) -> int:
    """`paper [LESSON ...]`: sheets as PDF. Returns 0. Raises UserError."""
    parser = _parser(
        "paper",
        "Write worksheets, sheets on the primary texts, exams with keys, cards and the teachers' texts as PDF.",
        "paper",
    )
    parser.add_argument("lessons", **LESSONS)
    parser.add_argument("--size", choices=("A4", "Letter", "both"), default="both", help="paper size (default: both)")
    return _run(_paper, parser.parse_args(argv), "paper")


def main(words: Sequence[str]) -> int:
    """One of the three commands: its name, then its words."""
    return {"package": package, "cards": cards, "paper": paper}[words[0]](words[1:])


def _parser(word: str, what: str, name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m derisking {word}", description=what)
    parser.add_argument("--out", metavar="FOLDER", type=Path, help=f"where the files go (default: exports/{name})")
    parser.add_argument("--replace", action="store_true", help="write over a folder that is there already")
    return parser


def _run(make: Callable[[argparse.Namespace, list[str], Path], str], options: argparse.Namespace, name: str) -> int:
    sealed.use(sealed.kept())  # what goes to platforms and to paper asks what `release` gives to students
    out = options.out or folder.TOP / name
    lessons = items.choose(options.lessons)
    folder.check(out, options.replace)
    print(make(options, lessons, out))
    return 0


def _all(lessons: list[str]) -> dict[str, list[items.Item]]:
    """Items by lesson, and of all lessons under "all" if there are several."""
    by_lesson = {lesson: items.of(lesson) for lesson in lessons}
    return by_lesson | ({"all": [item for one in by_lesson.values() for item in one]} if len(by_lesson) > 1 else {})


def _moodle(options: argparse.Namespace, lessons: list[str], out: Path) -> str:
    from derisking.exports import moodle

    made = {f"{name}.xml": moodle.quiz(found, options.category) for name, found in _all(lessons).items()}
    folder.write(out, {name: text for name, (text, _) in made.items()})
    counts = list(made.values())[-1][1]
    return (
        f"{len(made)} Moodle XML file{'s' * (len(made) > 1)} in {out}: in Moodle open Question bank, Import, Moodle XML format.\n"
        f"What became of the questions and of the texts that their authors wrote:\n{items.report(counts)}\n"
        "Moved: into the general feedback, where the question type has no place. An order earns more for a half-right answer\n"
        "in Moodle than in the course. Moodle adds, it replaces nothing: before you import again, rename the old category there\n"
        f"(“{options.category}”), or choose another name with --category."
    )


def _qti(options: argparse.Namespace, lessons: list[str], out: Path) -> str:
    from derisking.exports import qti

    sets, files, said = _all(lessons), {}, []
    for dialect, place in qti.DIALECTS.items():
        made = {f"{dialect}/{name}.zip": qti.package(found, dialect) for name, found in sets.items()}
        files |= {name: content for name, (content, _) in made.items()}
        said.append(f"{dialect} ({place}):\n{items.report(list(made.values())[-1][1])}")
    folder.write(out, files)
    return (
        f"{len(files)} QTI packages in {out}, {len(sets)} for each of {len(qti.DIALECTS)} dialects.\n"
        "What became of the questions and of the texts that their authors wrote:\n" + "\n".join(said) + "\n"
        "Moved: into the general feedback, where the dialect has no place. In Canvas an order is drop-downs for places, in\n"
        "plain QTI 1.2 it is right or wrong. Canvas and Brightspace may mark half-right choices by rules of their own."
    )


def _scorm(options: argparse.Namespace, lessons: list[str], out: Path) -> str:
    from derisking.exports import scorm

    site, how = scorm.edition(options.web, lambda line: print(line, flush=True))
    made = scorm.packages(site, lessons)
    folder.write(out, made)
    counts = ", ".join(f"{name[:2]}: {len(lesson.asked(name))}" for name in lessons)
    return (
        f"{len(made)} SCORM 1.2 packages in {out}, {sum(map(len, made.values())) / 1e6:.0f} MB, {how}.\n"
        f"Questions that count, by lesson: {counts}. Score: the share whose last answer is right, 0 to 100. It is practice, no\n"
        "mark: the student's browser reports it, and the answers lie in the package.\n"
        "Completed: when each of them has been answered. Choose no passing score on the platform: it would overrule that.\n"
        "State: 4096 characters hold the last answer to each question, tests and predictions, and where there is room the first\n"
        "answers and sentences. What does not fit, and the drafts of the exercise, stay in the student's browser."
    )


def _prompts(options: argparse.Namespace, lessons: list[str], out: Path) -> str:
    from derisking import exercises
    from derisking.exports import prompts

    made = {f"{name}.md": prompts.prompt(name) for name in lessons if name in exercises.lessons()}
    folder.write(out, made)
    return (
        f"{len(made)} prompt{'s' * (len(made) > 1)} in {out}, without keys: paste one into a chatbot, give its answers in a copy of the exercise,\n"
        "press Check, and note points, model and day in the table of docs/teaching/bots.md."
    )


PLATFORMS = {"moodle": _moodle, "qti": _qti, "scorm": _scorm, "prompts": _prompts}


def _cards(options: argparse.Namespace, lessons: list[str], out: Path) -> str:
    from derisking.exports import cards

    content, counts = cards.package(lessons)
    (file,) = folder.write(out, {cards.FILE: content})
    parts = ", ".join(f"{name}: {count}" for name, count in counts.items())
    return (
        f"{sum(counts.values())} notes ({parts}) in {file}: in Anki open File, Import.\n"
        "A later deck adds what is new and changes what is worded better; what you have learned stays."
    )


def _paper(options: argparse.Namespace, lessons: list[str], out: Path) -> str:
    from derisking.exports import paper, pdf

    pdf.ready()
    sizes = pdf.SIZES if options.size == "both" else (options.size,)
    made = list(paper.files(lessons, sizes))
    folder.write(out, dict(made))
    return (
        f"{len(made)} PDFs in {out}, {len(made) // len(sizes)} for each of {' and '.join(sizes)}.\n"
        f"What students may see is in {paper.STUDENTS}, what holds answers in {paper.TEACHERS}."
    )
