"""What kind of image some bytes are, told by walking them from the first to the last: PNG, JPEG, GIF or WebP.

Nothing is decoded. A name or a declared type says nothing; what does not end where its format ends is refused.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

MAX_BYTES = 2 * 1024 * 1024
#: Beyond this a browser on a phone may give up.
MAX_SIDE = 8000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA


class ImageFileError(Exception):
    """The bytes are no image that a question may show; the message is for the trainer."""


@dataclass(frozen=True, slots=True)
class ImageKind:
    """What an image is, by its own word."""

    media_type: str
    width: int
    height: int


def image_kind(data: bytes) -> ImageKind:
    """Return what kind of image the bytes are.

    Raises:
        ImageFileError: too large, cut short, or nothing of the four kinds.
    """
    if len(data) > MAX_BYTES:
        raise ImageFileError("图片超过 2 MB，请缩小后再插入。")
    for begins, media_type, measure in _KINDS:
        if begins(data):
            try:
                width, height = measure(data)
            except (struct.error, IndexError, ValueError) as error:
                raise ImageFileError("图片不完整或已损坏，请重新保存后再插入。") from error
            if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
                raise ImageFileError(f"图片宽或高超过 {MAX_SIDE} 像素，请缩小后再插入。")
            return ImageKind(media_type, width, height)
    raise ImageFileError("只能插入 PNG、JPEG、GIF 或 WebP 图片（不支持 SVG、BMP 等）。")


def _measure_png(data: bytes) -> tuple[int, int]:
    place, size = len(_PNG), None
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IHDR":
            size = struct.unpack_from(">II", data, place + 8)
        place += 12 + length
        if kind == b"IEND" and size and place <= len(data):
            return size[0], size[1]
    raise ValueError("no end")


def _measure_jpeg(data: bytes) -> tuple[int, int]:
    place, size = 2, None
    while True:
        if data[place] != 0xFF:
            raise ValueError("no marker")
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _JPEG_BARE:
            place += 2
        elif marker == _START_OF_SCAN:
            if size is None or data.rfind(bytes([0xFF, _END_OF_IMAGE]), place) < 0:
                raise ValueError("no end")
            return size
        else:
            if marker in _JPEG_SIZES:
                height, width = struct.unpack_from(">HH", data, place + 5)
                size = (width, height)
            place += 2 + struct.unpack_from(">H", data, place + 2)[0]


def _measure_gif(data: bytes) -> tuple[int, int]:
    if not data.rstrip(b"\0").endswith(b";"):
        raise ValueError("no trailer")
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _measure_webp(data: bytes) -> tuple[int, int]:
    if struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise ValueError("cut short")
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L":
        packed = struct.unpack_from("<I", data, 21)[0]
        return 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("unknown form")


_KINDS: tuple[tuple[Callable[[bytes], bool], str, Callable[[bytes], tuple[int, int]]], ...] = (
    (lambda data: data.startswith(_PNG), "image/png", _measure_png),
    (lambda data: data.startswith(b"\xff\xd8\xff"), "image/jpeg", _measure_jpeg),
    (lambda data: data[:6] in {b"GIF87a", b"GIF89a"}, "image/gif", _measure_gif),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", "image/webp", _measure_webp),
)
