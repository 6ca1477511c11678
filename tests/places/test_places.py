"""Every folder of the module is found from anywhere, and a missing one is one sentence with a remedy."""

import pytest

from derisking import places


def test_a_course_is_found_from_any_folder_in_it(tmp_path, monkeypatch):
    below = tmp_path / "exercises" / "02-de-risking"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert places.course() is None
    (tmp_path / places.MARKER).write_text("", encoding="utf-8")
    assert places.course() == tmp_path.resolve()


def test_the_learners_own_notebooks_come_first(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / places.MARKER).write_text("", encoding="utf-8")
    (tmp_path / "notebooks" / "objectives.yaml").write_text("[]", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert places.notebook_folders()[0] == tmp_path.resolve() / "notebooks"
    assert places.objectives() == tmp_path.resolve() / "notebooks" / "objectives.yaml"


def test_missing_files_of_the_package_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "derisking")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(places.PlaceError, match=r"objectives\.yaml is missing"):
        places.objectives()
    with pytest.raises(places.PlaceError, match=r"No datapackage\.json"):
        places.tables()
