"""A photo of a handwritten page: from a phone's file to one that is upright, no larger than needed, and says no more.

Where and with what it was taken stands in the file that a phone makes; it is left behind.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

#: Of one file as it comes.
MAX_BYTES = 15 * 1024 * 1024
#: A hundred megapixels: more than a phone takes, less than a machine chokes on.
MAX_PIXELS = 100_000_000
#: The longer side of what is kept, in pixels: handwriting is read well at that.
LONGER_SIDE = 2_000
MEDIA_TYPE = "image/jpeg"
_KINDS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80


class PhotoError(Exception):
    """The bytes are no photo that can be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept, a JPEG."""

    data: bytes
    width: int
    height: int


def readable_photo(data: bytes) -> Photo:
    """Return a photo turned upright and brought down to the size that is kept.

    Raises:
        PhotoError: it is too large, damaged, or of no kind that phones and scanners make.
    """
    if len(data) > MAX_BYTES:
        raise PhotoError("超过 15 MB，请缩小后再上传")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_KINDS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise PhotoError("像素太多，请缩小后再上传")
                image.draft("RGB", (LONGER_SIDE, LONGER_SIDE))
                upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoError("不是完整的 JPEG、PNG 或 WebP 照片") from error
    upright.thumbnail((LONGER_SIDE, LONGER_SIDE))
    kept = io.BytesIO()
    upright.save(kept, "JPEG", quality=_QUALITY)
    return Photo(kept.getvalue(), upright.width, upright.height)
