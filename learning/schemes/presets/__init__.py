"""The five presets: what published accounts of five offices say, each as one scheme file."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
PRESETS = tuple(sorted(file.stem for file in _HERE.glob("*.yaml")))


def preset_text(key: str) -> str:
    """Return the text of a preset's file.

    Raises:
        KeyError: there is no preset of that key.
    """
    if key not in PRESETS:
        raise KeyError(key)
    return (_HERE / f"{key}.yaml").read_text(encoding="utf-8")
