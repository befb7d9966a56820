"""Finding, writing, citing and reviewing questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from question_bank.content import QuestionType
from question_bank.enums import QuestionState, VersionState
from question_bank.models import Citation, Question, QuestionBank, QuestionReview
from question_bank.selectors import QuestionFilter, citations_of, questions_listed, questions_paged
from question_bank.services import tags_ensure
from tests.factories.question_bank import make_bank, make_content, make_provision, make_question, make_use, make_version


def listed(client, **wanted):
    return [row.question for row in client.get(reverse("question_bank:questions"), wanted).context["rows"]]


def words(**changes):
    return {
        "type": "single_choice",
        "stem": "季季考由（　　）组织实施。",
        "option_A": "组织部",
        "option_B": "各科室",
        "option_C": "",
        "answer": "a",
        **changes,
    }


@pytest.mark.parametrize("also", [{}, {"q": "第一责任人"}, {"topic": "基本职责"}])
def test_questions_of_a_document_are_the_same_beside_other_filters(desk, client_for, also):
    version, other = make_version(desk.office), make_version(desk.office)
    content = make_content(QuestionType.TRUE_FALSE, stem="部长是第一责任人。")
    said = {"type": QuestionType.TRUE_FALSE, "topics": ("基本职责",), "content": content}
    wanted = make_question(desk.bank, provision=make_provision(version), **said)
    make_question(desk.bank, provision=make_provision(other), **said)
    make_question(desk.bank, **said)

    assert listed(client_for(desk.author), document=str(version.document.uuid), **also) == [wanted]


def test_questions_narrows_by_each_filter(desk, client_for):
    version = make_version(desk.office)
    other_bank = make_bank(desk.office)
    wanted = make_question(
        desk.bank,
        type=QuestionType.TRUE_FALSE,
        state=QuestionState.IN_REVIEW,
        topics=("基本职责",),
        provision=make_provision(version),
        content=make_content(QuestionType.TRUE_FALSE, stem="部长是第一责任人。"),
    )
    plain = make_question(other_bank)
    client = client_for(desk.author)

    filters = {
        "q": "第一责任人",
        "type": "true_false",
        "state": "in_review",
        "topic": "基本职责",
        "document": str(version.document.uuid),
        "bank": str(desk.bank.uuid),
    }
    assert {name: listed(client, **{name: value}) for name, value in filters.items()} == {
        name: [wanted] for name in filters
    }
    assert listed(client, **filters) == [wanted]
    assert listed(client, document="none") == [plain]
    assert listed(client) == [plain, wanted]


def test_questions_ignores_a_filter_nobody_offered(desk, client_for):
    question = make_question(desk.bank)

    assert listed(client_for(desk.author), state="loved", document="x", provision="y") == [question]


@pytest.fixture
def marked(desk):
    """Return three questions: asked long ago and hard, asked lately and easy, never asked."""
    hard, easy, new = (make_question(desk.bank, difficulty=level) for level in ("难", "易", ""))
    make_use(hard, asked_on=date(2025, 3, 1), facility=0.2)
    make_use(easy, asked_on=date(2026, 3, 1), facility=0.5, count=10)
    make_use(easy, asked_on=date(2026, 2, 1), facility=1.0, count=30)
    return hard, easy, new


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"used_since": "2026-01-01"}, "1"),
        ({"unused_since": "2026-01-01"}, "20"),
        ({"facility_to": "30"}, "0"),
        ({"facility_from": "80", "facility_to": "90"}, "1"),
        ({"facility_from": "0"}, "10"),
        ({"difficulty": "难"}, "0"),
        ({"used_since": "2025-01-01", "difficulty": "易"}, "1"),
    ],
)
def test_questions_narrows_by_what_became_of_them(desk, client_for, marked, wanted, found):
    assert listed(client_for(desk.author), **wanted) == [marked[int(place)] for place in found]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("第１００项", True), ("不少于篇", True), ("abc", True), ("两 笔记", True), ("笔记 没有", False), ("%", False)],
)
def test_questions_finds_words_however_they_are_written(desk, client_for, text, is_found):
    question = make_question(desk.bank, content=make_content(stem="第100项：笔记不少于（　　）篇。ＡＢＣ"))

    assert listed(client_for(desk.author), q=text) == ([question] if is_found else [])


def test_questions_narrows_by_author_and_tag(desk, client_for):
    mine, theirs = make_question(desk.bank, author=desk.author), make_question(desk.bank, author=desk.reviewer)
    theirs.tags.set(tags_ensure(office=desk.office, names=["易错"]).values())
    client = client_for(desk.author)

    assert listed(client, author=str(desk.author.uuid)) == [mine]
    assert listed(client, tag="易错") == [theirs]


def test_questions_says_where_more_were_found_than_anybody_would_read(desk, client_for, monkeypatch):
    monkeypatch.setattr("question_bank.selectors.questions.LONGEST_LIST", 2)
    for _number in range(3):
        make_question(desk.bank)

    page = client_for(desk.author).get(reverse("question_bank:questions"), {"q": "笔记"}).content.decode()

    assert "找到 2 题以上" in page


def test_questions_goes_by_the_current_words_and_standing_citations(desk, client_for):
    version = make_version(desk.office)
    question = make_question(desk.bank, provision=make_provision(version))
    client = client_for(desk.author)
    client.post(reverse("question_bank:citation_withdraw", args=[citations_of(question).get().uuid]))

    assert listed(client, document=str(version.document.uuid)) == []
    assert listed(client, document="none") == [question]


@pytest.mark.parametrize("item_count", [1, 3])
def test_questions_asks_as_often_for_many(desk, client_for, item_count, django_assert_num_queries):
    version = make_version(desk.office)
    for _number in range(item_count):
        make_question(desk.bank, topics=("基本职责",), provision=make_provision(version))
    client = client_for(desk.organizer)

    with django_assert_num_queries(14):
        page = client.get(reverse("question_bank:questions")).context["page"]

    assert page.paginator.count == item_count


@pytest.mark.parametrize("wanted", [QuestionFilter(), QuestionFilter(text="笔记"), QuestionFilter(topic="基本职责")])
def test_a_page_of_questions_takes_three_queries(desk, django_assert_num_queries, wanted):
    provision = make_provision(make_version(desk.office))
    questions = [make_question(desk.bank, topics=("基本职责", "基本知识"), provision=provision) for _ in range(3)]
    wanted = replace(wanted, bank=desk.bank)

    with django_assert_num_queries(3):
        page = questions_paged(desk.office, wanted, 1, 50)
        rows = questions_listed(page)

    assert [row.question for row in rows] == questions[::-1]
    assert [(row.about, [citation.provision for citation in row.citations]) for row in rows[:1]] == [
        (f"单选 · 基本知识 · 基本职责 · {questions[0].writer}", [provision])
    ]


def test_question_shows_key_and_authority_beside_what_a_cadre_sees(desk, client_for):
    question = make_question(desk.bank, provision=make_provision(make_version(desk.office)))

    page = client_for(desk.organizer).get(question.get_absolute_url()).content.decode()

    preview = page[page.index('<fieldset class="q"') : page.index("</fieldset>")]
    assert ("checked" in preview, "答案" in preview) == (False, False)
    assert "<dt>答案</dt><dd>B</dd>" in page
    assert "<p>每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。</p>" in page


@pytest.mark.parametrize("kind", QuestionType)
def test_question_shows_every_type(desk, client_for, kind):
    question = make_question(desk.bank, type=kind)

    response = client_for(desk.author).get(question.get_absolute_url())

    assert (response.status_code, response.context["shown"].type) == (200, kind)


def test_question_new_keeps_a_draft(desk, client_for):
    client = client_for(desk.author)

    response = client.post(reverse("question_bank:question_new"), words(new_topic="基本方法", difficulty="易"))

    question = Question.objects.get()
    version = question.current_version
    assert response["Location"] == question.get_absolute_url()
    assert (version.options, version.key, version.difficulty) == (
        [{"id": "A", "text": "组织部"}, {"id": "B", "text": "各科室"}],
        ["A"],
        "易",
    )
    assert [topic.name for topic in question.topics.all()] == ["基本方法"]


def test_question_new_makes_no_bank_until_something_is_written(desk, client_for):
    client = client_for(desk.stranger)
    client.get(reverse("question_bank:question_new"))
    before = QuestionBank.objects.filter(office=desk.stranger.office).exists()

    client.post(reverse("question_bank:question_new"), words())

    assert (before, Question.objects.get().bank.office) == (False, desk.stranger.office)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"stem": ""}, "stem", "该字段是必填项。"),
        ({"answer": "见教材"}, "answer", "选择题的答案请写选项字母，例如 B 或 ABD。"),
        ({"answer": "C"}, "__all__", "答案 C 不在选项之中。"),
        ({"answer": ""}, "answer", "没有答案。"),
        ({"option_B": ""}, "__all__", "选项少于 2 个，现有 1 个。"),
        ({"type": "fill_in_the_blank", "stem": "没有空", "answer": "一"}, "__all__", "题干中没有空，请用 ____ 标出。"),
    ],
)
def test_question_new_says_what_is_wrong(desk, client_for, changes, field, sentence):
    response = client_for(desk.author).post(reverse("question_bank:question_new"), words(**changes))

    assert (response.status_code, response.context["form"].errors) == (422, {field: [sentence]})
    assert not Question.objects.exists()


def test_question_new_leads_to_the_question_that_asks_it_already(desk, client_for):
    client = client_for(desk.author)
    client.post(reverse("question_bank:question_new"), words())

    response = client.post(reverse("question_bank:question_new"), words(answer="B"))

    assert (response.status_code, response.context["existing"]) == (422, Question.objects.get())


def test_question_edit_begins_with_the_words_and_makes_a_version(desk, client_for):
    question = make_question(desk.bank, topics=("基本职责",), difficulty="难")
    client, url = client_for(desk.author), reverse("question_bank:question_edit", args=[question.uuid])

    initial = client.get(url).context["form"].initial
    client.post(url, words(reason="重写", topics=["基本职责"]))

    question.refresh_from_db()
    assert (initial["answer"], initial["option_B"], initial["topics"], initial["difficulty"]) == (
        "B",
        "一",
        ["基本职责"],
        "难",
    )
    assert (question.current_version.number, question.current_version.reason) == (2, "重写")
    assert question.state == QuestionState.DRAFT


def test_question_edit_needs_a_reason(desk, client_for):
    question = make_question(desk.bank)

    response = client_for(desk.author).post(reverse("question_bank:question_edit", args=[question.uuid]), words())

    assert list(response.context["form"].errors) == ["reason"]
    assert question.versions.count() == 1


def test_question_citation_is_picked_from_the_tree_of_the_only_text(desk, client_for):
    provision = make_provision(make_version(desk.office))
    question = make_question(desk.bank)
    client, url = client_for(desk.author), reverse("question_bank:question_cite", args=[question.uuid])

    page = client.get(url).content.decode()
    response = client.post(url, {"provision": str(provision.uuid), "quoted": "每篇不少于八百字"})

    assert f'name="provision" value="{provision.uuid}"' in page
    assert response["Location"] == question.get_absolute_url()
    assert [(row.provision, row.quoted) for row in citations_of(question)] == [(provision, "每篇不少于八百字")]


def test_question_citation_offers_a_choice_of_texts(desk, client_for):
    make_version(desk.office)
    second = make_version(desk.office)
    question = make_question(desk.bank)
    client, url = client_for(desk.author), reverse("question_bank:question_cite", args=[question.uuid])

    assert client.get(url).context["version"] is None
    assert client.get(url, {"version": str(second.uuid)}).context["version"] == second


def test_question_citation_finds_provisions_by_their_words(desk, client_for):
    version = make_version(desk.office)
    client = client_for(desk.author)
    url = reverse("question_bank:question_cite", args=[make_question(desk.bank).uuid])

    nodes = client.get(url, {"q": "计入积分"}).context["nodes"]

    assert [(node.provision, node.children) for node in nodes] == [(make_provision(version, "art2/par2"), [])]


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({}, "provision", "请先选一条。"),
        ({"quoted": "一千字"}, "quoted", "引文与第二条第一款的原文不一致，请从条文中复制。"),
    ],
)
def test_question_citation_says_what_is_wrong(desk, client_for, sent, field, sentence):
    provision = make_provision(make_version(desk.office))
    url = reverse("question_bank:question_cite", args=[make_question(desk.bank).uuid])
    picked = {"provision": str(provision.uuid), **sent} if sent else {}

    response = client_for(desk.author).post(url, picked)

    assert (response.status_code, response.context["form"].errors) == (422, {field: [sentence]})
    assert not Citation.objects.exists()


def test_question_citation_cannot_reach_a_text_that_is_not_offered(desk, client_for):
    make_version(desk.office)
    theirs = make_provision(make_version(desk.stranger.office))
    url = reverse("question_bank:question_cite", args=[make_question(desk.bank).uuid])

    response = client_for(desk.author).post(url, {"provision": str(theirs.uuid)})

    assert response.context["form"].errors == {"provision": ["这一条不在所选的文件里。"]}


def take(client, question, step, comment=""):
    url = reverse("question_bank:question_step", args=[question.uuid])
    return client.post(url, {"step": step, "comment": comment})


def test_a_question_goes_from_its_author_to_another_trainers_approval(desk, client_for):
    provision = make_provision(make_version(desk.office))
    question = make_question(desk.bank, state=QuestionState.DRAFT, author=desk.author, provision=provision)

    take(client_for(desk.author), question, "submit")
    refused = take(client_for(desk.author), question, "approve")
    take(client_for(desk.reviewer), question, "approve", "依据清楚")

    question.refresh_from_db()
    assert refused.context["form"].errors == {"comment": ["现行版本是你自己写的，请另一位命题教师审核。"]}
    assert question.state == QuestionState.APPROVED
    assert list(QuestionReview.objects.values_list("by", "to_state", "comment")) == [
        (desk.reviewer.pk, "approved", "依据清楚"),
        (desk.author.pk, "in_review", ""),
    ]


def test_question_step_asks_for_a_reason_to_return(desk, client_for):
    question = make_question(desk.bank, state=QuestionState.IN_REVIEW)

    response = take(client_for(desk.reviewer), question, "return")

    assert (response.status_code, response.context["form"].errors) == (422, {"comment": ["退回时请写明原因。"]})


@pytest.mark.parametrize(
    ("who", "state", "offered"),
    [
        ("author", QuestionState.DRAFT, ["submit", "retire"]),
        ("author", QuestionState.IN_REVIEW, ["return", "retire"]),
        ("reviewer", QuestionState.IN_REVIEW, ["approve", "return", "retire"]),
        ("reviewer", QuestionState.NEEDS_REVIEW, ["approve", "confirm", "return", "retire"]),
        ("reviewer", QuestionState.RETIRED, ["reopen"]),
        ("organizer", QuestionState.DRAFT, []),
    ],
)
def test_question_offers_what_this_person_may_do(desk, client_for, who, state, offered):
    question = make_question(desk.bank, state=state, author=desk.author)

    context = client_for(getattr(desk, who)).get(question.get_absolute_url()).context

    assert [move.step for move in context["moves"]] == offered
    assert context["may_edit"] == (who != "organizer" and state != QuestionState.RETIRED)
    assert context["waits_for_other"] == (who == "author" and state == QuestionState.IN_REVIEW)


def waiting(desk, **fields):
    provision = make_provision(make_version(desk.office))
    given = {"author": desk.author, "state": QuestionState.IN_REVIEW, "provision": provision, **fields}
    return make_question(desk.bank, **given)


def test_question_step_approves_what_rests_on_nothing_only_with_a_tick(desk, client_for):
    question, client = waiting(desk, provision=None), client_for(desk.reviewer)
    page = client.get(question.get_absolute_url()).content.decode()

    refused = take(client, question, "approve")
    url = reverse("question_bank:question_step", args=[question.uuid])
    client.post(url, {"step": "approve", "comment": "", "with_uncited": "on"})

    question.refresh_from_db()
    assert "没有依据，仍要入库" in page
    assert refused.context["form"].errors == {
        "comment": ["这道题没有依据。先加上依据；确实不用的，请勾选“没有依据，仍要入库”。"]
    }
    assert (question.state, question.reviews.get().comment) == ("approved", "没有依据，仍要入库。")


def test_question_step_leads_a_reviewer_through_the_list_that_was_narrowed(desk, client_for):
    older, other, newer = waiting(desk, topics=("基本职责",)), waiting(desk), waiting(desk, topics=("基本职责",))
    waiting(desk, author=desk.reviewer)
    client, carried = client_for(desk.reviewer), "?state=in_review&topic=%E5%9F%BA%E6%9C%AC%E8%81%8C%E8%B4%A3"

    def approve(question):
        url = reverse("question_bank:question_step", args=[question.uuid])
        return client.post(url + carried, {"step": "approve"}, follow=True)

    first, second, last = approve(newer), approve(older), approve(other)

    assert [page.context["question"] for page in (first, second, last)] == [older, other, other]
    assert first.redirect_chain[0][0] == older.get_absolute_url() + carried
    said = [str(message).partition("现在是")[2] for page in (first, last) for message in page.context["messages"]]
    assert said == ["“已入库”。下面是下一道待审的题，还有 2 题等你审核。", "“已入库”。等你审核的题都审完了。"]


def test_question_leads_back_to_the_list_as_it_was_narrowed(desk, client_for):
    question, client = waiting(desk), client_for(desk.reviewer)

    listed_page = client.get(reverse("question_bank:questions"), {"state": "in_review"}).content.decode()
    page = client.get(question.get_absolute_url() + "?state=in_review").content.decode()

    assert f'href="{question.get_absolute_url()}?state=in_review"' in listed_page
    assert f'<p class="crumbs"><a href="{reverse("question_bank:questions")}?state=in_review">' in page


@pytest.mark.parametrize(
    ("who", "state", "heading"),
    [
        ("author", QuestionState.DRAFT, "检查好了就送审：部长是第一责任人。"),
        ("reviewer", QuestionState.DRAFT, "等沈一鸣修改、送审：部长是第一责任人。"),
        ("author", QuestionState.IN_REVIEW, "等另一位命题教师审核：部长是第一责任人。"),
        ("reviewer", QuestionState.IN_REVIEW, "请审核：部长是第一责任人。"),
        ("organizer", QuestionState.IN_REVIEW, "审核中的试题：部长是第一责任人。"),
    ],
)
def test_question_is_headed_by_what_this_person_is_to_do(desk, client_for, who, state, heading):
    question = waiting(desk, state=state, content=make_content(QuestionType.TRUE_FALSE, stem="部长是第一责任人。"))

    page = client_for(getattr(desk, who)).get(question.get_absolute_url()).content.decode()

    assert (f"<title>{heading} · 季季考</title>" in page, f"<h1>{heading}</h1>" in page) == (True, True)
    assert ('class="btn main" name="step" value="submit"' in page) == heading.startswith("检查好了")


def test_a_returned_question_comes_back_to_its_author_with_the_reason(desk, client_for):
    returned, _untouched = waiting(desk), waiting(desk, state=QuestionState.DRAFT)
    taken_back = waiting(desk)
    take(client_for(desk.reviewer), returned, "return", "选项 C 有歧义")
    take(client_for(desk.author), taken_back, "return", "我再想想")
    client, filters = client_for(desk.author), {"state": "returned", "mine": "on"}

    page = client.get(reverse("question_bank:questions"), filters)
    shown = client.get(returned.get_absolute_url()).content.decode()

    assert [row.question for row in page.context["rows"]] == [returned]
    assert "退回：选项 C 有歧义" in page.content.decode()
    assert "<p>选项 C 有歧义</p>" in shown
    assert listed(client_for(desk.reviewer), **filters) == []


def test_a_returned_question_is_off_the_list_once_submitted(desk, client_for):
    returned = waiting(desk)
    take(client_for(desk.reviewer), returned, "return", "选项 C 有歧义")

    take(client_for(desk.author), returned, "submit")

    assert listed(client_for(desk.author), state="returned") == []


def test_question_life_names_who_cited_and_who_withdrew(desk, client_for):
    question = waiting(desk)
    client_for(desk.reviewer).post(reverse("question_bank:question_edit", args=[question.uuid]), words(reason="重写"))
    citation = citations_of(Question.objects.get()).get()

    client_for(desk.reviewer).post(reverse("question_bank:citation_withdraw", args=[citation.uuid]))
    life = client_for(desk.author).get(question.get_absolute_url()).context["life"]

    assert citation.created_by == desk.author
    assert [(event.title, event.by, event.version) for event in life] == [
        ("撤回依据第二条第一款", desk.reviewer, 2),
        ("审核中 → 起草", desk.reviewer, 2),
        ("引用第二条第一款", desk.author, 1),
        ("建立", desk.author, None),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"topics": ["基本职责"]}, "没有改动，现行版本仍是第 1 版。"),
        ({}, "已保存知识点；题目没有改动，现行版本仍是第 1 版。"),
        ({"topics": ["基本职责"], "stem": "换了。（　　）"}, "已保存，现行版本是第 2 版。"),
    ],
)
def test_question_edit_says_what_was_saved(desk, client_for, changes, sentence):
    question = make_question(desk.bank, topics=("基本职责",))
    client, url = client_for(desk.author), reverse("question_bank:question_edit", args=[question.uuid])
    initial = client.get(url).context["form"].initial
    same = {name: initial[name] for name in ("type", "stem", "answer", "explanation")}
    options = {f"option_{letter}": text for letter, text in zip("ABCD", ["半", "一", "两", "三"], strict=True)}

    done = client.post(url, {**same, **options, "reason": "看看", **changes}, follow=True)

    assert [str(message) for message in done.context["messages"]] == [sentence]


def test_questions_names_the_document_of_each_citation(desk, client_for):
    version = make_version(desk.office, title="中华人民共和国学习办法（试行）")
    make_question(desk.bank, provision=make_provision(version))
    make_version(desk.office, title="还没确认的办法", state=VersionState.DRAFT)

    response = client_for(desk.organizer).get(reverse("question_bank:questions"))

    assert "<span>第二条第一款</span><small>学习办法</small>" in response.content.decode()
    assert [label for _value, label in response.context["filters"].fields["document"].choices] == [
        "全部",
        "还没有依据",
        "中华人民共和国学习办法（试行）",
    ]


@pytest.mark.parametrize(("who", "offered"), [("author", True), ("organizer", False)])
def test_questions_offers_bulk_steps_to_who_may_take_them(desk, client_for, who, offered):
    waiting(desk)

    page = client_for(getattr(desk, who)).get(reverse("question_bank:questions")).content.decode()

    assert ('name="step" value="approve"' in page, 'name="question"' in page) == (offered, offered)


def test_questions_bulk_with_nothing_ticked_asks_for_a_tick(desk, client_for):
    waiting(desk)
    url = reverse("question_bank:questions_bulk")

    done = client_for(desk.reviewer).get(url, {"step": "approve", "state": "in_review"}, follow=True)

    assert done.redirect_chain[0][0] == reverse("question_bank:questions") + "?state=in_review"
    assert [str(message) for message in done.context["messages"]] == ["请先勾选试题，再按“送审所选”或“批准所选”。"]


def test_questions_bulk_leaves_out_what_rests_on_nothing_unless_ticked(desk, client_for):
    cited, uncited = waiting(desk), waiting(desk, provision=None)
    client = client_for(desk.reviewer)

    asked, confirm = bulk(client, "approve", cited, uncited)
    done = confirm()
    _asked, confirm = bulk(client, "approve", uncited, with_uncited="1")
    ticked = confirm()

    plan = asked.context["plan"]
    assert [[row.question for row in rows] for rows in (plan.moving, plan.uncited)] == [[cited], [uncited]]
    assert [str(message) for page in (done, ticked) for message in page.context["messages"]] == [
        "已入库 1 题。1 题没有依据，没有入库。",
        "已入库 1 题。",
    ]


def test_questions_bulk_shows_options_and_answer(desk, client_for):
    asked, _confirm = bulk(client_for(desk.reviewer), "approve", waiting(desk))

    page = asked.content.decode()
    assert '<li>B．一 <span class="tag good">✓ 答案</span></li>' in page
    assert "<dt>答案</dt><dd>B</dd>" in page


def bulk(client, step, *questions, **extra):
    data = {"step": step, "question": [str(question.uuid) for question in questions], **extra}
    url = reverse("question_bank:questions_bulk")
    return client.get(url, data), lambda: client.post(url, data, follow=True)


def test_questions_bulk_says_how_many_and_leaves_out_ones_own(desk, client_for):
    theirs, own = waiting(desk, author=desk.reviewer), waiting(desk)
    draft = make_question(desk.bank, state=QuestionState.DRAFT, author=desk.reviewer)

    asked, confirm = bulk(client_for(desk.author), "approve", theirs, own, draft)
    states_before = set(Question.objects.values_list("state", flat=True))
    done = confirm()

    plan = asked.context["plan"]
    assert ([row.question for row in plan.moving], plan.own, plan.elsewhere) == ([theirs], 1, 1)
    assert states_before == {"in_review", "draft"}
    assert [str(message) for message in done.context["messages"]] == [
        "已入库 1 题。1 题是你自己写的，要由另一位命题教师审核。1 题不在这一步，没有动。"
    ]
    assert list(Question.objects.filter(state="approved")) == [theirs]


def test_questions_bulk_takes_all_that_the_list_was_narrowed_to(desk, client_for):
    drafts = [make_question(desk.bank, state=QuestionState.DRAFT, topics=("基本职责",)) for _number in range(3)]
    make_question(desk.bank, state=QuestionState.DRAFT)

    asked, _confirm = bulk(client_for(desk.author), "submit", everything="1", topic="基本职责")

    assert [row.question for row in asked.context["plan"].moving] == drafts[::-1]


def test_questions_bulk_does_not_reach_another_office(desk, client_for):
    question = waiting(desk)

    asked, confirm = bulk(client_for(desk.stranger), "approve", question)
    confirm()

    question.refresh_from_db()
    assert (asked.status_code, question.state) == (302, QuestionState.IN_REVIEW)


def test_questions_bulk_survives_a_made_up_choice(desk, client_for):
    response = client_for(desk.author).get(
        reverse("question_bank:questions_bulk"), {"step": "approve", "question": "no-uuid"}
    )

    assert response["Location"] == reverse("question_bank:questions")
