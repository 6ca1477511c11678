"""`python3 run.py web`: make the web edition, one folder for a web server, a learning platform or a stick, and its zip."""

import contextlib
import shutil
import sys
import time
import zipfile
from pathlib import Path

from derisking import arguments, places
from derisking.exercises import sealed
from derisking.exports.web import build, checks, scripts

FOLDER, TEACHERS = "web-edition", "web-edition-teacher"


def main(words: list[str] | None = None) -> int:
    """The command. Returns the exit code; 1 where the folder could not be made or does not keep its promises."""
    options = arguments.parser("web").parse_args(words)
    sealed.use(sealed.kept(options.grading))
    start = time.monotonic()
    target = Path(options.folder or places.checkout() / (TEACHERS if options.teacher else FOLDER))
    zip_of(target)  # a place that cannot take it is told before the work
    build.build(target, options.address, options.teacher)
    faults = checks.look(target, options.teacher)
    pages, size = len(list(target.glob("*.html"))), checks.megabytes(target)
    made = f"Made in {time.monotonic() - start:.0f} s: {target} ({pages} pages, {size:.1f} MB)"
    if options.teacher:
        print(f"{made}, for you alone, so there is no zip. Open index.html in a browser.")
    else:
        packed = pack(target)
        print(f"{made}, and\nthe same as {packed} ({packed.stat().st_size / 1e6:.1f} MB).")
        print("Open index.html in a browser. TEACHING.md says how to give it to a class: a link, a platform, a stick.")
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


def zip_of(target: Path) -> Path:
    """Where the zip of a folder goes: beside it. Raises WebError where another file has that name."""
    packed = target.parent / f"{target.resolve().name}.zip"
    if packed.exists():
        ours = False
        with contextlib.suppress(OSError, zipfile.BadZipFile):
            ours = any(name.endswith(scripts.MARK) for name in zipfile.ZipFile(packed).namelist())
        if not ours:
            said = f"{packed} is not the zip of an earlier web edition: rename it, or name another folder."
            raise build.WebError(said)
    return packed


def pack(target: Path) -> Path:
    """Write the zip: one folder with everything in it, as a stick or a platform takes it. Raises WebError."""
    packed = zip_of(target)
    try:
        shutil.make_archive(str(packed.with_suffix("")), "zip", target.resolve().parent, target.resolve().name)
    except OSError as error:
        said = f"{packed}: the zip cannot be written ({error.strerror}). Make room, then repeat."
        raise build.WebError(said) from None
    return packed
