"""Fill notebooks with what their cells show: a few kernels side by side, one page after the other in each.

Kernels load pandas and matplotlib once and forget a page's names before the next, so that a whole course takes seconds.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Mapping
from pathlib import Path

SECONDS = 180  # for one cell; the slowest takes about two


def fill(books: Mapping[str, object], folder: Path, environment: Mapping[str, str], kernels: int = 0) -> dict[str, str]:
    """Execute notebooks in place. Returns name -> one sentence for each that stopped; what it showed until then stays.

    books: nbformat notebooks by their place below the folder, where each runs. environment: variables of the kernels.
    kernels: how many side by side; by default two, or four where there are the processors for it.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name in books:
        waiting.put(name)
    trouble: dict[str, str] = {}
    count = min(kernels or max(2, min(4, (os.cpu_count() or 2) // 2)), len(books))
    work = [
        threading.Thread(target=_work, args=(books, waiting, folder, dict(environment), trouble)) for _ in range(count)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    for name in (name for name in books if not any(cell.get("outputs") for cell in books[name].cells)):
        trouble.setdefault(name, "nothing was shown")
    return trouble


def _work(books: Mapping, waiting: queue.SimpleQueue, folder: Path, environment: dict, trouble: dict) -> None:
    """One kernel that takes a page whenever it is free."""
    import nbformat
    from jupyter_client.manager import KernelManager
    from nbclient import NotebookClient

    manager = KernelManager(kernel_name="python3")
    client = NotebookClient(nbformat.v4.new_notebook(), km=manager, timeout=SECONDS, store_widget_state=False)
    client.record_timing = False
    try:
        manager.start_kernel(env=environment, cwd=str(folder))
        while True:
            name = waiting.get_nowait()
            problem = _page(client, books[name], (folder / name).parent)
            if problem:
                trouble[name] = problem
    except queue.Empty:
        pass
    except Exception as error:  # without a kernel the pages still open, they only show nothing before they run
        trouble["kernel"] = f"{type(error).__name__}: {error}"
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


def _page(client: object, book: object, folder: Path) -> str:
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


def _count(book: object) -> None:
    """Number the cells of a page from 1, whatever the kernel ran before."""
    for number, cell in enumerate((cell for cell in book.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number if cell.outputs else None
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number
