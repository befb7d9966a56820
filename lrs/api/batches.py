"""Statements as clients send them: one or a list, with or without attachments, checked before any is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lrs.api.calls import Call
from lrs.api.errors import bad_request
from lrs.services.storing import AttachmentData
from lrs.validation import InvalidError, Version, validate_statement
from lrs.validation.json_text import json_parse
from lrs.validation.multipart import Part, media_type_of, multipart_parse
from lrs.validation.signatures import check_signature, is_signature

_DIGESTS = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}


@dataclass(frozen=True)
class Batch:
    """Valid statements and the attachments that came along."""

    statements: list[dict[str, Any]]
    attachments: dict[str, AttachmentData] = field(default_factory=dict)


def read_batch(call: Call) -> Batch:
    """Return the statements of a request.

    Raises:
        ApiError: the body is of another type.
        InvalidError: a statement or attachment breaks a rule.
    """
    media_type, boundary = media_type_of(call.content_type)
    if media_type == "application/json":
        batch = Batch(_statements(call.envelope.body, call.version))
    elif media_type == "multipart/mixed":
        first, *others = multipart_parse(call.envelope.body, boundary)
        _check_first_part(first)
        batch = Batch(_statements(first.content, call.version), _attachments(others))
    else:
        raise bad_request("Content-Type 应为 application/json 或 multipart/mixed")
    _check_attachments(batch, call.version)
    return batch


def attachments_in(statement: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the attachments that a statement and its sub-statement declare, each with its place."""
    found = [(f"attachments[{place}]", each) for place, each in enumerate(statement.get("attachments", ()))]
    if statement["object"].get("objectType") == "SubStatement":
        found += [(f"object.{member}", each) for member, each in attachments_in(statement["object"])]
    return found


def _statements(raw: bytes, version: Version) -> list[dict[str, Any]]:
    value = json_parse(raw)
    statements: list[dict[str, Any]] = value if isinstance(value, list) else [value]
    for place, statement in enumerate(statements):
        validate_statement(statement, version, _place(place, statements))
    ids = [statement["id"].lower() for statement in statements if "id" in statement]
    if len(set(ids)) != len(ids):
        raise InvalidError("id", "同一批语句中编号重复")
    return statements


def _place(place: int, statements: Sequence[Any]) -> str:
    return f"statements[{place}]" if len(statements) > 1 else "statement"


def _check_first_part(part: Part) -> None:
    if media_type_of(part.headers.get("content-type", ""))[0] != "application/json":
        raise InvalidError("multipart", "第 1 段应为 application/json 的语句")


def _attachments(parts: Sequence[Part]) -> dict[str, AttachmentData]:
    """Return the attachment parts by their digest, which must be that of their bytes."""
    attachments = {}
    for place, part in enumerate(parts, start=2):
        where = f"multipart 第 {place} 段"
        digest = part.headers.get("x-experience-api-hash", "").lower()
        if not digest:
            raise InvalidError(where, "缺少 X-Experience-API-Hash")
        if part.headers.get("content-transfer-encoding", "").lower() != "binary":
            raise InvalidError(where, "Content-Transfer-Encoding 应为 binary")
        algorithm = _DIGESTS.get(len(digest))
        if algorithm is None or algorithm(part.content).hexdigest() != digest:
            raise InvalidError(where, "X-Experience-API-Hash 与内容不符")
        content_type = part.headers.get("content-type", "application/octet-stream")
        attachments[digest] = AttachmentData(digest, content_type, part.content)
    return attachments


def _check_attachments(batch: Batch, version: Version) -> None:
    """Refuse attachments that neither came along nor stand at an address, parts nobody declares, bad signatures."""
    declared = set()
    for place, statement in enumerate(batch.statements):
        for member, attachment in attachments_in(statement):
            digest = attachment["sha2"].lower()
            declared.add(digest)
            data = batch.attachments.get(digest)
            where = f"{_place(place, batch.statements)}.{member}"
            if data is None and ("fileUrl" not in attachment or is_signature(attachment)):
                raise InvalidError(where, "附件既没有随请求送来，也没有 fileUrl")
            if data is not None and is_signature(attachment):
                check_signature(statement, attachment, data.content, version, where)
    undeclared = batch.attachments.keys() - declared
    if undeclared:
        raise InvalidError("multipart", f"没有语句声明附件 {min(undeclared)}")
