"""Remember what an office means by headings and labels of its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office
from question_bank.enums import WordKind
from question_bank.errors import ImportRowError
from question_bank.models import SheetWord
from question_bank.sheets import Mappings

_LONGEST_WORD = 20


def mappings_of(office: Office) -> Mappings:
    """Return the words of an office as the readers take them."""
    known: dict[str, dict[str, str]] = {kind.value: {} for kind in WordKind}
    for kind, word, meaning in office.sheet_words.values_list("kind", "word", "meaning"):
        known[kind][word] = meaning
    return Mappings(headings=known[WordKind.HEADING], labels=known[WordKind.LABEL])


def words_learn(*, office: Office, kind: WordKind, meanings: Mapping[str, str]) -> int:
    """Remember what words mean, the newest meaning each, and return how many.

    Raises:
        ImportRowError: a word is empty or too long, or means nothing that a sheet can hold.
    """
    told = {word.strip(): meaning for word, meaning in meanings.items()}
    if any(not word or len(word) > _LONGEST_WORD for word in told):
        raise ImportRowError(_("列名或标签要写 1 到 20 个字。"))
    try:
        Mappings(**{"headings" if kind == WordKind.HEADING else "labels": told})
    except ValueError as error:
        raise ImportRowError(_("标签不能是单个选项；请另选一个意思。")) from error
    with transaction.atomic():
        for word, meaning in told.items():
            SheetWord.objects.update_or_create(office=office, kind=kind, word=word, defaults={"meaning": meaning})
    return len(told)


def word_forget(*, word: SheetWord) -> None:
    """Forget a word; sheets read before stay as they are."""
    word.delete()
