"""The Anki deck, imported by Anki's own core: nothing doubled, nothing forgotten."""

import pytest

pytest.importorskip("genanki")

from derisking import data
from derisking.exports import cards, command, items, lesson
from derisking.widgets import markdown

LESSONS = items.choose([])


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    content, counts = cards.package(LESSONS)
    file = tmp_path_factory.mktemp("deck") / cards.FILE
    file.write_bytes(content)
    return file, counts


@pytest.fixture
def anki(tmp_path):
    """A new collection, and a function that imports a file and returns how many notes are new, changed and the same."""
    collection_room = pytest.importorskip("anki.collection")
    collection = collection_room.Collection(str(tmp_path / "collection.anki2"))

    def load(file):
        options = collection_room.ImportAnkiPackageOptions(
            merge_notetypes=True, with_scheduling=True, with_deck_configs=False
        )
        request = collection_room.ImportAnkiPackageRequest(package_path=str(file), options=options)
        log = collection.import_anki_package(request).log
        return len(log.new), len(log.updated), len(log.duplicate)

    yield collection, load
    collection.close()


def test_the_deck_has_terms_ideas_and_mistakes(deck):
    _, counts = deck
    assert counts["Glossary"] == len(data.load("glossary"))
    assert counts["Ideas to take away"] == sum(len(lesson.ideas(name)) for name in LESSONS) >= 15
    assert counts["Usual mistakes"] > 150


def test_the_second_import_adds_nothing(deck, anki):
    file, counts = deck
    collection, load = anki
    total = sum(counts.values())
    assert load(file)[0] == total == collection.note_count()
    made = collection.card_count()
    assert load(file)[0] == 0
    assert (collection.note_count(), collection.card_count()) == (total, made)
    names = {entry.name for entry in collection.decks.all_names_and_ids()}
    assert {f"De-risking and chips::{name}" for name in cards.DECKS} <= names


def test_an_edited_card_keeps_its_history(deck, anki, tmp_path, monkeypatch):
    file, counts = deck
    collection, load = anki
    load(file)
    (note,) = collection.find_notes('"Term:de-risking"')
    card = collection.get_card(collection.find_cards(f"nid:{note}")[0])
    card.start_timer()
    collection.sched.answerCard(card, 3)
    before = collection.get_card(card.id)
    assert before.reps == 1
    real = data.load

    def edited(name):
        table = real(name)
        if name == "glossary":
            table.loc[table["term"] == "de-risking", "definition"] = "A better wording."
        return table

    monkeypatch.setattr(cards.data, "load", edited)
    real_time = cards.genanki.package.time.time
    monkeypatch.setattr(cards.genanki.package.time, "time", lambda: real_time() + 3600)
    newer = tmp_path / "newer.apkg"
    newer.write_bytes(cards.package(LESSONS)[0])
    assert load(newer)[0] == 0
    assert collection.note_count() == sum(counts.values())
    assert collection.get_note(note)["Meaning"] == "A better wording."
    after = collection.get_card(card.id)
    assert (after.reps, after.due, after.ivl) == (before.reps, before.due, before.ivl)
    assert collection.db.scalar("select count() from revlog where cid = ?", card.id) == 1


def test_canary_of_stable_names(deck, anki, tmp_path, monkeypatch):
    """With names that change, everything would be doubled, and the test above would see it."""
    file, counts = deck
    _, load = anki
    load(file)
    monkeypatch.setattr(cards.genanki, "guid_for", lambda *parts: f"new-{abs(hash(parts))}")
    other = tmp_path / "other.apkg"
    other.write_bytes(cards.package(LESSONS)[0])
    assert load(other)[0] == sum(counts.values())


def test_no_front_gives_its_back_away():
    for name in LESSONS:
        for idea in lesson.ideas(name):
            assert len(cards.beginning(idea)) < 0.6 * len(markdown.plain(idea))
    for note in cards.usual_mistakes(LESSONS[:3]):
        assert note.fields[1] != note.fields[3]


def test_the_tests_before_and_after_stay_unseen():
    hidden = {item.question.text for name in LESSONS for item in items.of(name) if item.chapter.startswith("Test")}
    shown = {note.fields[0] for note in cards.usual_mistakes(LESSONS)}
    assert hidden and not {markdown.block(text) for text in hidden} & shown


def test_the_command(tmp_path, capsys):
    assert command.cards(["2", "--out", str(tmp_path / "c")]) == 0
    assert (tmp_path / "c" / cards.FILE).is_file()
    said = capsys.readouterr().out
    assert "Glossary" in said and cards.FILE in said
    assert command.cards(["2", "--out", str(tmp_path / "c")]) == 1
