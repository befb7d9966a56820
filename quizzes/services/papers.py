"""Assemble papers and freeze them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from string import ascii_uppercase
from typing import Any

from django.db import transaction

from accounts.models import User
from question_bank.content import QuestionType, asked_digest, blank_count
from question_bank.models import Citation, Question, QuestionBank, QuestionVersion
from question_bank.selectors import drawable_questions
from quizzes import assembly
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
    return assembly.PoolItem(
        id=version.pk,
        type=version.content.type,
        digest=asked_digest(version.content),
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
    content = {"sections": list(_public_sections(draw, versions))}
    slots = list(_slots(draw, versions))
    paper = Paper.objects.create(
        office=blueprint.office,
        blueprint=blueprint,
        blueprint_snapshot=plan.to_json(),
        title=plan.title,
        form=ascii_uppercase[draw.form - 1],
        seed=seed,
        content=content,
        total_marks=plan.total_marks,
        question_count=plan.question_count,
        digest=_digest(content, slots),
        assembled_by=by,
        assembled_at=now,
    )
    for slot in slots:
        slot.paper = paper
    PaperSlot.objects.bulk_create(slots)
    return paper


def _public_sections(draw: assembly.Draw, versions: dict[int, QuestionVersion]) -> Iterator[dict[str, Any]]:
    """Yield what a candidate may see; the questions stand in the order of the slots' numbers."""
    for drawn in draw.sections:
        questions = []
        for item in drawn.items:
            version = versions[_pk(item)]
            asked: dict[str, Any] = {
                "type": version.type,
                "stem": version.stem,
                # Named one by one: whatever else an option may carry stays here.
                "options": [{"id": option["id"], "text": option["text"]} for option in version.options],
                "marks": _points(drawn.section.marks),
            }
            if version.type == QuestionType.FILL_IN_THE_BLANK:
                asked["blanks"] = blank_count(version.stem)
            questions.append(asked)
        yield {"title": drawn.section.title, "questions": questions}


def _slots(draw: assembly.Draw, versions: dict[int, QuestionVersion]) -> Iterator[PaperSlot]:
    number = 0
    for section, drawn in enumerate(draw.sections, start=1):
        for item in drawn.items:
            number += 1
            version = versions[_pk(item)]
            yield PaperSlot(
                section=section,
                number=number,
                question_version=version,
                type=version.type,
                marks=drawn.section.marks,
                scoring_rule=drawn.section.rule.to_json(),
                key=version.key,
                explanation=version.explanation,
                provisions=[_frozen_provision(citation) for citation in _standing(version)],
            )


def _standing(version: QuestionVersion) -> Iterable[Citation]:
    standing: list[Citation] = version.standing  # type: ignore[attr-defined]  # prefetched by drawable_questions
    return standing


def _frozen_provision(citation: Citation) -> dict[str, str]:
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
            slot.marks,
            slot.scoring_rule,
            slot.key,
            slot.explanation,
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
