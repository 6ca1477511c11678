"""Each explorer's model in the page says the same as in Python: 2,000 settings per explorer, with LABELS set 10,000, or all."""

import itertools
import json
import os
import random
import zlib
from functools import cache

import pytest
from support.web import LABELS

from derisking import explore
from derisking.explore import chip_basics, policy_lab
from derisking.exports.web import explorers, twin

MOST = 10_000 if os.environ.get("LABELS") else 2_000
# Settings whose finished picture is compared too, letter by letter, and measured. LABELS=all measures every setting that is
# compared: all of an explorer, or 10,000 of them, in both widths; `python3 run.py bench labels` does that. LABELS=500: so many.
PICTURES = int(os.environ.get("LABELS", "30").replace("all", str(MOST)))
MAKERS = {
    name: getattr(explore, name)
    for name in ("timeline", "screen", "wafer", "fab", "walk", "chain", "coalition", "partners")
} | {f"desk-{case}": (lambda case=case: explore.desk(case)) for case in policy_lab.CASES}
DEEP = 10  # of so many settings one has the numbers of its picture compared too; the words hold the model's results
# Of a view: a checksum of its words and goals, how many numbers its picture has, and two sums of them.
DIGEST = """
const TABLE = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1; return n >>> 0; });
const crc = (text) => { let c = -1; for (const byte of new TextEncoder().encode(text)) c = (c >>> 8) ^ TABLE[(c ^ byte) & 255]; return (c ^ -1) >>> 0; };
function numbers(x, found) {
  if (typeof x === "number") found.push(x);
  else if (x && typeof x === "object") (Array.isArray(x) ? x : Object.keys(x).sort().map((key) => x[key])).forEach((one) => numbers(one, found));
  return found;
}
const words = (v) => JSON.stringify(v.error ? [v.error] : [v.title, v.line, v.alt, v.caption, v.heads, v.rows, v.goals]);
function digest(v, deep) {
  const found = deep ? numbers(v.picture ?? 0, []) : [];
  return [crc(words(v)), found.length, found.reduce((a, b) => a + b, 0), found.reduce((a, b, i) => a + b * ((i % 97) + 1), 0)];
}
"""
# For settings of an explorer: checksums of its picture in two widths, and which labels of them touch.
MEASURED = (
    "([name, rows]) => {" + DIGEST + f"const labels = {LABELS}; const t = deriskingTwins[name](derisking.$);"
    "return rows.map((row) => { const v = t.state(row, t.tables);"
    "const both = v.error ? [] : [328, 660].map((width) => t.picture(v.picture, width).svg);"
    "document.body.innerHTML = both.join(''); return [both.map(crc), [...document.body.children].flatMap(labels)]; }); }"
)


def settings(explorer):
    """Settings of all controls, each as a dict: every one where they are few, else drawn with a fixed seed."""
    choices = []
    for control in explorer.controls.values():
        if hasattr(control, "step"):
            count = round((control.max - control.min) / control.step)
            choices.append([round(control.min + i * control.step, 6) for i in range(count + 1)])
        else:
            choices.append(control.values)
    total = 1
    for options in choices:
        total *= len(options)
    dice = random.Random(3)
    many = MOST // 2 if explorer.name.startswith("desk") else MOST  # the desk is one explorer with two cases
    rows = itertools.product(*choices) if total <= MOST else ([dice.choice(o) for o in choices] for _ in range(many))
    return [dict(zip(explorer.controls, row, strict=True)) for row in rows]


def fitted(explorer, row, dice):
    """A setting that the controls allow: money within the budget, and plans of other letters."""
    if explorer.budget:
        left = explorer.budget.most
        for name in dice.sample(explorer.budget.names, len(explorer.budget.names)):
            row[name] = min(row[name], left)
            left -= row[name]
        money = {name: row[name] for name in explorer.budget.names}
        return {
            **row,
            "kept": {row["plan"]: money, "C": dict.fromkeys(explorer.budget.names, 1 * explorer.controls["home"].step)},
        }
    return row


def digest(view, deep):
    """As DIGEST, in Python."""
    found = []

    def numbers(x):
        if isinstance(x, int | float) and not isinstance(x, bool):
            found.append(x)
        elif isinstance(x, dict):
            for key in sorted(x):
                numbers(x[key])
        elif isinstance(x, list | tuple):
            for one in x:
                numbers(one)

    if deep:
        numbers(view.get("picture", 0))
    said = (
        [view["error"]]
        if "error" in view
        else [view[k] for k in ("title", "line", "alt", "caption", "heads", "rows", "goals")]
    )
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return [zlib.crc32(text.encode()), len(found), sum(found), sum(x * (i % 97 + 1) for i, x in enumerate(found))]


