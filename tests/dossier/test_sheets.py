"""The folder for a department: every page whole, what is counted is counted right, and a bad source is one sentence."""

import re

import pytest
from support import html_rules

from derisking import data, lessons
from derisking.dossier import sheets
from derisking.dossier.conformance import Known


@pytest.fixture(scope="module")
def made():
    return sheets.pages("2026-11-28") | Known().pages("2026-11-28")


def test_a_page_for_each_office_that_leads_to_all_others(made):
    pages = {name: text for name, text in made.items() if name.endswith(".html")}
    assert "conformance.html" in pages and html_rules.problems(pages) == []
    led = set(re.findall(r'href="([a-z]+\.html)"', made["index.html"]))
    assert led == set(pages) and all('href="index.html"' in pages[name] for name in led - {"conformance.html"})
    assert {link for text in pages.values() for link in re.findall(r'href="([^"#:]+)"', text)} <= set(made)
    assert "by plain http" in made["privacy.html"] and "grading/live-counts.csv" in made["privacy.html"]


def test_hours_credits_goals_and_minutes_are_the_lessons(made):
    in_class = sum(one.minutes for one in lessons.read_all())
    assert f"{in_class / 60:.1f} in class" in made["module.html"] and "1 ECTS at 30 hours" in made["module.html"]
    assert made["module.html"].count("<li>") == 29 and made["pilot.html"].count("<h2>") == 8
    assert sum(map(int, re.findall(r"<td>(\d+)</td>\n<td></td>", made["pilot.html"]))) == in_class


def test_what_goes_with_tables_that_may_not_be_sold(made, monkeypatch):
    found = sheets.bound()
    assert {one["path"].split("/")[0] for one in found["tables"]} == {"eto"} and len(found["tables"]) == 5
    assert "inputs-need-both" in found["figures"] and "gallium-eu-supply-china" not in found["figures"]
    assert found["parts"]["notebooks/explorers/value_chain.py"] == (1, 1)
    assert "notebooks/02-de-risking.ipynb" not in found["parts"] and "2 · De-risking" in made["licences.html"]
    true = data.resource
    free = [{"name": "CC-BY-NC-4.0", "title": "x"}]
    monkeypatch.setattr(data, "resource", lambda name: true(name) | ({"licenses": free} if name == "imports" else {}))
    assert "notebooks/02-de-risking.ipynb" in sheets.bound()["parts"], "canary: another licence, and lesson 2 goes"
