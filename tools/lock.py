"""Write the locks and environment.yml anew from pyproject.toml. Started by `python3 run.py lock [--upgrade]`.

The maintainers' lock comes first; those of teachers and students are then resolved with it as a constraint, so they are
subsets with equal versions. requirements-setup.txt is its entry of uv, which set-up fetches first. All hold for every system and every Python from 3.11 on, carry hashes, and name no download address.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "python3 run.py lock"
PYTHONS = ">=3.11,<3.14"


def compile_lock(target, *options):
    """Resolve pyproject.toml into the file `target`; versions already there are kept unless --upgrade is given."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--custom-compile-command", HEADER, "--quiet", "--no-config"]
    command += ["--constraints", "tools/constraints.txt", "--output-file", target]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    path = ROOT / target
    text = path.read_text(encoding="utf-8")
    # A constraint is how we resolve, not why a package is there.
    text = re.sub(r"^    #   -c .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"    # via\n    #   (\S.*)\n(?!    #   )", r"    # via \1\n", text)
    if "://" in text or str(ROOT) in text:
        raise SystemExit(f"{target} would contain an address or a path of this machine: check the options of uv.")
    path.write_text(text, encoding="utf-8", newline="\n")


def pins(text):
    """Versions by package name; a package with several versions (by system) has several."""
    found = {}
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, flags=re.MULTILINE):
        found.setdefault(name.lower(), set()).add(version)
    return found


def direct_dependencies():
    """The names in `dependencies` of pyproject.toml, in alphabetical order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(re.match(r"[A-Za-z0-9_.-]+", entry)[0].lower() for entry in project["dependencies"])


def environment_yml():
    """The text of environment.yml: the direct dependencies at the versions of the students' lock."""
    locked = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    lines = [
        "# The students' environment for conda. Written by `python3 run.py lock`; the versions are those of requirements.txt.",
        "name: derisking",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f'  - "python{PYTHONS}"',
        "  - pip",
    ]
    for name in direct_dependencies():
        versions = sorted(locked[name])
        lines.append(f'  - "{name} {"|".join("==" + version for version in versions)}"')
    return "\n".join(lines) + "\n"


def entry(name, text):
    """The lines of one package in a lock, without the comments."""
    found = re.search(rf"^{name}==.*\n(    --hash.*\n)+", text, flags=re.MULTILINE)
    return found[0]


def main(options):
    """Write all five files."""
    compile_lock("requirements-dev.txt", "--extra", "dev", *options)
    compile_lock(
        "requirements-classroom.txt", "--extra", "classroom", "--constraints", "requirements-dev.txt", *options
    )
    compile_lock("requirements.txt", "--constraints", "requirements-dev.txt", *options)
    uv = entry("uv", (ROOT / "requirements-dev.txt").read_text(encoding="utf-8"))
    (ROOT / "requirements-setup.txt").write_text(f"# Written by {HEADER}.\n{uv}", encoding="utf-8", newline="\n")
    (ROOT / "environment.yml").write_text(environment_yml(), encoding="utf-8", newline="\n")
    for name in ("requirements.txt", "requirements-classroom.txt", "requirements-dev.txt"):
        count = len(pins((ROOT / name).read_text(encoding="utf-8")))
        print(f"{name}: {count} packages")
    print("environment.yml: written. Now run the tests, then commit the five files together.")


if __name__ == "__main__":
    main(sys.argv[1:])
