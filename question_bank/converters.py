"""What stands in addresses."""

from __future__ import annotations


class Sha256Converter:
    """The SHA-256 by which an image is named."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
