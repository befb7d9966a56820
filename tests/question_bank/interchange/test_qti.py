from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from question_bank.content import (
    BLANK,
    MarkingPoint,
    QuestionContent,
    QuestionType,
    fold_spaces,
    split_at_blanks,
    to_json,
)
from question_bank.interchange import (
    CitationText,
    InterchangeError,
    InterchangeQuestion,
    read_qti,
    write_qti_21,
    write_qti_22,
    write_qti_30,
)
from question_bank.interchange.images import image_name
from question_bank.interchange.settling import settled
from tests.factories.content import make_blanks, make_case, make_choice
from tests.question_bank.interchange.strategies import PIXEL, questions

SAMPLES = Path(__file__).resolve().parents[3] / "../shared/data/qti"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the public QTI files of ../shared are not here")
WRITERS = [write_qti_21, write_qti_22, write_qti_30]


def public_items() -> list[Path]:
    files = sorted(SAMPLES.rglob("*.xml")) if SAMPLES.exists() else []
    return [path for path in files if b"itemBody" in (data := path.read_bytes()) or b"qti-item-body" in data]


@needs_samples
@pytest.mark.parametrize("path", public_items(), ids=lambda path: "-".join(path.parts[-2:]))
def test_read_qti_reads_or_tells_each_public_item(path):
    intake = read_qti(path.read_bytes())

    assert len(intake.questions) + len(intake.unread) == 1


@needs_samples
@pytest.mark.parametrize(
    ("name", "read", "told"),
    [
        ("simple", 1, []),
        ("metaData", 1, []),
        ("ccPackage", 11, [("assessmentTest", 1)]),
        ("feedbackTest", 2, [("adaptive", 4), ("assessmentTest", 1)]),
    ],
)
def test_read_qti_reads_the_public_packages(name, read, told):
    (path,) = SAMPLES.rglob(f"{name}.zip")

    intake = read_qti(path.read_bytes())

    assert (len(intake.questions), intake.unread_counts) == (read, told)


def as_told(content) -> str:
    """Return all that content says but for white space, and how wide a blank is."""
    text = json.dumps(to_json(content), ensure_ascii=False, sort_keys=True)
    folded = fold_spaces(text.replace("\\n", " ").replace("\\t", " ")).replace(" ", "")
    return BLANK.join(split_at_blanks(folded))


@pytest.mark.parametrize("write", WRITERS)
@given(given_questions=st.lists(questions(), min_size=1, max_size=2))
@settings(max_examples=30, deadline=None)
def test_what_was_written_as_qti_reads_back(write, given_questions):
    export = write(given_questions)
    lost = {loss.question for loss in export.report.losses if loss.is_whole}
    kept = [question for place, question in enumerate(given_questions, start=1) if place not in lost]
    if not kept:
        return

    intake = read_qti(export.data)

    assert not intake.unread
    assert [as_told(read.content) for read in intake.questions] == [as_told(settled(one.content)) for one in kept]
    assert write(given_questions).data == export.data


@pytest.mark.parametrize("write", WRITERS)
def test_a_package_carries_what_qti_has_no_word_for(write):
    question = InterchangeQuestion(
        make_choice("甲", "乙", key=["A"]),
        topics=("党章",),
        tags=("必考",),
        difficulty="易",
        citations=(CitationText("党章", "第三条"),),
        identifier="q-7",
    )

    (read,) = read_qti(write([question]).data).questions

    assert (read.topics, read.tags, read.difficulty) == (question.topics, question.tags, question.difficulty)
    assert (read.citations, read.identifier) == (question.citations, question.identifier)


@pytest.mark.parametrize("write", WRITERS)
def test_the_marking_points_of_a_part_stand_where_the_schemas_have_them(write):
    """A rubric block is a child of the item's body in every version's schema, never of a `div`."""
    points = (MarkingPoint("学与写"), MarkingPoint("说与干", weight=2))
    essay = QuestionContent(QuestionType.ESSAY, "论学习。", key="从四个方面论述。", marking_points=points)
    case = make_case(make_choice("甲", "乙", key=["A"]), essay)

    data = write([InterchangeQuestion(case)]).data

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (item,) = (archive.read(name) for name in archive.namelist() if name.startswith("items/"))
    (rubric,) = etree.fromstring(item).iter("{*}rubricBlock", "{*}qti-rubric-block")
    assert rubric.getparent().tag.rpartition("}")[2] in {"itemBody", "qti-item-body"}
    (read,) = read_qti(data).questions
    assert read.content == case


