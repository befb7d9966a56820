"""Images in questions: named by the SHA-256 of their bytes, told apart by how these begin, never by a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import sha256

from question_bank.content import Option, Part, QuestionContent, content_images, image_names
from question_bank.image_files import ImageFileError, image_kind
from question_bank.interchange.shape import InterchangeQuestion

_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt=(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc=(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def media_type(data: bytes) -> str:
    """Return an image's media type; empty where it is none that a question may show."""
    try:
        return image_kind(data).media_type
    except ImageFileError:
        return ""


def image_name(data: bytes) -> str:
    """Return what names an image."""
    return sha256(data).hexdigest()


def file_name(name: str, data: bytes) -> str:
    """Return the file name under which an image travels."""
    return f"{name}.{_SUFFIXES[media_type(data)]}"


def without_images(content: QuestionContent, kept: Collection[str] = ()) -> tuple[QuestionContent, int]:
    """Return the content with each image but those kept replaced by what it is called, and how many there were."""
    lost = [name for name in content_images(content) if name not in kept]
    return (_changed(content, kept), len(lost)) if lost else (content, 0)


def carried_images(question: InterchangeQuestion) -> dict[str, bytes]:
    """Return the images of a question that a file can hold: those whose bytes are there and are an image."""
    used = content_images(question.content)
    return {
        name: question.images[name] for name in used if name in question.images and media_type(question.images[name])
    }


def with_named_images(text: str, found: Mapping[str, str], missing: list[str]) -> str:
    """Return HTML whose images are named by their bytes; `found` goes from the name in the file to that name."""

    def named(image: re.Match[str]) -> str:
        source = _SOURCE.search(image[0])
        written = source[1][1:-1] if source else ""
        if written.startswith("image:"):
            return image[0]
        if written in found and source:
            return f'{image[0][: source.start(1)]}"image:{found[written]}"{image[0][source.end(1) :]}'
        missing.append(written)
        return _described(image)

    return _IMAGE.sub(named, text)


def _described(image: re.Match[str]) -> str:
    alt = _ALT.search(image[0])
    said = (alt[1] or alt[2] or "").strip() if alt else ""
    return f"[图：{said}]" if said else "[图]"


def _changed(content: QuestionContent, kept: Collection[str]) -> QuestionContent:
    def bare(text: str) -> str:
        return _IMAGE.sub(lambda image: image[0] if set(image_names(image[0])) & set(kept) else _described(image), text)

    return replace(
        content,
        stem=bare(content.stem),
        explanation=bare(content.explanation),
        options=tuple(Option(option.id, bare(option.text)) for option in content.options),
        targets=tuple(Option(target.id, bare(target.text)) for target in content.targets),
        parts=tuple(Part(_changed(part.content, kept), part.weight) for part in content.parts),
    )
