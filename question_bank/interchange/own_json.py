"""Our own JSON: everything there is to a question, nothing lost. What a later version adds, this one refuses."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from question_bank.content import (
    ContentError,
    Markup,
    Option,
    Part,
    QuestionContent,
    clean_html,
    content_images,
    from_json,
    is_texts,
    to_json,
)
from question_bank.interchange.images import carried_images, image_name, media_type
from question_bank.interchange.shape import (
    CitationText,
    Export,
    Intake,
    InterchangeError,
    InterchangeQuestion,
    LossLedger,
    Unread,
)

FORMAT = "json"
MARK = "jijikao-questions"
_VERSION = 1
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def write_json(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return the questions as JSON; only an image whose bytes are not there is lost."""
    ledger, entries, images = LossLedger(), [], {}
    for question in ledger.each(questions):
        shown = replace(question, content=_cleaned(question.content))
        carried = carried_images(shown)
        if set(content_images(shown.content)) - carried.keys():
            ledger.lose("图片：题库里没有这个文件")
        images.update(carried)
        entries.append(_entry(shown))
    document = {
        "format": MARK,
        "version": _VERSION,
        "questions": entries,
        "images": {name: _image(data) for name, data in sorted(images.items())},
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    # A lone surrogate cannot be UTF-8; written as \udXXX it is JSON all the same.
    return Export(f"{text}\n".encode(errors="backslashreplace"), ledger.report)


def read_json(data: bytes) -> Intake:
    """Return the questions of a file that `write_json` wrote; a faulty one is told, the rest is read.

    Raises:
        InterchangeError: it is no such file.
    """
    document = _document(data)
    images = _images(document.get("images", {}))
    questions, unread = [], []
    for number, entry in enumerate(document["questions"], start=1):
        where = f"第 {number} 题"
        try:
            questions.append(_question(entry, images, where))
        except (ContentError, InterchangeError) as error:
            unread.append(Unread("question", where, str(error)))
    return Intake(FORMAT, tuple(questions), tuple(unread))


def looks_like_own_json(data: bytes) -> bool:
    """Tell our own file by its first words."""
    return f'"format": "{MARK}"'.encode() in data[:200]


def _entry(question: InterchangeQuestion) -> dict[str, Any]:
    return {
        "identifier": question.identifier,
        "content": to_json(question.content),
        "topics": list(question.topics),
        "tags": list(question.tags),
        "difficulty": question.difficulty,
        "citations": [
            {
                "document": citation.document,
                "label": citation.label,
                "path": citation.path,
                "quoted": citation.quoted,
            }
            for citation in question.citations
        ],
    }


def _image(data: bytes) -> dict[str, str]:
    return {"media_type": media_type(data), "data": base64.b64encode(data).decode()}


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = _storable(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise InterchangeError("不是完好的 JSON 文件。") from error
    if (
        not isinstance(document, dict)
        or document.get("format") != MARK
        or not isinstance(document.get("questions"), list)
    ):
        raise InterchangeError("不是本系统导出的试题 JSON。")
    if document.get("version") != _VERSION:
        raise InterchangeError("这份 JSON 的版本不认识，可能出自更新的系统。")
    return document


def _storable(value: Any) -> Any:
    """Return data whose texts a database can hold, however deep they stand."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(part) for name, part in value.items()}
    return value


def _images(value: object) -> dict[str, bytes]:
    if not isinstance(value, Mapping):
        raise InterchangeError("图片（images）应为一组字段。")
    images = {}
    for name, entry in value.items():
        try:
            data = base64.b64decode(entry["data"], validate=True)
        except (TypeError, KeyError, ValueError, binascii.Error) as error:
            raise InterchangeError(f"图片 {str(name)[:12]} 的数据不完好。") from error
        if image_name(data) != name or not media_type(data):
            raise InterchangeError(f"图片 {str(name)[:12]} 与它的名称不符，或不是图片。")
        images[name] = data
    return images


def _question(entry: object, images: dict[str, bytes], where: str) -> InterchangeQuestion:
    if not isinstance(entry, Mapping) or "content" not in entry:
        raise InterchangeError("没有试题内容（content）")
    content = _cleaned(from_json(entry["content"]))
    used = content_images(content)
    missing = ("有图片没有带入（不在文件里）",) if set(used) - images.keys() else ()
    return InterchangeQuestion(
        content=content,
        topics=_texts(entry, "topics"),
        tags=_texts(entry, "tags"),
        difficulty=_text(entry, "difficulty"),
        citations=tuple(map(_citation, entry.get("citations", []))),
        identifier=_text(entry, "identifier"),
        images={name: images[name] for name in used if name in images},
        where=where,
        notes=missing,
    )


def _citation(value: object) -> CitationText:
    if not isinstance(value, Mapping):
        raise InterchangeError("依据（citations）应为一组字段")
    return CitationText(*(_text(value, name) for name in ("document", "label", "path", "quoted")))


def _text(entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise InterchangeError(f"{name} 应为文字")
    return value


def _texts(entry: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = entry.get(name, [])
    if not is_texts(value):
        raise InterchangeError(f"{name} 应为一列文字")
    return tuple(value)


def _cleaned(content: QuestionContent) -> QuestionContent:
    """Return the content with HTML as a question may hold it; whoever wrote the file may not be us."""
    parts = tuple(Part(_cleaned(part.content), part.weight) for part in content.parts)
    if content.markup is not Markup.HTML:
        return replace(content, parts=parts)
    clean: Callable[[str], str] = _clean_for_good
    return replace(
        content,
        stem=clean(content.stem),
        explanation=clean(content.explanation),
        options=tuple(Option(option.id, clean(option.text)) for option in content.options),
        targets=tuple(Option(target.id, clean(target.text)) for target in content.targets),
        parts=parts,
    )


def _clean_for_good(text: str) -> str:
    """Clean until cleaning changes nothing: a <pre> that begins with line breaks loses one of them each time."""
    while (cleaned := clean_html(text)) != text:
        text = cleaned
    return text
