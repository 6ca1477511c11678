"""`derisking live`: open the room for one lesson's hour, until Ctrl+C."""

import argparse
import asyncio
import contextlib
import ipaddress
import random
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from derisking import arguments, places
from derisking.classroom import opening
from derisking.errors import UserError
from derisking.live import counts, moments
from derisking.live.room import Room
from derisking.live.server import Live, Server
from derisking.questions import bank

PORT = 8080  # short to type; the next free one where it is taken


def main(words: list[str] | None = None) -> int:
    """Hold the hour. Returns the exit code; raises UserError with a sentence."""
    options = arguments.parser("live").parse_args(words)
    lesson = bank.called(options.lesson)
    found = addresses()
    address = options.address or chosen(found)
    print(f"Preparing the moments of {lesson} ...", flush=True)
    room = Room(moments.of_lesson(lesson), random.SystemRandom())
    if options.resume:
        _resume(room, options.into)
    live = Live(room, moments.spoken, _keeper(options.into, lesson), _saver(options.into))
    live.addresses = list(dict.fromkeys([address, *found, "127.0.0.1"]))
    with opening.until_ctrl_c():
        asyncio.run(_hour(live, address, options))
    print("The hour is over, and nothing of it is kept but counts that you kept.")
    return 0


async def _hour(live: Live, address: str, options: argparse.Namespace) -> None:
    server = _served(live, address, options.port)
    root = places.checkout()
    with (
        opening.privately(root / "live-projector.html", "the projector") as show_projector,
        opening.privately(root / "live-desk.html", "the desk") as show_desk,
    ):
        here = f"http://127.0.0.1:{server.port}"
        print(f"Phones:    {live.address}")
        if options.no_browser:
            print(f"Desk:      {here}/desk#{live.secret}\nProjector: {here}/projector#{live.secret}")
        else:
            show_projector(f"{here}/projector#{live.secret}")
            show_desk(f"{here}/desk#{live.secret}")
        print(
            "Try it with one phone before class. If this computer asks whether Python may accept connections, allow it."
        )
        live.warm()
        if options.until_closed:
            tell = asyncio.get_running_loop().call_soon_threadsafe
            threading.Thread(target=lambda: (sys.stdin.read(), tell(live.end.set)), daemon=True).start()
        print("To end the hour: Ctrl+C here. Everything is forgotten then.", flush=True)
        try:
            await live.end.wait()
        finally:
            await server.close()


def _served(live: Live, address: str, port: int | None) -> Server:
    """The server at the port, or at the usual one and else a free one. Raises UserError."""
    for one in (PORT, 0) if port is None else (port,):
        try:
            return Server(live, address, one)
        except (OSError, OverflowError) as error:
            trouble = error
    remedy = "name another port with --port, or an address of this computer with --address"
    raise UserError(f"{address}, port {port or PORT}, cannot be used ({trouble}): {remedy}.")


def _keeper(folder: Path, lesson: str) -> Callable[[list[dict[str, Any]]], str]:
    def keep(rounds: list[dict[str, Any]]) -> str:
        if not rounds:
            return "No vote has five answers yet, so there is nothing to keep."
        try:
            path = counts.keep(folder, lesson, rounds)
        except (UserError, OSError) as error:
            return f"Not kept: {error}"
        return f"{len(rounds)} rounds kept in {path}: how many chose what, and no more. `report` shows them."

    return keep


def _saver(folder: Path) -> Callable[[dict[str, Any]], str]:
    def save(saved: dict[str, Any]) -> str:
        try:
            path = counts.save_talks(folder, saved)
        except (UserError, OSError) as error:
            return f"Not saved: {error}"
        return f"Saved in {path}. To go on another day: the same command, with --resume."

    return save


def _resume(room: Room, folder: Path) -> None:
    """Go on with a saved negotiation. Raises UserError."""
    saved = counts.saved_talks(folder)
    for moment in [one for one in room.moments.values() if one.game]:
        try:
            moment.game.resume(saved)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise UserError(f"{folder}: what was saved is no negotiation of this lesson. Leave out --resume.") from None
        return room.go(moment.id)
    raise UserError("This lesson has no negotiation: leave out --resume.")


# --- where phones find the room ------------------------------------------------------------------------------------------------


def addresses() -> list[str]:
    """This computer's addresses in local networks, that of the way out first."""
    there = [one.address for of in psutil.net_if_addrs().values() for one in of if one.family == socket.AF_INET]
    local = [one for one in there if not ipaddress.ip_address(one).is_loopback]
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(("192.0.2.1", 9))  # an address of nobody: this sends nothing, it only looks the way up
        first = way.getsockname()[0]
        local.sort(key=lambda one: one != first)
    return local


def chosen(found: list[str], ask: Callable[[str], str] | None = None) -> str:
    """The address to use: the only one, or what the teacher says. ask: as `input`; without a terminal the first counts."""
    if not found:
        print(
            "This computer is in no network, so no phone can get here: switch on its hotspot, or use the keys 1 to 9."
        )
        return "127.0.0.1"
    if len(found) == 1 or (ask is None and not sys.stdin.isatty()):
        return found[0]
    print("This computer has several network addresses. Which network are the phones in?")
    for number, one in enumerate(found, 1):
        print(f"  {number}  {one}" + (" (the way to the internet)" if number == 1 else ""))
    while True:
        said = (ask or input)("Number, or Enter for 1: ").strip() or "1"
        if said.isdecimal() and 1 <= int(said) <= len(found):
            return found[int(said) - 1]


if __name__ == "__main__":
    sys.exit(main())
