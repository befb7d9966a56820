from __future__ import annotations

import base64
from pathlib import Path

import pytest

from question_bank.content import Markup, QuestionType
from question_bank.interchange import InterchangeError, InterchangeQuestion, read_moodle, write_moodle
from question_bank.interchange.images import image_name
from tests.factories.content import make_blanks, make_choice
from tests.question_bank.interchange.strategies import PIXEL

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/moodle"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the public Moodle files of ../shared are not here")


def quiz(*questions: str) -> bytes:
    return f"<quiz>{''.join(questions)}</quiz>".encode()


def question(kind: str, body: str, stem: str = "问") -> str:
    text = f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>名</text></name>{text}{body}</question>'


def answers(*shares_and_texts: tuple[str, str]) -> str:
    return "".join(f'<answer fraction="{share}"><text>{text}</text></answer>' for share, text in shares_and_texts)


def read_one(*args: str, **kwargs: str):
    intake = read_moodle(quiz(question(*args, **kwargs)))
    assert not intake.unread
    return intake.questions[0]


@needs_samples
def test_read_moodle_reads_or_tells_every_question_of_the_public_samples():
    assert len(read_moodle((SAMPLES / "question-mc.xml").read_bytes()).questions) == 1
    assert read_moodle((SAMPLES / "question-kprime.xml").read_bytes()).unread_counts == [("kprime", 1)]


@pytest.mark.parametrize(
    ("kind", "body", "type_", "key"),
    [
        ("multichoice", "<single>true</single>" + answers(("0", "甲"), ("100", "乙")), "single_choice", ["B"]),
        ("multichoice", "<single>false</single>" + answers(("50", "甲"), ("50", "乙")), "multiple_choice", ["A", "B"]),
        ("truefalse", answers(("0", "true"), ("100", "false")), "true_false", False),
        ("shortanswer", answers(("100", "一年"), ("100", "1年")), "fill_in_the_blank", [["一年", "1年"]]),
        ("numerical", answers(("100", "1921")), "fill_in_the_blank", [["1921"]]),
        ("essay", "<graderinfo format='html'><text>要点</text></graderinfo>", "essay", "要点"),
    ],
)  # fmt: skip
def test_read_moodle_knows_each_kind(kind, body, type_, key):
    content = read_one(kind, body).content

    assert (content.type, content.key) == (QuestionType(type_), key)


@pytest.mark.parametrize(
    ("shares", "is_told"), [(("33.33333", "33.33333", "33.33333"), False), (("33", "33", "33"), True)]
)
def test_read_moodle_tells_shares_that_do_not_add_up(shares, is_told):
    body = "<single>false</single>" + answers(*zip(shares, "甲乙丙", strict=True))

    notes = "".join(read_one("multichoice", body).notes)

    assert ("合计 99%，不是 100%" in notes) is is_told


def test_read_moodle_makes_blanks_of_a_cloze_of_texts():
    content = read_one("cloze", "", stem="由{1:SHORTANSWER:=甲~=乙#好}和{1:SA:%100%丙~%50%丁}组织").content

    assert (content.stem, content.key) == ("由____和____组织", [["甲", "乙"], ["丙"]])


def test_read_moodle_makes_a_case_of_a_cloze_with_choices():
    content = read_one("cloze", "", stem="由{1:MC:=甲~乙}和{1:SA:=丙}组织").content

    assert content.type is QuestionType.CASE
    assert [(part.content.type, part.content.key) for part in content.parts] == [
        (QuestionType.SINGLE_CHOICE, ["A"]),
        (QuestionType.FILL_IN_THE_BLANK, [["丙"]]),
    ]


def test_read_moodle_names_an_image_by_its_bytes():
    file = f'<file name="a b.png" path="/" encoding="base64">{base64.b64encode(PIXEL).decode()}</file>'
    stem = '<questiontext format="html"><text>&lt;img src="@@PLUGINFILE@@/a%20b.png"&gt;对吗</text>'
    body = (
        f'<question type="truefalse">{stem}{file}</questiontext>{answers(("100", "true"), ("0", "false"))}</question>'
    )

    (read,) = read_moodle(quiz(body)).questions

    assert read.content.stem == f'<img src="image:{image_name(PIXEL)}">对吗'
    assert read.images == {image_name(PIXEL): PIXEL}


def test_read_moodle_tells_an_image_that_is_not_in_the_file():
    read = read_one("essay", "", stem="<b>看</b><img src='https://example.org/x.png' alt='照片'>")

    assert read.content.stem == "<b>看</b>[图：照片]"
    assert read.notes


def test_read_moodle_counts_what_it_cannot_take_by_kind():
    intake = read_moodle(
        quiz(question("kprime", ""), question("ddwtos", ""), question("kprime", ""), question("description", ""))
    )

    assert intake.unread_counts == [("kprime", 2), ("ddwtos", 1), ("description", 1)]


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz/>",
        b"<quiz><question></quiz>",
        b"<html/>",
        b"<quiz>" + b"<a>" * 300 + b"</a>" * 300 + b"</quiz>",
    ],
)
def test_read_moodle_refuses_whole(data):
    with pytest.raises(InterchangeError):
        read_moodle(data)


@pytest.mark.parametrize("stem", ["由____和_____x负责", "由（　　）和(  )负责", "由________和____负责"])
def test_a_cloze_is_called_the_same_once_it_is_read_back(stem):
    first = write_moodle([InterchangeQuestion(make_blanks(stem, ["甲"], ["乙"]))]).data

    assert write_moodle(read_moodle(first).questions).data == first


def test_write_moodle_writes_several_blanks_as_cloze():
    data = write_moodle([InterchangeQuestion(make_blanks("____和____", ["甲~乙"], ["丙"]))]).data

    assert "{1:SHORTANSWER:=甲\\~乙}和{1:SHORTANSWER:=丙}" in data.decode()


def test_write_moodle_tells_an_image_whose_bytes_are_missing():
    shown = make_choice("甲", "乙", key=["A"], stem=f'<img src="image:{"0" * 64}"><b>问</b>', markup=Markup.HTML)

    report = write_moodle([InterchangeQuestion(shown)]).report

    assert report.counts == [("图片：题库里没有这个文件", 1)]
