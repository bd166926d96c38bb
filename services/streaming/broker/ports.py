"""Ports that nobody listens on."""

import socket


def free_port(wanted: int = 0) -> int:
    """The port that is wanted, if it is free, or any free one.

    Another process may take it before it is used: rare, and then the start fails clearly.
    """
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise OSError("this machine has no free TCP port")
