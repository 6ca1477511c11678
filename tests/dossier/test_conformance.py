"""The report on accessibility says no more than a test or a look has shown, of the files as they are today."""

import datetime

import pytest
import yaml
from support import told

from derisking.dossier import conformance
from derisking.dossier.conformance import COLUMNS, Known
from derisking.errors import UserError

TESTED = "1.1.1; 1.2.*,web,supports,Each picture has words.,tests/test_x.py::test_a; tests/test_x.py::test_b,,,,"
LOOKED = "2.1.1,web,supports,Walked through by keys.,look,page.html,2026-11-01,,"


@pytest.fixture
def root(tmp_path):
    """A checkout with one product, three criteria and two rows of the list."""
    files = {
        "page.html": "<p>",
        "tests/test_x.py": "def test_a(): ...\ndef test_b(): ...\n",
        "docs/conformance/products.yaml": "web: {concerns: [page.html]}",
        "docs/conformance/criteria.csv": "num,chapter,since,title,products\n1.1.1,A,2.0,a,\n1.2.1,A,2.0,b,pdf\n2.1.1,A,2.0,c,\n4.1.2,A,2.0,d,\n",
        "docs/conformance/looked.csv": "\n".join([",".join(COLUMNS), TESTED, LOOKED, ""]),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def results(root, hours=1, **ends):
    """A file as pytest writes it. ends: test -> what stands in its two cases; hours: how long from now it began."""
    began = (datetime.datetime.now() + datetime.timedelta(hours=hours)).isoformat()
    cases = [(f"test_{name}[{n}]", end) for name, both in ends.items() for n, end in enumerate(both)]
    lines = [f'<testcase classname="tests.test_x" name="{name}">{end}</testcase>' for name, end in cases]
    suite = f'<testsuites><testsuite timestamp="{began}">{"".join(lines)}</testsuite></testsuites>'
    (root / "r.xml").write_text(suite, encoding="utf-8")
    return root / "r.xml"


def levels(known):
    return {one["num"]: known.of(one, "web")[0] for one in known.criteria}


BAD = "<failure/>"
WAYS = [  # what the tests said, how many rows change, what 1.1.1 is then
    ({"a": ["", ""], "b": ["", ""]}, 2, "supports"),
    ({"a": ["", BAD], "b": ["", ""]}, 2, "partially-supports"),
    ({"a": ["", ""]}, 1, "not-evaluated"),
    ({"a": ["", ""], "b": ["", "<skipped/>"]}, 1, "not-evaluated"),
    ({"a": ["", ""], "b": ["<skipped/>", "<error/>"]}, 2, "partially-supports"),
    ({"a": ["", ""], "b": ["", ""], "hours": -1}, 1, "not-evaluated"),
]


@pytest.mark.parametrize("said, changed, level", WAYS)
def test_a_level_is_what_the_tests_said_of_these_files(root, said, changed, level):
    known = Known(root)
    assert set(levels(known).values()) == {"not-evaluated", "not-applicable"}, "nothing has been shown yet"
    assert known.note(results(root, **said)) == changed
    known = Known(root)
    assert levels(known) == {"1.1.1": level, "1.2.1": "not-applicable", "2.1.1": "supports", "4.1.2": "not-evaluated"}
    assert known.note(root / "no.xml") == 0


def test_what_changed_since_is_to_look_at_again_and_a_known_fault_stays(root):
    Known(root).note(results(root, a=["", ""], b=["", ""]))
    list_ = root / conformance.LIST
    (root / "page.html").write_text("<p>new", encoding="utf-8")
    known = Known(root)
    assert {known.of(one, "web")[0] for one in known.criteria} == {"not-evaluated", "not-applicable"}
    assert "To look at again" in known.of(known.criteria[0], "web")[1][0]
    text = list_.read_text("utf-8").replace(",supports,W", ",does-not-support,W").replace("supports,E", "part,E")
    list_.write_text(text, encoding="utf-8")
    assert levels(Known(root)) | {"2.1.1": "does-not-support"} == levels(Known(root))
    (root / "page.html").write_text("<p>", encoding="utf-8")
    assert levels(Known(root))["1.1.1"] == "not-evaluated", "a part is never the whole"


@pytest.mark.parametrize("old, new, says", told.cases(__file__, "canaries.yaml")["lines"])
def test_a_bad_line_is_named_and_nothing_is_written(root, old, new, says):
    list_ = root / conformance.LIST
    text = list_.read_text("utf-8").replace(old, new)
    list_.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"looked\.csv, line") as told:
        Known(root)
    assert says in str(told.value) and list_.read_text("utf-8") == text


def test_bad_sources_and_results_are_one_sentence(root):
    (root / "r.xml").write_text("<html>", encoding="utf-8")
    with pytest.raises(UserError, match="holds no results of tests: delete it"):
        Known(root).note(root / "r.xml")
    (root / "docs/conformance/products.yaml").write_text("web: [", encoding="utf-8")
    with pytest.raises(UserError, match="take it from a fresh copy"):
        Known(root)


def test_our_own_list_is_whole_and_makes_a_page_and_a_file_for_each_product():
    known = Known()
    # WCAG 2.2, and 4.1.1.
    assert [sum(one["chapter"] == level for one in known.criteria) for level in ("A", "AA")] == [32, 24]
    assert {one["chapter"] for one in known.criteria} == {"A", "AA", "5", "10", "11", "12"}
    made = known.pages("2026-11-28")
    assert "conformance.html" in made and len(made) == 5
    for name in known.products:
        one = yaml.safe_load(made[f"openacr-{name}.yaml"])
        assert {"title", "product", "author", "chapters"} <= set(one) and one["author"]["email"], "what the schema asks"
        for chapter in one["chapters"].values():
            for row in chapter.get("criteria", ()):
                (part,) = row["components"]
                assert isinstance(row["num"], str) and part["adherence"]["level"] in conformance.WORST
                assert part["adherence"]["level"] != "supports" or "Nobody" not in part["adherence"]["notes"]
    heard = [row for row in known.rows if "4.1.3" in row["criteria"]]
    assert heard and all(row["shows"] == "part" and "nobody has heard it" in row["how"] for row in heard)
