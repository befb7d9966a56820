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


def put_load(port: int, streams: Sequence[Iterator[bytes]], seconds: float | None = None) -> Load:
    """Let each stream send its requests one after the other, until it ends or the time is over."""
    return asyncio.run(_put_load(port, streams, seconds))


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


async def _put_load(port: int, streams: Sequence[Iterator[bytes]], seconds: float | None) -> Load:
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in streams]
    begun = time.perf_counter()
    is_over = (lambda: time.perf_counter() - begun >= seconds) if seconds else (lambda: False)
    pairs = zip(connections, streams, strict=True)
    times = await asyncio.gather(*(_send(*connection, stream, is_over) for connection, stream in pairs))
    elapsed = time.perf_counter() - begun
    for _reader, writer in connections:
        writer.close()
    latencies = sorted(each for own in times for each in own)
    return Load(len(latencies), elapsed, latencies[int(len(latencies) * 0.95)] * 1000)


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stream: Iterator[bytes], is_over: Callable[[], bool]
) -> list[float]:
    times = []
    for request in stream:
        if is_over():
            break
        sent = time.perf_counter()
        writer.write(request)
        await _read_response(reader)
        times.append(time.perf_counter() - sent)
    return times


async def _read_response(reader: asyncio.StreamReader) -> bytes:
    """Return the body, or stop: a benchmark of refusals says nothing."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    body = await reader.readexactly(length)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{head.decode()}{body.decode()}")
    return body
