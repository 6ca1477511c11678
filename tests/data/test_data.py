"""Loading, citing and refusing tables: the promises of `derisking.data`, each with a small broken input."""

import json
from pathlib import Path

import pandas as pd
import pytest
from support import told

from derisking import data, places
from derisking.authoring import dictionary, tables

FLOWS = "year,country,share_pct,official,seen\n2022,NA,40.5,true,2023-07-03\n2024,DE,,false,\n"


def _entry(text: str, **changes) -> dict:
    return told.cases(__file__, "entry.yaml") | {"hash": data.digest(text.encode())} | changes


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A function that makes a folder with one table and points the module at it."""

    def make(text: str = FLOWS, raw: bytes | None = None, hashed: bool = True, **changes) -> Path:
        raw = text.encode() if raw is None else raw
        place = tmp_path / f"room{len(list(tmp_path.iterdir()))}"
        place.mkdir()
        entry = _entry(text, **changes)
        if hashed:
            entry["hash"] = data.digest(raw)
        (place / "datapackage.json").write_text(json.dumps({"resources": [entry]}), encoding="utf-8")
        (place / "flows.csv").write_bytes(raw)
        monkeypatch.setattr(data, "folder", lambda: place)
        return place

    return make


def test_types_are_the_documented_ones_and_every_call_gives_a_fresh_copy(room):
    room(raw=FLOWS.replace("\n", "\r\n").encode(), hashed=False)  # Windows' line ends have the same hash
    frame = data.load("flows")
    assert [str(kind) for kind in frame.dtypes.iloc[:4]] == ["Int64", "str", "float64", "bool"]
    assert str(frame["seen"].dtype).startswith("datetime64")
    assert frame["country"].tolist() == ["NA", "DE"], "Namibia is not a gap"
    assert frame["share_pct"].isna().tolist() == [False, True]
    assert frame["seen"].iloc[0] == pd.Timestamp("2023-07-03")
    frame.loc[0, "share_pct"] = 99.0
    assert data.load("flows")["share_pct"].iloc[0] == 40.5


def test_unknown_table_lists_near_names():
    with pytest.raises(data.DataError, match=r"no table 'import'.*Did you mean imports"):
        data.load("import")
    with pytest.raises(data.DataError, match=r"data\.names\(\)"):
        data.load("zzzz")


def refused():
    """What loading says of a table that it refuses: one sentence."""
    with pytest.raises(data.DataError) as caught:
        data.load("flows")
    said = str(caught.value)
    assert "\n" not in said and said.endswith((".", ")")), f"not one sentence: {said}"
    return said


def test_what_is_not_as_described_is_refused_in_one_sentence(room):
    """Which cell is wrong, `build` says, by the judge below."""
    (room() / "flows.csv").unlink()
    assert "flows.csv is missing" in (said := refused()) and "restore" in said
    room(FLOWS.replace("40.5", "41.5"), hash="sha256:0", hashed=False)
    assert "hash differs" in (said := refused()) and "run.py build" in said
    (room() / "datapackage.json").write_text("{", encoding="utf-8")
    assert "cannot be read as JSON" in refused()


def test_every_table_can_be_cited_and_described_and_the_panel_escapes(room):
    for name in data.names():
        entry, citation, panel = data.resource(name), data.cite(name), data.describe(name)
        assert entry["title"] in citation and entry["licenses"][0]["title"] in citation and "http" in citation, name
        for field in entry["schema"]["fields"]:
            assert field["name"] in str(panel) and field["name"] in panel._repr_html_(), name
    room(title="A <b>bold</b> title")
    assert data.cite("flows") == "A producer: A <b>bold</b> title. 2024. CC BY 4.0. https://example.org/flows"
    page = data.describe("flows")._repr_html_()
    assert "<b>" not in page and "<style" not in page and page.count("class=") == 1 and "var(" not in page


def test_a_changed_table_makes_the_dictionary_stale(room, capsys):
    """That ours is up to date is tested in tests/house/test_commands.py."""
    place = room()
    assert dictionary.main([]) == 0
    assert dictionary.main(["--check"]) == 0
    (place / "flows.csv").write_text(FLOWS.replace("40.5", "41.5"), encoding="utf-8")
    assert dictionary.main(["--check"]) == 1
    assert "run.py build" in capsys.readouterr().err


def test_sound_tables_have_no_faults(room):
    faults = tables.faults(places.tables())
    assert not faults, "\n".join(faults)
    assert tables.faults(room()) == []


@pytest.mark.parametrize(("old", "new", "place", "rule"), told.cases(__file__, "canaries.yaml")["tables"])
def test_canaries_each_fault_names_place_and_remedy(room, old, new, place, rule):
    faults = tables.faults(room(FLOWS.replace(old, new, 1)))
    assert any(fault.startswith(f"Table flows, {place}") and rule in fault for fault in faults), faults
    assert all(fault.endswith("or its description in datapackage.json.") for fault in faults)


def test_a_reference_to_nowhere_is_a_fault(room):
    key = {"fields": ["year"], "reference": {"resource": "", "fields": ["share_pct"]}}
    faults = tables.faults(room(schema=_entry("")["schema"] | {"foreignKeys": [key]}))
    assert any("points at a row that does not exist" in fault for fault in faults)


def test_only_a_changed_table_is_judged_and_a_broken_one_gets_no_hash(room, monkeypatch):
    asked = []
    monkeypatch.setattr(tables, "faults", lambda place, names: asked.append(names) or [])
    place = room(hash="", hashed=False)
    package = dictionary.refresh(place)
    (place / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    dictionary.refresh(place)
    assert asked == [["flows"]] and package["resources"][0]["rows"] == 2
    monkeypatch.setattr(tables, "faults", lambda place, names: ["Table flows: wrong."])
    (place / "flows.csv").write_text(FLOWS.replace("40.5", "400"), encoding="utf-8")
    with pytest.raises(data.DataError, match="Table flows: wrong"):
        dictionary.refresh(place)


def test_no_folder_is_an_error_that_says_where_it_looked(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "derisking")
    with pytest.raises(data.DataError, match=r"No datapackage\.json"):
        data.folder()
