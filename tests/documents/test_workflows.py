"""The workflows: sound YAML, official actions of a named major version, our own commands."""

import re
from pathlib import Path

import pytest
import yaml
from support.told import cases

FOLDER = Path(__file__).resolve().parents[2] / ".github" / "workflows"
COMMANDS = re.compile(r"run\.py (\w+)")


def problems(text):
    """Sentences about a workflow; an empty list is a pass."""
    try:
        flow = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return [f"no YAML: {error}"]
    if not isinstance(flow, dict) or not {"name", True, "permissions", "jobs"} <= set(flow):  # YAML reads `on` as true
        return ["name, on, permissions or jobs are missing"]
    found = []
    for name, job in flow["jobs"].items():
        if not job.get("timeout-minutes") or not job.get("runs-on"):
            found.append(f"{name}: no runner, or no end to its time")
        for step in job["steps"]:
            action = step.get("uses")
            if action and not re.fullmatch(r"actions/[\w-]+@v\d+", action):
                found.append(f"{name}: {action} is no official action of a major version")
            if not action and not step.get("run"):
                found.append(f"{name}: a step that does nothing")
    return found


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yml")), ids=lambda file: file.name)
def test_a_workflow_is_sound(file):
    assert problems(file.read_text(encoding="utf-8")) == []


def test_pages_are_made_by_our_own_command_and_handed_over():
    flow = yaml.safe_load((FOLDER / "pages.yml").read_text(encoding="utf-8"))
    steps = flow["jobs"]["build"]["steps"]
    assert [COMMANDS.findall(step["run"]) for step in steps if "run" in step] == [["web"]]
    from derisking.exports.web import command

    assert steps[-1]["with"]["path"] == command.FOLDER and flow["jobs"]["deploy"]["needs"] == "build"
    assert flow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}


@pytest.mark.parametrize("old, new, sign", cases(__file__, "workflows.yaml")["broken"])
def test_canary_of_each_rule(old, new, sign):
    text = (FOLDER / "pages.yml").read_text(encoding="utf-8")
    assert any(sign in problem for problem in problems(text.replace(old, new, 1)))
