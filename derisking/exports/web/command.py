"""`python3 run.py web`: make the web edition, one folder for a web server, a learning platform or a stick."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from derisking import places
from derisking.exports.web import build, checks

FOLDER = "web-edition"


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns the exit code; 1 where the folder could not be made or does not keep its promises."""
    parser = argparse.ArgumentParser(prog="python -m derisking web", description=__doc__)
    parser.add_argument("folder", nargs="?", help=f"where to write it (default: {FOLDER} in the checkout)")
    parser.add_argument("--workers", type=int, default=2, help="lessons executed at the same time (default: 2)")
    options = parser.parse_args(arguments)
    try:
        target = Path(options.folder) if options.folder else places.checkout() / FOLDER
        build.build(target, options.workers)
    except (build.WebError, places.PlaceError) as error:
        print(error, file=sys.stderr)
        return 1
    found = checks.look(target)
    size = checks.megabytes(target)
    print(f"Written: {target} ({size:.1f} MB, {len(list(target.glob('*.html')))} pages). Open index.html in a browser.")
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0
