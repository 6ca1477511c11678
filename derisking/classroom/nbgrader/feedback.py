"""What nbgrader's own feedback shows of a graded notebook."""

from nbgrader.preprocessors import NbGraderPreprocessor

from derisking.classroom.nbgrader.step import CHECK, RESULT_MIME, is_code, name_of

SHOWN = ("text/html", "text/plain")


class ShowResults(NbGraderPreprocessor):
    """Feedback shows the student's own cells and the explanations; no other output, so that no input can leak."""

    def preprocess(self, nb, resources):
        nb.metadata.pop("derisking", None)
        for cell in nb.cells:
            if is_code(cell):
                panels = [output for output in cell.outputs if RESULT_MIME in (output.get("data") or {})]
                for output in panels:
                    output["data"] = {kind: output["data"][kind] for kind in SHOWN if kind in output["data"]}
                cell.outputs = panels if name_of(cell).startswith(CHECK) else []
        return nb, resources
