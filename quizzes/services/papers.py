"""Assemble papers and freeze them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from string import ascii_uppercase
from typing import Any

from django.db import transaction

from accounts.models import User
from question_bank.content import (
    QuestionContent,
    QuestionType,
    asked_digest,
    blank_count,
    markup_to_json,
    options_to_json,
)
from question_bank.models import Citation, Question, QuestionBank, QuestionVersion
from question_bank.selectors import drawable_questions
from quizzes import assembly
from quizzes.asked import Asked, asked_of, shared_out
from quizzes.marking import ONE_POINT
from quizzes.models import Blueprint, Paper, PaperSlot

MAX_FORMS = len(ascii_uppercase)


class CannotAssembleError(Exception):
    """No paper could be drawn; the message names the section and what is missing."""


def papers_assemble(
    *, blueprint: Blueprint, seed: str, forms: int = 1, by: User | None = None, now: datetime
) -> list[Paper]:
    """Return new frozen papers, one a form; the same blueprint, seed and bank give the same questions.

    Raises:
        CannotAssembleError: the bank has too few approved questions, or too many forms were asked for.
    """
    if not 1 <= forms <= MAX_FORMS:
        raise CannotAssembleError(f"一次可以组 1 到 {MAX_FORMS} 套卷，现为 {forms} 套。")
    plan = blueprint_plan(blueprint)
    drawable = _drawable(blueprint.bank)
    versions = {version.pk: version for _question, version in drawable}
    draws = _draws(plan, drawable, seed, forms)
    with transaction.atomic():
        return [_freeze(blueprint, plan, draw, versions, seed, by, now) for draw in draws]


def blueprint_shortage(blueprint: Blueprint) -> str:
    """Draw a paper without freezing it; return what the bank lacks for it, or nothing."""
    try:
        _draws(blueprint_plan(blueprint), _drawable(blueprint.bank), seed="", forms=1)
    except CannotAssembleError as shortage:
        return str(shortage)
    return ""


def blueprint_plan(blueprint: Blueprint) -> assembly.Blueprint:
    """Return a stored blueprint as the pure package reads it."""
    return assembly.parse_blueprint({"title": blueprint.title, "sections": blueprint.sections})


def _drawable(bank: QuestionBank) -> list[tuple[Question, QuestionVersion]]:
    return [
        (question, version)
        for question in drawable_questions(bank)
        if (version := question.current_version) is not None
    ]


def _draws(
    plan: assembly.Blueprint, drawable: Iterable[tuple[Question, QuestionVersion]], seed: str, forms: int
) -> tuple[assembly.Draw, ...]:
    try:
        return assembly.assemble(plan, [_pool_item(question, version) for question, version in drawable], seed, forms)
    except assembly.PoolTooSmall as shortage:
        raise CannotAssembleError(f"{shortage}。请补充并审核入库，或减少题数。") from shortage


def _pool_item(question: Question, version: QuestionVersion) -> assembly.PoolItem:
    content = version.content
    return assembly.PoolItem(
        id=version.pk,
        type=content.type,
        digest=asked_digest(content),
        topics=frozenset(topic.name for topic in question.topics.all()),
        provisions=frozenset(str(citation.provision_id) for citation in _standing(version)),
    )


def _freeze(
    blueprint: Blueprint,
    plan: assembly.Blueprint,
    draw: assembly.Draw,
    versions: dict[int, QuestionVersion],
    seed: str,
    by: User | None,
    now: datetime,
) -> Paper:
    """Copy words, keys and cited texts into a paper that never changes."""
    asked = [
        [each for item in drawn.items for each in asked_of(versions[_pk(item)], drawn.section.marks)]
        for drawn in draw.sections
    ]
    content = {"sections": list(_public_sections(draw, asked))}
    slots = list(_slots(draw, asked))
    paper = Paper.objects.create(
        office=blueprint.office,
        blueprint=blueprint,
        blueprint_snapshot=plan.to_json(),
        title=plan.title,
        form=ascii_uppercase[draw.form - 1],
        seed=seed,
        content=content,
        total_marks=plan.total_marks,
        question_count=len(slots),
        digest=_digest(content, slots),
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


def _digest(content: dict[str, Any], slots: Iterable[PaperSlot]) -> str:
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
    text = json.dumps([content, frozen], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _points(hundredths: int) -> int | float:
    """Return marks as the contract's JSON writes them: 2 or 1.5."""
    return hundredths // ONE_POINT if hundredths % ONE_POINT == 0 else hundredths / ONE_POINT


def _pk(item: assembly.PoolItem) -> int:
    return int(str(item.id))
