from __future__ import annotations

import json
from pathlib import Path

import pytest

from question_bank.content import Markup, QuestionType
from question_bank.interchange import InterchangeError, InterchangeQuestion, parse_gift, read_gift, write_gift
from question_bank.interchange.gift.items import GiftItem, GiftNumber, GiftText
from tests.factories.content import make_blanks, make_case, make_choice, make_matching

CORPUS = Path(__file__).resolve().parents[3] / "../shared/data/moodle/gift-peg"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the public GIFT files of ../shared are not here")


def corpus_files() -> list[Path]:
    return sorted(CORPUS.glob("*.gift")) if CORPUS.exists() else []


def as_expected(item: GiftItem) -> dict[str, object]:
    """Return an entry in the words of the corpus."""
    if item.kind == "Category":
        return {"type": "Category", "title": item.title}
    shown: dict[str, object] = {
        "id": item.identifier,
        "tags": list(item.tags) if item.tags else None,
        "type": item.kind,
        "title": item.title,
        "stem": text(item.stem),
        "hasEmbeddedAnswers": item.has_embedded_answers,
    }
    if item.kind == "Description":
        return shown
    shown["globalFeedback"] = text(item.feedback)
    if item.kind == "TF":
        verdict = {"trueFeedback": text(item.true_feedback), "falseFeedback": text(item.false_feedback)}
        return {**shown, "isTrue": item.is_true, **verdict}
    if item.kind == "Matching":
        pairs = [{"subquestion": text(pair.left), "subanswer": pair.right} for pair in item.pairs]
        return {**shown, "matchPairs": pairs}
    if item.kind in {"MC", "Short", "Numerical"}:
        return {**shown, "choices": number(item.number) if item.number else [choice(one) for one in item.choices]}
    return shown


def text(value: GiftText | None) -> dict[str, str] | None:
    return {"format": value.format, "text": value.text} if value else None


def number(value: GiftNumber) -> dict[str, object]:
    if value.kind == "high-low":
        return {"type": "high-low", "numberHigh": value.number, "numberLow": value.other}
    extra = {"range": value.other} if value.kind == "range" else {}
    return {"type": value.kind, "number": value.number, **extra}


def choice(value) -> dict[str, object]:
    said = number(value.text) if isinstance(value.text, GiftNumber) else text(value.text)
    return {"isCorrect": value.is_correct, "weight": value.weight, "text": said, "feedback": text(value.feedback)}


@needs_corpus
@pytest.mark.parametrize("path", corpus_files(), ids=lambda path: path.stem)
def test_parse_gift_equals_what_the_public_file_expects(path):
    items, faults = parse_gift(path.read_text("utf-8"))

    assert not faults
    assert [as_expected(item) for item in items] == json.loads(path.with_suffix(".json").read_text("utf-8"))


@needs_corpus
@pytest.mark.parametrize("path", corpus_files(), ids=lambda path: path.stem)
def test_read_gift_leaves_nothing_of_a_public_file_untold(path):
    items, _faults = parse_gift(path.read_text("utf-8"))

    intake = read_gift(path.read_bytes())

    assert len(intake.questions) + len(intake.unread) == sum(item.kind != "Category" for item in items)


def read_one(gift: str):
    (question,) = read_gift(gift.encode()).questions
    return question


@pytest.mark.parametrize(
    ("gift", "type_", "key"),
    [
        ("首都是{~上海 =北京 ~广州}", QuestionType.SINGLE_CHOICE, ["B"]),
        ("包括{~%50%甲 ~%-50%乙 ~%50%丙}", QuestionType.MULTIPLE_CHOICE, ["A", "C"]),
        ("包括{~%100%甲 ~乙}", QuestionType.INDETERMINATE_CHOICE, ["A"]),
        ("党员有八项义务。{TRUE}", QuestionType.TRUE_FALSE, True),
        ("党员有九项义务。{F#说对了#说错了}", QuestionType.TRUE_FALSE, False),
        ("试用期{=一年 =1年}。", QuestionType.FILL_IN_THE_BLANK, [["一年", "1年"]]),
        ("成立于哪一年？{#1921}", QuestionType.FILL_IN_THE_BLANK, [["1921"]]),
        ("论民主集中制。{}", QuestionType.ESSAY, None),
    ],
)
def test_read_gift_knows_each_kind_of_answer(gift, type_, key):
    content = read_one(gift).content

    assert (content.type, content.key) == (type_, key)


def test_read_gift_joins_pairs_and_keeps_a_target_nothing_is_joined_to():
    content = read_one("配对{=学 -> 读书 =写 -> 笔记 = -> 观影}").content

    joined = {option.text: content.key[option.id] for option in content.options}
    targets = {target.id: target.text for target in content.targets}
    assert {left: targets[right] for left, right in joined.items()} == {"学": "读书", "写": "笔记"}
    assert set(targets.values()) == {"读书", "笔记", "观影"}


def test_read_gift_takes_category_tags_and_identifier():
    question = read_one(
        "$CATEGORY: $course$/top/党章\n\n// [id:q-7] [tag:难度：易] [tag:依据：《党章》第三条] [tag:必考]\n对吗？{T}"
    )

    assert (question.topics, question.identifier, question.difficulty) == (("党章",), "q-7", "易")
    assert [str(citation) for citation in question.citations] == ["《党章》第三条"]
    assert question.tags == ("必考",)


def test_read_gift_tells_shares_that_do_not_add_up():
    assert "不是 100%" in "".join(read_one("包括{~%33%甲 ~%33%乙 ~丙}").notes)


def test_read_gift_tells_a_broken_entry_with_its_line_and_reads_the_rest():
    intake = read_gift("第一题{=对 ~错}\n\n第二题{=没有收尾\n\n第三题{T}\n\n只是说明".encode())

    assert [question.content.stem for question in intake.questions] == ["第一题", "第三题"]
    assert [(item.kind, item.where) for item in intake.unread] == [("description", "第 7 行"), ("syntax", "第 3 行")]


def test_read_gift_keeps_html_clean():
    content = read_one('[html]<p onclick\\="x()">问</p><script>1</script><b>粗</b>{T}').content

    assert (content.markup, content.stem) == (Markup.HTML, "<p>问</p><b>粗</b>")


def test_read_gift_refuses_what_holds_no_entry():
    with pytest.raises(InterchangeError):
        read_gift(b"// nothing but a comment")


def test_write_gift_tells_what_it_cannot_carry():
    two_blanks = InterchangeQuestion(make_blanks("____和____", ["甲"], ["乙"]))
    choice_ = InterchangeQuestion(make_choice("甲", "乙", key=["A"]))

    export = write_gift([two_blanks, choice_])

    assert export.report.left_out == 1
    assert export.report.counts == [("填空：GIFT 一题只能有一个空，未导出", 1)]
    assert len(read_gift(export.data).questions) == 1


def test_write_gift_keeps_a_case_together():
    case = make_case(make_choice("甲", "乙", key=["A"]), make_matching({"A": "一", "B": "二"}, {"A": "B", "B": "A"}))

    (back,) = read_gift(write_gift([InterchangeQuestion(case)]).data).questions

    assert [part.content.type for part in back.content.parts] == [QuestionType.SINGLE_CHOICE, QuestionType.MATCHING]
