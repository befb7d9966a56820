"""Writing questions of every type, with pictures, tables and formulas, and no script."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from question_bank.content import MarkingPoint, Markup, Option, QuestionType
from question_bank.models import Question, QuestionImage
from tests.factories.question_bank import make_content, make_image, make_question, png_bytes

NEW = "question_bank:question_new"

TYPED = {
    "multiple_choice": {"option_A": "学", "option_B": "写", "option_C": "睡", "answer": "AB"},
    "true_false": {"answer": "错误"},
    "fill_in_the_blank": {"stem": "两个维护是____和____。", "answer": "甲|乙\n丙", "is_order_free": "on"},
    "essay": {"answer": "", "point_1": "学与写", "weight_1": "1", "point_3": "说与干", "weight_3": "2"},
    "matching": {
        "option_A": "季季考",
        "option_B": "读书笔记",
        "target_A": "每年",
        "target_B": "每季",
        "answer": "1-B 2-B",
    },
    "ordering": {"option_A": "终审", "option_B": "编审", "option_C": "复审", "answer": "BCA"},
    "case": {
        "stem": "某局未经三审发布通报。",
        "part-1-type": "single_choice",
        "part-1-stem": "是否合规？",
        "part-1-option_A": "合规",
        "part-1-option_B": "违规",
        "part-1-answer": "B",
        "part-1-weight": "1",
        "part-2-type": "short_answer",
        "part-2-stem": "为什么？",
        "part-2-answer": "未经三审。",
        "part-2-weight": "3",
    },
}


def typed(kind, **changes):
    return {"type": kind, "stem": "请作答。", **TYPED[kind], **changes}


def kept(client, sent):
    response = client.post(reverse(NEW), sent)
    assert response.status_code == 302, response.context["form"].errors
    return Question.objects.latest("pk").current_version.content


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("multiple_choice", {"key": ["A", "B"]}),
        ("true_false", {"key": False}),
        ("fill_in_the_blank", {"key": [["甲", "乙"], ["丙"]], "is_order_free": True}),
        ("essay", {"key": None, "marking_points": (MarkingPoint("学与写"), MarkingPoint("说与干", 2))}),
        ("matching", {"key": {"1": "B", "2": "B"}, "targets": (Option("A", "每年"), Option("B", "每季"))}),
        ("ordering", {"key": ["B", "C", "A"]}),
    ],
)
def test_each_type_is_kept_as_it_was_typed(desk, client_for, kind, said):
    content = kept(client_for(desk.author), typed(kind))

    assert {name: getattr(content, name) for name in said} == said


def test_a_case_is_kept_with_its_parts(desk, client_for):
    content = kept(client_for(desk.author), typed("case"))

    assert [(part.content.type, part.content.key, part.weight) for part in content.parts] == [
        (QuestionType.SINGLE_CHOICE, ["B"], 1),
        (QuestionType.SHORT_ANSWER, "未经三审。", 3),
    ]


@pytest.mark.parametrize("kind", QuestionType)
def test_each_type_begins_with_its_words_and_saving_them_changes_nothing(desk, client_for, kind):
    question = make_question(desk.bank, content=make_content(kind, explanation="见第二条。"))
    client, url = client_for(desk.author), reverse("question_bank:question_edit", args=[question.uuid])

    form = client.get(url).context["form"]
    client.post(url, {**sent_by(form), "reason": "看一遍"})

    assert list(question.versions.values_list("number", flat=True)) == [1]


def sent_by(form):
    """Return what a browser sends of a form that nobody touched."""
    fields = {field.html_name: field.value() for field in form if field.value() not in (None, False, "", [])}
    return fields | {name: value for part in form.parts for name, value in sent_by(part).items()}


def rework(client, act, **sent):
    return client.post(reverse(NEW), {**sent, "act": act}).context["form"]


def test_another_type_keeps_what_was_typed(desk, client_for):
    form = rework(client_for(desk.author), "retype", **typed("multiple_choice", type="essay"), explanation="见条文")

    assert (form["stem"].value(), form["explanation"].value(), form["answer"].value()) == ("请作答。", "见条文", "AB")
    assert (form.markers, len(form.point_fields), form.errors) == ([], 3, {})
    assert not Question.objects.exists()


def test_options_points_and_parts_can_be_added_moved_and_taken_out(desk, client_for):
    client = client_for(desk.author)

    more = rework(client, "option-add", **{**typed("ordering"), "option_D": "签发"})
    parted = rework(client, "part-add", **typed("case"))
    swapped = rework(client, "part-2-up", **typed("case"))
    single = rework(client, "part-1-remove", **typed("case"))
    deeper = rework(client, "part-1-option-add", **{**typed("case"), "part-1-option_C": "", "part-1-option_D": ""})

    assert [field.value() for _mark, field in more.markers] == ["终审", "编审", "复审", "签发", ""]
    assert [part["stem"].value() for part in parted.parts] == ["是否合规？", "为什么？", None]
    assert [part["stem"].value() for part in swapped.parts] == ["为什么？", "是否合规？"]
    assert [part["stem"].html_name for part in single.parts] == ["part-1-stem"]
    assert len(deeper.parts[0].markers) == 5


def test_an_act_nobody_offers_changes_nothing(desk, client_for):
    form = rework(client_for(desk.author), "part-9-remove", **typed("case"))

    assert len(form.parts) == 2


def test_a_fault_in_a_part_is_shown_where_it_is(desk, client_for):
    response = client_for(desk.author).post(reverse(NEW), typed("case", **{"part-1-answer": "", "part-2-stem": ""}))

    form = response.context["form"]
    assert [(field.html_name, list(field.errors)) for field in form.faulty_fields] == [
        ("part-1-answer", ["没有答案。"]),
        ("part-2-stem", ["该字段是必填项。"]),
    ]
    assert 'href="#id_part-2-stem"' in response.content.decode()


def test_tables_formulas_and_images_make_html(desk, client_for):
    image = make_image(desk.office)
    stem = f"看图[图 {image.sha256[:12]}]\n等次\t比例\n优秀\t20%\n求\\(x^2\\)"

    content = kept(client_for(desk.author), typed("true_false", stem=stem))

    assert content.markup is Markup.HTML
    assert f'<img src="image:{image.sha256}">' in content.stem
    assert '<th scope="col">等次</th>' in content.stem
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in content.stem


def test_html_is_cleaned_and_the_author_is_told(desk, client_for):
    client = client_for(desk.author)
    sent = typed("true_false", stem="<p><font>甲</font><script>x()</script></p>", format="html")

    page = client.post(reverse(NEW), sent, follow=True)

    assert Question.objects.get().current_version.stem == "<p>甲</p>"
    assert "为安全起见去掉了这些标签：font、script。" in [str(message) for message in page.context["messages"]]


def test_html_that_cannot_be_typed_is_offered_as_html(desk, client_for):
    content = kept(client_for(desk.author), typed("true_false", stem="<b>甲</b>", format="html"))
    question = Question.objects.get()

    form = client_for(desk.author).get(reverse("question_bank:question_edit", args=[question.uuid])).context["form"]

    assert (content.stem, form["stem"].value(), form["format"].value()) == ("<b>甲</b>", "<b>甲</b>", "html")


@pytest.mark.parametrize(
    ("stem", "sentence"),
    [("[图 3fa0b1c2d3e4]", "找不到图片 3fa0b1c2d3e4，请重新插入。"), ("\\(\\left\\)", "公式读不懂：\\left")],
)
def test_what_stands_for_nothing_is_refused(desk, client_for, stem, sentence):
    response = client_for(desk.author).post(reverse(NEW), typed("true_false", stem=stem))

    assert response.context["form"].errors == {"stem": [sentence]}


def test_an_image_of_another_office_stands_for_nothing(desk, client_for):
    theirs = make_image(desk.stranger.office)

    response = client_for(desk.author).post(reverse(NEW), typed("true_false", stem=f"[图 {theirs.sha256[:12]}]"))

    assert list(response.context["form"].errors) == ["stem"]


def test_an_image_is_inserted_without_a_script(desk, client_for):
    file = SimpleUploadedFile("图.png", png_bytes())

    form = rework(client_for(desk.author), "image-add", **typed("true_false"), image=file)

    assert form["stem"].value() == f"请作答。\n[图 {QuestionImage.objects.get().sha256[:12]}]"


def test_a_question_page_shows_pictures_and_tables(desk, client_for):
    image = make_image(desk.office)
    client = client_for(desk.author)
    kept(client, typed("true_false", stem=f"看图[图 {image.sha256[:12]}]"))

    page = client.get(Question.objects.get().get_absolute_url()).content.decode()
    listed = client.get(reverse("question_bank:questions")).content.decode()

    assert f'<img src="{image.get_absolute_url()}">' in page
    assert ("看图[图]" in listed, "<img" in listed) == (True, False)


def test_an_option_keeps_its_id_wherever_it_moves(desk, client_for):
    question = make_question(desk.bank, content=make_content(options=("半", "一", "两"), key=["B"]))
    url = reverse("question_bank:question_edit", args=[question.uuid])
    sent = {"type": "single_choice", "stem": "几篇？（　　）", "answer": "C", "reason": "换序"}

    client_for(desk.author).post(url, {**sent, "option_A": "三", "option_B": "四", "option_C": "一", "option_D": "半"})

    version = question.versions.latest("number")
    ids = {option["text"]: option["id"] for option in version.options}
    assert (ids["一"], ids["半"], version.key) == ("B", "A", ["B"])
    assert len(set(ids.values())) == 4
