"""One judge for tables: the shipped ones are what their description says, and each kind of fault is one clear sentence."""

import json

import pytest
from support import told

from derisking import data, places
from derisking.authoring import dictionary, tables

ROWS = "year,country,share\n2022,NA,40.5\n2024,DE,\n"


@pytest.fixture
def room(tmp_path):
    """A function that makes a folder with one table of two rows and its description."""

    def make(text=ROWS, keys=()):
        number = {"name": "share", "type": "number", "constraints": {"minimum": 0, "maximum": 100}}
        country = {
            "name": "country",
            "type": "string",
            "constraints": {"pattern": "[A-Z]{2}", "enum": ["NA", "DE", "de"]},
        }
        fields = [{"name": "year", "type": "integer", "constraints": {"required": True}}, country, number]
        schema = {"fields": fields, "primaryKey": ["year", "country"], "foreignKeys": list(keys)}
        entry = {"name": "flows", "path": "flows.csv", "hash": "", "schema": schema}
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [entry]}), encoding="utf-8")
        (tmp_path / "flows.csv").write_text(text, encoding="utf-8")
        return tmp_path

    return make


def test_sound_tables_have_no_faults(room):
    faults = tables.faults(places.tables())
    assert not faults, "\n".join(faults)
    assert tables.faults(room()) == []


@pytest.mark.parametrize(("old", "new", "place", "rule"), told.cases(__file__, "faults.yaml")["tables"])
def test_canaries_each_fault_names_place_and_remedy(room, old, new, place, rule):
    faults = tables.faults(room(ROWS.replace(old, new, 1)))
    assert any(fault.startswith(f"Table flows, {place}") and rule in fault for fault in faults), faults
    assert all(fault.endswith("or its description in datapackage.json.") for fault in faults)


def test_a_reference_to_nowhere_is_a_fault(room):
    key = {"fields": ["year"], "reference": {"resource": "", "fields": ["share"]}}
    assert any("points at a row that does not exist" in fault for fault in tables.faults(room(keys=[key])))


def test_only_a_changed_table_is_judged_and_a_broken_one_gets_no_hash(room, monkeypatch):
    asked = []
    monkeypatch.setattr(tables, "faults", lambda place, names: asked.append(names) or [])
    place = room()
    package = dictionary.refresh(place)
    (place / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    dictionary.refresh(place)
    assert asked == [["flows"]] and package["resources"][0]["rows"] == 2
    monkeypatch.setattr(tables, "faults", lambda place, names: ["Table flows: wrong."])
    (place / "flows.csv").write_text(ROWS.replace("40.5", "400"), encoding="utf-8")
    with pytest.raises(data.DataError, match="Table flows: wrong"):
        dictionary.refresh(place)
