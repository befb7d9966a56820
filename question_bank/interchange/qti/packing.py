"""Questions as a package: an item each, the images that they show, and a manifest with what QTI itself cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from question_bank.content import check_content, plain_text
from question_bank.interchange.archives import zipped
from question_bank.interchange.images import carried_images, file_name, without_images
from question_bank.interchange.qti.dialects import QTI_21, QTI_22, QTI_30, Dialect
from question_bank.interchange.qti.packages import MANIFEST
from question_bank.interchange.qti.writing import ItemWriter
from question_bank.interchange.settling import one_line, settled
from question_bank.interchange.shape import Export, InterchangeQuestion, LossLedger
from question_bank.interchange.tagging import tags_of
from question_bank.interchange.xml_text import lines, tag, text_tag

_TITLE_LENGTH = 60
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_qti_21(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return a package of QTI 2.1."""
    return _package(questions, QTI_21)


def write_qti_22(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return a package of QTI 2.2."""
    return _package(questions, QTI_22)


def write_qti_30(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return a package of QTI 3.0."""
    return _package(questions, QTI_30)


def _package(questions: Sequence[InterchangeQuestion], dialect: Dialect) -> Export:
    ledger, items, images, resources = LossLedger(), {}, {}, []
    for question in ledger.each(questions):
        shown = _shown(question, ledger)
        if check_content(shown.content):
            ledger.lose("试题不完整，未导出", is_whole=True)
            continue
        name = f"Q{ledger.question:05d}"
        files = {f"images/{file_name(sha256, data)}": data for sha256, data in shown.images.items()}
        images.update(files)
        items[f"items/{name}.xml"] = _item(shown, name, dialect)
        resources.append(_resource(shown, name, list(files), dialect))
    manifest = f"{_DECLARATION}{_manifest(resources, dialect)}\n".encode()
    return Export(zipped({MANIFEST: manifest, **items, **dict(sorted(images.items()))}), ledger.report)


def _shown(question: InterchangeQuestion, ledger: LossLedger) -> InterchangeQuestion:
    images = carried_images(question)
    content, lost = without_images(question.content, images)
    if lost:
        ledger.lose("图片：题库里没有这个文件")
    if any(citation.quoted for citation in question.citations):
        ledger.lose("依据的引文")
    if question.content.is_order_free:
        ledger.lose("不分先后：别的系统会按次序判分")
    return replace(question, content=settled(content), images=images)


def _title(question: InterchangeQuestion) -> str:
    bare, _count = without_images(question.content)
    return one_line(plain_text(bare.stem, bare.markup))[:_TITLE_LENGTH].strip() or "-"


def _item(question: InterchangeQuestion, name: str, dialect: Dialect) -> bytes:
    writer = ItemWriter(dialect, question.images)
    label = one_line(question.identifier)
    item = writer.written(question.content, identifier=name, title=_title(question), label=label)
    return f"{_DECLARATION}{item}\n".encode()


def _resource(question: InterchangeQuestion, name: str, images: list[str], dialect: Dialect) -> str:
    href = f"items/{name}.xml"
    files = [tag("file", {"href": path}) for path in [href, *images]]
    attributes = {"identifier": name, "type": dialect.item_type, "href": href}
    return tag("resource", attributes, lines(tag("metadata", None, lines(_metadata(question))), files))


def _metadata(question: InterchangeQuestion) -> str:
    """Return what else is known of a question, as tags: QTI has no word for difficulty or authority."""
    keywords = tags_of(question, implied=question.content.type, topics=question.topics)
    entry = one_line(question.identifier)
    identifier = [_lom("identifier", lines(_lom("entry", escape(entry))))] if entry else []
    general = [
        *identifier,
        _lom("title", _string(_title(question))),
        *(_lom("keyword", _string(keyword)) for keyword in keywords),
    ]
    return _lom("lom", lines(_lom("general", lines(general))))


def _lom(name: str, body: str) -> str:
    return tag(f"imsmd:{name}", None, body)


def _string(text: str) -> str:
    return text_tag("imsmd:string", text)


def _manifest(resources: list[str], dialect: Dialect) -> str:
    metadata = lines(text_tag("schema", dialect.package_schema), text_tag("schemaversion", dialect.package_version))
    body = lines(tag("metadata", None, metadata), tag("organizations"), tag("resources", None, lines(resources)))
    return tag("manifest", {"identifier": "JIJIKAO", **dialect.manifest_attributes()}, body)
