"""Assemble papers and freeze them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from string import ascii_uppercase
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.content import (
    QuestionContent,
    QuestionType,
    asked_digest,
    blank_count,
    markup_to_json,
    options_to_json,
)
from question_bank.models import Citation, Question, QuestionVersion
from question_bank.selectors import drawable_questions
from quizzes import assembly
from quizzes.asked import Asked, asked_of, shared_out
from quizzes.marking import ONE_POINT
from quizzes.models import Blueprint, Paper, PaperSlot

MAX_FORMS = len(ascii_uppercase)
#: A stock that holds one paper's questions leaves nothing to draw.
LEAST_STOCK = 2
_SHORT_STEM = 30


class CannotAssembleError(Exception):
    """No paper could be drawn; the message names the section and what is missing."""


def papers_assemble(
    *,
    blueprint: Blueprint,
    seed: str,
    forms: int = 1,
    by: User | None = None,
    now: datetime,
    without: Collection[int] = (),
) -> list[Paper]:
    """Return new frozen papers, one a form; the same blueprint, seed and bank give the same questions.

    Questions whose keys are in `without` are not drawn, unless they are anchors.

    Raises:
        CannotAssembleError: the bank has too few approved questions, or too many forms were asked for.
    """
    if not 1 <= forms <= MAX_FORMS:
        raise CannotAssembleError(f"一次可以组 1 到 {MAX_FORMS} 套卷，现为 {forms} 套。")
    plan = blueprint_plan(blueprint)
    drawable = _drawable(blueprint, without)
    versions = {version.pk: version for _question, version in drawable}
    draws = _draws(plan, blueprint, drawable, seed, forms)
    with transaction.atomic():
        return [_freeze(blueprint, plan, draw, versions, seed, by, now) for draw in draws]


def stock_assemble(
    *,
    blueprint: Blueprint,
    seed: str,
    forms: int,
    by: User | None = None,
    now: datetime,
    without: Collection[int] = (),
) -> Paper:
    """Return a new frozen stock (抽题池) that holds what `forms` papers would: each candidate draws one from it.

    Questions whose keys are in `without` are not in it, unless they are anchors.

    Raises:
        CannotAssembleError: the bank has too few approved questions, or for one paper alone, where nobody could draw
            anything else than everybody; or the number of papers is out of bounds.
    """
    if not LEAST_STOCK <= forms <= MAX_FORMS:
        told = {"least": LEAST_STOCK, "most": MAX_FORMS, "forms": forms}
        raise CannotAssembleError(
            _("每人随机抽题，题池要有 %(least)d 到 %(most)d 套卷的题，现为 %(forms)d 套。") % told
        )
    plan = blueprint_plan(blueprint)
    drawable = _drawable(blueprint, without)
    versions = {version.pk: version for _question, version in drawable}
    with _told():
        draw, rows = assembly.assemble_stock(plan, _pool(blueprint, drawable), seed, forms)
    if all(len(row.items) == row.count for row in rows):
        raise CannotAssembleError(_("题库里的题只够一份卷，每个人抽到的会一模一样。请补充试题，或者减少题数。"))
    with transaction.atomic():
        return _freeze(blueprint, plan, draw, versions, seed, by, now, stock=rows)


def blueprint_shortage(blueprint: Blueprint) -> str:
    """Draw a paper without freezing it; return what the bank lacks for it, or nothing."""
    try:
        _draws(blueprint_plan(blueprint), blueprint, _drawable(blueprint), seed="", forms=1)
    except CannotAssembleError as shortage:
        return str(shortage)
    return ""


def blueprint_plan(blueprint: Blueprint) -> assembly.Blueprint:
    """Return a stored blueprint as the pure package reads it."""
    return assembly.parse_blueprint({"title": blueprint.title, "sections": blueprint.sections})


def _drawable(blueprint: Blueprint, without: Collection[int] = ()) -> list[tuple[Question, QuestionVersion]]:
    left_out = set(without) - set(blueprint.anchors.values_list("pk", flat=True)) if without else set()
    return [
        (question, version)
        for question in drawable_questions(blueprint.bank)
        if question.pk not in left_out and (version := question.current_version) is not None
    ]


def _draws(
    plan: assembly.Blueprint,
    blueprint: Blueprint,
    drawable: Iterable[tuple[Question, QuestionVersion]],
    seed: str,
    forms: int,
) -> tuple[assembly.Draw, ...]:
    with _told():
        return assembly.assemble(plan, _pool(blueprint, drawable), seed, forms)


@contextmanager
def _told() -> Iterator[None]:
    """Say what cannot be drawn in a sentence for whoever asked."""
    try:
        yield
    except assembly.PoolTooSmall as shortage:
        raise CannotAssembleError(f"{shortage}。请补充并审核入库，或减少题数。") from shortage
    except assembly.AnchorsUnfit as unfit:
        versions = QuestionVersion.objects.filter(pk__in=[_pk(item) for item in unfit.anchors]).order_by("pk")
        raise CannotAssembleError(
            _("锚题放不进这份卷（没有这种题型的大题、题数不够，或者两道几乎一样）：%(stems)s。请从方案里去掉。")
            % {"stems": "；".join(stem_in_short(version) for version in versions)}
        ) from unfit


def stem_in_short(version: QuestionVersion) -> str:
    """Return the beginning of a question's stem, to name it by."""
    return Truncator(version.words).chars(_SHORT_STEM)


