"""The bundles of the learner's runtime are what their modules make, and say so."""

import re

import pytest
from support import readers

from derisking.authoring import bundle


def test_bundles_say_what_they_are_and_open_from_a_folder():
    """That they are made of the modules, `build` is asked in tests/house/test_commands.py; without the bundler it goes by first lines."""
    assert bundle._old() == []
    for file in bundle.STATIC.glob("learner*"):
        assert "No code of others" in file.read_text("utf-8").split("\n")[0], file.name
    classic = (bundle.STATIC / "learner-web.js").read_text("utf-8")
    assert not re.search(r"\b(import|export)\s*[{*(]", classic), "no page of a folder loads a module"
    assert classic.count("The ring is you, the dot the truth.") == 1, "each module once"


@pytest.mark.parametrize("esbuild", [True, False])
def test_canary_a_changed_module_makes_its_bundle_old(esbuild, monkeypatch, tmp_path, capsys):
    if esbuild and not bundle.ESBUILD.is_file():
        readers.missing("esbuild")
    if not esbuild:
        monkeypatch.setattr(bundle, "ESBUILD", tmp_path / "none")
    for file in bundle.STATIC.iterdir():
        text = file.read_text("utf-8")
        (tmp_path / file.name).write_text(re.sub(r"sha256 \w+", "sha256 0", text, count=1), encoding="utf-8")
    monkeypatch.setattr(bundle, "STATIC", tmp_path)
    assert bundle.main(["--check"]) == 1
    assert "learner.css" in capsys.readouterr().out
