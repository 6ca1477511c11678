"""Sheets on paper: tagged PDF, no answer on what students get, a key that is true to the printed order."""

import functools
import html
import io
import re
import sys

import pypdf
import pytest
import weasyprint
from support import html_rules

from derisking import __main__ as commands
from derisking import forecasts, markdown, places
from derisking.exports import command, paper, pdf, sheets

LESSON = "02-de-risking"


@pytest.fixture(scope="module")
def lessons(everything):
    found = {}
    for item in everything:
        found.setdefault(item.lesson, []).append(item)
    return found


@pytest.fixture(scope="module")
def exams(lessons):
    """Version -> title, body and questions of an exam on one lesson."""
    chosen = sheets.exam_items({LESSON: lessons[LESSON]})
    return {version: sheets.exam(f"Exam: {LESSON}", chosen, version) for version in sheets.VERSIONS}


def squeezed(text):
    """A text without blanks and the hyphens of line ends, for comparing."""
    return re.sub(r"[\s\u00ad]", "", text)


def read(content):
    """The text of a PDF without blanks."""
    return squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


@functools.cache
def words(text):
    return squeezed(markdown.plain(text))


def leaks(shown, found):
    """Replies of these items that stand in a sheet; an empty list is a pass. shown: squeezed text."""
    replies = set()
    for item in found:
        parts = item.question.rules.parts(item.question)
        replies |= {item.question.say(part.feedback) for part in parts if part.feedback}
        replies |= {item.raw[name] for name in ("feedback", "otherwise") if isinstance(item.raw.get(name), str)}
        replies |= set(item.hints)
    return [reply for reply in sorted(replies) if words(reply) in shown]


def words_of(body):
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", str(body))))


def test_no_student_sheet_holds_an_answer(lessons, everything):
    for name, found in lessons.items():
        earlier = [item for item in everything if item.lesson < name]
        sheet = sheets.worksheet(name, found, earlier)
        versions = sheets.VERSIONS[:2] if len(found) >= sheets.LEAST else ()  # the other two mix the same again
        exams = [sheets.exam(name, sheets.exam_items({name: found}), version) for version in versions]
        assert len(sheet[2]) >= 3 and all(len(printed) == sheets.EXAM for _, _, printed in exams)
        assert leaks("".join(words_of(body) for _, body, _ in (sheet, *exams)), everything) == []


def test_canary_of_leaks(exams, everything):
    _, key = sheets.key("x", {"version A": exams["A"][2]})
    assert len(leaks(words_of(key), everything)) > 20


@pytest.fixture(scope="module")
def sheet_c(exams):
    """Version C as a PDF."""
    title, body, _ = exams["C"]
    return pdf.sheet(title, str(body), "A4", kind="exam")


def test_the_printed_sheet_is_as_clean_as_its_source(sheet_c, exams, everything):
    questions = [one.item.question for one in exams["C"][2]]
    assert leaks(read(sheet_c), everything) == []
    names = [part.misconception for one in questions for part in one.rules.parts(one) if part.misconception]
    whole = sheet_c + str(pypdf.PdfReader(io.BytesIO(sheet_c)).metadata).encode("utf-8")
    assert names and not re.search("|".join(names).encode("utf-8"), whole)


def test_versions_differ_and_ask_the_same(exams):
    asked = [[one.item.id for one in printed] for _, _, printed in exams.values()]
    assert len({tuple(order) for order in asked}) == len(sheets.VERSIONS)
    assert len({tuple(sorted(order)) for order in asked}) == 1
    letters = {version: {one.item.id: one.key() for one in printed} for version, (_, _, printed) in exams.items()}
    singles = [one.item.id for one in exams["A"][2] if one.item.kind in ("single", "multiple")]
    assert any(len({letters[version][id] for version in letters}) > 1 for id in singles)


def test_the_key_earns_full_marks(exams):
    for _, _, printed in exams.values():
        for one in printed:
            if one.item.kind == "numeric":
                assert one.item.question.share({"number": float(one.key().split(" ")[0])}) == 1
                continue
            given = [row.split("/")[0] for row in one.key().split(", ")]
            given = given[0].split(" or ")[:1] if one.item.kind == "single" else given
            assert one.item.question.share(one.response(given)) == pytest.approx(1), one.item.id


