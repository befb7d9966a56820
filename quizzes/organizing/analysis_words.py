"""What the figures of an exam's questions mean, in words for organizers and trainers."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from question_bank.content import CHOICE_TYPES, QuestionType
from quizzes.organizing.papers import PreviewQuestion
from quizzes.statistics import FEW, Flag, FlagKind, Reliability

_PLAIN = {
    FlagKind.NEGATIVE: gettext_lazy("得分高的人反而容易答错，核对题意和答案"),
    FlagKind.HARD: gettext_lazy("太难，答对的很少"),
    FlagKind.EASY: gettext_lazy("太易，几乎人人答对"),
    FlagKind.WEAK: gettext_lazy("区分度低，分不出高低"),
    FlagKind.FEW: gettext_lazy("人数太少，先不下结论"),
}


def answer_in_words(words: str, question: PreviewQuestion) -> str:
    """Return an answer as a person writes it down: letters, the blanks one after the other, pairs."""
    answer: Any = json.loads(words)
    if isinstance(answer, bool):
        return _("正确") if answer else _("错误")
    if isinstance(answer, dict):
        lefts = {id_: str(number) for number, id_ in enumerate(question.letters, start=1)}
        return " ".join(f"{lefts[left]}-{question.target_letters[right]}" for left, right in answer.items())
    if question.slot.type == QuestionType.FILL_IN_THE_BLANK:
        return "；".join(answer)
    return "".join(question.letters[id_] for id_ in answer)


def flag_in_words(flag: Flag, question: PreviewQuestion) -> str:
    """Return a reason to look at a question as its author should read it."""
    if flag.kind is FlagKind.KEY_IN_DOUBT:
        return _doubt(answer_in_words(str(flag.answers[0]), question), QuestionType(question.slot.type))
    if flag.kind is FlagKind.UNCHOSEN:
        names = [question.letters.get(str(id_)) or answer_in_words(str(id_), question) for id_ in flag.answers]
        return _("没有人选 %(options)s") % {"options": "、".join(names)}
    return str(_PLAIN[flag.kind])


def _doubt(answer: str, kind: QuestionType) -> str:
    if kind in CHOICE_TYPES or kind is QuestionType.TRUE_FALSE:
        return _("高分者多选 %(answer)s，核对答案") % {"answer": answer}
    return _("高分者多答“%(answer)s”，核对答案") % {"answer": answer}


def trust_in_words(found: Reliability) -> list[str]:
    """Return what the figures of a form allow to say of its scores, a sentence each."""
    if found.is_few:
        return [
            _("评完的只有 %(count)d 份，不足 %(few)d 份：人数太少，先不下结论。") % {"count": found.count, "few": FEW}
        ]
    if found.alpha is None or found.error is None:
        return [_("各人得分没有差别，算不出信度。")]
    measured = _("得分的测量误差约 ±%(marks)s 分：换一份同样的卷再考，同一个人三次里约有两次落在这个范围内。") % {
        "marks": f"{found.error / 100:.1f}"
    }
    return [_judged(found.alpha), measured]


def _judged(alpha: float) -> str:
    figure = {"alpha": f"{alpha:.2f}"}
    if alpha >= 0.9:
        return _("信度很高（α = %(alpha)s）：分数的高低可以信赖。") % figure
    if alpha >= 0.8:
        return _("信度良好（α = %(alpha)s）：分数的高低大体可以信赖。") % figure
    if alpha >= 0.7:
        return _("信度尚可（α = %(alpha)s）：看整体可以，相差一两分不说明问题。") % figure
    return _("信度偏低（α = %(alpha)s）：分数的差别有不少出于偶然，不宜只凭这次得分比较个人。") % figure
