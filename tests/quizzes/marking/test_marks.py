from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.content import CHOICE_TYPES, QuestionType
from quizzes.marking import BlankCredit, RuleKind, ScoringRule, mark, marker

SINGLE, MULTIPLE = QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE
INDETERMINATE, TRUE_FALSE = QuestionType.INDETERMINATE_CHOICE, QuestionType.TRUE_FALSE
MATCHING, ORDERING = QuestionType.MATCHING, QuestionType.ORDERING
BLANKS, SHORT = QuestionType.FILL_IN_THE_BLANK, QuestionType.SHORT_ANSWER

ALL = ScoringRule()
HALF = ScoringRule(kind=RuleKind.PARTIAL_FIXED)
SHARE = ScoringRule(kind=RuleKind.PARTIAL_SHARE)
WHOLE = ScoringRule(blanks=BlankCredit.ALL)
FREE = ScoringRule(is_order_free=True)
EACH = ScoringRule(kind=RuleKind.PER_OPTION, each=50)
MINUS = ScoringRule(kind=RuleKind.RIGHT_MINUS_WRONG)
MINUS_BELOW = ScoringRule(kind=RuleKind.RIGHT_MINUS_WRONG, floor=-100)
MINUS_HALF = ScoringRule(kind=RuleKind.RIGHT_MINUS_WRONG, penalty=50, floor=-100)
COSTLY = ScoringRule(penalty=50)


