"""Lay files ready that a visitor can upload."""

from __future__ import annotations

from exam_site.demo.loading.days import DemoDays
from exam_site.demo.samples import sample_files, sample_folder


def samples_load(_days: DemoDays) -> str:
    """Write the files anew: they are as they should be, whatever a visitor did with them."""
    folder = sample_folder()
    folder.mkdir(parents=True, exist_ok=True)
    files = sample_files()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return f"{len(files)} 个文件，在 {folder}"
