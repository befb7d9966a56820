"""Keep documents for clients, several of which may write the same one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from lrs.models import Document
from lrs.selectors import DocumentScope, documents_in
from lrs.validation import InvalidError
from lrs.validation.json_text import json_parse, json_text

_ETAG = re.compile(r'"([^"]*)"')


class PreconditionFailedError(Exception):
    """The document is not in the state the client supposed."""

    def __init__(self) -> None:
        super().__init__("文档已有变化，与 If-Match 或 If-None-Match 不符；请重新读取后再写")


class PreconditionMissingError(Exception):
    """The client would overwrite a document without saying which state of it it knows."""

    def __init__(self) -> None:
        super().__init__("文档已存在；请先读取，再以 If-Match 带上其 ETag 写入，或以 If-None-Match: * 只作新建")


@dataclass(frozen=True)
class Precondition:
    """The If-Match and If-None-Match header fields as they came."""

    if_match: str | None = None
    if_none_match: str | None = None

    def __bool__(self) -> bool:
        return self.if_match is not None or self.if_none_match is not None

    def check(self, document: Document | None) -> None:
        """Refuse to go on with a document that is not as supposed.

        Raises:
            PreconditionFailedError: as said.
        """
        etag = document.etag if document else None
        if self.if_match is not None and not _names(self.if_match, etag):
            raise PreconditionFailedError
        if self.if_none_match is not None and _names(self.if_none_match, etag):
            raise PreconditionFailedError


@dataclass(frozen=True)
class DocumentData:
    """A document's bytes and what they are."""

    content: bytes
    content_type: str

    @property
    def is_json(self) -> bool:
        """Whether it says that it is JSON."""
        return self.content_type.partition(";")[0].strip().lower() == "application/json"


def document_put(
    *,
    scope: DocumentScope,
    document_id: str,
    data: DocumentData,
    precondition: Precondition,
    now: datetime,
    must_know: bool,
) -> None:
    """Write a document whole.

    Raises:
        PreconditionFailedError: the document is not as supposed.
        PreconditionMissingError: it exists, `must_know` is set and nothing was supposed.
    """
    with transaction.atomic():
        document = _held(scope, document_id)
        precondition.check(document)
        if document is not None and must_know and not precondition:
            raise PreconditionMissingError
        _write(scope, document_id, document, data, now)


def document_merge(
    *, scope: DocumentScope, document_id: str, data: DocumentData, precondition: Precondition, now: datetime
) -> None:
    """Write the members of a JSON object over those of the document; where there is none, write it whole.

    Raises:
        PreconditionFailedError: the document is not as supposed.
        InvalidError: the document or what is to be merged into it is not a JSON object.
    """
    with transaction.atomic():
        document = _held(scope, document_id)
        precondition.check(document)
        if document is not None:
            data = _merged(DocumentData(bytes(document.content), document.content_type), data)
        elif data.is_json:
            json_parse(data.content)
        _write(scope, document_id, document, data, now)


def document_delete(*, scope: DocumentScope, document_id: str, precondition: Precondition) -> None:
    """Delete one document; to delete none is no error.

    Raises:
        PreconditionFailedError: the document is not as supposed.
    """
    with transaction.atomic():
        document = _held(scope, document_id)
        precondition.check(document)
        if document is not None:
            document.delete()


def documents_delete(*, scope: DocumentScope) -> None:
    """Delete all documents of a scope."""
    documents_in(scope=scope).delete()


def _names(header: str, etag: str | None) -> bool:
    """Whether an If-Match or If-None-Match field names this state of a document, which may be that there is none."""
    if etag is None:
        return False
    return header.strip() == "*" or etag in _ETAG.findall(header)


def _held(scope: DocumentScope, document_id: str) -> Document | None:
    return Document.objects.select_for_update().filter(key=scope.document_key(document_id)).first()


def _merged(old: DocumentData, new: DocumentData) -> DocumentData:
    values = []
    for name, data in (("已有文档", old), ("所送文档", new)):
        if not data.is_json or not isinstance(value := json_parse(data.content), dict):
            raise InvalidError(name, "合并要求两者都是 application/json 的对象")
        values.append(value)
    return DocumentData(json_text(values[0] | values[1]).encode(), "application/json")


def _write(
    scope: DocumentScope, document_id: str, document: Document | None, data: DocumentData, now: datetime
) -> None:
    is_new = document is None
    document = document or Document(
        key=scope.document_key(document_id),
        office=scope.office,
        kind=scope.kind,
        scope_key=scope.key,
        registration=scope.registration,
        document_id=document_id,
    )
    document.content = data.content
    document.content_type = data.content_type
    # xAPI 1.0.3 part three, 3.1: the ETag is the hexadecimal SHA-1 digest of the contents.
    document.etag = hashlib.sha1(data.content, usedforsecurity=False).hexdigest()
    document.updated_at = now
    try:
        document.save(force_insert=is_new)
    except IntegrityError as error:
        # Somebody else made it since we looked.
        raise PreconditionFailedError from error
