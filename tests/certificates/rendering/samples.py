"""A plain certificate, and ways to look at the PDF that comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2

from certificates.rendering import CertificateSheet

RARE_NAME_CHARACTERS = "㛃䶮㙓𬭎𠅤𣲗𬍡𫘧𪩘喆堃犇彧赟旻㬎㑇"


def make_sheet(**changes: Any) -> CertificateSheet:
    values: dict[str, Any] = {
        "title": "合格证书",
        "number": "JJK-2026-Q3-000127",
        "holder_name": "欧阳明",
        "body": ("在2026年第三季度“季季考”中成绩合格，特发此证。",),
        "issuing_body": "中共云岭县委组织部",
        "issued_on": date(2026, 10, 4),
        "verify_url": "https://exam.yunling.example/verify/7K3M-9QXT-2WNB-HJ5R-C/",
    }
    return CertificateSheet(**values | changes)


def read_lines(pdf: bytes, page: int = 0) -> list[str]:
    """Return a page's text as a reader copies it."""
    return pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range().splitlines()
