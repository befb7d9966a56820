"""Write what many questions are about, how hard they are and where they are kept; their words stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from question_bank.models import Question, QuestionBank
from question_bank.services.banks import tags_ensure, topics_ensure
from question_bank.services.questions import known_questions

_BATCH = 500


@dataclass(frozen=True, slots=True)
class LabelOutcome:
    """What became of many questions at once."""

    changed: int
    #: It was so already.
    same: int
    #: Left where they are: the other bank asks the same already.
    duplicates: int = 0


def questions_topic(*, questions: Iterable[Question], name: str, by: User, add: bool) -> LabelOutcome:
    """Add a topic to questions, or take it off; each bank has its own topic of that name."""
    link = Question.topics.through
    changed = total = 0
    with transaction.atomic():
        for bank, own in _by_bank(questions, by).items():
            total += len(own)
            if add:
                topic = topics_ensure(bank=bank, names=[name])[name]
                having = set(link.objects.filter(topic=topic, question__in=own).values_list("question", flat=True))
                rows = [link(question=question, topic=topic) for question in own if question.pk not in having]
                link.objects.bulk_create(rows, batch_size=_BATCH)
                changed += len(rows)
            else:
                named = link.objects.filter(topic__bank=bank, topic__name=name.strip(), question__in=own)
                changed += named.delete()[0]
    return LabelOutcome(changed, total - changed)


def questions_tag(*, questions: Iterable[Question], name: str, by: User, add: bool) -> LabelOutcome:
    """Put a tag on questions, or take it off."""
    link = Question.tags.through
    own = _own(questions, by)
    with transaction.atomic():
        if not add:
            changed = link.objects.filter(tag__office=by.office_id, tag__name=name.strip(), question__in=own).delete()[
                0
            ]
            return LabelOutcome(changed, len(own) - changed)
        tag = tags_ensure(office=by.office, names=[name])[name]
        having = set(link.objects.filter(tag=tag, question__in=own).values_list("question", flat=True))
        rows = [link(question=question, tag=tag) for question in own if question.pk not in having]
        link.objects.bulk_create(rows, batch_size=_BATCH)
    return LabelOutcome(len(rows), len(own) - len(rows))


def questions_difficulty(*, questions: Iterable[Question], difficulty: str, by: User) -> LabelOutcome:
    """Set how hard questions are held to be; that needs no new version and no review."""
    own = _own(questions, by)
    others = Question.objects.filter(pk__in=[question.pk for question in own]).exclude(difficulty=difficulty)
    changed = others.update(difficulty=difficulty)
    return LabelOutcome(changed, len(own) - changed)


def questions_move(*, questions: Iterable[Question], bank: QuestionBank, by: User) -> LabelOutcome:
    """Move questions to another bank of the office with their topics; what that bank asks already stays behind."""
    own = _own(questions, by)
    with transaction.atomic():
        target = QuestionBank.objects.select_for_update().get(pk=bank.pk, office=by.office_id)
        coming = [question for question in own if question.bank_id != target.pk]
        known = known_questions(target, [_digest(question) for question in coming])
        moving = {_digest(question): question for question in coming if _digest(question) not in known}
        for question in moving.values():
            names = list(question.topics.values_list("name", flat=True))
            question.bank = target
            question.topics.set(topics_ensure(bank=target, names=names).values())
        Question.objects.bulk_update(moving.values(), ["bank"], batch_size=_BATCH)
    return LabelOutcome(len(moving), len(own) - len(coming), duplicates=len(coming) - len(moving))


def _digest(question: Question) -> str:
    return question.current_version.digest if question.current_version else ""


def _own(questions: Iterable[Question], by: User) -> list[Question]:
    return [question for question in questions if question.bank.office_id == by.office_id]


def _by_bank(questions: Iterable[Question], by: User) -> dict[QuestionBank, list[Question]]:
    banks: dict[QuestionBank, list[Question]] = {}
    for question in _own(questions, by):
        banks.setdefault(question.bank, []).append(question)
    return banks
