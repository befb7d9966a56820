"""Keep which provisions a note quotes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from learning.models import Quotation, Record
from learning.quoting import quotable_words, source_of
from learning.selectors.reading import quotable


def quotations_keep(*, record: Record, provisions: Collection[UUID], on: date) -> None:
    """Keep as quotations of a note those of the provisions whose words stand in it; the rows follow the text."""
    wanted = {each.pk: each for each in quotable(record.office, on, provisions, record)}
    body = record.note.body
    kept = {row.provision_id: row for row in record.quotations.all()}
    gone = [row.pk for key, row in kept.items() if key not in wanted or row.text not in body]
    record.quotations.filter(pk__in=gone).delete()
    for key, provision in wanted.items():
        words = quotable_words(provision.full_text, provision.label)
        if key not in kept and words and words in body:
            Quotation.objects.create(
                record=record,
                provision=provision,
                source=source_of(provision.version.document.title, provision.label),
                text=words,
                text_hash=provision.text_hash,
            )
