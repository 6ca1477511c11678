"""Each explorer's model in the page says the same as in Python: 50 settings per explorer, or all where they are fewer.
With --thorough 1,000; `run.py bench labels`: 10,000."""

import gc
import itertools
import json
import math
import os
import random
from functools import cache

import pytest
from support import told
from support.web import LABELS

from derisking import explore
from derisking.explore import chip_basics, policy_lab, twin
from derisking.exports.web import stage

FEW, MOST = 50, 10_000 if os.environ.get("LABELS") == "all" else 1_000
# Settings whose finished picture is compared too, letter by letter, and measured. LABELS=all compares 10,000 settings
# and measures each of them, in both widths; `python3 run.py bench labels` does that. LABELS=500: so many pictures.
PICTURES = int(os.environ.get("LABELS", "20").replace("all", str(MOST)))
NAMES = "story", "timeline", "screen", "wafer", "fab", "walk", "chain", "rally", "crate", "engineer", "coalition", "threads", "pair", "partners", "coins", "rival", "payers", "doubts", "zooms", "spend"  # fmt: skip
MAKERS = {name: getattr(explore, name) for name in NAMES} | {
    f"desk-{case}": (lambda case=case: explore.desk(case)) for case in policy_lab.CASES
}
WORDS = ("error", "title", "line", "later", "alt", "caption", "heads", "rows", "goals", "judged")
# Starts to say of each setting its words, its goals and its picture, and waits for nobody: Python says the same meanwhile. All
# travels as one text, which is far faster.
SCRIPTS = told.cases(__file__, "scripts.yaml")
SAY = SCRIPTS["say each setting"]
# Of each setting: its picture in two widths, and which labels of them touch.
MEASURED = f"""([name, rows]) => {{
  const t = deriskingTwins[name](derisking.$);
  return rows.map((row) => {{
    const v = t.state(row, t.tables);
    const both = v.error ? [] : [328, 660].map((width) => t.picture(v.picture, width).svg);
    document.body.innerHTML = both.join("");
    return [both, [...document.body.children].flatMap({LABELS})];
  }});
}}"""


def settings(explorer, most):
    """Settings of all controls, each as a dict that the controls allow: every one where they are few, else drawn with a fixed seed."""
    choices = []
    for control in explorer.controls.values():
        if hasattr(control, "step"):
            count = round((control.max - control.min) / control.step)
            choices.append([round(control.min + i * control.step, 6) for i in range(count + 1)])
        else:
            choices.append(control.values)
    many = most // 2 if explorer.name.startswith("desk") else most  # the desk is one explorer with two cases
    dice = random.Random(3)
    few = math.prod(map(len, choices)) <= most
    rows = itertools.product(*choices) if few else ([dice.choice(o) for o in choices] for _ in range(many))
    return [fitted(explorer, dict(zip(explorer.controls, row, strict=True)), dice) for row in rows]


def fitted(explorer, row, dice):
    """A setting with money within the budget, and plans of other letters, or with what was made of other choices."""
    if explorer.memory and not explorer.budget:
        by, names = explorer.memory.by, explorer.memory.names
        others = {one: {name: dice.choice(explorer.controls[name].values) for name in names} for one in explorer.controls[by].values}  # fmt: skip
        return row | {"kept": others | {row[by]: {name: row[name] for name in names}}}
    if not explorer.budget:
        return row
    names, left = explorer.budget.names, explorer.budget.most
    for name in dice.sample(names, len(names)):
        row[name] = min(row[name], left)
        left -= row[name]
    other = dict.fromkeys(names, 1 * explorer.controls["home"].step)
    kept = {"kept": {row["plan"]: {name: row[name] for name in names}, "C": other}} if explorer.memory else {}
    return row | kept


def numbers(x):
    """All numbers of a picture, in one order."""
    if isinstance(x, dict | list | tuple):
        inside = [x[key] for key in sorted(x)] if isinstance(x, dict) else x
        return [number for value in inside for number in numbers(value)]
    return [x] if isinstance(x, int | float) and not isinstance(x, bool) else []


def alike(picture, other):
    """Whether two pictures are the same but for the last digits of their numbers; nearly all are the same to the last."""
    if picture == other:
        return True
    here, there = numbers(picture), numbers(other)
    near = [math.isclose(a, b, rel_tol=1e-8, abs_tol=1e-8) for a, b in zip(here, there, strict=False)]
    return len(here) == len(there) and all(near)


def differing(page, explorer, script, rows):
    """Settings for which Python and the page's script do not say the same."""
    page.evaluate(f"() => {{ {script} }}")
    found = []
    for part in (rows[i : i + 250] for i in range(0, len(rows), 250)):
        page.evaluate(SAY, [explorer.name, json.dumps(part), WORDS])
        views = [explorer.state(row, explorer.tables) for row in part]
        for row, view, (words, picture) in zip(part, views, json.loads(page.evaluate("said")), strict=True):
            here = json.dumps([view.get(word) for word in WORDS], ensure_ascii=False, separators=(",", ":"))
            if here != words or not alike(view.get("picture"), picture):
                found.append(row)
    return found