@pytest.mark.parametrize(
    ("kind", "key", "answer", "rule", "earned"),
    [
        (SINGLE, ["B"], ["B"], ALL, 200),
        (SINGLE, ["B"], ["A"], ALL, 0),
        (SINGLE, ["B"], ["B"], HALF, 200),
        (MULTIPLE, ["A", "C", "D"], ["A", "C", "D"], HALF, 200),
        (MULTIPLE, ["A", "C", "D"], ["A", "C"], ALL, 0),
        (MULTIPLE, ["A", "C", "D"], ["A", "C"], HALF, 100),
        (MULTIPLE, ["A", "C", "D"], ["A"], HALF, 100),
        (MULTIPLE, ["A", "C", "D"], ["A", "B"], HALF, 0),
        (MULTIPLE, ["A", "C", "D"], ["A", "B", "C", "D"], HALF, 0),
        (MULTIPLE, ["A", "C", "D"], ["A", "C"], ScoringRule(kind=RuleKind.PARTIAL_FIXED, share=33), 66),
        (MULTIPLE, ["A", "C", "D"], ["A"], SHARE, 66),
        (MULTIPLE, ["A", "C", "D"], ["A", "D"], SHARE, 133),
        (MULTIPLE, ["A", "C", "D"], ["A", "B"], SHARE, 0),
        (INDETERMINATE, ["A"], ["A"], HALF, 200),
        (INDETERMINATE, ["A", "B"], ["B"], SHARE, 100),
        (MULTIPLE, ["A", "C", "D"], ["A"], EACH, 50),
        (MULTIPLE, ["A", "C", "D"], ["A", "D"], EACH, 100),
        (MULTIPLE, ["A", "C", "D"], ["A", "C", "D"], EACH, 200),
        (MULTIPLE, ["A", "C", "D"], ["A", "B"], EACH, 0),
        (MULTIPLE, ["A", "B", "C", "D", "E", "F"], ["A", "B", "C", "D", "E"], EACH, 200),
        (MULTIPLE, ["A", "C", "D"], ["A", "C"], MINUS, 133),
        (MULTIPLE, ["A", "C", "D"], ["A", "C", "B"], MINUS, 66),
        (MULTIPLE, ["A", "C", "D"], ["A", "B"], MINUS, 0),
        (MULTIPLE, ["A", "C", "D"], ["B"], MINUS, 0),
        (MULTIPLE, ["A", "C", "D"], ["B"], MINUS_BELOW, -66),
        (MULTIPLE, ["A"], ["B", "C"], MINUS_BELOW, -100),
        (MULTIPLE, ["A", "C", "D"], [], MINUS_BELOW, 0),
        (MULTIPLE, ["A", "C", "D"], ["A", "C", "D", "B"], MINUS_HALF, 150),
        (INDETERMINATE, ["A", "B"], ["A", "C", "D"], MINUS_HALF, 0),
        (INDETERMINATE, ["A", "B"], ["C", "D", "E"], MINUS_HALF, -100),
        (SINGLE, ["B"], ["A"], COSTLY, -50),
        (SINGLE, ["B"], ["B"], COSTLY, 200),
        (SINGLE, ["B"], [], COSTLY, 0),
        (SINGLE, ["B"], None, COSTLY, 0),
        (TRUE_FALSE, False, True, COSTLY, -50),
        (TRUE_FALSE, True, None, COSTLY, 0),
        (TRUE_FALSE, True, True, COSTLY, 200),
        (TRUE_FALSE, False, False, ALL, 200),
        (TRUE_FALSE, False, True, ALL, 0),
        (BLANKS, [["一年", "12个月"], ["合格"], ["任职"]], ["1年", "合格。", ""], ALL, 133),
        (BLANKS, [["一年", "12个月"], ["合格"], ["任职"]], ["十二个月", "合格", "任职"], WHOLE, 200),
        (BLANKS, [["一年", "12个月"], ["合格"], ["任职"]], ["一年", "合格", "不任职"], WHOLE, 0),
        (BLANKS, [["一年"], ["合格"]], ["合格", "一年"], ALL, 0),
        (BLANKS, [["一年"]], ["１年"], ScoringRule(folds=frozenset()), 0),
        (BLANKS, [["决策"], ["执行", "决策"]], ["执行", "决策"], FREE, 200),
        (BLANKS, [["决策"], ["执行", "决策"]], ["决策", "决策"], FREE, 200),
        (BLANKS, [["决策"], ["执行"]], ["决策", "决策"], FREE, 100),
        (BLANKS, [["决策"], ["执行"]], ["", "决策"], FREE, 100),
        (MATCHING, {"1": "x", "2": "y", "3": "x"}, {"1": "x", "2": "x", "3": "x"}, ALL, 133),
        (MATCHING, {"1": "x", "2": "y"}, {"1": "x"}, WHOLE, 0),
        (MATCHING, {"1": "x", "2": "y"}, {"2": "y", "1": "x"}, WHOLE, 200),
        (ORDERING, ["c", "a", "b"], ["c", "a", "b"], ALL, 200),
        (ORDERING, ["c", "a", "b"], ["c", "a"], ALL, 0),
        (ORDERING, ["c", "a", "b"], ["c", "b", "a"], SHARE, 66),
        (SHORT, "见第十三条。", "一是……", ALL, None),
        (QuestionType.ESSAY, "", "一是……", ALL, None),
    ],
)
def test_mark(kind, key, answer, rule, earned):
    assert mark(kind, key, answer, 200, rule) == earned


@pytest.mark.parametrize("empty", [None, [], [""], ["", " "], "", " \n"])
@pytest.mark.parametrize("kind", [SHORT, BLANKS, SINGLE, MULTIPLE])
def test_an_empty_answer_earns_nothing(kind, empty):
    if kind is not SHORT and isinstance(empty, str):
        empty = None
    key = {SHORT: "略", BLANKS: [["一年"], ["《》"]], SINGLE: ["A"], MULTIPLE: ["A", "B"]}[kind]

    assert mark(kind, key, empty, 200, ALL) == 0


def test_an_unanswered_true_false_question_earns_nothing_when_false_is_right():
    assert mark(TRUE_FALSE, False, None, 200, ALL) == 0


@pytest.mark.parametrize(("kind", "answer"), [(SINGLE, ["A"]), (TRUE_FALSE, True), (BLANKS, ["一年"])])
def test_a_question_without_key_is_left_to_a_person(kind, answer):
    assert mark(kind, None, answer, 200, ALL) is None


def test_a_shape_that_was_never_let_in_is_a_fault_and_no_zero():
    with pytest.raises(TypeError, match=r"^not a list of texts: True$"):
        mark(MULTIPLE, ["A", "B"], True, 200, ALL)


