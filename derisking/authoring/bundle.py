"""Join the modules of the learner's runtime (`derisking/learner/src`) to the files that pages load (`derisking/learner/static`).

The pages of the room (`derisking/live`) are joined of the same modules and their own. Bundles have no spare white space, since
phones load them.

They are committed, so only who changes a module needs the bundler, esbuild: `npm install` in `.readers/npm`, with
`tests/support/npm.json` as its package.json. The first line of a bundle says of what it was made; without esbuild that line
is compared with the modules.
"""

import hashlib
import re
import subprocess
import tempfile
from pathlib import Path

from derisking import places

LEARNER = places.PACKAGE / "learner"
SRC, STATIC = LEARNER / "src", LEARNER / "static"
LIVE = places.PACKAGE / "live"
FIGURES = places.PACKAGE / "lab" / "labextensions" / "derisking-course" / "static"  # where JupyterLab looks for it
SHARED = ("figures.js", "dots.js", "unfold.js", "figures.css")
ESBUILD = places.PACKAGE.parent / ".readers" / "npm" / "node_modules" / "esbuild" / "bin" / "esbuild"
WITHOUT = "npm install in .readers/npm, with tests/support/npm.json as its package.json, then run this again"
STYLES = (
    "card", "quiz", "story", "predict", "drawn", "forecast", "write", "later",
    "controls", "explorer", "form", "record",
)  # fmt: skip
PAGES = ("phone", "desk", "projector")
MINIFY = "--minify-whitespace", "--minify-syntax", "--minify-identifiers"
# Bundle -> how esbuild writes it. A page that is opened from a folder loads no modules, so the web's is a classic script.
SHELLS = {"web": "iife", "lab": "esm", "card": "esm", "coding": "iife", "scorm": "iife", "exercise": "iife"}


def modules() -> list[Path]:
    """What the bundles are made of."""
    own = [*(LIVE / "src").glob("*.js"), *(LIVE / "src").glob("*.css")]
    return sorted([*SRC.rglob("*.js"), *SRC.rglob("*.css"), *own, *(FIGURES / name for name in SHARED)])


def _head(version: str) -> str:
    """What the first line of each bundle says, between the signs of a comment."""
    files, digest = modules(), hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(places.PACKAGE).as_posix().encode() + file.read_bytes())
    made = f"Made by python3 run.py build of {len(files)} files in learner/src, live/src and the course's extension, sha256 {digest.hexdigest()[:16]}"
    return f"{made}, with {version}. No code of others is in it. Edit there, not here."


def _run(*arguments: str, given: str = "", within: Path = SRC) -> str:
    command = [str(ESBUILD), *arguments]
    made = subprocess.run(command, input=given, cwd=within, capture_output=True, encoding="utf-8", check=False)
    if made.returncode:
        raise SystemExit(f"esbuild could not join derisking/learner/src:\n{made.stderr.strip()}")
    return made.stdout


def _copy(folder: Path) -> Path:
    """A copy of the package's modules in `folder`, style sheets without spare white space: a bundle takes them as they are."""
    for file in modules():
        copy, text = folder / file.relative_to(places.PACKAGE), file.read_text(encoding="utf-8")
        if file.suffix == ".css":
            text = _run("--loader=css", *MINIFY, "--charset=utf8", given=text)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
    return folder


def made() -> dict[Path, str]:
    """Each bundle as esbuild makes it now."""
    with tempfile.TemporaryDirectory() as folder:
        return _joined(_copy(Path(folder)))


def _joined(package: Path) -> dict[Path, str]:
    src = package / SRC.relative_to(places.PACKAGE)
    head = _head(f"esbuild {_run('--version').strip()}")
    flags = "--bundle --charset=utf8 --legal-comments=none --loader:.css=text --target=es2022 --log-level=warning"
    join = [*flags.split(), *MINIFY]
    kinds = "".join(f'import "./kinds/{file.name}";\n' for file in sorted((SRC / "kinds").glob("*.js")))
    bundles = {}
    for name, how in SHELLS.items():
        kind = f"--format={how}"
        entry = f'export * from "./shells/{name}.js";\n'
        if name in ("lab", "card"):
            entry += f'export {{ default }} from "./shells/{name}.js";\n'
        if name in ("web", "lab"):
            entry = kinds + entry
        bundles[STATIC / f"learner-{name}.js"] = f"// {head}\n{_run(*join, kind, given=entry, within=src)}"
    for name in PAGES:
        page = _run(*join, "--format=esm", given=f'import "../../live/src/{name}.js";', within=src)
        bundles[LIVE / "static" / f"{name}.js"] = f"// {head}\n{page}"
    styles = {name: src / "styles" / f"{name}.css" for name in STYLES}
    figures, room = package / FIGURES.relative_to(places.PACKAGE) / "figures.css", package / "live" / "src" / "room.css"
    looks = {
        STATIC / "learner.css": [*styles.values(), figures],
        STATIC / "progress.css": [src / "styles" / "progress.css"],  # for the one page that needs it
        LIVE / "static" / "room.css": [styles["card"], styles["quiz"], styles["drawn"], room],
    }
    for target, files in looks.items():
        bundles[target] = f"/* {head} */\n" + "".join(file.read_text(encoding="utf-8") for file in files)
    return bundles


def _old() -> list[str]:
    """Names of bundles that were made of other modules, by their first lines."""
    digest = re.search(r"sha256 \w+", _head(""))[0]
    files = [*(STATIC / f"learner-{name}.js" for name in SHELLS), STATIC / "learner.css", STATIC / "progress.css"]
    files += [*(LIVE / "static" / f"{name}.js" for name in PAGES), LIVE / "static" / "room.css"]
    return [file.name for file in files if not file.is_file() or digest not in file.read_text("utf-8").split("\n")[0]]


def main(arguments: list[str]) -> int:
    """Make the bundles, or with --check compare them. Returns the exit code."""
    if not ESBUILD.is_file():
        old = _old()
        if old:
            print(f"{', '.join(old)}: made of other modules than derisking/learner/src holds. {WITHOUT}.")
        return int(bool(old))
    bundles = made().items()
    changed = {file: text for file, text in bundles if not file.is_file() or file.read_text("utf-8") != text}
    if "--check" in arguments:
        print(*(f"{file.name} is out of date: python3 run.py build" for file in changed), sep="\n", end="")
        return int(bool(changed))
    for file, text in changed.items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    print(f"Bundles of the learner's runtime: {len(changed)} made anew.")
    return 0
