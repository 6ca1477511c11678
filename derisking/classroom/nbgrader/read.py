"""In place of the run, where it can be done without: the answers as they stand in the notebook."""

from derisking.classroom.nbgrader import reading, template_cells
from derisking.classroom.nbgrader.restore import released_cells
from derisking.classroom.nbgrader.step import Variants, is_code, name_of, secret_seed


class Read(Variants):
    """Read the answers of a restored notebook, in which forms are plain code by now, and hand them to the judge; nothing is run.

    resources["reading"] says what stays open: such a notebook goes through `execute` all the same, where that can be.
    """

    def preprocess(self, nb, resources):
        definition = self.definition(resources)
        if definition is None:
            return nb, resources
        known = {
            name: template_cells.released(cell["source"], cell["metadata"]["locked"])
            for name, cell in released_cells(resources).items()
            if cell["cell_type"] == "code"
        }
        cells = [reading.Cell(name_of(cell), cell.source) for cell in nb.cells if is_code(cell)]
        asked = reading.read(cells, known, {task.id: task.names for task in definition.tasks})
        resources["reading"] = asked
        resources["derisking"] = {
            "answers": {key: [answer] for key, answer in asked.answers.items()},
            "seed": secret_seed(resources["nbgrader"]["db_url"]),
            "read": True,
        }
        return nb, resources
