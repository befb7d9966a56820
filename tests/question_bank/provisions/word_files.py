"""Word documents for the tests, made with python-docx and, where it has no word for something, with its XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph


def word_file(*paragraphs: str) -> bytes:
    """Return a document of plain paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def add_list(document: WordDocument, number: int, levels: Iterable[str], overrides: str = "") -> None:
    """Define a list: each level is the XML inside its `w:lvl`."""
    numbering = document.part.numbering_part.element
    inside = "".join(f'<w:lvl w:ilvl="{index}">{level}</w:lvl>' for index, level in enumerate(levels))
    # The schema wants every abstractNum before the first num.
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inside}</w:abstractNum>'))
    add_use(document, number, number, overrides)


def add_use(document: WordDocument, use: int, number: int, overrides: str = "") -> None:
    """Define a use of a list, with what it overrides."""
    document.part.numbering_part.element.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{use}"><w:abstractNumId w:val="{number}"/>{overrides}</w:num>')
    )


def level(text: str, number_format: str, *, start: int = 1, extra: str = "") -> str:
    """Return the XML of a list's level."""
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{extra}<w:lvlText w:val="{text}"/>'


def numbered(document: WordDocument, text: str, use: int, index: int = 0) -> Paragraph:
    """Add a paragraph that Word numbers."""
    paragraph = document.add_paragraph(text)
    settings = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{index}"/><w:numId w:val="{use}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(settings))
    return paragraph


def repacked(data: bytes, **parts: bytes) -> bytes:
    """Return the file with parts replaced or added; `document` stands for word/document.xml."""
    replaced = {f"word/{name}.xml": content for name, content in parts.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, replaced.pop(name, None) or source.read(name))
        for name, content in replaced.items():
            packed.writestr(name, content)
    return target.getvalue()


def body_xml(data: bytes) -> bytes:
    """Return the XML of the document part."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read("word/document.xml")


def with_body(inside: str) -> bytes:
    """Return a document whose body is this XML."""
    data = word_file("。")
    body = re.sub(rb"<w:body>.*</w:body>", f"<w:body>{inside}</w:body>".encode(), body_xml(data), flags=re.DOTALL)
    return repacked(data, document=body)
