"""A package: a zip with a manifest that names its items and their files. One that is not valid is refused whole."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from accounts.archives import HostileArchiveError, archive_check
from question_bank.interchange.qti.bodies import Surroundings
from question_bank.interchange.qti.interactions import ForeignItem
from question_bank.interchange.qti.items import read_item
from question_bank.interchange.qti.naming import plainly_named, version_of
from question_bank.interchange.shape import Intake, InterchangeError, InterchangeQuestion, Unread
from question_bank.interchange.tagging import facts_from, tagged_question
from question_bank.interchange.xml_text import inner_text, local_name, namespace_of, parsed_xml

FORMAT = "qti"
MANIFEST = "imsmanifest.xml"
_ZIP = b"PK\x03\x04"
_ITEM_TYPES = ("imsqti_item_xml", "imsqti_apipitem_xml", "imsqti_sbacitem")
_TEST_TYPES = ("imsqti_test_xml", "imsqti_section_xml", "imsqti_apiptest_xml", "imsqti_apipsection_xml")


@dataclass(frozen=True, slots=True)
class _Resource:
    identifier: str
    type: str
    href: str
    files: tuple[str, ...]
    dependencies: tuple[str, ...]
    keywords: tuple[str, ...]
    entry: str


def read_qti(data: bytes) -> Intake:
    """Return the questions of an item or a package.

    Raises:
        InterchangeError: it is neither, or not a valid one.
    """
    if data.startswith(_ZIP):
        return _package(data)
    root = parsed_xml(data)
    try:
        return Intake(FORMAT, (_question(root, Surroundings(), where=""),))
    except ForeignItem as foreign:
        return Intake(FORMAT, (), (Unread(foreign.kind, root.get("identifier") or "", str(foreign)),))


def holds_manifest(data: bytes) -> bool:
    """Tell a package by its manifest, wherever in the zip it stands."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(posixpath.basename(name) == MANIFEST for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _package(data: bytes) -> Intake:
    files = _files(data)
    resources = _resources(files)
    questions, unread = [], []
    for resource in resources:
        where = f"{resource.identifier}（{resource.href}）"
        if resource.type.startswith(_TEST_TYPES):
            unread.append(Unread("assessmentTest", where, "试卷的结构不带入，请在组卷蓝图里另定"))
        if not resource.type.startswith(_ITEM_TYPES):
            continue
        try:
            questions.append(_item(resource, files, where))
        except ForeignItem as foreign:
            unread.append(Unread(foreign.kind, where, str(foreign)))
        except InterchangeError as error:
            raise InterchangeError(f"内容包不合规范，整包未导入。{where}：{error}") from error
    if not questions and not unread:
        raise InterchangeError("内容包里没有 QTI 试题。")
    return Intake(FORMAT, tuple(questions), tuple(unread))


def _files(data: bytes) -> dict[str, bytes]:
    try:
        archive_check(data)
    except HostileArchiveError as error:
        raise InterchangeError(str(error)) from error
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def _resources(files: Mapping[str, bytes]) -> list[_Resource]:
    if MANIFEST not in files:
        raise InterchangeError(f"内容包的最外层没有 {MANIFEST}，整包未导入。")
    root = parsed_xml(files[MANIFEST])
    if local_name(root) != "manifest" or "imscp" not in namespace_of(root):
        raise InterchangeError(f"{MANIFEST} 不是 IMS 内容包的清单，整包未导入。")
    manifest = plainly_named(root)
    holder = manifest.find("resources")
    if holder is None:
        raise InterchangeError(f"{MANIFEST} 里没有资源列表（resources），整包未导入。")
    resources = [_resource(element) for element in holder.findall("resource")]
    _refuse_broken(resources, files)
    return resources


def _resource(element: Element) -> _Resource:
    files = [file.get("href") or "" for file in element.findall("file")]
    keywords = [inner_text(word).strip() for word in element.findall("metadata/lom/general/keyword")]
    entry = element.find("metadata/lom/general/identifier/entry")
    return _Resource(
        identifier=element.get("identifier") or "",
        type=element.get("type") or "",
        href=_path(element.get("href") or ""),
        files=tuple(_path(file) for file in files if not urlsplit(file).scheme),
        dependencies=tuple(dependency.get("identifierref") or "" for dependency in element.findall("dependency")),
        keywords=tuple(filter(None, keywords)),
        entry=inner_text(entry).strip(),
    )


def _path(href: str) -> str:
    return posixpath.normpath(unquote(href)) if href else ""


def _refuse_broken(resources: list[_Resource], files: Mapping[str, bytes]) -> None:
    known: set[str] = set()
    for resource in resources:
        if not resource.identifier or resource.identifier in known:
            raise InterchangeError(f"清单里的资源编号“{resource.identifier}”缺失或重复，整包未导入。")
        known.add(resource.identifier)
        is_item = resource.type.startswith(_ITEM_TYPES)
        for path in [*([resource.href] if is_item else []), *resource.files]:
            if path not in files:
                raise InterchangeError(f"清单里的文件“{path or '（没有写 href）'}”不在包里，整包未导入。")
    for resource in resources:
        for dependency in resource.dependencies:
            if dependency not in known:
                raise InterchangeError(f"资源 {resource.identifier} 依赖的“{dependency}”不在清单里，整包未导入。")


def _item(resource: _Resource, files: Mapping[str, bytes], where: str) -> InterchangeQuestion:
    return _question(
        parsed_xml(files[resource.href]), Surroundings(files, resource.href), where=where, resource=resource
    )


def _question(
    root: Element, surroundings: Surroundings, *, where: str, resource: _Resource | None = None
) -> InterchangeQuestion:
    item = plainly_named(root)
    if item.tag != "assessmentItem" or not version_of(root):
        raise InterchangeError("不是 QTI 2.1、2.2 或 3.0 的试题（最外层应为 assessmentItem，并写明命名空间）")
    stimuli = tuple(_stimuli(item, surroundings))
    read = read_item(item, surroundings, stimuli)
    return tagged_question(
        read.content,
        facts_from(resource.keywords if resource else ()),
        category="",
        identifier=(resource.entry if resource else "") or item.get("label") or item.get("identifier") or "",
        where=where or item.get("title") or item.get("identifier") or "",
        notes=read.notes,
        images=read.images,
    )


def _stimuli(item: Element, surroundings: Surroundings) -> list[Element]:
    """Return the bodies of the texts that an item of 3.0 shares with others."""
    bodies = []
    for reference in item.findall("assessmentStimulusRef"):
        data = surroundings.file(reference.get("href") or "")
        if data is None:
            raise InterchangeError(f"共用材料“{reference.get('href')}”不在包里")
        body = plainly_named(parsed_xml(data)).find("stimulusBody")
        if body is None:
            raise InterchangeError(f"共用材料“{reference.get('href')}”没有正文")
        bodies.append(body)
    return bodies
