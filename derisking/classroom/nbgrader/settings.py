"""The settings of nbgrader for this module: folders, stubs, and which of its steps are ours."""

import os
import sys
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader import preprocessors as theirs
from nbgrader.validator import Validator

from derisking.authoring import stubs
from derisking.classroom.nbgrader import answers, execute, feedback, harmless, judge, restore

CELL_SECONDS = 20


def configure(c) -> None:
    """Set nbgrader up for this module; `c` is its configuration object."""
    # nbgrader calls `alembic` by its bare name, which fails in an environment that is not activated.
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc*", "__pycache__", "feedback", ".DS_Store"]
    stubs.configure(c)
    plain = answers.PlainAnswers
    c.Autograde.sanitize_preprocessors = [
        *(restore.Restore, plain, theirs.ClearOutput, theirs.DeduplicateIds),
        *(theirs.OverwriteKernelspec, theirs.OverwriteCells, theirs.CheckCellMetadata),
    ]
    # `nbgrader validate` has no setting for its steps, so its own list gets ours in front, once.
    validated = Validator.preprocessors.default_args[0]
    validated[:0] = [] if plain in validated else [plain]
    c.Autograde.autograde_preprocessors = [
        *(execute.Run, judge.Judge, theirs.LimitOutput),
        *(theirs.SaveAutoGrades, theirs.AssignLatePenalties, theirs.CheckCellMetadata),
    ]
    shown = [theirs.GetGrades, theirs.ClearHiddenTests, feedback.ShowResults, CSSHTMLHeaderPreprocessor]
    c.GenerateFeedback.preprocessors = shown
    c.HTMLExporter.update(harmless.SETTINGS["HTMLExporter"])
    c.Execute.timeout = CELL_SECONDS
