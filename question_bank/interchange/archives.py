"""Zip files written the same way each time: no clock, no machine, entries in the order given."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: The first day that a zip can name.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, data)
    return out.getvalue()
