"""Write policy documents: take a file in, correct what was read, confirm it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Self
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, confined
from accounts.models import Office, User
from question_bank.enums import VersionState
from question_bank.errors import DocumentError
from question_bank.models import DocumentVersion, PolicyDocument, Provision
from question_bank.provision_trees import CannotCorrectError, tree_corrected, tree_stored
from question_bank.provisions import (
    FlatProvision,
    ParsedPolicy,
    ParsedProvision,
    PolicySource,
    Problem,
    ProvisionKind,
    UnreadableDocument,
    numbering_doubts,
    read_policy,
    walk,
)
from question_bank.selectors import stored_provisions
from question_bank.services.amendments import amendment_prepare

#: What the columns hold; a source may say more.
_LONGEST_NAME = 200
_LONGEST_NUMBER = 100
_LONGEST_LABEL = 120
_LONGEST_SENTENCE = 500
_BATCH = 500


#: Those of the facts that are the version's own.
_VERSION_FACTS = ("number", "adopted_on", "effective_on", "repealed_on", "basis", "interpreter", "repeals")


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a trainer confirms about a version and its document."""

    title: str
    number: str = ""
    issuing_body: str = ""
    adopted_on: date | None = None
    effective_on: date | None = None
    repealed_on: date | None = None
    basis: str = ""
    interpreter: str = ""
    repeals: str = ""
    is_shared: bool = False

    @classmethod
    def of(cls, version: DocumentVersion) -> VersionFacts:
        """Return what was read from the file."""
        return cls(
            title=version.document.title,
            number=version.number,
            issuing_body=version.document.issuing_body,
            adopted_on=version.adopted_on,
            effective_on=version.effective_on,
            repealed_on=version.repealed_on,
            basis=version.basis,
            interpreter=version.interpreter,
            repeals=version.repeals,
            is_shared=version.document.is_shared,
        )


def policy_read(data: bytes, file_name: str) -> tuple[PolicySource, ParsedPolicy]:
    """Return a file's lines and what they say, read in a process of its own.

    Raises:
        DocumentError: it is not a text that can be read.
    """
    try:
        return confined(read_policy, data, file_name)
    except (UnreadableDocument, ConfinementError) as error:
        raise DocumentError(str(error)) from error


def document_import(
    *,
    office: Office,
    data: bytes,
    file_name: str,
    by: User,
    now: datetime,
    title: str | None = None,
    effective_on: date | None = None,
    document: PolicyDocument | None = None,
) -> DocumentVersion:
    """Return a draft version with all its provisions, of the document given, of that title, or of a new one.

    Raises:
        DocumentError: the file cannot be read, or was uploaded before.
    """
    source, policy = policy_read(data, file_name)
    digest = hashlib.sha256(data).hexdigest()
    name = (title or policy.title or PurePath(file_name).stem or _("未命名文件"))[:_LONGEST_NAME]
    with transaction.atomic():
        # The same file sent twice at once must not become two documents.
        Office.objects.select_for_update().get(pk=office.pk)
        _refuse_known_file(office, digest)
        if document is None:
            document = PolicyDocument.objects.get_or_create(
                office=office,
                title=name,
                defaults={"issuing_body": policy.issuing_body[:_LONGEST_NAME], "created_at": now},
            )[0]
        version = DocumentVersion.objects.create(
            document=document,
            number=policy.number[:_LONGEST_NUMBER],
            adopted_on=policy.adopted,
            effective_on=effective_on or policy.effective,
            repealed_on=policy.repealed,
            basis=policy.basis[:_LONGEST_SENTENCE],
            interpreter=policy.interpreter[:_LONGEST_NAME],
            repeals="、".join(policy.repeals)[:_LONGEST_SENTENCE],
            preamble=_storable(policy.preamble),
            closing=_storable(policy.closing),
            source_name=file_name[-_LONGEST_NAME:],
            source_digest=digest,
            source_lines=[_storable(line) for line in source.lines],
            problems=_as_json(policy.problems),
            uploaded_by=by,
            uploaded_at=now,
        )
        _store(version, policy.tree)
    return version


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a provision keeps when its version's rows are written anew: its public id, and who last corrected it."""

    uuid: UUID
    corrected_by_id: int | None
    corrected_at: datetime | None

    @classmethod
    def of(cls, version: DocumentVersion) -> list[Self]:
        rows = version.provisions.order_by("order")
        return [cls(*row) for row in rows.values_list("uuid", "corrected_by_id", "corrected_at")]


def provision_correct(
    *,
    provision: Provision,
    text: str,
    by: User,
    now: datetime,
    number: str | None = None,
    kind: ProvisionKind | None = None,
) -> DocumentVersion:
    """Set what a provision says, and if asked its number and kind; all that follows from it is worked out anew.

    A provision keeps its public id wherever it moves to, and tells who corrected it; the source stays as it was.

    Raises:
        DocumentError: the version is confirmed, or the correction leaves no sensible tree.
    """
    with transaction.atomic():
        version = _draft(provision.version)
        rows = stored_provisions(version)
        try:
            tree = tree_corrected(
                rows,
                provision.path,
                kind=kind or ProvisionKind(provision.kind),
                number=provision.number if number is None else number,
                text=text,
            )
        except CannotCorrectError as error:
            raise DocumentError(str(error)) from error
        before = tree_stored(rows)
        if tree == before:
            return version
        corrected = _Kept(provision.uuid, by.pk, now)
        kept = [corrected if one.uuid == provision.uuid else one for one in _Kept.of(version)]
        version.provisions.all().delete()
        _store(version, tree, kept)
        _doubt_anew(version, before, tree)
    return version


