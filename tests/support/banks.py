"""A demonstration bank, to read and to break."""

from __future__ import annotations

from pathlib import Path

import yaml

DEMO = Path(__file__).resolve().parents[1] / "canaries" / "quizzes" / "90-demo.yaml"


def content() -> dict:
    return yaml.safe_load(DEMO.read_text(encoding="utf-8"))


def by_id(broken: dict, id: str) -> dict:
    return next(question for question in broken["questions"] if question["id"] == id)


def write(folder: Path, broken: dict, name: str = "90-demo") -> Path:
    path = folder / "notebooks" / "quizzes" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(broken, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
