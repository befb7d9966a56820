"""Write question banks and their topics."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office
from question_bank.errors import QuestionError
from question_bank.models import QuestionBank, Tag, Topic

DEFAULT_BANK_NAME = "组织工作题库"
#: 四个基本, the usual division of a cadre's knowledge.
FOUR_BASICS = ("基本职责", "基本知识", "基本方法", "基本规范")
_LONGEST_TOPIC = 50
_LONGEST_TAG = 30


def bank_ensure(*, office: Office, name: str = "") -> QuestionBank:
    """Return an office's bank of that name, or without a name its first, made where there is none."""
    with transaction.atomic():
        # Two first uses at once would otherwise each make a bank.
        Office.objects.select_for_update().get(pk=office.pk)
        if not name and (first := office.banks.order_by("pk").first()):
            return first
        return QuestionBank.objects.get_or_create(office=office, name=name or DEFAULT_BANK_NAME)[0]


def bank_create(*, office: Office, name: str) -> QuestionBank:
    """Return a new bank.

    Raises:
        QuestionError: the office has one of that name.
    """
    bank, is_new = QuestionBank.objects.get_or_create(office=office, name=name)
    if not is_new:
        raise QuestionError(_("已经有同名的题库。"))
    return bank


def topics_ensure(*, bank: QuestionBank, names: Iterable[str]) -> dict[str, Topic]:
    """Return a bank's topics by the names given, made where they are not there; an empty name is none."""
    wanted = {name: name.strip()[:_LONGEST_TOPIC] for name in names if name.strip()}
    Topic.objects.bulk_create((Topic(bank=bank, name=name) for name in set(wanted.values())), ignore_conflicts=True)
    known = {topic.name: topic for topic in bank.topics.filter(name__in=wanted.values())}
    return {given: known[name] for given, name in wanted.items()}


def tags_ensure(*, office: Office, names: Iterable[str]) -> dict[str, Tag]:
    """Return an office's tags by the names given, made where they are not there; an empty name is none."""
    wanted = {name: name.strip()[:_LONGEST_TAG] for name in names if name.strip()}
    if not wanted:
        return {}
    Tag.objects.bulk_create((Tag(office=office, name=name) for name in set(wanted.values())), ignore_conflicts=True)
    known = {tag.name: tag for tag in Tag.objects.filter(office=office, name__in=wanted.values())}
    return {given: known[name] for given, name in wanted.items()}


def topic_remove(*, topic: Topic) -> None:
    """Take a topic off a bank.

    Raises:
        QuestionError: questions are about it.
    """
    if topic.questions.exists():
        raise QuestionError(_("还有试题属于“%(topic)s”，不能删除。") % {"topic": topic.name})
    topic.delete()
