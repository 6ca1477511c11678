"""Every computed fact is computed again; the language of formulas is closed, and its errors say what is wrong."""

import csv

import pytest
from support import told

from derisking import places
from derisking.authoring import formulas

with (places.checkout("data") / "data" / "facts.csv").open(encoding="utf-8", newline="") as _file:
    COMPUTED = [row for row in csv.DictReader(_file) if row["computed_by"]]


def written_step(value):
    """Half of the last written digit."""
    return 0.5 * 10.0 ** -len(value.partition(".")[2]) if "e" not in value else 0.005 * float(value)


def faults(rows):
    """A sentence for each row whose formula fails or gives another figure than the registered one."""
    found = []
    for row in rows:
        place = f"data/facts.csv, {row['id']}"
        if row["confidence"] != "computed" and not row["second_url"]:
            found.append(f"{place}: confidence must be computed, or a second source must confirm the figure.")
        try:
            figure = formulas.evaluate(row["computed_by"])
        except formulas.FormulaError as error:
            found.append(f"{place}: {error}")
            continue
        if abs(figure - float(row["value"])) > written_step(row["value"]) * (1 + 1e-9):
            found.append(f"{place}: {row['value']} is registered, {figure:.6g} comes out; correct the row.")
    return found


def test_all_computed_facts_come_out():
    assert len(COMPUTED) >= 190
    assert not faults(COMPUTED), "\n".join(faults(COMPUTED))


@pytest.mark.parametrize("changes, sign", told.cases(__file__, "formulas.yaml")["canaries"])
def test_canaries_of_computed_facts(changes, sign):
    row = next(row for row in COMPUTED if row["id"] == "magnets-eu-china-value-2024")
    assert not faults([row])
    (fault,) = faults([row | changes])
    assert sign in fault


@pytest.mark.parametrize("text, sign", told.cases(__file__, "formulas.yaml")["wrong"])
def test_what_is_no_formula_is_one_clear_sentence(text, sign):
    with pytest.raises(formulas.FormulaError, match=sign) as caught:
        formulas.evaluate(text)
    assert f"`{text}`" in str(caught.value)
