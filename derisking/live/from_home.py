"""The button on the home page: a room in the background, for as long as the kernel of that page lives."""

import os
import subprocess
import sys

READY = "To end the hour"
_rooms: list[subprocess.Popen[str]] = []


def start(lesson: str) -> str:
    """Open the room of a lesson; returns what to tell the teacher. Its pages open in the browser by themselves."""
    if any(one.poll() is None for one in _rooms):
        return "A room is open already. End the hour at its desk before you open another one."
    command = [sys.executable, "-m", "derisking", "live", lesson, "--until-closed"]
    # Whoever holds the other end of its input is this kernel: when that is gone, the room ends, too.
    room = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    said = ""
    for line in room.stdout or ():
        if line.startswith(READY):
            _rooms.append(room)
            return "The room is open in two new windows, the projector and the desk. When the hour is over, end it at the desk."
        said = line.strip() or said
    return f"The room did not open. {said}"
