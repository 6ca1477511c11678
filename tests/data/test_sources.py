"""Sources a professor accepts: a figure says where it comes from and what it disagrees with; what is quoted has a citation, a class
and a day; weak hosts fail; what has a shelf life says so. Types, words and patterns are judged with all other tables' (test_data.py)."""

import csv
import datetime
import re
from urllib.parse import urlsplit

import pytest
from support.told import cases

from derisking import data, sources
from derisking.authoring import links as footnotes
from derisking.authoring import quotations, status

ROOT = data.folder().parent
DAY = datetime.date(2026, 11, 25)
WEAK, PRIMARY = (set(cases(__file__, "hosts.yaml")[kind].split()) for kind in ("weak", "primary"))
WORKSHOP = re.compile(
    r"(^|[.-])(staging|stage|test|dev|mail|api|beta|demo|sitepilot\d*)([.-]|$)|\.(pages\.dev|vercel\.app)$"
)
# Papers of a party or a state: they show what Beijing says, never what is so.
VOICES = re.compile(
    r"(^|\.)(globaltimes\.cn|shine\.cn|people\.cn|chinadaily\.com\.cn|bjreview\.com|xinhuanet\.com|news\.cn)$"
)
MIRRORS = re.compile(r"//\d+\.\d+\.\d+\.\d+|roads-uae|localhost|//(?:www\.)?scribd|//mi\.5ch")
SAYS = re.compile(r"\b(says?|said|counted by|presents|answers|Beijing['’s]*|ministry)\b")


def table(name):
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = {("fact", row["id"]): row for row in table("facts.csv")}
ROWS |= {("event", row["event_id"]): row for row in table("policy_events.csv")}


def host(url):
    return (urlsplit(url).hostname or "").removeprefix("www.")


def owner(url):
    """A host and the first step of the path: of a place that many share, whose part it is."""
    return f"{host(url)}/{urlsplit(url).path.split('/')[1]}"


def weak(url):
    """Is this an address that no row with a class may have?"""
    name = host(url)
    return any(name == one or name.endswith("." + one) for one in WEAK) or bool(WORKSHOP.search(name))


def faults(row):
    """What keeps a row with a class from being quotable; sentences."""
    found = [f"{row[key]}: not an accepted host" for key in ("url", "second_url") if row[key] and weak(row[key])]
    if row["source_class"] == "primary" and not {host(row["url"]), owner(row["url"])} & PRIMARY:
        found.append(f"{owner(row['url'])} is not on the list of primary hosts")
    if VOICES.search(host(row["url"])):
        words = row.get("definition") or row.get("summary")
        if row["source_class"] == "primary" or not SAYS.search(words):
            found.append("a party paper shows what Beijing says: say so in the row, with the class quality")
    if (row["source_class"] == "computed") != bool(row.get("computed_by")):
        found.append("computed rows, and only they, have the class computed")
    found += [f"{key} is empty" for key in ("citation", "looked_at") if not row[key]]
    days = [datetime.date.fromisoformat(row[key]) for key in ("looked_at", "as_of", "until") if row[key]]
    if row["looked_at"] and datetime.date.fromisoformat(row["looked_at"]) > datetime.date.today():
        found.append("looked_at lies in the future")
    if row["as_of"] and days and datetime.date.fromisoformat(row["as_of"]) > days[0]:
        found.append("as_of is later than looked_at: nobody can have seen that")
    return found


def unquotable(row):
    """What keeps a row from being quoted at all."""
    if not row["source_class"]:
        return ["no class of source: only a weak source is known, so do not quote it"]
    plain = [] if row["url"].startswith("https:") else [f"{row['url']}: a link in a lesson needs https"]
    return faults(row) + plain


def unsound(row):
    """What is wrong with a figure, whoever quotes it: its sources, and the figures that it contradicts."""
    found, second = [], row["second_url"]
    if bool(row["second_source"]) != bool(second) or second == row["url"]:
        found.append("second_source and second_url go together, and the second address is another one")
    if (row["confidence"] == "two independent sources") != (row["second_outcome"] == "found"):
        found.append("two independent sources and the outcome 'found' go together")
    if row["confidence"].startswith("two") and not second:
        found.append("two sources, but no second address")
    if MIRRORS.search(f"{row['url']} {second}"):
        found.append("the address is a mirror or a bare number: name the publisher's page")
    for other in filter(None, row["conflicts_with"].split(";")):
        if row["id"] not in ROWS.get(("fact", other), {"conflicts_with": ""})["conflicts_with"].split(";"):
            found.append(f"conflicts_with {other!r} is not there or does not point back")
    return found


def test_figures_are_sound_many_and_without_twins_and_the_canaries():
    facts = [row for (kind, _), row in ROWS.items() if kind == "fact"]
    found = [f"data/facts.csv, {row['id']}: {'; '.join(unsound(row))}" for row in facts if unsound(row)]
    assert not found, "\n".join(found)
    assert len(facts) >= 350 and len({(r["value"], r["unit"], r["year"], r["definition"]) for r in facts}) == len(facts)
    row = next(row for row in facts if row["confidence"] == "one source" and not row["conflicts_with"])
    for column, cells in cases(__file__, "canaries.yaml")["facts"].items():
        assert all(unsound(row | {column: cell}) for cell in cells), column
    fact = data.fact("gallium-eu-supply-china")
    assert (fact.value, fact.unit, fact.year) == (71.0, "%", "2023") and fact.url.startswith("https://")
    assert list(data.facts()["id"]) == sorted(data.facts()["id"])
    with pytest.raises(data.DataError, match="gallium-eu-supply-china"):
        data.fact("gallium-supply-china")


