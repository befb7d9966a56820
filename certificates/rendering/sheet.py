"""What stands on a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit


@dataclass(frozen=True)
class CertificateSheet:
    """The words of one certificate, ready to print."""

    title: str
    number: str
    holder_name: str
    body: tuple[str, ...]
    """Paragraphs."""
    issuing_body: str
    issued_on: date
    verify_url: str
    """Opened by the QR code; its last part is the code that a person can type."""
    honorific: str = "同志"
    footer: str = ""
    is_specimen: bool = False
    """Marked as a sample, and without a code: there is nothing to verify."""

    def __post_init__(self) -> None:
        """Refuse a certificate that would be printed with a blank where something must stand."""
        required = REQUIRED_FIELDS if self.is_specimen else REQUIRED_FIELDS | PROOF_FIELDS
        blank = [label for name, label in required.items() if not "".join(getattr(self, name)).strip()]
        if blank:
            raise ValueError(f"证书内容不完整，缺少：{'、'.join(blank)}")

    @property
    def verify_code(self) -> str:
        return urlsplit(self.verify_url).path.rstrip("/").rpartition("/")[2]

    @property
    def day_of_issue(self) -> str:
        """The official style, without leading zeros: 2026年10月4日."""
        return f"{self.issued_on.year}年{self.issued_on.month}月{self.issued_on.day}日"


REQUIRED_FIELDS = {
    "title": "证书名称",
    "number": "证书编号",
    "holder_name": "姓名",
    "body": "正文",
    "issuing_body": "发证单位",
}
PROOF_FIELDS = {"verify_url": "查验网址"}
