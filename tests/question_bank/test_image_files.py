from __future__ import annotations

import struct

import pytest

from question_bank.image_files import MAX_BYTES, ImageFileError, ImageKind, image_kind
from tests.factories.question_bank import png_bytes

GIF = b"GIF89a" + struct.pack("<HH", 3, 2) + b"\0\0\0" + b",body" + b";"
JPEG = (
    b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"JF"
    b"\xff\xc0" + struct.pack(">HBHH", 9, 8, 2, 3) + b"\0\0"
    b"\xff\xda" + struct.pack(">H", 2) + b"data\xff\xd9"
)
WEBP = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\2\0\0" + b"\1\0\0"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(png_bytes(width=3, height=2), "image/png"), (GIF, "image/gif"), (JPEG, "image/jpeg"), (WEBP, "image/webp")],
)
def test_image_kind_is_told_by_the_bytes(data, media_type):
    assert image_kind(data) == ImageKind(media_type, 3, 2)


@pytest.mark.parametrize("data", [png_bytes(), GIF, JPEG, WEBP])
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_image_kind_refuses_what_is_cut_short(data, kept):
    with pytest.raises(ImageFileError):
        image_kind(data[: int(len(data) * kept)])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>', "不支持 SVG"),
        (b"<html>", "只能插入"),
        (b"BM\0\0", "只能插入"),
        (b"", "只能插入"),
        (png_bytes(width=9000), "超过 8000 像素"),
        (png_bytes(width=0), "超过 8000 像素"),
        (png_bytes() + b"\0" * MAX_BYTES, "超过 2 MB"),
    ],
)
def test_image_kind_refuses_all_else(data, sentence):
    with pytest.raises(ImageFileError, match=sentence):
        image_kind(data)