def test_write_qti_tells_what_others_will_not_understand():
    content = make_blanks("____和____", ["甲"], ["乙"], is_order_free=True)
    question = InterchangeQuestion(content, citations=(CitationText("党章", "第三条", quoted="党员"),))

    assert dict(write_qti_30([question]).report.counts) == {"不分先后：别的系统会按次序判分": 1, "依据的引文": 1}


ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i1" title="题" adaptive="false"
 timeDependent="false">{declaration}<itemBody>{body}</itemBody></assessmentItem>"""
DECLARATION = """<responseDeclaration identifier="R" cardinality="{cardinality}" baseType="{base}">
 <correctResponse>{values}</correctResponse></responseDeclaration>"""


def item(body: str, *values: str, cardinality: str = "single", base: str = "identifier") -> bytes:
    written = "".join(f"<value>{value}</value>" for value in values)
    declaration = DECLARATION.format(cardinality=cardinality, base=base, values=written)
    return ITEM.format(declaration=declaration, body=body).encode()


def choices(tag: str, texts: dict[str, str]) -> str:
    return "".join(f'<{tag} identifier="{name}">{text}</{tag}>' for name, text in texts.items())


CHOICE = f'<choiceInteraction responseIdentifier="R"><prompt>问</prompt>{choices("simpleChoice", {"x": "甲", "y": "乙"})}</choiceInteraction>'  # noqa: E501 -- one element
GOOD = item(CHOICE, "y")


def read_one(data: bytes):
    (question,) = read_qti(data).questions
    return question.content


def test_read_qti_letters_the_options():
    content = read_one(GOOD)

    assert (content.type, content.stem, content.key) == (QuestionType.SINGLE_CHOICE, "问", ["B"])


def test_read_qti_takes_a_choice_of_true_and_false_for_a_judgement():
    words = choices("simpleChoice", {"a": "True", "b": "False"})
    body = f'<choiceInteraction responseIdentifier="R">{words}</choiceInteraction>'

    content = read_one(item(f"<p>党员有八项义务。</p>{body}", "b"))

    assert (content.type, content.key, content.options) == (QuestionType.TRUE_FALSE, False, ())


def test_read_qti_makes_blanks_of_text_entries():
    entry = '<textEntryInteraction responseIdentifier="R"/>'

    content = read_one(item(f"<p>试用期为{entry}。</p>", "一年", base="string"))

    assert (content.type, content.stem, content.key) == (QuestionType.FILL_IN_THE_BLANK, "试用期为____。", [["一年"]])


def test_read_qti_makes_a_matching_of_gaps():
    words = choices("gapText", {"w1": "学", "w2": "写", "w3": "说"})
    gaps = '<p>先<gap identifier="g1"/>后<gap identifier="g2"/></p>'
    body = f'<gapMatchInteraction responseIdentifier="R">{words}{gaps}</gapMatchInteraction>'

    content = read_one(item(body, "w1 g1", "w3 g2", cardinality="multiple", base="directedPair"))

    assert (content.stem, content.key) == ("先（1）后（2）", {"A": "A", "B": "C"})


def test_read_qti_makes_a_case_of_several_interactions():
    entry = '<textEntryInteraction responseIdentifier="R"/>'

    content = read_one(item(f"<p>材料{entry}</p>{CHOICE}", "y"))

    assert content.type is QuestionType.CASE
    assert [part.content.type for part in content.parts] == [QuestionType.FILL_IN_THE_BLANK, QuestionType.SINGLE_CHOICE]


def test_read_qti_tells_a_kind_it_has_none_of():
    intake = read_qti(item('<sliderInteraction responseIdentifier="R"/>', "1"))

    assert intake.unread_counts == [("sliderInteraction", 1)]


@pytest.mark.parametrize(
    "data",
    [
        item(CHOICE, "z"),
        item(CHOICE.replace('responseIdentifier="R"', 'responseIdentifier="S"'), "y"),
        item(CHOICE.replace('"y"', '"x"'), "x"),
        GOOD.replace(b"imsqti_v2p2", b"other"),
        GOOD.replace(b'identifier="i1"', b""),
        b'<!DOCTYPE a [<!ENTITY e "x">]>' + GOOD,
    ],
)
def test_read_qti_refuses_an_invalid_item(data):
    with pytest.raises(InterchangeError):
        read_qti(data)


MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/><resources>
{resources}</resources></manifest>"""
RESOURCE = '<resource identifier="{name}" type="imsqti_item_xmlv2p2" href="{href}"><file href="{href}"/></resource>'


def package(files: dict[str, bytes], *resources: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("imsmanifest.xml", MANIFEST.format(resources="".join(resources)))
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def resource(name: str = "r1", href: str = "items/a.xml") -> str:
    return RESOURCE.format(name=name, href=href)


def test_read_qti_finds_a_packages_images():
    shown = GOOD.replace("问".encode(), '看图<img src="../pics/a%20b.png" alt=""/>'.encode())

    (question,) = read_qti(package({"items/a.xml": shown, "pics/a b.png": PIXEL}, resource())).questions

    assert question.images == {image_name(PIXEL): PIXEL}
    assert f"image:{image_name(PIXEL)}" in question.content.stem


def test_read_qti_fetches_nothing():
    shown = GOOD.replace("问".encode(), '<img src="http://127.0.0.1:9/x.png" alt="远方的图"/>'.encode())

    (question,) = read_qti(package({"items/a.xml": shown}, resource())).questions

    assert question.content.stem == "[图：远方的图]"
    assert question.notes


def test_read_qti_tells_kinds_and_counts_of_a_package():
    slider = item('<sliderInteraction responseIdentifier="R"/>', "1")
    files = {"a.xml": GOOD, "b.xml": slider, "c.xml": slider}
    resources = [resource(f"r{name}", name) for name in files]

    intake = read_qti(package(files, *resources))

    assert (len(intake.questions), intake.unread_counts) == (1, [("sliderInteraction", 2)])


def bare_zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, GOOD)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bare_zip("a.xml"), "没有 imsmanifest.xml"),
        (bare_zip("../a.xml"), "名称不正常"),
        (package({}, resource()), "不在包里"),
        (package({"items/a.xml": GOOD}, resource(), resource()), "缺失或重复"),
        (package({"items/a.xml": GOOD, "b.xml": item(CHOICE, "z")}, resource(), resource("r2", "b.xml")), "整包未导入"),
        (package({"items/a.xml": b"<a>"}, resource()), "不是完好的 XML"),
        (package({"items/a.xml": b"<!DOCTYPE a>" + GOOD}, resource()), "已拒绝"),
        (package({"items/a.xml": b"<a/>" * 5_000_000}, resource()), "标签|标记|拒绝"),
        (package({"items/a.xml": GOOD}), "没有 QTI 试题"),
        (b"PK\x03\x04 broken", "损坏"),
    ],
)
def test_read_qti_refuses_an_invalid_package_whole(data, why):
    with pytest.raises(InterchangeError, match=why):
        read_qti(data)
