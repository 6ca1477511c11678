"""The workflow of the pages: our own command makes them, and what it made is handed over."""

import re
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[2] / ".github" / "workflows"
COMMANDS = re.compile(r"run\.py (\w+)")


def test_pages_are_made_by_our_own_command_and_handed_over():
    flow = yaml.safe_load((FOLDER / "pages.yml").read_text(encoding="utf-8"))
    steps = flow["jobs"]["build"]["steps"]
    assert [COMMANDS.findall(step["run"]) for step in steps if "run" in step] == [["web"]]
    from derisking.exports.web import command

    assert steps[-1]["with"]["path"] == command.FOLDER and flow["jobs"]["deploy"]["needs"] == "build"
    assert flow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
