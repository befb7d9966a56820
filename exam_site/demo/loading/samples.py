"""Lay files ready that a visitor can upload."""

from __future__ import annotations

from exam_site.demo.loading.days import DemoDays
from exam_site.demo.samples import SAMPLES, sample_folder


def samples_load(_days: DemoDays) -> str:
    """Write the files that are not there."""
    folder = sample_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in SAMPLES.items():
        if not (folder / name).exists():
            (folder / name).write_bytes(make())
    return f"{len(SAMPLES)} 个文件，在 {folder}"