def test_the_key_is_that_of_the_printed_order(sheet_c, exams):
    """Read the letters back from the PDF, and let the engine judge what the key says about them."""
    title, _, printed = exams["C"]
    shown = read(sheet_c)
    _, key_body = sheets.key(title, {"version C": printed})
    choices = [one for one in printed if one.item.kind in ("single", "multiple")]
    assert len(choices) >= 3
    for one in choices:
        question = one.item.question
        # a link further on in a question is a number on paper
        start = shown.index(squeezed(f"Question {one.number}") + words(question.text)[:24])
        texts = {option["text"]: option["id"] for option in question.rules.options(question)}
        order = sorted(texts, key=lambda text, start=start: shown.index(words(text), start))
        cell = re.search(rf"<td>{one.number}</td><td>([^<]*)</td><td>{re.escape(one.item.id)}</td>", str(key_body))[1]
        chosen = [texts[order["ABCDEFGHIJ".index(letter)]] for letter in cell.split(", ")]
        response = {"choice": chosen[0]} if one.item.kind == "single" else {"choices": chosen}
        assert question.share(response) == pytest.approx(1)


def test_canary_of_the_key(exams):
    """Move every letter of a sheet on by one after its key was made: the engine no longer agrees."""
    one = next(one for one in exams["A"][2] if one.item.kind == "single")
    letters = [letter for letter, _, _ in one.choices]
    moved = zip(letters[1:] + letters[:1], one.choices, strict=True)
    other = type(one)(one.item, one.number, tuple((letter, text, key) for letter, (_, text, key) in moved))
    assert other.key() != one.key()
    assert one.item.question.share(other.response([one.key()])) == 0


def test_an_exam_holds_no_question_of_the_two_tests(lessons):
    chosen = sheets.exam_items(lessons)
    assert len({item.lesson for item in chosen}) == 7 and len(chosen) == 21
    assert not {"pre", "post"} & {use for item in chosen for use in item.question.use}
    assert not any(sheets.ON_SCREEN.search(item.question.text) for item in chosen)
    assert len({item.kind for item in chosen}) >= 5


def untagged(content):
    """What a PDF lacks for a screen reader; an empty list is a pass."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    kinds = {str(node.get("/S")) for node in tree(root.get("/StructTreeRoot"))}
    shown = (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle")
    wanted = {
        "it is not tagged": (root.get("/MarkInfo") or {}).get("/Marked"),
        "no language": root.get("/Lang"),
        "no title is shown": shown and (reader.metadata or {}).get("/Title"),
        "it does not claim PDF/UA": "/Metadata" in root and b"pdfuaid" in root["/Metadata"].get_data(),
        "no heading": "/H1" in kinds,
        "no paragraph": "/P" in kinds,
    }
    return [fault for fault, there in wanted.items() if not there]


def tree(node):
    """All elements of a PDF's structure."""
    todo = [node] if node is not None else []
    while todo:
        one = todo.pop().get_object()
        if isinstance(one, list):
            todo += one
        elif isinstance(one, dict):
            yield one
            if "/K" in one:
                todo.append(one["/K"])


def test_a_sheet_is_tagged_and_the_canary(sheet_c):
    assert untagged(sheet_c) == []
    plain = weasyprint.HTML(string="<p>No heading, no title, no language</p>").write_pdf()
    assert {"it is not tagged", "no language", "no title is shown"} <= set(untagged(plain))


def test_a_formula_is_drawn_and_has_words():
    made = str(pdf.block(r"The chance is $e^{-\text{area} \times \text{density}}$, and it costs $5 or $6."))
    assert made.count("<img") == 1 and "data:image/svg+xml" in made
    assert 'alt="e to the power of minus area times density"' in made
    assert "$5 or $6" in made


@pytest.fixture(scope="module")
def documents():
    """Name -> title, body, kind of what does not belong to one lesson."""
    return {name: rest for name, *rest in paper.of_all(["07-policy-lab"])}


