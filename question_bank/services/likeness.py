"""Find what asks nearly the same, and settle it: keep both, or let one go into the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.enums import JobKind, QuestionState, RowDecision
from question_bank.errors import ImportRowError, QuestionError
from question_bank.likeness import LikenessIndex
from question_bank.models import Citation, ImportRow, Job, LikePair, Provision, Question, QuestionBank, SheetImport
from question_bank.selectors import citations_of, parsed_of
from question_bank.selectors.likeness import bank_words, comparable_rows, row_words
from question_bank.services.banks import topics_ensure
from question_bank.services.imports.judging import open_row, storable
from question_bank.services.jobs import Stint, job_ask
from question_bank.services.questions import question_revise
from question_bank.services.reviews import question_retire
from question_bank.sheets import question_to_json, with_doubt

#: From here on two questions are shown side by side.
NEAR = 85
_STEP = 250
#: The doubt about a row that is nearly the same as something else; it belongs to no field of the form.
_FIELD = "likeness"


def rows_compare(*, sheet_import: SheetImport, by: User, now: datetime) -> Job:
    """Ask for a comparison of a sheet's rows with the bank and with each other."""
    return job_ask(kind=JobKind.COMPARE, bank=sheet_import.bank, sheet_import=sheet_import, by=by, now=now)


def questions_compare(*, bank: QuestionBank, by: User, now: datetime) -> Job:
    """Ask for a comparison of all questions of a bank."""
    return job_ask(kind=JobKind.COMPARE, bank=bank, by=by, now=now)


def compare_steps(stint: Stint) -> str:
    """Compare a sheet's rows, or a bank's questions, some in each step."""
    stock = list(bank_words(stint.job.bank))
    kept = stint.job.sheet_import
    found = _compare_rows(stint, kept, stock) if kept else _compare_questions(stint, stock)
    return _("找到 %(count)d 对相近的题。") % {"count": found}


def pair_keep(*, pair: LikePair) -> None:
    """Say that both are wanted; a row that is like nothing else any more is judged by its words alone."""
    with transaction.atomic():
        LikePair.objects.filter(pk=pair.pk).update(is_kept=True)
        if pair.row is not None:
            row = open_row(pair.row)
            _doubt(row)
            row.save(update_fields=["parsed", "status", "problems"])


def row_merge(*, pair: LikePair, by: User, now: datetime) -> Question:
    """Let a row go into the question of the bank that it is like: what it adds comes along, its words do not.

    Raises:
        ImportRowError: the row is in the bank already, or is like another row only.
    """
    if pair.row is None or pair.other_question_id is None:
        raise ImportRowError(_("只能并入题库里的题。"))
    with transaction.atomic():
        row = open_row(pair.row)
        question = Question.objects.select_for_update(of=("self",)).get(pk=pair.other_question_id)
        parsed = parsed_of(row)
        _take_over(
            question,
            topics=[parsed.topic] if parsed.topic else [],
            provisions=[row.provision] if row.provision else [],
            explanation=parsed.explanation,
            by=by,
            now=now,
        )
        row.decision, row.question = RowDecision.DUPLICATE, question
        row.save(update_fields=["decision", "question"])
    return question


def questions_merge(*, pair: LikePair, keep: Question, by: User, now: datetime) -> Question:
    """Keep one of two questions with the topics, the authority and the explanation of both; retire the other.

    Raises:
        QuestionError: it is not one of the two.
    """
    if pair.question is None or pair.other_question is None or keep not in {pair.question, pair.other_question}:
        raise QuestionError(_("要留下的题不在这一对里。"))
    gone = pair.other_question if keep == pair.question else pair.question
    with transaction.atomic():
        QuestionBank.objects.select_for_update().get(pk=keep.bank_id)
        question = Question.objects.select_for_update(of=("self",)).get(pk=keep.pk)
        version = gone.current_version
        _take_over(
            question,
            topics=[topic.name for topic in gone.topics.all()],
            provisions=[citation.provision for citation in citations_of(gone)],
            explanation=version.explanation if version else "",
            by=by,
            now=now,
        )
        comment = _("与“%(question)s”重复，合并后停用。") % {"question": question.current_version}
        question_retire(question=gone, by=by, now=now, comment=comment)
    return question


