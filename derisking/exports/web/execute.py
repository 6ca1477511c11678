"""Run the cells of a notebook in this process and put what they show into it.

A kernel per page would load pandas and matplotlib fifteen times; one shell with a clean set of names per page is enough,
since the lessons are ours. Sphinx then only reads what is there.
"""

import html
import os
import re
from pathlib import Path

import nbformat

from derisking import cards

ADDRESS = re.compile(r"https://(?:www\.)?([\w.-]+)/?(?:[^\s<>]*[^\s<>.,)])?")
WIDE = '<div class="dr-wide" tabindex="0" role="group" aria-label="Table">'


class CellError(Exception):
    """A cell that stops with an error; one sentence with page, cell and error."""


def run(book, name: str, folder: Path) -> None:
    """Execute every code cell of a notebook in a folder. Raises CellError."""
    from IPython.core.interactiveshell import InteractiveShell

    before, shell = Path.cwd(), InteractiveShell.instance(colors="nocolor")
    os.chdir(folder)
    try:
        for number, cell in enumerate((c for c in book.cells if c.cell_type == "code"), 1):
            cell.execution_count, cell.outputs = number, _outputs(shell, cell, name)
    finally:
        os.chdir(before)
        InteractiveShell.clear_instance()


def _outputs(shell, cell, name: str) -> list:
    from IPython.utils.capture import capture_output

    with shell.display_trap, capture_output() as shown:  # within the trap the last value is captured too
        result = shell.run_cell(cell.source, store_history=False)
    error, said = result.error_before_exec or result.error_in_exec, (shown.stdout + shown.stderr).strip()
    if error is not None or "Traceback (most recent" in said:  # a picture that cannot be drawn only prints it
        text = f"{type(error).__name__}: {error}" if error else said.splitlines()[-1]
        raise CellError(f"{name}, cell {cell.id}: {text}. Run the lesson in JupyterLab to see where.")
    made = [_printed(shown.stdout)] if shown.stdout else []
    for output in shown.outputs:
        texts = {kind: _text(value) for kind, value in (output.data or {}).items()}
        if texts:  # else it has shown itself
            made.append(nbformat.v4.new_output("display_data", data=texts, metadata=output.metadata or {}))
    return made


def _printed(text: str):
    """What a cell printed; an address in it is a link that is called after its host."""
    if "https://" not in text:
        return nbformat.v4.new_output("stream", name="stdout", text=text)
    linked = ADDRESS.sub(r'<a href="\g<0>" rel="noopener">\g<1></a>', html.escape(text))
    return nbformat.v4.new_output(
        "display_data", data={"text/html": f"<div class='stream'><pre>{linked}</pre></div>", "text/plain": text}
    )


def _text(value: object) -> object:
    """The data of an output as a notebook file holds it; a wide table scrolls by keyboard too, and its corner is no heading."""
    import base64

    if isinstance(value, str) and 'class="dataframe"' in value:
        value = re.sub(r"<style scoped>.*?</style>", "", cards.tied(value), flags=re.DOTALL).replace(' border="1"', "")
        return cards.headed(value.replace("<table ", f"{WIDE}<table ").replace("</table>", "</table></div>"))
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
