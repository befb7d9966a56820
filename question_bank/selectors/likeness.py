"""Read what asks nearly the same."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from question_bank.content import Markup, plain_text
from question_bank.enums import QuestionState
from question_bank.likeness import asked_words
from question_bank.models import ImportRow, LikePair, QuestionBank, SheetImport
from question_bank.selectors.imports import MAY_COME_IN, parsed_of


def bank_words(bank: QuestionBank) -> Iterator[tuple[int, str]]:
    """Yield the keys of a bank's questions, in order, with what they ask; what is retired is asked no more."""
    living = bank.questions.exclude(state=QuestionState.RETIRED).filter(current_version__isnull=False)
    rows = living.order_by("pk").values_list(
        "pk", "current_version__stem", "current_version__options", "current_version__extras"
    )
    for key, stem, options, extras in rows.iterator(chunk_size=2_000):
        markup = Markup(extras.get("markup", Markup.PLAIN))
        yield key, asked_words(plain_text(stem, markup), [plain_text(option["text"], markup) for option in options])


def row_words(row: ImportRow) -> str:
    """Return what a row asks."""
    parsed = parsed_of(row)
    return asked_words(parsed.stem, parsed.options)


def comparable_rows(sheet_import: SheetImport) -> QuerySet[ImportRow]:
    """Return a sheet's rows that may come in, in order."""
    return sheet_import.rows.filter(MAY_COME_IN).order_by("number")


def pairs_of_row(row: ImportRow) -> QuerySet[LikePair]:
    """Return what a row is nearly the same as and nobody has decided about, the likest first."""
    open_pairs = LikePair.objects.filter(row=row, is_kept=False)
    return open_pairs.select_related("row", "other_row", "other_question__current_version").order_by("-score", "pk")


def pairs_of_bank(bank: QuestionBank) -> QuerySet[LikePair]:
    """Return the same for the questions of a bank that are in use."""
    living = LikePair.objects.filter(question__bank=bank, other_question__bank=bank, is_kept=False)
    for side in ("question", "other_question"):
        living = living.exclude(**{f"{side}__state": QuestionState.RETIRED})
    return living.select_related("question__current_version", "other_question__current_version").order_by(
        "-score", "pk"
    )