def _take_over(
    question: Question,
    *,
    topics: Sequence[str],
    provisions: Sequence[Provision],
    explanation: str,
    by: User,
    now: datetime,
) -> None:
    """Add what another asks about and rests on; an explanation only where a draft has none, lest approval be lost."""
    version = question.current_version
    if version is None:
        return
    if explanation and not version.explanation and question.state == QuestionState.DRAFT:
        version = question_revise(
            question=question,
            content=replace(version.content, explanation=explanation),
            by=by,
            now=now,
            reason=_("并入另一道题的解析"),
            topics=[topic.name for topic in question.topics.all()],
            difficulty=version.difficulty,
        )
    question.topics.add(*topics_ensure(bank=question.bank, names=topics).values())
    cited = set(version.citations.filter(withdraws=None, withdrawn_by=None).values_list("provision", flat=True))
    for provision in provisions:
        if provision.pk not in cited:
            Citation.objects.create(question_version=version, provision=provision, created_by=by, created_at=now)


def _compare_rows(stint: Stint, kept: SheetImport, stock: list[tuple[int, str]]) -> int:
    bank = LikenessIndex(stock)
    rows = list(comparable_rows(kept))
    words = [row_words(row) for row in rows]
    sheet = LikenessIndex((row.pk, text) for row, text in zip(rows, words, strict=True))
    total = 0
    for start in range(0, len(rows), _STEP):
        pairs: list[LikePair] = []
        for place in range(start, min(start + _STEP, len(rows))):
            row, text = rows[place], words[place]
            pairs += (
                LikePair(row=row, other_question_id=one.key, score=one.score)
                for one in bank.alike(text, at_least=NEAR, limit=2)
            )
            pairs += (
                LikePair(row=row, other_row_id=one.key, score=one.score)
                for one in sheet.alike(text, at_least=NEAR, limit=1, before=place)
            )
        with transaction.atomic():
            stint.step(done=min(start + _STEP, len(rows)), total=len(rows))
            _replace_for_rows(rows[start : start + _STEP], pairs)
        total += len(pairs)
    return total


def _replace_for_rows(rows: Sequence[ImportRow], pairs: Sequence[LikePair]) -> None:
    """Write the pairs of some rows; what a trainer settled stays settled, and the rows as they are now are doubted."""
    settled = LikePair.objects.filter(row__in=rows, is_kept=True)
    known = set(settled.values_list("row", "other_row", "other_question"))
    LikePair.objects.filter(row__in=rows, is_kept=False).delete()
    fresh = [pair for pair in pairs if (pair.row_id, pair.other_row_id, pair.other_question_id) not in known]
    LikePair.objects.bulk_create(fresh)
    liked = {pair.row_id for pair in fresh if pair.row_id}
    current = ImportRow.objects.select_for_update().filter(pk__in=liked, decision=RowDecision.PENDING)
    doubted = list(current)
    for row in doubted:
        _doubt(row)
    ImportRow.objects.bulk_update(doubted, ["parsed", "status", "problems"])


def _doubt(row: ImportRow) -> None:
    """Say of a row what it is nearly the same as, or take that back."""
    best = LikePair.objects.filter(row=row, is_kept=False).select_related("other_row").order_by("-score", "pk").first()
    message = ""
    if best is not None and best.other_row is not None:
        message = _("与本文件第 %(number)d 题相近") % {"number": best.other_row.number}
    elif best is not None:
        message = _("与题库里的题相近")
    described = with_doubt(parsed_of(row), _FIELD, message)
    row.parsed = storable(question_to_json(described))
    row.status, row.problems = described.status, storable(list(described.problems))


def _compare_questions(stint: Stint, stock: list[tuple[int, str]]) -> int:
    index = LikenessIndex(stock)
    total = 0
    for start in range(0, len(stock), _STEP):
        pairs = [
            LikePair(question_id=key, other_question_id=one.key, score=one.score)
            for place, (key, text) in enumerate(stock[start : start + _STEP], start=start)
            for one in index.alike(text, at_least=NEAR, limit=2, before=place)
        ]
        keys = [key for key, _text in stock[start : start + _STEP]]
        with transaction.atomic():
            stint.step(done=min(start + _STEP, len(stock)), total=len(stock))
            LikePair.objects.filter(question__in=keys, is_kept=False).delete()
            LikePair.objects.bulk_create(pairs, ignore_conflicts=True)
        total += len(pairs)
    return total
