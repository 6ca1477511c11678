"""Try on the hub's computer what its students will meet: the hook, a kernel, and whether two accounts are apart; and the room."""

import asyncio
import importlib.metadata
import importlib.util
import itertools
import json
import logging
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import types
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from derisking import places
from derisking.hub import spawn
from derisking.lab import copy

EACH = 220  # megabytes of a student's server with one lesson open, measured
LONGEST = 107 - len("/kernel--ipc-1") - 36  # letters of the folder in which a kernel's sockets lie


def main(root: Path, accounts: list[str]) -> int:
    """Print a line for each thing that was tried; 1 if one is to be mended."""
    bad = 0
    for good, words in itertools.chain(_folder(root), _memory(), _room(root), _tried(accounts)):
        print(f"{'ok  ' if good else 'MEND'}  {words}", flush=True)
        bad += not good
    return int(bad > 0)


def _folder(root: Path) -> Iterator[tuple[bool, str]]:
    """What can be seen in the shared folder."""
    found = {one.metadata["Name"] for one in importlib.metadata.distributions()}
    yield "jupyterhub" in found, "the environment has jupyterhub, of the hub's version"
    made = copy.made_of(root / spawn.SHARED / "pages")
    shown = places.digest(*copy.SHOWN_BY, root=root)
    fresh = bool(made) and all(one["shown"] == shown for one in made.values())
    yield fresh, f"{len(made)} pages are filled for all" + ("" if fresh else ": repeat python3 run.py hub")
    modules = [importlib.util.find_spec(name) for name in ("derisking.lab.copy", "jupyter_server", "pandas")]
    compiled = all(one and one.cached and Path(one.cached).exists() for one in modules)
    yield compiled, "the environment is compiled" + ("" if compiled else ": repeat python3 run.py hub")
    loose = [path for path in (root, *root.iterdir()) if path.stat().st_mode & 0o022]
    yield not loose, "others cannot write in the shared folder" + (f": chmod -R go-w {root}" if loose else "")


