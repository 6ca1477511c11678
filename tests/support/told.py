"""Tables of cases that stand in YAML beside the test that plays them."""

from pathlib import Path

import yaml


def cases(test: str, name: str) -> dict:
    """The file of this name beside a test (`__file__`)."""
    text = Path(test).with_name(name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # seven times as fast
