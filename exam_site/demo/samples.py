"""Files for a visitor of the demo to upload: some hold something to put right, one amends the office's own policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml
from django.conf import settings

from exam_site.demo.amending import amended_policy
from exam_site.demo.documents import policy_docx, roster_xlsx
from exam_site.demo.office_files import WordFile
from exam_site.demo.sources import DemoCadre, load_office

_CONTENT = Path(__file__).parent / "content" / "samples"


def sample_folder() -> Path:
    """Return where the files lie ready."""
    folder: Path = settings.VAR_DIR / "demo"
    return folder


def _text(name: str) -> str:
    return (_CONTENT / name).read_text(encoding="utf-8")


def _sheet_docx(text: str) -> bytes:
    document = WordFile(title="组工讲堂试题", author=load_office().name, font_size=12, line_spacing=20)
    for line in text.splitlines():
        document.line(line)
    return document.to_bytes()


#: What makes each file, by its name: a policy, a question sheet that cites it, an amended policy, a roster.
SAMPLES: dict[str, Callable[[], bytes]] = {
    "组工讲堂管理规定（试行）.docx": lambda: policy_docx(_text("policy.md")),
    "组工讲堂试题.docx": lambda: _sheet_docx(_text("questions.txt")),
    "组工干部学习和考试管理办法（2026年修订）.docx": lambda: policy_docx(amended_policy()),
    "人员名单（新增和调动）.xlsx": lambda: roster_xlsx(
        DemoCadre(**row) for row in yaml.safe_load(_text("roster.yaml"))
    ),
}
