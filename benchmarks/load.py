"""A load generator that costs little: prepared requests over kept connections, one asyncio loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What was measured: requests a second, and the 95th percentile in milliseconds."""

    requests: int
    seconds: float
    p95_ms: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return a request ready to be sent."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method in {"POST", "PUT"}:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def put_load(
    port: int, streams: Sequence[Iterator[bytes]], seconds: float | None = None, *, per_second: float | None = None
) -> Load:
    """Let each stream send its requests one after the other, until it ends or the time is over.

    With `per_second` all streams together send at that pace, whether or not the answers keep up; a request that had to
    wait for the one before it is counted from when it was due.
    """
    return asyncio.run(_put_load(port, streams, seconds, len(streams) / per_second if per_second else 0.0))


def fetch(port: int, requests: Sequence[bytes]) -> list[bytes]:
    """Send each request once, over one connection, and return the bodies."""

    async def fetch_all() -> list[bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        bodies = []
        for request in requests:
            writer.write(request)
            bodies.append(await _read_response(reader))
        writer.close()
        return bodies

    return asyncio.run(fetch_all())


async def _put_load(port: int, streams: Sequence[Iterator[bytes]], seconds: float | None, every: float) -> Load:
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in streams]
    begun = time.perf_counter()
    is_over = (lambda: time.perf_counter() - begun >= seconds) if seconds else (lambda: False)
    lanes = [
        # Spread over the interval, so that a pace is a stream and not a row of bursts.
        _send(*connection, stream, is_over, _Pace(begun + every * lane / len(streams), every))
        for lane, (connection, stream) in enumerate(zip(connections, streams, strict=True))
    ]
    times = await asyncio.gather(*lanes)
    elapsed = time.perf_counter() - begun
    for _reader, writer in connections:
        writer.close()
    latencies = sorted(each for own in times for each in own)
    return Load(len(latencies), elapsed, latencies[int(len(latencies) * 0.95)] * 1000)


class _Pace:
    """When the next request of a stream is due; at once where there is no interval."""

    def __init__(self, due: float, every: float) -> None:
        self._due, self._every = due, every

    async def wait(self) -> float:
        """Return the moment from which the next request counts, once it has come."""
        now = time.perf_counter()
        if not self._every:
            return now
        due, self._due = self._due, self._due + self._every
        if due > now:
            await asyncio.sleep(due - now)
        return due


async def _send(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    stream: Iterator[bytes],
    is_over: Callable[[], bool],
    pace: _Pace,
) -> list[float]:
    times = []
    for request in stream:
        due = await pace.wait()
        if is_over():
            break
        writer.write(request)
        await _read_response(reader)
        times.append(time.perf_counter() - due)
    return times


async def _read_response(reader: asyncio.StreamReader) -> bytes:
    """Return the body, or stop: a benchmark of refusals says nothing."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    body = await reader.readexactly(length)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{head.decode()}{body.decode()}")
    return body
