"""Tables of cases that stand in YAML beside the test that plays them."""

from pathlib import Path

import yaml


def cases(test: str, name: str) -> dict:
    """The file of this name beside a test (`__file__`)."""
    return yaml.safe_load(Path(test).with_name(name).read_text(encoding="utf-8"))
