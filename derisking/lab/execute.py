"""Fill notebooks with what their cells show: a few kernels side by side, one page after the other in each.

Kernels load pandas and matplotlib once and forget a page's names before the next, so that a whole course takes seconds.
"""

import os
import queue
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

SECONDS = 180  # for one cell; the slowest takes about two


class Order:
    """The names of the pages that are still to be filled, the next one first. Any thread may change it."""

    def __init__(self):
        self._names: list[str] = []
        self._open = True
        self._lock = threading.Lock()

    def add(self, names: list[str]) -> None:
        with self._lock:
            self._names += names if self._open else []

    def first(self, name: str) -> None:
        """Somebody waits for this page."""
        with self._lock:
            if name in self._names:
                self._names.remove(name)
                self._names.insert(0, name)

    def take(self) -> str | None:
        """The next page, or None."""
        with self._lock:
            return self._names.pop(0) if self._names else None

    def close(self) -> None:
        """Nobody wants the rest."""
        with self._lock:
            self._open = False
            self._names.clear()


def fill(
    books: Mapping[str, Any], folder: Path, environment: Mapping[str, str], order: Order, kernels: int = 0
) -> Iterator[tuple[str, str]]:
    """Execute notebooks in place. Yields each one's name when it is done, with "" or one sentence on why it stopped; what it
    showed until then stays.

    books: nbformat notebooks by their place below the folder, where each runs. environment: variables of the kernels.
    order: in which they come. kernels: how many side by side; by default half as many as there are processors, up to four.
    """
    order.add(list(books))
    done: queue.SimpleQueue[tuple[str, str] | None] = queue.SimpleQueue()
    count = min(kernels or max(1, min(4, (os.cpu_count() or 2) // 2)), len(books))
    for _ in range(count):
        threading.Thread(target=_work, args=(books, order, folder, dict(environment), done)).start()
    while count:
        page = done.get()
        if page is None:
            count -= 1
            continue
        name, problem = page
        if not problem and not any(cell.get("outputs") for cell in books[name].cells):
            problem = "nothing was shown"
        yield name, problem
    while (name := order.take()) is not None:
        yield name, "no kernel started"


def _work(books: Mapping, order: Order, folder: Path, environment: dict, done: queue.SimpleQueue) -> None:
    """One kernel that takes a page whenever it is free."""
    import nbformat
    from jupyter_client.manager import KernelManager
    from nbclient import NotebookClient

    manager = KernelManager(kernel_name="python3")
    client = NotebookClient(nbformat.v4.new_notebook(), km=manager, timeout=SECONDS, store_widget_state=False)
    client.record_timing = False
    name = None
    try:
        manager.start_kernel(env=environment, cwd=str(folder))
        while (name := order.take()) is not None:
            done.put((name, _page(client, books[name], (folder / name).parent)))
    except Exception as error:  # without a kernel the pages still open, they only show nothing before they run
        if name is not None:
            done.put((name, f"{type(error).__name__}: {error}"))
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
        done.put(None)


def _page(client: Any, book: Any, folder: Path) -> str:
    """Run one notebook in the client's kernel; "" or what went wrong."""
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    folder.mkdir(parents=True, exist_ok=True)
    forget = f"%reset -f\nimport os; os.chdir({str(folder)!r}); del os"
    book.cells.insert(0, nbformat.v4.new_code_cell(forget))
    client.nb = book
    try:
        client.execute()
        return ""
    except (CellExecutionError, CellTimeoutError) as error:
        return str(error).strip().splitlines()[-1]
    finally:
        del book.cells[0]
        _count(book)


def _count(book: Any) -> None:
    """Number the cells of a page from 1, whatever the kernel ran before."""
    for number, cell in enumerate((cell for cell in book.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number if cell.outputs else None
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