def version_confirm(
    *, version: DocumentVersion, by: User, now: datetime, facts: VersionFacts | None = None
) -> DocumentVersion:
    """Make a version one that questions can cite, and align it with the one before; without facts it stands as read.

    Raises:
        DocumentError: it is confirmed already, holds nothing, or its title belongs to another document.
    """
    with transaction.atomic():
        locked = _draft(version)
        if not locked.provisions.exists():
            raise DocumentError(_("这份文件没有读到条文，不能确认。"))
        facts = facts or VersionFacts.of(locked)
        _set_document(locked.document, facts)
        for name in _VERSION_FACTS:
            setattr(locked, name, getattr(facts, name))
        locked.state, locked.confirmed_at, locked.confirmed_by = VersionState.CONFIRMED, now, by
        locked.save(update_fields=[*_VERSION_FACTS, "state", "confirmed_at", "confirmed_by"])
        amendment_prepare(version=locked, now=now)
    return locked


def version_discard(*, version: DocumentVersion) -> None:
    """Throw a draft away, and its document if nothing else is left of it.

    Raises:
        DocumentError: the version is confirmed.
    """
    with transaction.atomic():
        locked = _draft(version)
        document = locked.document
        locked.delete()
        if not document.versions.exists():
            document.delete()


def _refuse_known_file(office: Office, digest: str) -> None:
    known = (
        DocumentVersion.objects.filter(document__office=office, source_digest=digest).select_related("document").first()
    )
    if known:
        raise DocumentError(
            _("这个文件已经上传过：%(version)s，%(state)s。")
            % {"version": known, "state": VersionState(known.state).label}
        )


def _draft(version: DocumentVersion) -> DocumentVersion:
    """Lock a version that can still be changed."""
    locked = DocumentVersion.objects.select_for_update().select_related("document").get(pk=version.pk)
    if locked.state != VersionState.DRAFT:
        raise DocumentError(_("这个版本已经确认，不能再改；文字有变动请上传新版本。"))
    return locked


def _set_document(document: PolicyDocument, facts: VersionFacts) -> None:
    others = PolicyDocument.objects.filter(office=document.office_id, title=facts.title).exclude(pk=document.pk)
    if others.exists():
        raise DocumentError(_("已经有同名的政策文件，请在那份文件下作为新版本上传。"))
    document.title, document.issuing_body, document.is_shared = facts.title, facts.issuing_body, facts.is_shared
    document.save(update_fields=["title", "issuing_body", "is_shared"])


def _storable(text: str) -> str:
    """Return a text without what PostgreSQL cannot hold."""
    return text.replace("\x00", "")


def _as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    return [{"line": problem.line, "message": problem.message} for problem in problems]


def _doubt_anew(version: DocumentVersion, before: Sequence[ParsedProvision], after: Sequence[ParsedProvision]) -> None:
    """Doubt the numbers as they now are; what was doubtful about the reading itself stays to be looked at."""
    settled = _as_json(numbering_doubts(before))
    others = [problem for problem in version.problems if problem not in settled]
    version.problems = sorted(others + _as_json(numbering_doubts(after)), key=lambda problem: problem["line"])
    version.save(update_fields=["problems"])


def _store(version: DocumentVersion, tree: Sequence[ParsedProvision], kept: Iterable[_Kept] = ()) -> None:
    """Write a tree's rows, a generation at a time, for a row names its parent's key."""
    waiting = list(walk(tree))
    kept_at = dict(zip((flat.path for flat in waiting), kept, strict=False))
    known: dict[str, Provision | None] = {"": None}
    while waiting:
        generation = [flat for flat in waiting if flat.parent_path in known]
        rows = [_row(version, flat, known[flat.parent_path], kept_at.get(flat.path)) for flat in generation]
        Provision.objects.bulk_create(rows, batch_size=_BATCH)
        known.update((row.path, row) for row in rows)
        waiting = [flat for flat in waiting if flat.path not in known]


def _row(version: DocumentVersion, flat: FlatProvision, parent: Provision | None, kept: _Kept | None) -> Provision:
    row = Provision(
        version=version,
        parent=parent,
        kind=flat.kind,
        number=flat.number,
        path=flat.path,
        label=flat.citation_label[:_LONGEST_LABEL],
        order=flat.order,
        line=flat.line,
        text=flat.text,
        full_text=flat.full_text,
        text_hash=flat.text_hash,
    )
    if kept:
        row.uuid, row.corrected_by_id, row.corrected_at = kept.uuid, kept.corrected_by_id, kept.corrected_at
    return row
