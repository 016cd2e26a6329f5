"""Where a server listens, and the addresses under which others on the network reach it."""

import errno
import ipaddress
import socket
from contextlib import suppress

from coach.errors import MachineError, Problem

LOOPBACK = ("127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")
DEFAULT_PORT = 8000
BACKLOG = 128
_REMOTE = ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254", "2001:db8::1")
"""Addresses that are only looked up, to learn from which of ours one goes there."""


def open_sockets(port: int, *, lan: bool) -> list[socket.socket]:
    """Return sockets that listen on this machine alone or, with `lan`, on its network.

    For IPv6 as well, where that is there. Raises MachineError where the port cannot be had.
    """
    first, second = EVERYWHERE if lan else LOOPBACK
    opened = [_open_socket(socket.AF_INET, first, port)]
    if socket.has_ipv6:
        # It is an extra: without it, one comes by IPv4.
        with suppress(MachineError):
            opened.append(_open_socket(socket.AF_INET6, second, opened[0].getsockname()[1]))
    return opened


def _open_socket(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    try:
        one = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise MachineError(Problem(f"no socket can be opened: {error.strerror}")) from error
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind((host, port))
        one.listen(BACKLOG)
    except OSError as error:
        one.close()
        raise _explain(error, port) from error
    return one


def _explain(error: OSError, port: int) -> MachineError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", -1)):
        message = f"port {port} is in use, perhaps by another coach serve"
        return MachineError(Problem(message, hint=f"coach serve --port {_next_port(port)}"))
    if error.errno == errno.EACCES:
        message = f"port {port} may not be used by everybody"
        return MachineError(Problem(message, hint=f"coach serve --port {DEFAULT_PORT}"))
    return MachineError(Problem(f"port {port} cannot be used: {error.strerror or error}"))


def _next_port(port: int) -> int:
    """Return a port that is free now, the next above where there is one near."""
    for other in range(port + 1, min(port + 21, 65536)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind((LOOPBACK[0], other))
            return other
    return DEFAULT_PORT


def list_addresses() -> list[str]:
    """Return this machine's addresses on its networks, the one of the default route first."""
    found = [address for remote in _REMOTE if (address := _find_source(remote))]
    with suppress(OSError):
        infos = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
        found += [str(info[4][0]) for info in infos]
    return [one for one in dict.fromkeys(found) if _is_reachable(one)]


def _find_source(remote: str) -> str:
    """Return from which address this machine would go to another; nothing is sent."""
    family = socket.AF_INET6 if ":" in remote else socket.AF_INET
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((remote, 9))
        return str(probe.getsockname()[0])
    return ""


def _is_reachable(address: str) -> bool:
    """Return whether others on the network can be told an address."""
    if "%" in address:
        return False
    one = ipaddress.ip_address(address)
    return one.is_private and not (one.is_loopback or one.is_link_local or one.is_unspecified)


def format_url(address: str, port: int) -> str:
    """Return the address of a server as a browser takes it, with a slash at its end.

    >>> format_url("fd00::7", 8000), format_url("127.0.0.1", 80)
    ('http://[fd00::7]:8000/', 'http://127.0.0.1/')
    """
    host = f"[{address}]" if ":" in address else address
    return f"http://{host}/" if port == 80 else f"http://{host}:{port}/"
