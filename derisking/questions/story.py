"""A story whose sentences are judged: what a `classify` question with `claim` in its cards takes from the table of claims.

A card names a claim of the table `claim_check`. The table's verdict is the right bin, beside those that the card names as
well, and the table's evidence, later evidence and addresses are what the student reads once the verdict is given. Another
question asks the same sentences again by `cards_of: lesson/question`. So no sentence and no verdict is typed twice.
"""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from derisking.questions.ids import made_of

AS_OF = "July 2023"


def filled(
    raw: dict[str, Any], other: Callable[[str, str], dict[str, Any]], fail: Callable[[str, str], None]
) -> dict[str, Any]:
    """The record of a question with its sentences and verdicts in place; any other record as it is.

    other(lesson, id): the record of another bank's question. fail(place, sentence): called for a claim that the table
    does not hold, or a reference that is none.
    """
    if "cards_of" in raw:
        lesson, _, id = str(raw["cards_of"]).partition("/")
        if not id:
            fail("", "`cards_of` should name a question of another lesson, such as 01-reading-the-news/the-story.")
        origin = other(lesson, id)
        again: dict[str, Any] = {key: origin[key] for key in ("face", "bins", "cards") if key in origin}
        return {**raw, **again, "cards": _again(raw, origin.get("cards") or (), fail)}
    cards = raw.get("cards")
    if not isinstance(cards, list) or not any(isinstance(card, dict) and "claim" in card for card in cards):
        return raw
    return {**raw, "cards": [_judged(card, number, raw, fail) for number, card in enumerate(cards, 1)]}


def _again(
    raw: dict[str, Any], cards: Sequence[dict[str, Any]], fail: Callable[[str, str], None]
) -> list[dict[str, Any]]:
    """The cards under ids of their own, each with the id that it had `before`."""
    names = raw.get("card_ids") or [made_of(str(raw.get("id")), card["text"]) for card in cards]
    if len(names) != len(cards):
        fail("", f"`card_ids` should hold one id for each of the {len(cards)} sentences of {raw['cards_of']}.")
    return [{**card, "id": name, "before": card["id"]} for name, card in zip(names, cards, strict=False)]


def _judged(card: dict[str, Any], number: int, raw: dict[str, Any], fail: Callable[[str, str], None]) -> dict[str, Any]:
    """One card with the table's verdict first among its bins, and the record as its feedback."""
    if not isinstance(card, dict) or "claim" not in card:
        return card
    from derisking import data

    row = data.load("claim_check").set_index("claim_id").fillna("").to_dict("index").get(card["claim"])
    if row is None:
        fail(f"card {number}", f"the table claim_check has no claim {card['claim']!r}. Take an id from that table.")
    verdict = row["verdict_2023"].capitalize()
    if verdict not in (raw.get("bins") or ()):
        fail(f"card {number}", f"the table's verdict is {verdict!r}, which is not one of the bins. Add it to `bins`.")
    return {**card, "bins": [verdict, *card.get("bins", ())], "feedback": _record(row)}


def _record(row: dict[str, Any]) -> str:
    """What the table holds on a claim, as Markdown: the verdict of the day with its reason, what came later, the sources."""
    later = f"\n\n**What came later.** {row['later_evidence']}" if row["later_evidence"] else ""
    addresses = [url for url in (row["url"], row["second_url"]) if url]
    hosts = [str(urlsplit(url).hostname).removeprefix("www.") for url in addresses]
    links = [f"[{host}{', another page' if host in hosts[:i] else ''}]({addresses[i]})" for i, host in enumerate(hosts)]
    day = f"**As of {AS_OF}: {row['verdict_2023']}.** {row['evidence_2023']}"
    return f"{day}{later}\n\nSources: {' · '.join(links)}."


def origin(raw: dict[str, Any]) -> tuple[str, str] | None:
    """(lesson, id) of the question whose sentences this one asks again, or None."""
    lesson, slash, id = raw.get("cards_of", "").partition("/")
    return (lesson, id) if slash else None
