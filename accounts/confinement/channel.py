"""Messages between the parent and its keeper: a call's own socket, and which module to have at hand for it."""

from __future__ import annotations

import socket
import struct

_LENGTH = struct.Struct(">Q")
_CHUNK = 1 << 20


class BrokenChannelError(Exception):
    """The other side has gone, or does not speak as agreed."""


def send_call(control: socket.socket, call: socket.socket, module: str) -> None:
    """Hand the keeper a call's socket, and the name of the module it will need."""
    name = module.encode()
    socket.send_fds(control, [bytes([len(name)])], [call.fileno()])
    control.sendall(name)


def receive_call(control: socket.socket) -> tuple[socket.socket, str] | None:
    """Return the next call's socket and module; None where the parent has gone."""
    length, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not length or not descriptors:
        return None
    return socket.socket(fileno=descriptors[0]), _exactly(control, length[0]).decode()


def send_message(call: socket.socket, data: bytes) -> None:
    """Send a whole message."""
    call.sendall(_LENGTH.pack(len(data)))
    call.sendall(data)


def receive_message(call: socket.socket, most: int) -> bytes:
    """Return a whole message.

    Raises:
        BrokenChannelError: it is longer than allowed, or ends too early.
    """
    (length,) = _LENGTH.unpack(_exactly(call, _LENGTH.size))
    if length > most:
        raise BrokenChannelError("too long")
    return _exactly(call, length)


def _exactly(source: socket.socket, length: int) -> bytes:
    chunks: list[bytes] = []
    missing = length
    while missing:
        chunk = source.recv(min(missing, _CHUNK))
        if not chunk:
            raise BrokenChannelError("ended early")
        chunks.append(chunk)
        missing -= len(chunk)
    return b"".join(chunks)
