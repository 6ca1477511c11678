"""The Anki deck, imported by Anki's own core: nothing doubled, nothing forgotten."""

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from derisking import data, markdown
from derisking.exports import cards, command, items, lesson

LESSONS = items.choose([])


@pytest.fixture(scope="module")
def deck(tmp_path_factory):
    content, counts = cards.package(LESSONS)
    file = tmp_path_factory.mktemp("deck") / cards.FILE
    file.write_bytes(content)
    return file, counts


@pytest.fixture
def anki(tmp_path):
    """A new collection, and a function that imports a file and returns how many notes are new."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    options = ImportAnkiPackageOptions(merge_notetypes=True, with_scheduling=True, with_deck_configs=False)

    def load(file):
        request = ImportAnkiPackageRequest(package_path=str(file), options=options)
        return len(collection.import_anki_package(request).log.new)

    yield collection, load
    collection.close()


def test_the_deck_has_terms_ideas_and_mistakes_and_the_second_import_adds_nothing(deck, anki):
    (file, counts), (collection, load) = deck, anki
    assert counts["Glossary"] == len(data.load("glossary"))
    assert counts["Ideas to take away"] == sum(len(lesson.ideas(name)) for name in LESSONS) >= 15
    assert counts["Usual mistakes"] > 150
    total = sum(counts.values())
    assert load(file) == total == collection.note_count()
    made = collection.card_count()
    assert load(file) == 0
    assert (collection.note_count(), collection.card_count()) == (total, made)
    names = {entry.name for entry in collection.decks.all_names_and_ids()}
    assert {f"De-risking and chips::{name}" for name in cards.ABOUT["decks"]} <= names


def test_an_edited_card_keeps_its_history(deck, anki, tmp_path, monkeypatch):
    (file, counts), (collection, load) = deck, anki
    load(file)
    (note,) = collection.find_notes('"Term:de-risking"')
    card = collection.get_card(collection.find_cards(f"nid:{note}")[0])
    card.start_timer()
    collection.sched.answerCard(card, 3)
    before = collection.get_card(card.id)
    assert before.reps == 1
    real, edited = data.load, data.load("glossary")
    edited.loc[edited["term"] == "de-risking", "definition"] = "A better wording."
    monkeypatch.setattr(cards.data, "load", lambda name: edited if name == "glossary" else real(name))
    real_time = cards.genanki.package.time.time
    monkeypatch.setattr(cards.genanki.package.time, "time", lambda: real_time() + 3600)
    newer = tmp_path / "newer.apkg"
    newer.write_bytes(cards.package(LESSONS)[0])
    assert load(newer) == 0
    assert collection.note_count() == sum(counts.values())
    assert collection.get_note(note)["Meaning"] == "A better wording."
    after = collection.get_card(card.id)
    assert (after.reps, after.due, after.ivl) == (before.reps, before.due, before.ivl)
    assert collection.db.scalar("select count() from revlog where cid = ?", card.id) == 1


def test_canary_of_stable_names(anki, tmp_path, monkeypatch):
    """With names that change, everything would be doubled, and the tests above would see it."""
    _, load = anki
    content, counts = cards.package(LESSONS[2:3])
    (tmp_path / "one.apkg").write_bytes(content)
    load(tmp_path / "one.apkg")
    monkeypatch.setattr(cards.genanki, "guid_for", lambda *parts: f"new-{abs(hash(parts))}")
    (tmp_path / "other.apkg").write_bytes(cards.package(LESSONS[2:3])[0])
    assert load(tmp_path / "other.apkg") == sum(counts.values())


def test_no_front_gives_its_back_away_and_the_two_tests_stay_unseen():
    for name in LESSONS:
        for idea in lesson.ideas(name):
            assert len(cards.beginning(idea)) < 0.6 * len(markdown.plain(idea))
    hidden = {item.question.text for name in LESSONS for item in items.of(name) if item.chapter.startswith("Test")}
    hidden = {markdown.block(text) for text in hidden}
    for note in cards.usual_mistakes(LESSONS):
        question, answer, _, right = note.fields
        assert answer != right and question not in hidden
    assert hidden


def test_the_command(tmp_path, capsys):
    assert command.main(["cards", "2", "--out", str(tmp_path / "c")]) == 0
    assert (tmp_path / "c" / cards.FILE).is_file()
    said = capsys.readouterr().out
    assert "Glossary" in said and cards.FILE in said
