"""How Python shows a card in either edition, and the kernel's end of the record's port."""

import json

import pytest

from derisking import edition, progress
from derisking.learner import models, store
from derisking.learner.card import Part

DATA = {"kind": "write", "text": "</script> [x](../data/README.md)", "html": '<a href="../data/README.md#x">x</a>'}


@pytest.fixture
def runtime(record, monkeypatch):
    """A runtime of its own, and what it sends."""
    made, sent = models.Runtime(), []
    monkeypatch.setattr(made, "send", sent.append)
    monkeypatch.setattr(made, "send_state", lambda name: sent.append(made.get_state(name)[name]))
    return made, sent


def test_in_a_notebook_a_card_is_plain_html_and_a_model_with_the_data(monkeypatch):
    opened = []
    monkeypatch.setattr(models, "replace", opened.append)
    markup = Part(DATA, "<p>still</p>")._repr_html_()
    assert opened[0].data == DATA and opened[0].token in markup and "<p>still</p>" in markup
    assert "script" not in markup and opened[0].room == models._runtime[0].room
    assert len(models.Card._esm) < 2000 < len(models.Runtime._esm), "the code comes once, not with every card"


def test_on_a_page_the_data_lie_beside_it_and_links_to_tables_lead_to_their_page(monkeypatch):
    monkeypatch.setattr(edition, "page", "02-de-risking")
    markup = Part(DATA, '<style>x</style><a href="../data/README.md#x">still</a>')._repr_html_()
    assert '<a href="tables.html#x">still</a>' in markup and "<style>" not in markup
    data = json.loads(markup.partition('class="dr-data">')[2].partition("</script>")[0])
    assert data == DATA | {"html": '<a href="tables.html#x">x</a>'}


ANSWER = {"kind": "answer", "at": "2026-11-28T01:00:00.000+01:00", "lesson": "02-de-risking", "item": "q"}
ANSWER |= {"objective": "D1", "mode": "practice", "correct": 1, "score": 1, "response": {"choice": "k1"}}
ANSWER |= {"misconceptions": ["m"]}


def test_what_the_page_puts_is_in_the_record_and_comes_back_in_a_snapshot(runtime):
    made, sent = runtime
    for id, entry in enumerate([ANSWER, {"kind": "note", "key": "draft 02 x", "value": {"bins": {}}}]):
        made.receive({"type": "put", "id": id, "entry": entry})
    assert sent == [{"id": 0, "ok": True, "note": ""}, {"id": 1, "ok": True, "note": ""}]
    snapshot = made.get_state("record")["record"]
    assert snapshot["answer"] == [{key: value for key, value in ANSWER.items() if key != "kind"}]
    assert snapshot["notes"] == {"draft 02 x": {"bins": {}}} and snapshot["score"] == []
    assert progress.rows("answer")[0]["misconceptions"] == ["m"]


def test_a_page_hears_of_what_another_notebook_has_kept(runtime):
    made, sent = runtime
    made.get_state()
    made.receive({"type": "look", "id": 1})
    assert sent == [{"id": 1}], "nothing has changed"
    progress.record("prediction", "02-de-risking", "share", guess=40)
    made.receive({"type": "look", "id": 2})
    assert [row["guess"] for row in sent[-1]["prediction"]] == [40]
    made.receive({"type": "look", "id": 3})
    assert sent[-1] == {"id": 3}


@pytest.mark.parametrize("content", ["x", {}, {"type": "boom"}, {"type": ["put"]}])
def test_what_is_no_message_gets_no_answer(runtime, content):
    made, sent = runtime
    made.get_state()
    made.receive(content)
    assert sent == []


def test_plans_kept_under_the_key_of_2026_are_found_and_newer_ones_count(runtime):
    progress.keep("07-policy-lab/desk/simple", '{"A": 1}')
    assert store.snapshot()["notes"] == {"plans desk-simple": '{"A": 1}'}
    progress.keep("plans desk-simple", '{"A": 2}')
    assert store.snapshot()["notes"] == {"plans desk-simple": '{"A": 2}'}