def _pool(blueprint: Blueprint, drawable: Iterable[tuple[Question, QuestionVersion]]) -> list[assembly.PoolItem]:
    """Return what can be drawn, the blueprint's anchors marked.

    Raises:
        CannotAssembleError: an anchor is none of it.
    """
    anchors = {question.pk: question for question in blueprint.anchors.select_related("current_version")}
    pool = [_pool_item(question, version, is_anchor=question.pk in anchors) for question, version in drawable]
    gone = anchors.keys() - {question.pk for question, _version in drawable}
    if gone:
        stems = [stem_in_short(version) for pk in sorted(gone) if (version := anchors[pk].current_version)]
        raise CannotAssembleError(
            _("锚题现在不能抽（待复核、停用，或者不在这个题库）：%(stems)s。请复核，或者从方案里去掉。")
            % {"stems": "；".join(stems)}
        )
    return pool


def _pool_item(question: Question, version: QuestionVersion, *, is_anchor: bool) -> assembly.PoolItem:
    content = version.content
    return assembly.PoolItem(
        id=version.pk,
        type=content.type,
        digest=asked_digest(content),
        topics=frozenset(topic.name for topic in question.topics.all()),
        provisions=frozenset(str(citation.provision_id) for citation in _standing(version)),
        is_anchor=is_anchor,
    )


def _freeze(
    blueprint: Blueprint,
    plan: assembly.Blueprint,
    draw: assembly.Draw,
    versions: dict[int, QuestionVersion],
    seed: str,
    by: User | None,
    now: datetime,
    *,
    stock: Sequence[assembly.StockRow] = (),
) -> Paper:
    """Copy words, keys and cited texts into a paper that never changes."""
    asked = [
        [each for item in drawn.items for each in asked_of(versions[_pk(item)], drawn.section.marks)]
        for drawn in draw.sections
    ]
    content = {"sections": list(_public_sections(draw, asked))}
    slots = list(_slots(draw, asked))
    drawn_by_each = assembly.stock_to_json(stock, _numbers(slots))
    paper = Paper.objects.create(
        office=blueprint.office,
        blueprint=blueprint,
        blueprint_snapshot=plan.to_json(),
        title=plan.title,
        form=Paper.STOCK_FORM if stock else ascii_uppercase[draw.form - 1],
        seed=seed,
        content=content,
        stock=drawn_by_each,
        total_marks=plan.total_marks,
        question_count=plan.question_count if stock else len(slots),
        digest=_digest(content, slots, drawn_by_each),
        assembled_by=by,
        assembled_at=now,
    )
    for slot in slots:
        slot.paper = paper
    PaperSlot.objects.bulk_create(slots)
    return paper


