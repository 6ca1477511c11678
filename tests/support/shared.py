"""What all processes of a run of the tests share, since it takes its time."""

import contextlib
import os
import shutil
import time
from pathlib import Path

from derisking.classroom.course import Course
from derisking.classroom.run import alone
from derisking.errors import UserError


def once(name, make):
    """The folder that make(folder) has made: by the first process that asks; who comes meanwhile waits. Nobody writes there later."""
    folder = Path(os.environ["DERISKING_TESTS_SHARE"]) / name
    made = folder.with_name(f"{name} is made")
    while not made.exists():
        with contextlib.suppress(UserError), alone(Course(folder.with_name(f"{name} guard"))):
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)  # of one who has failed
                make(folder)
                made.touch()
        time.sleep(0.1)
    return folder
