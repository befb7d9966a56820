"""A .docx as the parts it is made of, judged before anything is parsed."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from accounts.archives import HostileArchiveError, archive_check
from question_bank.provisions.problems import UnreadableDocument
from question_bank.provisions.word_xml import attribute, parse_xml

#: A part is held whole while it is read; 民法典 as .docx stays under a tenth of this.
MAX_PART_BYTES = 30_000_000

_OTHER_PACKAGES = {
    "xl/workbook.xml": "这是 Excel 表格，不是政策文件。",
    "ppt/presentation.xml": "这是演示文稿，请把文字复制到 Word 文档后再导入。",
    "OFD.xml": "这是 OFD 版式文件，请导入原来的 Word 文档。",
    "content.xml": "这是 OpenDocument 文档，请另存为 .docx 再导入。",
}


class WordPackage:
    """The parts of a Word document, found by their relationships, as Word itself finds them."""

    def __init__(self, data: bytes) -> None:
        try:
            archive_check(data)
        except HostileArchiveError as error:
            raise UnreadableDocument(str(error)) from error
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._sizes = {entry.filename: entry.file_size for entry in self._archive.infolist()}
        self._main_part = self._related("").get("officeDocument", "")
        if not self._main_part.startswith("word/"):
            refusals = (message for name, message in _OTHER_PACKAGES.items() if name in self._sizes)
            raise UnreadableDocument(next(refusals, "这是压缩包，不是 .docx 文档，请解压后导入里面的文件。"))
        self._companions = self._related(self._main_part)

    def body(self) -> bytes:
        """Return the XML of the document itself."""
        return self._read(self._main_part)

    def companion(self, kind: str) -> etree._Element | None:
        """Return the part of that kind (`styles`, `numbering`) that the document refers to."""
        return parse_xml(self._read(self._companions[kind])) if kind in self._companions else None

    def _read(self, name: str) -> bytes:
        if self._sizes[name] > MAX_PART_BYTES:
            raise UnreadableDocument("文档内容过多，已拒绝读取，请拆分后再导入。")
        return self._archive.read(name)

    def _related(self, part: str) -> dict[str, str]:
        """Return what a part (or, for "", the package) refers to, by the last word of the relationship's type."""
        folder, _, name = part.rpartition("/")
        relationships = posixpath.join(folder, "_rels", f"{name}.rels")
        if relationships not in self._sizes:
            return {}
        related = {}
        for element in parse_xml(self._read(relationships)):
            kind = (attribute(element, "Type") or "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, attribute(element, "Target") or "")).lstrip("/")
            if target in self._sizes:
                related[kind] = target
        return related
