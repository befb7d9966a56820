"""The Config Key of a Safe Exam Browser configuration (safeexambrowser.org, developer documentation, "Config Key").

The key is the SHA-256 of the configuration written as one line of JSON of SEB's own kind: without `originatorVersion`
and empty dictionaries, keys in alphabetical order whatever their case, no white space and nothing escaped. A browser
sends with each request the SHA-256 of the request's address and that key. Whoever holds the configuration file can
compute as much: it tells a browser that was set up otherwise from one that was set up rightly, and proves nothing.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import plistlib
import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

MAX_BYTES = 2 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{64}")
#: Not a matter of configuration: which program wrote the file.
_NO_SETTING = "originatorVersion"
#: What stands before a configuration that only its own password or certificate opens.
_ENCRYPTED = (b"pswd", b"pwcc", b"pkhs", b"phsk")


class NotReadableError(Exception):
    """The file is no configuration that can be read; the message is for the organizer."""


def config_key(content: bytes) -> str:
    """Return the Config Key of a .seb file as 64 hexadecimal digits.

    Raises:
        NotReadableError: it is encrypted, too large or no configuration.
    """
    configuration = _configuration(_plain(content))
    return hashlib.sha256(_json(configuration).encode()).hexdigest()


def is_config_key(text: str) -> bool:
    """Tell whether a text can be a key."""
    return _KEY.fullmatch(text) is not None


def request_hash(url: str, key: str) -> str:
    """Return what a browser with that configuration sends for an address; its fragment does not count."""
    return hashlib.sha256((url.partition("#")[0] + key).encode()).hexdigest()


def _plain(content: bytes) -> bytes:
    """Unpack the layers that hide nothing: a prefix that says so, and gzip."""
    for _layer in range(3):
        if content[:4] in _ENCRYPTED:
            raise NotReadableError(
                "这个配置文件加了密，读不出来。请在 SEB 配置工具里另存为不加密的，或者直接填写 Config Key。"
            )
        if content[:4] == b"plnd":
            content = content[4:]
        elif content[:2] == b"\x1f\x8b":
            content = _unzipped(content)
    if len(content) > MAX_BYTES:
        raise NotReadableError("配置文件太大。")
    return content


def _unzipped(content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise NotReadableError("文件损坏，解不开。") from None


def _configuration(content: bytes) -> Mapping[str, Any]:
    try:
        read = plistlib.loads(content)
    except Exception as error:
        raise NotReadableError("这不是 Safe Exam Browser 的配置文件（.seb）。") from error
    if not isinstance(read, dict):
        raise NotReadableError("这不是 Safe Exam Browser 的配置文件（.seb）。")
    return {name: value for name, value in read.items() if name != _NO_SETTING}


def _json(value: Any) -> str:
    """Write a value as SEB does. On a tie of letters the lower case one comes first: allowWlan before allowWLAN."""
    match value:
        case dict():
            kept = {name: each for name, each in value.items() if not (isinstance(each, dict) and not each)}
            names = sorted(kept, key=lambda name: (name.lower(), name.swapcase()))
            line = "{" + ",".join(f'"{name}":{_json(kept[name])}' for name in names) + "}"
        case list():
            line = "[" + ",".join(map(_json, value)) + "]"
        case bool():
            line = "true" if value else "false"
        case int() | float():
            line = str(value)
        case bytes():
            line = f'"{base64.b64encode(value).decode()}"'
        case datetime():
            line = f'"{value.replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}"'
        case _:
            line = f'"{value}"'
    return line
