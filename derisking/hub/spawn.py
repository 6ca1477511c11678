"""What the hub's own process calls before a student's server starts. It needs Python alone, whatever environment the hub has."""

import asyncio
import os
import subprocess
from pathlib import Path
from typing import Any

from derisking import places
from derisking.lab import start

PYTHON = str(places.PACKAGE.parent / ".venv" / "bin" / "python")
SHARED = Path("hub")  # in the shared folder: what all students' servers read
ARGUMENTS = ("--KernelManager.transport=ipc", "--ServerApp.jpserver_extensions={'derisking.hub.button': True}")


async def seed(spawner: Any) -> None:
    """The hook: the working copy is made or renewed, and the server is told of it. Raises RuntimeError with a sentence.

    A copy that is there already is enough: who has filled the disk gets in and can make room.
    """
    root = places.PACKAGE.parent
    folder = home(spawner) / places.WORKING_COPY
    own = [*start.settings(folder, root / SHARED / "labextensions"), *ARGUMENTS]
    spawner.args = [*(word for word in spawner.args if word not in own), *own]
    spawner.notebook_dir = str(folder)
    spawner.environment = {**spawner.environment, **variables(spawner.user.name, folder)}
    command = [PYTHON, "-P", "-m", "derisking.hub.seed", str(folder)]
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    environment = {"PATH": os.defpath, "HOME": str(folder.parent), "LANG": "C.UTF-8"}
    child = await asyncio.create_subprocess_exec(
        command[0], *command[1:], cwd="/", env=environment, **pipes, **account(spawner)
    )
    words = (await child.communicate())[0].decode(errors="replace").strip()
    if words:
        spawner.log.info("%s: %s", spawner.user.name, words)
    if child.returncode and not (folder / "home.ipynb").exists():
        error = RuntimeError(f"The course could not be copied into {folder}: {words.rpartition(chr(10))[2]}")
        error.jupyterhub_message = str(error)  # type: ignore[attr-defined]  # the hub shows it on its page
        raise error


def variables(student: str, folder: Path) -> dict[str, str]:
    """What a student's server and its kernels find in their environment. Sockets have short places: 107 letters are all they may have."""
    return {
        "DERISKING_STUDENT": student,
        "IPYTHONDIR": str(folder / ".jupyterlab" / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_RUNTIME_DIR": str(folder.parent / ".jupyter-run"),
    }


def home(spawner: Any) -> Path:
    """The student's home: what the spawner says, or else the account's."""
    if hasattr(spawner, "home_dir"):
        return Path(spawner.home_dir)
    import pwd

    return Path(pwd.getpwnam(spawner.user.name).pw_dir)


def account(spawner: Any) -> dict[str, Any]:
    """So that files are the student's, and no link in a home leads a mighty process astray: the child is that account."""
    if hasattr(spawner, "home_dir") or os.geteuid():
        return {}
    import pwd

    account = pwd.getpwnam(spawner.user.name)
    groups = os.getgrouplist(account.pw_name, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": groups, "umask": 0o077}
