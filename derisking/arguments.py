"""What follows the name of a command: words and options as `options.yaml` lists them."""

import argparse
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from derisking import places


def _moment(kind: type[datetime.date], otherwise: str) -> Callable[[str], datetime.date]:
    def read(text: str) -> datetime.date:
        try:
            return kind.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a {otherwise}") from None

    return read


KINDS: dict[str, dict[str, Any]] = {
    "path": {"type": Path},
    "number": {"type": int},
    "time": {"type": _moment(datetime.datetime, "valid time: write it like 2026-12-01T18:00")},
    "day": {"type": _moment(datetime.date, "day such as 2026-11-25")},
    "flag": {"action": "store_true"},
    "yes-or-no": {"action": argparse.BooleanOptionalAction},
}
CALLED = {"value": "metavar", "many": "nargs", "name": "dest"}  # what we call otherwise than argparse does


def parser(command: str) -> argparse.ArgumentParser:
    """The words and options of a command."""
    says, *_ = rows = dict(yaml.safe_load((places.PACKAGE / "options.yaml").read_text(encoding="utf-8"))[command])
    made = argparse.ArgumentParser(prog=f"derisking {command}", description=rows.pop(says))
    for name, row in rows.items():
        kind = KINDS.get(row.pop("kind", ""), {})
        made.add_argument(name, **kind, **{CALLED.get(key, key): value for key, value in row.items()})
    return made
