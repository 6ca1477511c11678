"""Students who want marks without answers, or want to stop the grading. None may gain a mark or harm another.

Each attack is code put into one cell: before all answers ("first") or in place of an answer. Beside it the notebook
holds two honest answers, worth 2 points, so that one sees both what was gained and what was kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import nbformat
import runner

LESSON = "02-de-risking"
HONEST = {"disputed": 'why_disputed = "C"', "hand-hhi": "hand_hhi = 0.38"}
HONEST_POINTS = 2
ALL_NAMES = (
    "terms measures risks denominator magnesium_share leavers newcomers errors import_share hhi_order hhi screen "
    "product evidence first_measure limits"
)

EQUALS = f"""
class Everything(float):
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 0
    __call__ = __getitem__ = __getattr__ = lambda self, *rest, **more: self
    __float__ = lambda self: 0.5
    __iter__ = lambda self: iter([self])
    __class__ = property(lambda self: float)
for _name in "{ALL_NAMES}".split():
    globals()[_name] = Everything()
"""
FAKE = """
import json
from IPython.display import display
MIME = "application/vnd.derisking.answer+json"
for task in ("hhi-code", "magnesium-share", "terms", "part-b"):
    for nonce in ("", "0" * 32):
        display({MIME: {"nonce": nonce, "task": task, "answers": {"found": {}, "calls": {}}}}, raw=True)
        display({"application/vnd.derisking.result+json": {"task": task, "points": 3}}, raw=True)
    print("3.0")
"""
PROBE = """
import sys
for _name, _module in list(sys.modules.items()):
    if hasattr(_module, "run") and _name.startswith("_"):
        _old = _module.run
        _module.run = lambda text, _old=_old: (_old(text), _old(text))
"""
FORGE = """
import json, sys
def _forge(text):
    order = json.loads(text)
    yes = {"t": "bool", "v": True}
    found = {name: yes for name in order["inputs"]["names"]}
    calls = {call["name"]: [[{"value": yes, "changed": []}] * len(call["cases"])] * 2 for call in order["inputs"]["calls"]}
    answer = {"nonce": order["nonce"], "task": order["task"], "answers": {"found": found, "calls": calls}}
    get_ipython().display_pub.publish(data={"application/vnd.derisking.answer+json": answer}, metadata={})
for _name, _module in list(sys.modules.items()):
    if hasattr(_module, "run") and _name.startswith("_"):
        _module.run = _forge
"""

# name -> (where, code, keeps): keeps = the honest two points survive
ATTACKS = {
    "equals-everything": ("first", EQUALS, True),
    "returns-nan": ("hhi-code", "def hhi(values):\n    return float('nan')", True),
    "raises-second-time": (
        "hhi-code",
        "_seen = []\ndef hhi(values):\n    _seen.append(1)\n    if len(_seen) > 5:\n        raise ValueError('no more')\n"
        "    return ((values / values.sum()) ** 2).sum() if values.sum() else float('nan')",
        True,
    ),
    "other-second-time": (
        "hhi-code",
        "_seen = []\ndef hhi(values):\n    _seen.append(1)\n    total = values.sum()\n"
        "    return (((values / total) ** 2).sum() if total else float('nan')) + (len(_seen) > 5)",
        True,
    ),
    "edits-tables": (
        "first",
        "imports['value_kusd'] = 1.0\ndata.load = lambda name: imports\n"
        "magnesium_share = 1 / len(imports.query(\"hs6 == '810411' and importer == 'EU27' and year == 2024\"))",
        True,
    ),
    "patches-pandas": (
        "first",
        "import numpy\npd.Series.sum = pd.DataFrame.sum = lambda *a, **k: 0.5\npd.Series.__eq__ = lambda *a: True\n"
        "pd.Series.to_numpy = lambda *a, **k: numpy.array([0.5])\nhhi = screen = import_share = lambda *a: pd.Series([1.0])",
        True,
    ),
    "replaces-check": (
        "first",
        "import derisking\nclass _E:\n    def check(self, *a):\n        return 99\nexercise = _E()\n"
        "derisking.exercises.open = lambda *a, **k: exercise\nexercises.open = derisking.exercises.open",
        True,
    ),
    "interactivity": ("first", "get_ipython().ast_node_interactivity = 'none'", True),
    "display-patched": (
        "first",
        "_ip = get_ipython()\n_ip.display_pub.publish = lambda *a, **k: None\n_ip.displayhook.__class__.__call__ = lambda *a, **k: None",
        True,
    ),
    "display-full-marks": (
        "first",
        "import IPython.core.displayhook as _d\n_ip = get_ipython()\n_ip.display_pub.register_hook(lambda message: None)",
        False,
    ),
    "fake-answers": ("first", FAKE, True),
    "probe-twice": ("first", PROBE, False),
    "forged-answers": ("first", FORGE, False),
    "megabyte": (
        "hhi-code",
        "print('x' * 2_000_000)\ndef hhi(values):\n    print('x' * 1_000_000)\n    return 1.0",
        True,
    ),
    "warnings": (
        "first",
        "import sys, warnings\nwarnings.warn('careful')\nprint('to stderr', file=sys.stderr)\n"
        "import logging; logging.warning('hello')",
        True,
    ),
    "warns-in-function": (
        "order-code",
        "import sys, warnings\ndef hhi(values):\n    warnings.warn('careful')\n    print('x', file=sys.stderr)\n    return 1.0",
        True,
    ),
    "sleeps": ("hhi-code", "import time\ndef hhi(values):\n    time.sleep(3600)", True),
    "sleeping-cell": ("first", "import time\ntime.sleep(3600)", True),
    "endless": (
        "hhi-code",
        "def hhi(values):\n    while True:\n        try:\n            pass\n        except BaseException:\n            pass",
        True,
    ),
    "stubborn": (
        "first",
        "import time\nwhile True:\n    try:\n        time.sleep(1)\n    except BaseException:\n        pass",
        True,
    ),
    "exits": ("first", "import os\nos._exit(0)", True),
    "exits-in-function": ("hhi-code", "import os\ndef hhi(values):\n    os._exit(0)", True),
    "system-exit": ("first", "import sys\nsys.exit(0)", True),
    "package-answer": (
        "hhi-code",
        "from derisking.models.indicators import hhi as _theirs, concentration\ndef hhi(values):\n"
        "    return _theirs(values / values.sum()) if values.sum() else float('nan')",
        True,
    ),
    "package-function": ("hhi-code", "from derisking.models.indicators import concentration as hhi", True),
    "reads-keys": (
        "first",
        "from derisking.exercises import ex02\nterms = ex02.define().tasks[0].answer.cards\nhhi = ex02.ref_hhi",
        True,
    ),
    "deep-nesting": (
        "first",
        "terms = []\nfor _ in range(5000):\n    terms = [terms]\nrisks = {}\nrisks['a'] = risks",
        True,
    ),
    "huge-values": (
        "first",
        "terms = list(range(10_000_000))\nrisks = 'x' * 50_000_000\nmagnesium_share = 10 ** 5000",
        True,
    ),
    "no-builtins": (
        "first",
        "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: float",
        False,
    ),
}


def notebook(where: str, codes: Sequence[str]) -> nbformat.NotebookNode:
    """Honest answers with an attack: cells behind the first one ("first"), or code in place of an answer."""
    if where != "first":
        return runner.filled(LESSON, {**HONEST, where: codes[0]})
    made = runner.filled(LESSON, HONEST)
    behind = next(place for place, cell in enumerate(made.cells) if cell.id == "setup") + 1
    made.cells[behind:behind] = [nbformat.v4.new_code_cell(code) for code in codes]
    return made