def test_a_key_that_folds_to_nothing_is_not_met_by_an_answer_that_does():
    assert mark(BLANKS, [["《》"]], ["“”"], 200, ALL) == 0


OPTION_SETS = st.frozensets(st.sampled_from("ABCDEF"))
KEYS = OPTION_SETS.filter(bool)
MARKS = st.integers(min_value=1, max_value=10_000)
FORGIVING = [RuleKind.ALL_OR_NOTHING, RuleKind.PARTIAL_FIXED, RuleKind.PARTIAL_SHARE]
RULES = st.builds(
    ScoringRule,
    kind=st.sampled_from(FORGIVING),
    share=st.integers(1, 99),
    blanks=st.sampled_from(BlankCredit),
)
CHOICES = st.sampled_from(sorted(CHOICE_TYPES))


@given(CHOICES, KEYS, OPTION_SETS, MARKS, RULES)
def test_choices_earn_from_nothing_to_all_and_all_for_the_key_alone(kind, key, chosen, marks, rule):
    earned = mark(kind, sorted(key), sorted(chosen), marks, rule)

    assert 0 <= earned <= marks
    assert (earned == marks) == (chosen == key)


@given(KEYS, OPTION_SETS, MARKS, st.integers(0, 300), st.integers(-300, 0))
def test_right_minus_wrong_stays_between_its_floor_and_the_marks(key, chosen, marks, penalty, floor):
    rule = ScoringRule(kind=RuleKind.RIGHT_MINUS_WRONG, penalty=penalty, floor=floor)

    earned = mark(MULTIPLE, sorted(key), sorted(chosen), marks, rule)

    assert floor <= earned <= marks
    assert (earned == marks) == (chosen == key)


@given(KEYS, OPTION_SETS, st.sampled_from("ABCDEF"), MARKS)
def test_by_right_minus_wrong_a_right_option_never_costs_and_a_wrong_one_never_earns(key, chosen, added, marks):
    before, after = (mark(MULTIPLE, sorted(key), sorted(each), marks, MINUS) for each in (chosen, chosen | {added}))

    assert after >= before if added in key else after <= before


@given(CHOICES, KEYS, st.permutations("ABCD"), st.integers(0, 4), MARKS, RULES)
def test_the_order_of_choices_does_not_matter(kind, key, order, taken, marks, rule):
    chosen = order[:taken]

    assert mark(kind, sorted(key), chosen, marks, rule) == mark(kind, sorted(key), sorted(chosen), marks, rule)


@given(KEYS, OPTION_SETS, st.sampled_from("ABCDEF"), MARKS, RULES)
def test_one_more_right_option_never_costs_marks(key, chosen, added, marks, rule):
    before = mark(MULTIPLE, sorted(key), sorted(chosen), marks, rule)
    after = mark(MULTIPLE, sorted(key), sorted(chosen | {added}), marks, rule)

    assert after >= before if added in key else after == 0


@given(st.lists(st.booleans(), min_size=1, max_size=12), MARKS, RULES)
def test_blanks_sum_to_the_marks_and_only_how_many_are_right_counts(right, marks, rule):
    key = [[f"词{chr(0x4E80 + place)}"] for place in range(len(right))]
    answer = [key[place][0] if ok else "不知" for place, ok in enumerate(right)]
    mark_answer = marker(BLANKS, key, marks, rule)

    earned = mark_answer(answer)

    assert 0 <= earned <= marks
    assert (earned == marks) == all(right)
    if rule.blanks is BlankCredit.EACH:
        assert abs(earned * len(right) - marks * sum(right)) < len(right)
        first = [key[place][0] if place < sum(right) else "不知" for place in range(len(right))]
        assert earned == mark_answer(first)


@given(st.booleans(), st.none() | st.booleans(), MARKS, RULES)
def test_true_false_earns_all_or_nothing(key, answer, marks, rule):
    assert mark(TRUE_FALSE, key, answer, marks, rule) == (marks if answer is key else 0)
