"""Write the publication register: what came out where, and what duties can ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from learning import signals, statements
from learning.enums import RecordKind, RecordState
from learning.models import Publication, PublicationState, Record
from learning.schemes.model import LEVELS
from learning.schemes.status import SEVERAL
from question_bank.image_files import ImageFileError, image_kind


class PublicationError(Exception):
    """The register cannot be written so; the message says why."""


@dataclass(frozen=True, slots=True)
class PublicationText:
    """What somebody fills in of a publication; the proof is a link, or the bytes of an image."""

    outlet: str
    level: str
    published_on: date
    link: str = ""
    image: bytes = b""


def publication_register(*, record: Record, text: PublicationText, by: User, now: datetime) -> Publication:
    """Enter where an approved piece came out; an organizer confirms it.

    Raises:
        PublicationError: the piece is not approved, the day lies ahead, there is no proof or an unreadable one, or it
            is entered already.
    """
    if record.kind != RecordKind.PIECE or record.state != RecordState.APPROVED:
        raise PublicationError(_("审核通过的稿件才能登记发表。"))
    if text.published_on > timezone.localdate(now):
        raise PublicationError(_("发表日期还没有到。"))
    if not (text.link or text.image):
        raise PublicationError(_("请填网址，或者上传报样、截图。"))
    try:
        media_type = image_kind(text.image).media_type if text.image else ""
    except ImageFileError as error:
        raise PublicationError(str(error)) from error
    try:
        with transaction.atomic():
            return Publication.objects.create(
                record=record,
                outlet=text.outlet,
                level=text.level,
                published_on=text.published_on,
                link=text.link,
                image=text.image,
                image_type=media_type,
                registered_by=by,
                registered_at=now,
            )
    except IntegrityError as error:
        raise PublicationError(_("这篇稿件在这家媒体这一天的发表已经登记过。")) from error


def publication_decide(
    *, publication: Publication, is_confirmed: bool, reason: str, by: User, now: datetime
) -> Publication:
    """Confirm an entry, or refuse it with a reason, also one confirmed before; the piece says what is confirmed.

    Raises:
        PublicationError: it is one's own piece, decided already, or refused without a reason.
    """
    if not is_confirmed and not reason.strip():
        raise PublicationError(_("不予登记请写明原因。"))
    with transaction.atomic():
        record = (
            Record.objects.select_for_update(of=("self",))
            .select_related("office", "subject")
            .get(pk=publication.record_id)
        )
        locked = Publication.objects.select_for_update().get(pk=publication.pk)
        if record.subject_id == by.pk:
            raise PublicationError(_("不能核实自己的稿件。"))
        if locked.state == PublicationState.REFUSED or (is_confirmed and locked.state == PublicationState.CONFIRMED):
            raise PublicationError(_("这一条已经处理过了。"))
        was_confirmed = locked.state == PublicationState.CONFIRMED
        locked.state = PublicationState.CONFIRMED if is_confirmed else PublicationState.REFUSED
        locked.reason, locked.decided_by, locked.decided_at = reason, by, now
        locked.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        _tell(record)
        if is_confirmed:
            statements.piece_published(locked, record)
        elif was_confirmed:
            statements.publication_withdrawn(locked, record, by=by, at=now)
        transaction.on_commit(partial(signals.publication_decided.send_robust, sender=Publication, publication=locked))
    return locked


def _tell(record: Record) -> None:
    """Write on a piece what its confirmed publications say: that there are any, the highest level, and all outlets."""
    found = list(record.publications.filter(state=PublicationState.CONFIRMED))
    told = {name: said for name, said in record.attributes.items() if name not in {"published", "level", "outlet"}}
    if found:
        told["published"] = "yes"
        told["level"] = max((each.level for each in found), key=LEVELS.index)
        told["outlet"] = SEVERAL.join(dict.fromkeys(each.outlet.replace(SEVERAL, " ") for each in found))
    record.attributes = told
    record.save(update_fields=["attributes"])
