"""Office files are zip archives from strangers: judged first, then opened part by part."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from accounts.archives import HostileArchiveError, archive_check
from question_bank.provisions.word_xml import attribute, parse_xml
from question_bank.sheets.report import UnreadableSheet

_RELATIONSHIPS = "_rels/.rels"


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that was found harmless."""

    data: bytes
    names: frozenset[str]
    #: The name of the document itself, as the package's relationships give it; empty where they give none.
    main_part: str

    def holds(self, name: str) -> bool:
        """Say whether there is an entry of that name."""
        return name in self.names

    def read(self, name: str) -> bytes:
        """Inflate an entry."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)


def open_archive(data: bytes) -> Archive:
    """Return the archive, once its directory and all of its parts have been judged."""
    try:
        archive_check(data)
    except HostileArchiveError as error:
        raise UnreadableSheet(str(error)) from error
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = frozenset(archive.namelist())
        relationships = archive.read(_RELATIONSHIPS) if _RELATIONSHIPS in names else b""
    return Archive(data, names, _main_part(relationships))


def _main_part(relationships: bytes) -> str:
    if not relationships:
        return ""
    try:
        elements = parse_xml(relationships)
    except etree.XMLSyntaxError as error:
        raise UnreadableSheet("文件已损坏，无法打开。") from error
    for element in elements.iterchildren(tag=etree.Element):
        if (attribute(element, "Type") or "").endswith("/officeDocument"):
            return (attribute(element, "Target") or "").lstrip("/")
    return ""
