"""Two versions of a question side by side, with the words that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import AuthenticatedHttpRequest
from question_bank.content import Markup
from question_bank.forms import ComparisonForm
from question_bank.models import QuestionVersion
from question_bank.provisions.alignment import TextDifference, text_difference
from question_bank.rendering import in_words
from question_bank.selectors import standing_citations
from question_bank.views.access import get_question_for_user, readers_only
from question_bank.views.showing import ShownQuestion, show_content


@dataclass(frozen=True, slots=True)
class ComparedText:
    """One text of a question in two versions."""

    label: str
    difference: TextDifference
    is_changed: bool


@require_safe
@readers_only
def question_comparison(request: AuthenticatedHttpRequest, question: UUID) -> HttpResponse:
    """Show what changed from one version of a question to another, the last two unless others are asked for."""
    shown = get_question_for_user(request, question)
    versions = list(shown.versions.select_related("author").order_by("-number"))
    if not versions:
        raise Http404
    form = ComparisonForm(versions, request.GET)
    before, after = form.pair
    texts = list(compare_versions(before, after))
    context = {
        "question": shown,
        "form": form,
        "before": before,
        "after": after,
        "texts": texts,
        "changed": sum(text.is_changed for text in texts),
    }
    return render(request, "question_bank/question_compare.html", context)


def compare_versions(before: QuestionVersion, after: QuestionVersion) -> Iterator[ComparedText]:
    """Yield every text of two versions, in the order of the newer one; one that is gone stands last."""
    old, new = dict(_texts_of(before)), dict(_texts_of(after))
    for label in dict.fromkeys([*new, *old]):
        left, right = old.get(label, ""), new.get(label, "")
        yield ComparedText(label, text_difference(left, right), left != right)


def _texts_of(version: QuestionVersion) -> Iterator[tuple[str, str]]:
    yield from _texts(show_content(version.content), "")
    cited = standing_citations().filter(question_version=version).order_by("pk")
    yield _("依据"), "\n".join(_cited(citation.provision, citation.quoted) for citation in cited)


def _cited(provision: object, quoted: str) -> str:
    return f"{provision}：“{quoted}”" if quoted else str(provision)


def _texts(shown: ShownQuestion, before: str) -> Iterator[tuple[str, str]]:
    def words(text: str) -> str:
        return in_words(text, Markup(shown.markup))

    yield before + _("题型"), shown.type_label
    yield before + (_("材料") if shown.parts else _("题干")), words(shown.stem)
    for option in shown.options:
        yield before + _("选项 %(letter)s") % {"letter": option.letter}, words(option.text)
    for target in shown.targets:
        yield before + _("右栏 %(letter)s") % {"letter": target.letter}, words(target.text)
    if not shown.parts:
        yield before + _("答案"), shown.answer
    for number, point in enumerate(shown.points, start=1):
        yield before + _("要点 %(number)d") % {"number": number}, f"{point.text}（{point.weight}）"
    for part in shown.parts:
        yield from _texts(part.shown, _("第 %(number)d 小题 · ") % {"number": part.number})
    if shown.explanation:
        yield before + _("解析"), words(shown.explanation)
