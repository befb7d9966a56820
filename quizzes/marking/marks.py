"""What an answer earns, in whole hundredths of a mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from question_bank.content import CHOICE_TYPES, Key, QuestionType
from quizzes.marking.answers import Answer, is_empty
from quizzes.marking.folding import folder
from quizzes.marking.rules import BlankCredit, RuleKind, ScoringRule

#: Marks one answer; None means that a person must.
Marker = Callable[[Answer], int | None]

_FOLDED = 256
_SEVERAL_RIGHT = frozenset({QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE})


def mark(question_type: QuestionType, key: Key | None, answer: Answer, marks: int, rule: ScoringRule) -> int | None:
    """Return what the answer earns of `marks`, both in hundredths; None where a person must mark it.

    An answer left empty earns 0 whatever the type; a wrong one can cost marks where the rule says so.
    """
    return marker(question_type, key, marks, rule)(answer)


def marker(question_type: QuestionType, key: Key | None, marks: int, rule: ScoringRule) -> Marker:
    """Return the function that marks answers to one question; made once, it marks a whole exam quickly."""
    if isinstance(key, bool) and question_type is QuestionType.TRUE_FALSE:
        return _true_false_marker(key=key, marks=marks, wrong=-rule.penalty)
    if isinstance(key, list) and key and question_type in CHOICE_TYPES:
        return _choice_marker(question_type, frozenset(map(str, key)), marks, rule)
    if isinstance(key, list) and key and question_type is QuestionType.FILL_IN_THE_BLANK:
        return _blank_marker([list(accepted) for accepted in key], _part_credit(len(key), marks, rule), rule)
    if isinstance(key, dict) and key and question_type is QuestionType.MATCHING:
        return _pair_marker(key, _part_credit(len(key), marks, rule))
    if isinstance(key, list) and key and question_type is QuestionType.ORDERING:
        shared = rule.kind is not RuleKind.ALL_OR_NOTHING
        return _order_marker(list(map(str, key)), (_equal_credit if shared else _whole_credit)(len(key), marks))
    return _marked_by_person


def best_of(markers: Sequence[Marker]) -> Marker:
    """Return what gives an answer the best of several markings: whichever of several keys it meets best."""
    if len(markers) == 1:
        return markers[0]

    def mark_best(answer: Answer) -> int | None:
        earned = [each(answer) for each in markers]
        return None if None in earned else max(given for given in earned if given is not None)

    return mark_best


def given_to_all(marks: int) -> Marker:
    """Return what gives everybody the marks, answered or not."""
    return lambda _answer: marks


def _whole_credit(parts: int, marks: int) -> list[int]:
    return [0] * parts + [marks]


def _equal_credit(parts: int, marks: int) -> list[int]:
    """Return what 0, 1, … all parts right earn: shares that differ by at most a hundredth and sum to `marks`.

    The odd hundredths go by how many parts are right, not by which, so that equal work earns equal marks.
    """
    return [marks * right // parts for right in range(parts + 1)]


def _part_credit(parts: int, marks: int, rule: ScoringRule) -> list[int]:
    """Return what blanks and pairs earn: each its share, or all of them together."""
    return (_equal_credit if rule.blanks is BlankCredit.EACH else _whole_credit)(parts, marks)


def _choice_credit(question_type: QuestionType, parts: int, marks: int, rule: ScoringRule) -> list[int]:
    if question_type in _SEVERAL_RIGHT and rule.kind is RuleKind.PARTIAL_FIXED:
        return [0] + [marks * rule.share // 100] * (parts - 1) + [marks]
    if question_type in _SEVERAL_RIGHT and rule.kind is RuleKind.PARTIAL_SHARE:
        return _equal_credit(parts, marks)
    if question_type in _SEVERAL_RIGHT and rule.kind is RuleKind.PER_OPTION:
        return [min(rule.each * right, marks) for right in range(parts)] + [marks]
    return _whole_credit(parts, marks)


def _choice_marker(question_type: QuestionType, key: frozenset[str], marks: int, rule: ScoringRule) -> Marker:
    if question_type in _SEVERAL_RIGHT and rule.kind is RuleKind.RIGHT_MINUS_WRONG:
        return _balance_marker(key, marks, rule)
    credit = _choice_credit(question_type, len(key), marks, rule)
    wrong = -rule.penalty if question_type is QuestionType.SINGLE_CHOICE else 0

    def mark_choice(answer: Answer) -> int:
        chosen = frozenset(_texts(answer))
        return credit[len(chosen)] if chosen <= key else wrong

    return mark_choice


def _balance_marker(key: frozenset[str], marks: int, rule: ScoringRule) -> Marker:
    """Mark by right minus wrong; odd hundredths are dropped toward 0, for and against the candidate alike."""

    def mark_balance(answer: Answer) -> int:
        chosen = frozenset(_texts(answer))
        right = len(chosen & key)
        wrong = len(chosen) - right
        if rule.penalty:
            return max(rule.floor, marks * right // len(key) - rule.penalty * wrong)
        shares = marks * abs(right - wrong) // len(key)
        return shares if right >= wrong else max(rule.floor, -shares)

    return mark_balance


def _true_false_marker(*, key: bool, marks: int, wrong: int) -> Marker:
    def mark_true_false(answer: Answer) -> int:
        if answer is None:
            return 0
        return marks if answer is key else wrong

    return mark_true_false


def _pair_marker(key: dict[str, str], credit: list[int]) -> Marker:
    def mark_pairs(answer: Answer) -> int:
        if answer is None:
            return 0
        if not isinstance(answer, dict):
            raise TypeError(f"not pairs: {answer!r}")
        return credit[sum(answer.get(left) == right for left, right in key.items())]

    return mark_pairs


def _order_marker(key: list[str], credit: list[int]) -> Marker:
    def mark_order(answer: Answer) -> int:
        return credit[sum(given == right for given, right in zip(_texts(answer), key, strict=False))]

    return mark_order


def _blank_marker(key: list[list[str]], credit: list[int], rule: ScoringRule) -> Marker:
    # A whole exam fills a blank with the same few texts.
    fold = lru_cache(maxsize=_FOLDED)(folder(rule.folds))
    # A key that folds to nothing, such as a lone 《》, must not make the empty answer right.
    exact = [set(accepted) - {""} for accepted in key]
    folded = [{fold(text) for text in accepted} - {""} for accepted in key]

    def mark_in_any_order(answer: Answer) -> int:
        given = [(text, fold(text)) for text in _texts(answer)]
        fits = [
            {blank for blank, alike in enumerate(folded) if text in exact[blank] or plain in alike}
            for text, plain in given
        ]
        return credit[_most_paired(fits)]

    def mark_blanks(answer: Answer) -> int:
        blanks = zip(_texts(answer), exact, folded, strict=False)
        # Most right answers equal the key as it stands; folding is the dear part.
        return credit[sum(text in same or fold(text) in alike for text, same, alike in blanks)]

    return mark_in_any_order if rule.is_order_free else mark_blanks


def _most_paired(fits: list[set[int]]) -> int:
    """Return how many answers can be given a blank of their own, each blank taken once (augmenting paths).

    “执行、决策” must not fail because the first blank also accepts 执行; and 执行 twice is right once.
    """
    holder: dict[int, int] = {}

    def place(answer: int, tried: set[int]) -> bool:
        for blank in fits[answer] - tried:
            tried.add(blank)
            if blank not in holder or place(holder[blank], tried):
                holder[blank] = answer
                return True
        return False

    return sum(place(answer, set()) for answer in range(len(fits)))


def _marked_by_person(answer: Answer) -> int | None:
    return 0 if is_empty(answer) else None


def _texts(answer: Answer) -> list[str]:
    """Refuse a shape that `normalize_answer` never lets through: a silent 0 would hide whose fault it is."""
    if answer is None:
        return []
    if not isinstance(answer, list):
        raise TypeError(f"not a list of texts: {answer!r}")
    return answer
