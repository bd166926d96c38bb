"""XML-RPC over a unix socket, as supervisord speaks it."""

import http.client
import socket
import xmlrpc.client
from pathlib import Path
from typing import Any


class UnixTransport(xmlrpc.client.Transport):
    """Sends every call to the socket at `path`, whatever host the URL names."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._only = _UnixConnection(path)

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        """The one connection, which opens itself when it is used; the base class closes it after an error."""
        self._connection = host, self._only
        return self._only


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self._path))