def differing(page, explorer, script, rows):
    """Settings for which Python and the page's script do not say the same."""
    page.evaluate(f"() => {{ {script} }}")
    there = page.evaluate(
        "([name, rows, DEEP]) => {" + DIGEST + "const t = deriskingTwins[name](derisking.$);"
        "return rows.map((row, i) => digest(t.state(row, t.tables), i % DEEP === 0)); }", [explorer.name, rows, DEEP]
    )  # fmt: skip
    here = [digest(explorer.state(row, explorer.tables), i % DEEP == 0) for i, row in enumerate(rows)]

    def same(a, b):
        return a[:2] == b[:2] and all(abs(x - y) <= 1e-8 * max(1.0, abs(x)) for x, y in zip(a[2:], b[2:], strict=True))

    return [row for row, a, b in zip(rows, here, there, strict=True) if not same(a, b)]


@pytest.fixture(scope="module")
def page(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    yield page
    context.close()


@pytest.mark.parametrize("name", MAKERS)
def test_the_twin_says_the_same(name, page, site, monkeypatch):
    monkeypatch.setattr(chip_basics, "corners", cache(chip_basics.corners))  # the same dies again and again
    explorer = MAKERS[name]()
    dice = random.Random(5)
    rows = [fitted(explorer, row, dice) for row in settings(explorer)]
    script = (site / explorers.address(explorer)).read_text(encoding="utf-8")
    assert differing(page, explorer, script, rows)[:2] == []
    shown = dice.sample(rows, min(PICTURES, len(rows)))
    found = []
    for part in (shown[i : i + 250] for i in range(0, len(shown), 250)):
        for row, (there, touching) in zip(part, page.evaluate(MEASURED, [name, part]), strict=True):
            view = explorer.state(row, explorer.tables)
            here = [] if "error" in view else [explorer.picture(view["picture"], width)["svg"] for width in (328, 660)]
            assert [zlib.crc32(svg.encode()) for svg in here] == there, row
            found += [f"{touching[0]} at {row}"] if touching else []
    assert not found, f"{name}: {len(found)} of {len(shown)} settings, for instance " + "\n".join(found[:5])
    print(f"{name}: {len(rows)} settings, {len(shown)} measured")


SIGNS = [0.5, 1.5, 2.5, -2.5, 0.125, 0.35, 1.005, -0.04, 12345.5, 1e-9, 2e6]


def everything(v, t):
    """What translated code may use, and where Python and JavaScript differ by nature."""
    rows = [{"a": x, "b": f"{x:,.0f} %"} for x in t if x > v["low"]]
    total = sum([row["a"] for row in rows])
    small, large = sorted([10, 9, 1])[:2]
    for i, (one, other) in enumerate(zip([1, 2], [3, 4], strict=True)):
        total += one * other + i
    pairs = [[x, y] for x in range(3) for y in range(2) if x != y]
    found = {
        "rows": rows,
        "small": small,
        "large": large,
        **{"more": [1, 2] == [1, 2], "none": not [], "in": 2 in [1, 2]},
    }
    return {
        **found,
        "total": total,
        "pairs": pairs,
        "last": rows[-1]["a"],
        "part": rows[1:],
        "floor": -7 // 2,
        "rest": -7 % 3,
        "texts": [f"{x:.0f} {x:.1f} {x:+.2f} {x:,.1f}" for x in t],
        "least": min(rows, key=lambda row: -row["a"])["b"],
        "or": v.get("x", "") or "empty",
        "and": v.get("x", "") and 1,
        "chain": 1 < small <= large,
        "round": [round(x, 1) for x in [0.25, 0.35, 2.5]],
        "empty": sum([]),
        "word": "abc"[0:1].upper(),
        "get": v.get("high", "none"),
        "while": halves(100),
    }


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


@pytest.mark.parametrize(
    "function, sign", [(with_set, "SetComp"), (with_import, "json.dumps"), (with_method, "'zfill'")]
)
def test_what_has_no_twin_is_refused_with_its_place(function, sign):
    with pytest.raises(twin.TwinError, match=rf"test_twins\.py, function {function.__name__}.*{sign}"):
        twin.script(function)


def test_canary_of_the_twins(page):
    """A plant that costs one per cent more, and a rounding that goes the other way, are both found."""
    explorer = explore.fab()
    rows, script = settings(explorer)[:300], explorers.script(explorer)
    assert "1000000000.0" in script
    assert differing(page, explorer, script, rows) == []
    assert differing(page, explorer, script.replace("1000000000.0", "1010000000.0"), rows)
    assert differing(page, explorer, script.replace('".0f"', '".1f"'), rows)