def test_every_text_for_teachers_becomes_a_page(documents):
    names = {name.removeprefix("teachers/") for name in documents}
    plans = {f"plan-{file.stem}" for file in (places.checkout("docs") / "docs" / "teaching").glob("0*.md")}
    assert {"teaching", "memos", "role-play", "hub", "decision-sheet-notes"} | plans <= names
    assert len(plans) == 8
    assert re.findall(r"<h2>([A-H]) ·", str(documents["students/role-cards"][1])) == list("ABCDEFGH")


def test_the_decision_sheet_keeps_notes_and_sheet_apart(documents):
    sheet, notes = str(documents["students/decision-sheet"][1]), str(documents["teachers/decision-sheet-notes"][1])
    assert "What to listen for" not in sheet and "What to listen for" in notes
    minutes = [int(found) for found in re.findall(r"\((\d+) minutes\)", sheet)]
    assert sum(minutes) == 60 and " + ".join(map(str, minutes)) in notes
    sides = re.findall(r"<p><strong>([A-D])\. (.*?)</p>", sheet, re.DOTALL)
    lengths = {letter: len(re.sub(r"<[^>]+>", "", words)) for letter, words in sides}
    assert list(lengths) == list("ABCD") and max(lengths.values()) < 1.5 * min(lengths.values()), lengths
    assert '<a href="../' not in sheet


def test_forecasts_ask_on_one_sheet_and_tell_on_another(documents):
    asked, told = (str(documents[name][1]) for name in ("students/forecasts", "teachers/forecasts-key"))
    own = [one for one in forecasts.every().values() if one.lesson == "07-policy-lab"]
    assert asked.count("I say") == told.count("Base rate ") == len(own) == 11
    settled = [one.settled.partition("[")[0][:25].strip() for one in own if not one.live]
    assert all(words in told and words not in asked for words in settled) and "href" not in asked
    assert re.search(r"it came true</td>\s*<td>1.00</td>\s*<td>0.81</td>", asked)


@pytest.mark.parametrize("size, points", [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_decision_sheet_is_tagged_of_its_size_and_fits_on_one_leaf(documents, size, points):
    title, body, kind = documents["students/decision-sheet"]
    content = pdf.sheet(title, str(body), size, kind=kind)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 2 and untagged(content) == []
    assert (round(float(pages[0].mediabox.width)), round(float(pages[0].mediabox.height))) == points


def test_the_command(tmp_path, capsys, monkeypatch):
    vote = ("students/vote-cards", "Vote cards", sheets.vote_cards(), "vote")
    monkeypatch.setattr(paper, "of_all", lambda lessons: [vote])
    assert command.main(["paper", "0", "--size", "Letter", "--out", str(tmp_path / "p")]) == 0
    made = {path.relative_to(tmp_path / "p" / "Letter").as_posix() for path in (tmp_path / "p").rglob("*.pdf")}
    sheet = "00-start-here-worksheet"
    assert made == {f"students/{sheet}.pdf", "students/vote-cards.pdf", f"teachers/{sheet}-key.pdf"}
    assert "teachers" in capsys.readouterr().out


def test_what_is_missing_gets_one_sentence(tmp_path, capsys, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert commands.main(["paper", "0", "--out", str(tmp_path / "p")]) == 2
    assert "does not find the Pango library: install it" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_a_sheet_is_valid_html_before_it_is_a_pdf(lessons, monkeypatch):
    """Without its styles: the validator knows those of screens."""
    monkeypatch.setattr(pdf, "pdf", lambda page, size: re.sub("<style>.*?</style>", "", page, flags=re.DOTALL))
    made = [*paper._of_lessons({LESSON: lessons[LESSON]}, lessons), *paper.of_all([LESSON])]
    pages = {name: pdf.sheet(title, str(body), "A4", kind) for name, title, body, kind in made}
    assert len(pages) > 20 and html_rules.nu(pages) == []
    assert not html_rules.ready() or html_rules.nu({"bad": pages[f"students/{LESSON}-worksheet"] + "<b>"}), "the canary"
