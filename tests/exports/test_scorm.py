"""SCORM packages: the schema of the standard, another's reader, what is inside."""

import io
import json
import re
import shutil
import zipfile
from xml.etree import ElementTree

import pytest
from lxml import etree
from support import little_site, readers

from derisking import __main__ as commands
from derisking.exports import command, lesson, scorm
from derisking.questions import bank

FILE = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}file"
CHOSEN = ["02-de-risking", "03-chip-basics"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return little_site.make(tmp_path_factory.mktemp("site"), *CHOSEN)


@pytest.fixture(scope="module")
def made(site, tmp_path_factory):
    """File name -> {name: content} of each package, as the command writes them."""
    out, found = tmp_path_factory.mktemp("out") / "for us", {}
    assert command.main(["package", "scorm", "2", "3", "--web", str(site), "--out", str(out)]) == 0
    for file in sorted(out.iterdir()):
        with zipfile.ZipFile(file) as archive:
            assert archive.testzip() is None and archive.namelist()[0] == "imsmanifest.xml"
            found[file.name] = {entry: archive.read(entry) for entry in archive.namelist()}
    return found


def test_one_package_for_each_lesson_and_one_with_all(made, site):
    assert list(made) == ["scorm-02-de-risking.zip", "scorm-03-chip-basics.zip", "scorm-all.zip"]
    one, both = made["scorm-02-de-risking.zip"], made["scorm-all.zip"]
    assert {"02-de-risking.html", "glossary.html", "scorm.js", "_static/widgets.js", "_static/shown.svg"} <= set(one)
    assert not {"03-chip-basics.html", "service-worker.js", "_static/unused.svg"} & set(one)
    assert {f"scorm-{name}.html" for name in CHOSEN} <= set(both)
    alone = scorm.packages(site, CHOSEN[:1])
    assert list(alone) == ["scorm-02-de-risking.zip"], "one lesson needs no package with all"
    with zipfile.ZipFile(io.BytesIO(alone["scorm-02-de-risking.zip"])) as archive:
        assert {entry: archive.read(entry) for entry in archive.namelist()} == one


def test_the_manifest_lists_every_file_as_moodles_parser_wants_it(made):
    for files in made.values():
        source = files["imsmanifest.xml"]
        listed = [node.get("href") for node in ElementTree.fromstring(source).iter(FILE)]
        assert sorted(listed) == sorted(set(files) - {"imsmanifest.xml"})
        # Moodle's parser goes by the prefix as it is written, and a passing score would overrule our own status.
        assert b'adlcp:scormtype="sco"' in source and b"masteryscore" not in source


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    return readers.scorm_schema(tmp_path_factory.mktemp("schema"))


BROKEN = {
    b'adlcp:scormtype="sco"': b'adlcp:scormtype="SCO"',
    b'default="course"': b'start="course"', b'identifierref="pages"': b"", b"<resources>": b"<resources><item/>",
    b'identifier="item-02-de-risking"': b'identifier="02"',
}  # fmt: skip


def test_the_manifest_follows_the_schema(made, schema):
    """And the canaries: what breaks it is found."""
    for files in made.values():
        assert schema.validate(etree.fromstring(files["imsmanifest.xml"])), schema.error_log
    source = made["scorm-02-de-risking.zip"]["imsmanifest.xml"]
    for old, new in BROKEN.items():
        assert old in source and not schema.validate(etree.fromstring(source.replace(old, new, 1))), old


def test_read_by_somebody_elses_host(made, tmp_path):
    reader = readers.file("scormhost/manifest.py")
    for name, files in made.items():
        lessons = CHOSEN if name == "scorm-all.zip" else [name.removeprefix("scorm-").removesuffix(".zip")]
        (tmp_path / "imsmanifest.xml").write_bytes(files["imsmanifest.xml"])
        found = reader.parse_imsmanifest(tmp_path / "imsmanifest.xml")
        title = scorm.COURSE if len(lessons) > 1 else lesson.title(lessons[0])
        assert (found.schema_version, found.title) == ("1.2", title) and not found.is_scorm_2004
        launches = [(one.title, one.href) for one in found.launches]
        assert launches == [(lesson.title(one), f"scorm-{one}.html") for one in lessons]


def test_the_page_that_is_opened_knows_its_lesson(made):
    page = made["scorm-all.zip"]["scorm-03-chip-basics.html"].decode("utf-8")
    (text,) = re.findall(r'<script type="application/json" id="lesson">(.*?)</script>', page)
    data = json.loads(text)
    assert data["pages"] == ["03-chip-basics.html", "glossary.html"] and data["page"] == data["pages"][0]
    assert data["asked"] == lesson.asked("03-chip-basics") and len(data["asked"]) == 11
    assert set(data["asked"]) <= set(data["questions"])
    assert {"02-de-risking"} <= {owner for owner, _ in data["questions"].values()}  # recall asks of earlier lessons
    for id in data["asked"]:
        assert all(data["words"][option["id"]] for option in bank.load("03-chip-basics")[id].raw.get("options") or ())
    assert "</title>" in page and '<html lang="en">' in page and 'role="status"' in page


def test_a_folder_that_is_no_web_edition_and_a_page_that_is_missing(site, tmp_path, capsys):
    assert commands.main(["package", "scorm", "--web", str(tmp_path), "--out", str(tmp_path / "x")]) == 2
    assert "holds no web edition: name the folder" in capsys.readouterr().err
    assert commands.main(["package", "scorm", "5", "--web", str(site), "--out", str(tmp_path / "x")]) == 2
    assert "has no page 05-export-controls.html: make the web edition anew" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_without_an_edition_it_is_built_or_one_sentence_says_how(site, tmp_path, monkeypatch, capsys):
    """And it is built anew when the lessons are newer, but not one that was named; the words say which it was."""
    mine, words = tmp_path / "web-edition", ["scorm", "2", "--replace", "--out", str(tmp_path / "x")]
    monkeypatch.setattr(scorm.command, "FOLDER", str(mine))

    def fails(target):
        raise scorm.build.WebError("Sphinx did not make clean pages.")

    monkeypatch.setattr(scorm.build, "build", fails)
    assert commands.main(["package", *words]) == 2
    assert capsys.readouterr().err.startswith("Sphinx did not make clean pages. The packages are made of the web")
    monkeypatch.setattr(scorm.build, "build", lambda target: shutil.copytree(site, target, dirs_exist_ok=True))
    assert command.main(["package", *words]) == 0
    said = capsys.readouterr().out
    assert "which is not there yet: making it first" in said and "made just now" in said
    assert "1 SCORM 1.2 packages" in said and "02: 11." in said and "It is practice, no\nmark" in said
    (mine / scorm.build.MADE_OF).write_text(scorm.build._sources(), encoding="utf-8")
    assert command.main(["package", *words]) == 0
    assert "making it first" not in (said := capsys.readouterr().out) and f"web edition in {mine} of " in said
    (mine / scorm.build.MADE_OF).write_text("other lessons", encoding="utf-8")
    assert command.main(["package", *words]) == 0
    assert "is older than the lessons: making it first" in capsys.readouterr().out
    assert command.main(["package", *words, "--web", str(mine)]) == 0 and "making it" not in capsys.readouterr().out