@pytest.fixture(scope="module")
def page(browser, site):
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    gc.disable()  # to look for circles in all that the page says takes longer than to read it
    yield page
    gc.enable()
    page.close()


@pytest.mark.parametrize("name", MAKERS)
def test_the_twin_says_the_same(name, page, site, monkeypatch, pytestconfig):
    monkeypatch.setattr(chip_basics, "corners", cache(chip_basics.corners))  # the same dies again and again
    explorer = MAKERS[name]()
    rows = settings(explorer, MOST if pytestconfig.getoption("--thorough") or MOST > 1_000 else FEW)
    script = (site / f"{stage.SCRIPTS}/explorer-{explorer.name}.js").read_text(encoding="utf-8")
    assert differing(page, explorer, script, rows)[:2] == []
    shown = random.Random(5).sample(rows, min(PICTURES, len(rows)))
    found = []
    for part in (shown[i : i + 250] for i in range(0, len(shown), 250)):
        for row, (there, touching) in zip(part, page.evaluate(MEASURED, [name, part]), strict=True):
            view = explorer.state(row, explorer.tables)
            here = [] if "error" in view else [explorer.picture(view["picture"], width)["svg"] for width in (328, 660)]
            assert here == there, row
            found += [f"{touching[0]} at {row}"] if touching else []
    assert not found, f"{name}: {len(found)} of {len(shown)} settings, for instance " + "\n".join(found[:5])
    print(f"{name}: {len(rows)} settings, {len(shown)} measured")


def test_both_desks_load_in_215_kilobytes(site):
    assert sum(one.stat().st_size for one in (site / stage.SCRIPTS).glob("explorer-desk-*.js")) in range(1, 215_000)


SIGNS = [0.5, 1.5, 2.5, -2.5, 0.125, 0.35, 1.005, -0.04, 12345.5, 1e-9, 2e6]


def everything(v, t):
    """What translated code may use, and where Python and JavaScript differ by nature."""
    rows = [{"a": x, "b": f"{x:,.0f} %"} for x in t if x > v["low"]]
    total = sum([row["a"] for row in rows])
    small, large = sorted([10, 9, 1])[:2]
    for i, (one, other) in enumerate(zip([1, 2], [3, 4], strict=True)):
        total += one * other + i
    pairs = [[x, y] for x in range(3) for y in range(2) if x != y]
    found = {"rows": rows, "total": total, "pairs": pairs, "small": small, "large": large, "last": rows[-1]["a"]}
    signs = {"more": [1, 2] == [1, 2], "none": not [], "in": 2 in [1, 2], "chain": 1 < small <= large}
    texts = [f"{x:.0f} {x:.1f} {x:+.2f} {x:,.1f}" for x in t]
    numbers = [-7 // 2, -7 % 3, sum([]), [round(x, 1) for x in [0.25, 0.35, 2.5]], halves(100)]
    least = min(rows, key=lambda row: -row["a"])["b"]
    words = [v.get("x", "") or "empty", v.get("x", "") and 1, v.get("high", "none"), "abc"[0:1].upper(), least]
    return {**found, **signs, "texts": texts, "numbers": numbers, "words": words, "part": rows[1:]}


def halves(x):
    """How often a number can be halved before it is below one."""
    count = 0
    while x >= 1:
        x, count = x / 2, count + 1
    return count


def test_translated_python_means_the_same(page):
    script = twin.script(everything)
    page.evaluate(f"() => {{ const $ = derisking.$; {script} globalThis.found = everything; }}")
    assert page.evaluate("([v, t]) => found(v, t)", [{"low": 0.2}, SIGNS]) == everything({"low": 0.2}, SIGNS)


def with_set(v, t):
    return {x for x in t}


def with_import(v, t):
    return json.dumps(t)


def with_method(v, t):
    return "a".zfill(3)


@pytest.mark.parametrize("function, sign", [(with_set, "SetComp"), (with_import, "json.dumps"), (with_method, "zfill")])
def test_what_has_no_twin_is_refused_with_its_place(function, sign):
    with pytest.raises(twin.TwinError, match=rf"test_twins\.py, function {function.__name__}.*{sign}"):
        twin.script(function)


def test_canary_of_the_twins(page):
    """A plant that costs one per cent more, and a rounding that goes the other way, are both found."""
    explorer = explore.fab()
    rows, script = settings(explorer, FEW), stage.script(explorer)
    assert "1000000000.0" in script
    assert differing(page, explorer, script, rows) == []
    assert differing(page, explorer, script.replace("1000000000.0", "1010000000.0"), rows)
    assert differing(page, explorer, script.replace('".0f"', '".1f"'), rows)
