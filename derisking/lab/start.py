"""`derisking lab`: open JupyterLab on the working copy with the course's settings, while that is brought up to date."""

import hashlib
import json
import os
import runpy
import shutil
import sys
from pathlib import Path

from derisking import places
from derisking.errors import UserError
from derisking.lab import preparation

HERE = Path(__file__).resolve().parent
AS_ROOT = "JupyterLab does not start as root: use an ordinary account, or say that you mean it: python3 run.py lab --allow-root"
HIDDEN = ("__pycache__", "*.pyc", "*~", "progress.*sqlite*", "quiz-record.json")  # hidden from the file browser


def main(arguments: list[str] | None = None) -> int:
    """The command. arguments: go on to JupyterLab, for example --no-browser. Returns when JupyterLab ends. Raises UserError for root."""
    root = places.checkout("notebooks")
    folder = root / places.WORKING_COPY
    quiet_kernels(folder)
    if not {"-h", "--help", "--help-all", "--version"} & set(arguments or []):
        if _root() and not any("allow" in one and "root" in one for one in arguments or []):
            raise UserError(AS_ROOT)
        preparation.current = preparation.Pages(root, lambda line: print(line, flush=True))
        print(
            "JupyterLab opens in your browser; if it does not, copy the address with http://localhost below into one."
        )
        print("To stop: close the browser tab, then press Ctrl+C twice in this window.", flush=True)
    sys.argv = ["jupyter-lab", *options(folder), *(arguments or [])]
    os.chdir(folder)
    runpy.run_module("jupyterlab", run_name="__main__", alter_sys=True)
    return 0


def _root() -> bool:
    """Whether this is the administrator of a computer that has one without limits; Windows has none."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def quiet_kernels(folder: Path) -> Path:
    """Let kernels print errors only, and start without what somebody may have set up for other work; the folder of their settings."""
    own = folder / ".jupyterlab" / "ipython"
    profile = own / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text('{"IPKernelApp": {"log_level": 40}}\n', encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(own)
    return profile


def extension(own: Path) -> Path:
    """A copy of the extension that has a new address when it is new: browsers keep JupyterLab's files for a year."""
    source, folder = HERE / "labextensions" / "derisking-course", own / "labextensions"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted((source / "static").iterdir()))).hexdigest()
    about = json.loads((source / "package.json").read_text(encoding="utf-8"))
    about["jupyterlab"]["_build"]["load"] = f"static-{digest[:12]}/course.js"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source / "static", folder / source.name / f"static-{digest[:12]}")
    (folder / source.name / "package.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def options(folder: Path) -> list[str]:
    """What JupyterLab is told on its command line. folder: the working copy, the only files that it shows.

    Its settings are kept in the working copy, so that neither another course nor an earlier use of JupyterLab decides what a
    student meets; the tabs of last time are forgotten, and the extension opens home. It asks the network for nothing.
    """
    own = folder / ".jupyterlab"
    shutil.rmtree(own / "workspaces", ignore_errors=True)
    return ["--ServerApp.contents_manager_class=derisking.lab.contents.Contents", *settings(folder, extension(own))]


def settings(folder: Path, extensions: Path) -> list[str]:
    """The words alone; nothing is written. extensions: the folder that `extension` made."""
    own = folder / ".jupyterlab"
    return [
        f"--ServerApp.root_dir={folder}",
        f"--ContentsManager.hide_globs={[*HIDDEN]}",
        f"--LabApp.app_settings_dir={HERE / 'settings'}",
        f"--LabApp.extra_labextensions_path={extensions}",
        f"--LabApp.user_settings_dir={own / 'settings'}",
        f"--LabApp.workspaces_dir={own / 'workspaces'}",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--Application.log_level=ERROR",
    ]
