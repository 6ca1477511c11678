"""Each lesson plan prints on one sheet of A4: black on white, ten points at least, nothing cut off. On the screen axe finds nothing."""

import io
from pathlib import Path

import pypdf
import pytest
from support import told, web

from derisking.classroom.prepare import plans

TEACHING = Path(__file__).resolve().parents[2] / "docs" / "teaching"
SMALLEST = 10 * 96 / 72  # ten points in pixels
HIGHEST = (297 - 2 * 9 - 4) / 25.4 * 96  # a sheet less its margins, and four millimetres for another system's letters
SCRIPTS = told.cases(__file__, "scripts.yaml")
MEASURE = SCRIPTS["a page on paper"]


@pytest.fixture(scope="module")
def page(browser):
    """A window as wide as A4 less its margins."""
    window = browser.new_page(viewport={"width": 703, "height": 1000})
    yield window
    window.close()


def faults(page, file: Path) -> list[str]:
    """What is wrong with a page as it prints."""
    most = 2 if file.stem == "02-de-risking" else 1  # the second is for a room without laptops
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(file.as_uri())
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    seen = page.evaluate(MEASURE)
    found = [] if len(sheets) == most else [f"{len(sheets)} sheets"]
    found += [] if most == 2 or seen["height"] <= HIGHEST else [f"hardly fits: {seen['height']} px"]
    found += [] if {tuple(map(round, sheet.mediabox[2:])) for sheet in sheets} == {(595, 842)} else ["not A4"]
    found += [] if seen["smallest"] >= SMALLEST - 0.01 else [f"letters of {seen['smallest']} px"]
    found += [] if seen["black"] else ["not black on white"]
    return found + [f"too wide: {text}" for text in seen["wide"]]


def test_each_plan_prints_on_one_sheet(page, tmp_path):
    index, *made = plans.write(tmp_path)
    sheets = [file for file in made if plans.PLAN.match(file.stem)]
    assert len(sheets) == 8 and {file.stem: found for file in sheets if (found := faults(page, file))} == {}
    for scheme in ("light", "dark"):
        page.emulate_media(media="screen", color_scheme=scheme)
        for file in (index, sheets[0]):
            page.goto(file.as_uri())
            assert web.axe(page) == web.ibm(page) == [], (file, scheme)


def test_canaries_of_print(page, tmp_path):
    text = (TEACHING / "05-export-controls.md").read_text(encoding="utf-8")
    bad = {
        "10-long": text.replace("## Homework\n", "## Homework\n\n" + "One more line.\n\n" * 12),
        "11-wide": text.replace("READ A RULE", "READ A RULE " * 6),
    }
    for name, words in bad.items():
        (tmp_path / f"{name}.md").write_text(words, encoding="utf-8")
    long, wide = plans.write(tmp_path, tmp_path)[1:]
    poor = tmp_path / "12-poor.html"
    styles = wide.read_text(encoding="utf-8").replace("font-size: 10pt", "font-size: 9pt")
    poor.write_text(styles.replace("--ink: #000", "--ink: #ccc"), encoding="utf-8")
    expected = {long: ("2 sheets", "hardly fits"), wide: ("too wide",), poor: ("letters of", "not black")}
    for file, signs in expected.items():
        said = " ".join(faults(page, file))
        assert all(sign in said for sign in signs), (file, said)
