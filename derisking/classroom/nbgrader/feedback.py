"""What nbgrader's own feedback shows of a graded notebook."""

from nbgrader.preprocessors import NbGraderPreprocessor

from derisking.classroom.nbgrader.step import CHECK, RESULT_MIME, is_code, name_of


class ShowResults(NbGraderPreprocessor):
    """Feedback shows the student's own cells and the explanations; no other output, so that no input can leak."""

    def preprocess(self, nb, resources):
        nb.metadata.pop("derisking", None)
        for cell in nb.cells:
            if is_code(cell):
                kept = [output for output in cell.outputs if RESULT_MIME in (output.get("data") or {})]
                cell.outputs = [_only_panel(output) for output in kept] if name_of(cell).startswith(CHECK) else []
        return nb, resources


def _only_panel(output):
    output["data"] = {kind: output["data"][kind] for kind in ("text/html", "text/plain") if kind in output["data"]}
    return output
