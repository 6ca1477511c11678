"""A demonstration bank and demonstration tasks, to read and to break."""

import json
from pathlib import Path

import yaml

CANARIES = Path(__file__).resolve().parents[1] / "canaries"
DEMO = CANARIES / "quizzes" / "90-demo.yaml"
TASKS = CANARIES / "tasks" / "90-demo" / "tasks.yaml"


def content(file: Path = DEMO) -> dict:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def broken(file: Path, id: str, *path: str | int, to: object = None) -> dict:
    """The content of a file with one field of one record changed; to=None takes the field out."""
    whole = content(file)
    part = next(record for record in whole.get("questions") or whole["tasks"] if record["id"] == id)
    for step in path[:-1]:
        part = part[step]
    if to is None:
        del part[path[-1]]
    else:
        part[path[-1]] = to
    return whole


def write(folder: Path, content: dict | str, name: str = "notebooks/quizzes/90-demo.yaml") -> Path:
    """A file of this content below a folder. JSON is YAML too, and quicker to write."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text, encoding="utf-8")
    return path
