"""`derisking hub`: make of a students' copy the one shared folder of a JupyterHub, write what the hub loads, and try it."""

import argparse
import compileall
import importlib.metadata
import re
import shutil
from pathlib import Path

import jinja2

from derisking import arguments, places
from derisking.errors import UserError
from derisking.hub import check
from derisking.hub.spawn import SHARED
from derisking.lab import copy, start

TRIED = "6.1.1"  # the JupyterHub with which this was tried
ADDRESS = re.compile(r"https?://[\w.:\[\]-]+")


def main(words: list[str] | None = None) -> int:
    """The command. Returns 0, or 1 where --check found something to mend."""
    options = arguments.parser("hub").parse_args(words)
    root = places.checkout("notebooks", "exercises")
    if options.check is not None:
        return check.main(root, options.check)
    write(root, options)
    print("Compiling the environment, which students may not write to (once; up to a minute).", flush=True)
    compiled(root)
    print(
        f"Written. At the end of your jupyterhub_config.py: load_subconfig({str(root / SHARED / 'jupyterhub_config.py')!r})"
    )
    try:
        print(
            f"The environment has jupyterhub {importlib.metadata.version('jupyterhub')}; your hub's own should be the same."
        )
    except importlib.metadata.PackageNotFoundError:
        python = root / ".venv" / "bin" / "python"
        print(
            f"Still to do: {python} -m ensurepip, then {python} -m pip install jupyterhub=={TRIED} (your hub's version)."
        )
    print("Then: python3 run.py hub --check")
    return 0


def write(root: Path, options: argparse.Namespace) -> None:
    """Pages with what they show, the extension, and the hub's settings. Raises UserError."""
    if any(root.glob("solutions/*/*.ipynb")):
        raise UserError(
            f"{root} holds the solutions, and students of a hub can read the shared folder: make their zip with `python3 run.py "
            "release`, unpack it on the hub, and repeat this there."
        )
    inbox = (options.inbox or Path("/srv/derisking-inbox")).resolve()
    if inbox.is_relative_to(root):
        raise UserError(f"{inbox} lies in the folder that all students read: name another with --inbox.")
    if bad := [name for name in options.teachers if len(name.split()) != 1 or '"' in name or "\\" in name]:
        raise UserError(f"--teachers: {bad[0]!r} is no account's name.")
    room = options.room and options.room.resolve()
    if room and (room.is_relative_to(root) or not (room / "derisking" / "live").is_dir()):
        raise UserError(
            f"--room {room}: name a teachers' copy of the course, outside of the folder that students read."
        )
    if room and not ADDRESS.fullmatch(options.address):
        raise UserError("--address: say where phones find the hub, such as https://your.hub, with nothing behind it.")
    shared = root / SHARED
    shared.mkdir(exist_ok=True)
    copy.prepare(root, folder=shared / "pages")
    shutil.rmtree(shared / "pages" / ".jupyterlab", ignore_errors=True)
    start.extension(shared)
    template = jinja2.Template(Path(__file__).with_name("jupyterhub_config.py.jinja").read_text(encoding="utf-8"))
    given = {"port": options.port, "teachers": " ".join(options.teachers), "address": options.address}
    words = template.render(root=root, inbox=inbox, room=room, **given)
    (shared / "jupyterhub_config.py").write_text(words + "\n", encoding="utf-8")


def compiled(root: Path) -> None:
    """Store the bytecode of all packages: each student's server and kernel would compile them anew at each start, for seconds."""
    for folder in (root / ".venv" / "lib", root / "derisking"):
        compileall.compile_dir(folder, quiet=2, workers=0)  # quiet: some packages carry files for other Pythons