def test_what_is_quoted_is_quotable_and_every_row_with_a_class_keeps_the_rules():
    quoted = [(row["file"], ROWS[row["kind"], row["id"]]) for row in table("quoted.csv")]
    wrong = [f"{file}: {row['citation']}: {unquotable(row)}" for file, row in quoted if unquotable(row)]
    wrong += [f"{key}: {faults(row)}" for key, row in ROWS.items() if row["source_class"] and faults(row)]
    assert not wrong, "\n".join(wrong)
    assert len(quoted) > 450 and sum(bool(row["source_class"]) for row in ROWS.values()) > 600


CANARIES = cases(__file__, "canaries.yaml")["quotable"]


def test_canaries_of_quotable_rows():
    row = ROWS["fact", "gallium-eu-supply-china"]
    assert not unquotable(row)
    for column, cells in CANARIES.items():
        assert all(unquotable(row | {column: cell}) for cell in cells), column
    assert unquotable(row | {"source_class": "primary", "url": "https://example.org/press"})
    party = row | {"url": "https://www.globaltimes.cn/page/1.shtml"}
    assert unquotable(party) and unquotable(party | {"source_class": "primary"})
    assert not unquotable(party | {"definition": "The share that China's commerce ministry says."})
    assert not weak("https://www.testbiotech.org/x") and not weak("https://eur-lex.europa.eu/eli/reg/2023/1781/oj")


def test_the_index_of_quotations_is_current():
    text = (ROOT / "data" / "quoted.csv").read_text(encoding="utf-8")
    assert text == quotations.render(quotations.collect(ROOT)), "run `python3 run.py build`"


def told(text):
    """Links of a text to weak hosts, and to party papers in a line that does not say whose words they are."""
    for line in text.splitlines():
        for url in re.findall(r"\]\((https?://[^\s)]+)", line):
            if weak(url) or (VOICES.search(host(url)) and not re.search(r"Beijing|ministry|Chinese", line)):
                yield url


def test_no_text_leans_on_a_weak_host():
    """Links without a row too. The canary is below."""
    found = [f"{path.name}: {url}" for path in footnotes.files(ROOT) for url in told(path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)
    found = [*told("so [it is](https://econotimes.com/x) in [Davos](https://www.ft.com/x)")]
    assert found == ["https://econotimes.com/x"]
    party = "[a market](https://www.globaltimes.cn/page/1.shtml) is free"
    assert list(told(party)) and not list(told(f"Beijing says that {party}"))


def a_row(**changes):
    cells = {"kind": "event", "id": "x", "text": "A rule", "citation": "Office, Rule 1", "source_class": "primary"}
    cells |= {"url": "https://example.org/a?b=1&c=2", "computed_by": "", "looked_at": DAY, "as_of": None, "until": None}
    return sources.Row(**cells | changes)


def test_the_panel_compares_with_today():
    paused = a_row(until=datetime.date(2026, 11, 10), suspended=True)
    over = "The suspension was to end on 10 November 2026; we last looked on 25 November 2026."
    assert sources.state(paused, DAY) == over
    assert sources.state(paused, datetime.date(2026, 11, 10)).startswith("The suspension runs until 10 November 2026")
    old = a_row(as_of=datetime.date(2026, 1, 26))
    assert not sources.passed(old, datetime.date(2026, 8, 25)) and sources.passed(old, datetime.date(2026, 8, 26))
    assert "That is 9 months ago" in sources.state(old, DAY)
    assert sources.state(a_row(), DAY) == "" and not sources.passed(a_row(), DAY)
    assert "have not looked" in sources.state(a_row(as_of=DAY, looked_at=None), DAY)
    shown = str(sources.check("05-export-controls", DAY))
    assert "was to end on 10 November 2026" in shown and "runs until 27 November 2026" in shown, "of true rows too"


def test_cards_of_every_lesson():
    lessons = sources.lessons()
    for card in [sources.check(one, DAY) for one in lessons] + [sources.bibliography(one) for one in lessons]:
        page = card._repr_html_()
        assert str(card) and page.startswith('<div class="dr-sheet" style=') and page.endswith("</div>")
        assert not re.search(r"<style| class=(?!\"dr-sheet\")| id=\"|var\(", page), "untrusted, only inline styles stay"
        assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;|#34;|#39;)", page), "not escaped"
        assert "nan" not in str(card).split()


def test_a_bibliography_names_each_source_once():
    found = sources.entries("02-de-risking")
    assert len({(entry.citation, entry.url, entry.source_class) for entry in found}) == len(found)
    assert sum(entry.rows for entry in found) == len(sources.quoted("02-de-risking"))
    assert any(entry.citation.startswith("Computed from the table imports") for entry in found)


def test_status_lists_what_has_passed(capsys):
    assert status.main([], today=DAY) == 0
    said = capsys.readouterr().out
    assert "25 November 2026" in said and "05-export-controls: " in said
    assert "event us-affiliates-rule-suspended-2025-11-10, quoted in notebooks/05-export-controls.ipynb" in said
    assert "look at  https://" in said and "Forecasts that have closed: none" in said
    assert status.main([], today=datetime.date(2027, 1, 4)) == 0
    said = capsys.readouterr().out
    assert "Forecasts that have closed: 1\n" in said and "law by 3 January 2027? It closed on 3 January 2027." in said
    assert "look at  https://www.congress.gov/" in said and "forecast match-act-law: fill in outcome" in said
    assert status.main(["--today", "2020-01-01"]) == 0
    assert "0 in all." in capsys.readouterr().out
    with pytest.raises(SystemExit):
        status.main(["--today", "tomorrow"])
    assert "is not a day" in capsys.readouterr().err