def _public_sections(draw: assembly.Draw, asked: Sequence[Sequence[Asked]]) -> Iterator[dict[str, Any]]:
    """Yield what a candidate may see; the questions stand in the order of the slots' numbers."""
    cases: dict[int, str] = {}
    for drawn, section in zip(draw.sections, asked, strict=True):
        yield {"title": drawn.section.title, "questions": public_questions(section, cases)}


def public_questions(asked: Iterable[Asked], cases: dict[int, str]) -> list[dict[str, Any]]:
    """Return what a candidate may see of questions; `cases` numbers the cases of a paper as they come."""
    questions = []
    for each in asked:
        public = _public(each)
        if each.case is not None:
            number = cases.setdefault(each.version.pk, str(len(cases) + 1))
            public["stimulus"] = {"id": number, "text": each.case.stem, **markup_to_json(each.case.markup)}
        questions.append(public)
    return questions


def _public(asked: Asked) -> dict[str, Any]:
    content = asked.content
    public: dict[str, Any] = {
        "type": content.type.value,
        "stem": content.stem,
        "options": options_to_json(content.options),
        "marks": _points(asked.marks),
        **markup_to_json(content.markup),
    }
    if content.targets:
        public["targets"] = options_to_json(content.targets)
    if content.type is QuestionType.FILL_IN_THE_BLANK:
        public["blanks"] = blank_count(content.stem)
    return public


def _slots(draw: assembly.Draw, asked: Sequence[Sequence[Asked]]) -> Iterator[PaperSlot]:
    numbers = count(1)
    for section, (drawn, questions) in enumerate(zip(draw.sections, asked, strict=True), start=1):
        for each in questions:
            content = each.content
            yield PaperSlot(
                section=section,
                number=next(numbers),
                question_version=each.version,
                part=each.part,
                type=content.type.value,
                marks=each.marks,
                scoring_rule=replace(drawn.section.rule, is_order_free=content.is_order_free).to_json(),
                # An essay may rest on its marking points alone.
                key="" if content.key is None else content.key,
                explanation=content.explanation or (each.case.explanation if each.case else ""),
                marking_points=_points_shared(content, each.marks),
                provisions=[frozen_provision(citation) for citation in _standing(each.version)],
            )


def _points_shared(content: QuestionContent, marks: int) -> list[dict[str, Any]]:
    """Return what a marker looks for, each with its share of the marks in hundredths."""
    points = content.marking_points
    shares = shared_out(marks, [point.weight for point in points]) if points else []
    return [{"text": point.text, "marks": share} for point, share in zip(points, shares, strict=True)]


def _standing(version: QuestionVersion) -> Iterable[Citation]:
    standing: list[Citation] = version.standing  # type: ignore[attr-defined]  # prefetched by drawable_questions
    return standing


def frozen_provision(citation: Citation) -> dict[str, str]:
    """Return a provision's text as it is now: what the paper rests on stays readable after an amendment."""
    provision = citation.provision
    return {
        "document": str(provision.version),
        "label": provision.label,
        "text": provision.full_text,
        "quoted": citation.quoted,
        "provision": str(provision.uuid),
    }


def _numbers(slots: Iterable[PaperSlot]) -> dict[assembly.VersionId, list[int]]:
    """Return the numbers of each question's slots."""
    numbers: dict[assembly.VersionId, list[int]] = {}
    for slot in slots:
        numbers.setdefault(slot.question_version_id, []).append(slot.number)
    return numbers


def _digest(content: dict[str, Any], slots: Iterable[PaperSlot], stock: Sequence[object]) -> str:
    """Return a SHA-256 over all that was frozen."""
    frozen = [
        [
            slot.number,
            slot.question_version_id,
            slot.part,
            slot.marks,
            slot.scoring_rule,
            slot.key,
            slot.explanation,
            slot.marking_points,
            slot.provisions,
        ]
        for slot in slots
    ]
    whole = [content, frozen, stock] if stock else [content, frozen]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _points(hundredths: int) -> int | float:
    """Return marks as the contract's JSON writes them: 2 or 1.5."""
    return hundredths // ONE_POINT if hundredths % ONE_POINT == 0 else hundredths / ONE_POINT


def _pk(item: assembly.PoolItem) -> int:
    return int(str(item.id))
