"""The numbers that the lesson plans quote from charts, explorers and models are those that the lessons show today."""

from pathlib import Path

import pytest
from derisking.explore.value_chain import WORST, broken_by
from support import explored, lesson_code, thorough

from derisking import data
from derisking.explore import chip_basics, de_risking, japan_alliance
from derisking.models import chips, indicators, supply

ROOT = Path(__file__).resolve().parents[2]


def news(names):
    wait, claims, verdicts = names["wait"], names["claims"], names["verdicts"]
    other = len(claims) - sum(verdicts[key] for key in ("accurate", "imprecise", "wrong"))
    return [
        f"The chart shows {wait['Netherlands: chip tools']:.0f}, and the Chips Act",
        f"how many of the {len(claims)} claims hold?",
        f"The chart shows {verdicts['accurate']}, and only two plain mistakes",
        f"{len(claims)}        accurate {verdicts['accurate']}, imprecise {verdicts['imprecise']}, wrong {verdicts['wrong']}, "
        f"other {other}",
    ]


def screen(names):
    explorer = de_risking.screen()
    listed = {"11": "eleven"}[explorer.line.split()[0]]
    left = explored.at(explorer, concentration=0.5).line.split("out: ")[1].rstrip(".").split(", ")
    assert sorted(left) == ["bauxite", "manganese ore", "rare gases"], left
    index = indicators.concentration([0.5, 0.25, 0.25])
    rest = names["rest"]
    return [
        f"The chart shows [{rest['Russia']:.0f} %]",
        f"Canada {rest['Canada']:.0f}, Russia {rest['Russia']:.0f}",
        f"how many of the {listed} stay at 0.50? Three leave: bauxite, manganese ore, rare gases.",
        f"= {index:.3f}    1 / {index:.3f}: about {1 / index:.1f} equal suppliers",
    ]


def basics(names):
    old, new = names["old"], names["new"]
    good = chips.yield_poisson(8.14, 0.1)
    assert chips.break_even(chip_basics.FAB, good=0.6) > 1
    return [
        f'"16 nm" holds {old:.1f} on the area',
        f"it would be {old * (16 / 12) ** 2:.0f}; the chart shows {new:.1f}",
        f"The chart shows {({20: 'twenty'})[round(names['big'] / names['small'])]} times",
        f"leader earns from {100 * chips.break_even(chip_basics.FAB):.0f} % full, newcomer (60 % of the yield): never",
        f"= 16,988 / ({chips.dies_per_wafer(300, 814):.0f} x {good:.3f}) = {names['big']:.0f}",
    ]


def chain(names):
    together = names["counts"]["EU and Japan together"]
    need = int(data.fact("inputs-need-both").value)
    parts = [0.8, 0.4, 1.0, 0.9]
    return [
        f"in how many of {len(names['held'])} inputs do both together hold more than half?",
        f"The chart shows {together}. Then ask: and how many need *both*? {({2: 'Two'})[need]}.",
        f"{together} of {len(names['held'])} together, {need} need both",
        f"-> minimum {min(parts)} | mean {sum(parts) / 4:.3f}",
        f"({broken_by(*WORST)} of 80 bricks; {broken_by('United States', 'Japan', 'European Union')}.)",
    ]


def controls(names):
    american = names["counts"].loc["US"]
    lacks = supply.denied(0.6, [0.0], spare=0.5)[0]
    called = american["answer a move"] + american["answer a plan"]
    assert 1 / 3 < called / american.sum() < 1 / 2, "the plan says: more than a third"
    return [
        f"With the orange balls covered there is {({1: 'one'})[american['answer a move']]}; uncovered, more than a third.",
        f"0.6 - 0.5 x 0.4 = {lacks:.1f}: {({33: 'a third'})[round(100 * (1 - lacks / 0.6))]} leaks",
    ]


def alliance(names):
    count = names["japan"]
    korea = names["ledger"][names["ledger"]["partner"] == "EU-KR"]["status"]
    counted = ("chip-inputs-with-shares", "inputs-eu-japan-majority", "inputs-need-both")
    listed, half, need = (f"{data.fact(name).value:.0f}" for name in counted)
    told = (names["ledger"].query("form == 'information'")["status"] == "delivered").agg(["sum", "size"])
    helped, stands = japan_alliance.help_left("the EU"), japan_alliance.stands
    japan, other = helped["Japan"], helped["the United States"]
    turn = next(step / 10 for step in range(11) if japan * stands(step / 10) < other * stands(0))
    left = names["left"]
    return [
        f"{left.iloc[-1]:.0f}, says a news agency without a year. What did the state agency count for 2024, as a newspaper quotes it? The chart shows {left.iloc[1]:.0f}",
        f"of {count.sum()} promises with Japan, how many are fully delivered?",
        f"The chart shows {count['delivered']}. Look at the last bar before anybody judges: for {count['unknown']} nothing",
        "It is {0[2015]} in 2015 and {0[2023]} in 2023".format(names["capacity"]["share_pct"]),
        f"Japan with {japan} inputs or the United States with {other}?",
        f"It is {turn}.",
        f"{count.sum()}      DELIVERED {count['delivered']} | partly {count['partly']} | not yet {count['not yet']} | "
        f"unknown {count['unknown']}",
        f"{len(korea)}      delivered {(korea == 'delivered').sum()}:",
        f"telling each other: {told['sum']} of {told['size']}",
        f"{half} of {listed} more than half; {need} need both",
        f"{japan} or {other} inputs: at {turn} the weaker",
    ]


def lab(names):
    found = names["found"]
    once, ally = found.loc["Stockpile, filled once"], found.loc["Alliance"]
    assert found["mean"].idxmin() == "Stockpile, full each January", "refilled, the stockpile has the smaller mean"
    assert (ally < once).all(), "filled once, the alliance is ahead in both"
    return [
        "The chart shows the alliance ahead, on average and in the worst cases.",
        "refilled each January: stockpile | filled once: alliance",
    ]


SAYS = {
    "01-reading-the-news": news, "02-de-risking": screen, "03-chip-basics": basics, "04-value-chain": chain,
    "05-export-controls": controls, "06-japan-alliance": alliance, "07-policy-lab": lab,
}  # fmt: skip


def unsaid(lesson, **changed):
    """What the plan of a lesson should say and does not."""
    plan = (ROOT / "docs" / "teaching" / f"{lesson}.md").read_text(encoding="utf-8")
    return [words for words in SAYS[lesson](lesson_code.names(lesson) | changed) if words not in plan]


@pytest.mark.parametrize("lesson", thorough.but(SAYS, "02-de-risking", "06-japan-alliance"))
def test_a_plan_says_what_its_lesson_shows(lesson):
    assert unsaid(lesson) == []


def test_canary_another_number_is_seen():
    japan = lesson_code.names("06-japan-alliance")["japan"]
    assert unsaid("06-japan-alliance", japan=japan + 1)
