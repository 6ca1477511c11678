"""No network beyond this machine, in every Python that the tests start.
Python imports a module of this name by itself when its folder is on PYTHONPATH; tests/conftest.py puts it there, so kernels
and servers started by a test are covered too. A connection to another machine raises, and is written down in the file that
DERISKING_NETWORK_LOG names, so that a cell which swallows the error is found all the same."""

import ipaddress
import os
import socket
import sys

LOCAL_NAMES = {"", "localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"}


class NoNetwork(OSError):
    """Somebody tried to reach another machine."""


def is_local(host):
    """Whether a host name or address is this machine (or no host at all)."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    name = name.lower().strip("[]").partition("%")[0]
    if name in LOCAL_NAMES or name == socket.gethostname().lower():
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def refuse(host):
    """Write the attempt down and raise."""
    log = os.environ.get("DERISKING_NETWORK_LOG")
    if log:
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"{host}\n")
    raise NoNetwork(f"no network in tests: something tried to reach {host}")


def _guard(original):
    def guarded(self, *arguments):
        address = arguments[-1]  # connect(address), sendto(data, [flags,] address)
        if isinstance(address, tuple) and address and not is_local(address[0]):
            refuse(address[0])
        return original(self, *arguments)

    return guarded


def _guard_lookup(original):
    def guarded(host, *arguments, **options):
        if not is_local(host):
            refuse(host)
        return original(host, *arguments, **options)

    return guarded


def install():
    """Put the guard in place, once."""
    if getattr(socket, "_derisking_guard", False):
        return
    socket._derisking_guard = True
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guard(getattr(socket.socket, name)))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _guard_lookup(getattr(socket, name)))


install()
# As derisking.classroom does it for itself: jsonschema without its grammars of addresses starts nbgrader and servers a second sooner.
sys.modules.setdefault("rfc3987_syntax", None)