def _memory() -> Iterator[tuple[bool, str]]:
    """For how many students there is memory now."""
    lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines() if Path("/proc/meminfo").exists() else []
    free = [int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable")]
    for mb in free:
        yield True, f"{mb} MB of memory are free, which is enough for {mb // EACH} students with a lesson open"


def _room(root: Path) -> Iterator[tuple[bool, str]]:
    """Where there is a room: whether students cannot read its folder, and whether it answers when it is started as on the hub."""
    config = root / spawn.SHARED / "jupyterhub_config.py"
    found = re.search(r'"cwd": "(.+)"', config.read_text(encoding="utf-8")) if config.is_file() else None
    if not found:
        return
    folder = Path(found[1])
    owner = folder.owner()
    private = not folder.stat().st_mode & 0o077
    yield private, "students cannot read the room's folder" + ("" if private else f": chmod 700 {folder}")
    remedy = f": chown -R AN-ACCOUNT-OF-ITS-OWN {folder}" if owner == "root" else ""
    yield owner != "root" or not private, f"the room runs as {owner}{remedy}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        at = f"http://127.0.0.1:{free.getsockname()[1]}"
    given = {"JUPYTERHUB_SERVICE_URL": at, "JUPYTERHUB_SERVICE_PREFIX": "/services/room/", "DERISKING_ADDRESS": at}
    command = [str(folder / ".venv" / "bin" / "python"), "-P", "-m", "derisking.live.on_hub"]
    as_owner: dict[str, Any] = {} if os.geteuid() else {"user": owner, "group": folder.group(), "extra_groups": []}
    said = ""
    try:
        with subprocess.Popen(
            command, cwd=folder, env={"PATH": os.defpath, **given}, stderr=subprocess.PIPE, text=True, **as_owner
        ) as service:
            while service.poll() is None and "No room is open here" not in said:
                time.sleep(0.2)
                said = _asked(f"{at}/services/room/")
            service.terminate()
            said = said or (service.stderr.read().strip().rpartition("\n")[2] if service.stderr else "")
    except OSError as error:
        said = str(error)
    good = "No room is open here" in said
    yield good, "the room's service answers" + ("" if good else f", but for {said}: python3 run.py release in {folder}")


def _asked(address: str) -> str:
    """What a page says, or "" where nobody answers."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""


def _tried(accounts: list[str]) -> Iterator[tuple[bool, str]]:
    """The hook and a kernel, for these accounts or for whoever runs this; and what the second can reach of the first."""
    with tempfile.TemporaryDirectory() as scratch:
        spawners = [_spawner(name) for name in accounts] or [_spawner("you", home_dir=str(Path(scratch) / "home"))]
        running: list[dict[str, Any]] = []
        for spawner in spawners:
            asyncio.run(spawn.seed(spawner))
            runtime = spawner.environment["JUPYTER_RUNTIME_DIR"]
            yield len(runtime) <= LONGEST, f"{runtime} is short enough for sockets"
            running.append(_start(spawner, "kernel"))
            mine, name = running[-1], spawner.user.name
            shared = Path(mine["package"]).is_relative_to(places.PACKAGE)
            yield shared, f"{name}: a kernel takes the course from the shared folder"
            yield mine["student"] == name, f"{name}: DERISKING_STUDENT is the account"
            yield mine["transport"] == "ipc", f"{name}: kernels talk over ipc"
        if len(spawners) == 2:
            closed = [running[0]["file"], running[0]["socket"], spawners[0].notebook_dir]
            reached = _start(spawners[1], "reach", *closed)["reached"]
            but = "".join(f", but {one}" for one in reached)
            yield not reached, f"{accounts[1]} reaches nothing of {accounts[0]}{but}"
        else:
            print("not tried: whether two accounts are apart (as root: --check ACCOUNT ACCOUNT)")
        for one in running:
            one["process"].communicate()


def _spawner(name: str, **more: Any) -> types.SimpleNamespace:
    """As much of a spawner as the hook looks at."""
    account, log = types.SimpleNamespace(name=name), logging.getLogger("derisking.hub")
    return types.SimpleNamespace(user=account, args=[], environment={}, notebook_dir="", log=log, **more)


def _start(spawner: Any, *words: str) -> dict[str, Any]:
    """Let the account do something of this file; returns what it printed, and its process."""
    home = str(spawn.home(spawner))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "derisking.hub.check", *words],
        cwd=home, env={"PATH": os.defpath, "HOME": home, **spawner.environment},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **spawn.account(spawner),
    )  # fmt: skip
    return json.loads(process.stdout.readline()) | {"process": process}


def kernel() -> dict[str, str]:
    """Start a kernel as a student's server does, and ask it where it is."""
    from jupyter_client.manager import KernelManager

    place = Path(os.environ["JUPYTER_RUNTIME_DIR"], f"kernel-{uuid.uuid4()}.json")  # as a server names it
    manager = KernelManager(transport="ipc", connection_file=str(place))
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    heard: list[str] = []
    ask = "import os, json, derisking; print(json.dumps([derisking.__file__, os.environ.get('DERISKING_STUDENT')]))"
    client.execute_interactive(ask, output_hook=lambda told: heard.append(told["content"].get("text", "")))
    package, student = json.loads("".join(heard))
    where = f"{manager.ip}-{manager.shell_port}"
    about = {"transport": manager.transport, "file": manager.connection_file, "socket": where}
    return {"package": package, "student": student} | about


def reach(*paths: str) -> dict[str, list[str]]:
    """Which of these can be opened, listed or connected to."""
    reached = []
    for path in paths:
        with socket.socket(socket.AF_UNIX) as way:
            for attempt in (way.connect, os.listdir, lambda path: Path(path).read_bytes()):
                try:
                    attempt(path)
                    reached.append(path)
                except OSError:
                    continue
    return {"reached": reached}


if __name__ == "__main__":
    print(json.dumps(kernel() if sys.argv[1] == "kernel" else reach(*sys.argv[2:])), flush=True)
    sys.stdin.read()
