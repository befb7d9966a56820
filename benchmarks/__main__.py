"""Run the benchmarks and print its figures; JSON under var/bench/. Ratios compare with a floor of the same run.

usage: python -m benchmarks [NAME ...]
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter

NAMES = ("taking", "certificates", "lrs", "imports", "suggesting", "amending", "bank", "duties")
#: Minutes long, and only worth reading from a machine that does nothing else.
BY_NAME = ("burst",)
OUT = Path(__file__).resolve().parent.parent / "var" / "bench"


def main(names: list[str]) -> int:
    """Run the named benchmarks, all but the longest where none is named."""
    unknown = set(names) - {*NAMES, *BY_NAME}
    if unknown:
        print(f"没有这个基准：{'、'.join(sorted(unknown))}；可用：{'、'.join(NAMES + BY_NAME)}")
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    for name in names or NAMES:
        begun = perf_counter()
        print(f"== {name}", flush=True)
        figures = import_module(f"benchmarks.{name}").run()
        for figure, value in figures.items():
            shown = f"{value:,.3f}" if isinstance(value, float) else value
            print(f"   {figure}: {shown}")
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        report = {"name": name, "at": stamp, "seconds": round(perf_counter() - begun, 1), "figures": figures}
        (OUT / f"{name}.json").write_text(json.dumps(report, ensure_ascii=False, indent=2), encoding="utf-8")
    print(f"写入 {OUT.relative_to(OUT.parent.parent)}/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
