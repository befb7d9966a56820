"""The main job from a policy document to a certificate and a point, through the pages, each step on the last one's."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import APIRequestContext, Browser, Locator, Page, expect

from exam_site.demo.cast import APPROVER, AUTHOR, CADRE, ORGANIZER, REVIEWER
from tests.e2e.conftest import DESK, PHONE, cells_of, demo_page, new_context, problems_of
from tests.e2e.exam_page import Asked, ExamPage, asked_in, held_of

_DOCUMENT = "组工讲堂管理规定（试行）"
_SHEET = "组工讲堂试题.docx"
_EXAM = "信息中心业务测试"
_COHORT = "业务测试名单"
#: Sits the exam in a browser without JavaScript; his given name is a character that few fonts have.
_PLAIN_CADRE = "YL011"
_NOTE = "能用人者得人杰"
_NOTE_AUTHOR = "YL033"
#: Within it the worker brings what happened to the record store.
_DELIVERY_SECONDS = 15
#: Type, questions, marks for each: six sections of 100 marks.
_SECTIONS = [("单选", 4, 5), ("多选", 2, 10), ("不定项", 2, 10), ("判断", 2, 5), ("填空", 2, 5), ("简答", 2, 10)]
_ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(scope="module")
def author(browser: Browser, demo_site) -> Page:
    return demo_page(browser, demo_site, AUTHOR)


@pytest.fixture(scope="module")
def approver(browser: Browser, demo_site) -> Page:
    return demo_page(browser, demo_site, APPROVER)


@pytest.fixture(scope="module")
def organizer(browser: Browser, demo_site) -> Page:
    return demo_page(browser, demo_site, ORGANIZER)


@pytest.fixture(scope="module")
def phone(browser: Browser, demo_site) -> ExamPage:
    touched = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "user_agent": _ANDROID}
    return ExamPage(demo_page(browser, demo_site, CADRE, **touched), Locator.tap)


@pytest.fixture(scope="module")
def plain(browser: Browser, demo_site) -> ExamPage:
    return ExamPage(demo_page(browser, demo_site, _PLAIN_CADRE, java_script_enabled=False))


@pytest.fixture(scope="module")
def asked(demo_site) -> list[Asked]:
    """The paper's questions in order; to be asked for once the exam is there."""
    return asked_in(demo_site, _EXAM)


def _sample(site, name: str) -> str:
    return str(site.folder / "demo" / name)


def _heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def _field(page: Page, label: str) -> Locator:
    """Return a form's field by its label, which also says where it may be left empty or was not read for sure."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}( 选填)?( \S+)?$"))


def _masthead(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="主导航").get_by_role("link", name=name, exact=True).click()


# 1. The trainer


def test_a_trainer_corrects_a_wrong_heading_and_confirms_a_policy_document(author, demo_site):
    _masthead(author, "政策文件")
    author.get_by_role("link", name="上传政策文件").click()
    _field(author, "政策文件").set_input_files(_sample(demo_site, f"{_DOCUMENT}.docx"))
    author.get_by_role("button", name="上传并核对").click()
    expect(_heading(author)).to_have_text(f"核对《{_DOCUMENT}》")
    assert problems_of(author, PHONE, DESK) == []

    author.get_by_role("link", name="更正第二章", exact=True).click()
    expect(_field(author, "文字")).to_have_value("讲课按排")
    _field(author, "文字").fill("讲课安排")
    author.get_by_role("button", name="保存更正").click()
    expect(author.get_by_role("listitem").filter(has_text="第二章").first).to_contain_text("讲课安排")
    author.get_by_role("button", name="确认").click()

    expect(author.get_by_role("status")).to_contain_text("已确认，试题可以引用了。")
    assert problems_of(author, PHONE, DESK) == []


def test_a_trainer_mends_one_row_and_imports_only_the_good_ones(author, demo_site):
    _masthead(author, "题库")
    author.get_by_role("link", name="从文件导入").first.click()
    _field(author, "试题文件").set_input_files(_sample(demo_site, _SHEET))
    author.get_by_role("button", name="上传并核对").click()
    tabs = author.get_by_role("navigation", name="按判断筛选")
    expect(tabs.get_by_role("link")).to_have_text(["全部 8", "正常 5", "存疑 1", "错误 2"])

    tabs.get_by_role("link", name="错误 2").click()
    expect(author.get_by_role("heading", level=2).filter(has_text="第 2 题")).to_be_visible()
    assert problems_of(author, PHONE, DESK) == []
    _field(author, "答案").fill("B")
    author.get_by_role("button", name="保存并重新检查").click()
    expect(author.get_by_role("status")).to_have_text("第 2 题改好了。")
    author.get_by_role("button", name="只导入正确的 6 题").click()

    expect(author.get_by_role("status")).to_have_text("已导入 6 题，状态为“起草”。还有 2 题没有导入，可以接着核对。")
    expect(tabs.get_by_role("link")).to_have_text(["全部 8", "存疑 1", "错误 1", "已导入 6"])


def test_a_trainer_cites_a_provision_and_submits(author):
    author.get_by_role("link", name="去题库送审").click()
    expect(_heading(author)).to_have_text("找到 6 题")
    author.get_by_role("link", name="简述主讲人应当做到的四点。").click()
    author.get_by_role("link", name="从条文里选").click()
    _field(author, "政策文件").select_option(label=f"《{_DOCUMENT}》（2026年版）")
    author.get_by_role("button", name="显示条文").click()
    author.get_by_role("radio", name=re.compile("^第四条")).check()
    assert problems_of(author, PHONE, DESK) == []
    author.get_by_role("button", name="引用所选的条文").click()
    expect(author.get_by_role("status")).to_have_text("已引用第四条。")

    author.get_by_role("link", name="试题", exact=True).click()
    _field(author, "状态").select_option("起草")
    author.get_by_role("button", name="查找").click()
    author.get_by_role("checkbox", name="本页全选").check()
    author.get_by_role("button", name="送审所选").click()
    expect(author.get_by_role("button", name="送审 6 题")).to_be_visible()
    assert problems_of(author, PHONE, DESK) == []
    author.get_by_role("button", name="送审 6 题").click()

    expect(author.get_by_role("status")).to_have_text("已送审 6 题。")


def test_another_trainer_approves_what_waits(approver):
    approver.get_by_role("listitem").filter(has_text="道试题等你审核").get_by_role("link", name="去审核").click()
    expect(_heading(approver)).to_have_text("找到 9 题")
    assert problems_of(approver, PHONE, DESK) == []
    approver.get_by_role("checkbox", name="本页全选").check()
    approver.get_by_role("button", name="批准所选").click()
    approver.get_by_role("button", name="批准 9 题").click()

    expect(approver.get_by_role("status")).to_have_text("已入库 9 题。")


# 2. The organizer


def test_an_organizer_describes_a_blueprint_and_previews_the_paper(organizer):
    _masthead(organizer, "考务")
    organizer.get_by_role("link", name="组卷方案和试卷").click()
    organizer.get_by_role("link", name="新建方案").click()
    _field(organizer, "名称").fill("业务测试")
    for number, (_type, count, marks) in enumerate(_SECTIONS, start=1):
        organizer.get_by_label(f"第 {number} 大题的题数").fill(str(count))
        organizer.get_by_label(f"第 {number} 大题的每题分值").fill(str(marks))
    organizer.get_by_role("button", name="保存方案").click()
    expect(_heading(organizer)).to_have_text("业务测试：14 题，100 分")
    assert problems_of(organizer, PHONE, DESK) == []
    organizer.get_by_role("button", name="保存并组卷").click()

    expect(_heading(organizer)).to_have_text("业务测试（A 卷）：14 题，100 分")
    expect(organizer.get_by_role("article")).to_have_count(14)
    assert problems_of(organizer, PHONE, DESK) == []


def test_an_organizer_makes_a_cohort_and_publishes_an_exam_to_it(organizer):
    paper = organizer.url
    _masthead(organizer, "人员")
    organizer.get_by_role("link", name="花名册", exact=True).click()
    organizer.get_by_role("link", name="新建花名册").click()
    _field(organizer, "名称").fill(_COHORT)
    organizer.get_by_label("一份固定名单").check()
    _field(organizer, "名单").fill(f"{CADRE} 黎㛃\n{_PLAIN_CADRE} 钟𬭎")
    organizer.get_by_role("button", name="保存").click()
    expect(_heading(organizer)).to_have_text(_COHORT)

    organizer.goto(paper)
    organizer.get_by_role("link", name="用这份卷安排考试").click()
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    _field(organizer, "名称").fill(_EXAM)
    _field(organizer, "谁来考（花名册）").select_option(f"{_COHORT}（2 人）")
    _field(organizer, "开始").fill(f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M}")
    _field(organizer, "结束").fill(f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    _field(organizer, "考试须知").fill("闭卷考试，请独立作答。")
    organizer.get_by_role("button", name="保存草稿").click()
    expect(_heading(organizer)).to_have_text(f"{_EXAM} 草稿")
    assert problems_of(organizer, PHONE, DESK) == []
    organizer.get_by_text("发布给考生", exact=True).click()
    organizer.get_by_role("button", name="确认发布给 2 人").click()

    expect(organizer.get_by_role("status")).to_have_text("已发布给 2 名考生，现在就可以进入。")


# 3. Two cadres: one on a phone, one without JavaScript


def test_a_cadre_finds_the_exam_on_the_home_page_and_reads_the_rules(phone):
    page = phone.page
    page.reload()
    page.get_by_role("listitem").filter(has_text=_EXAM).get_by_role("link", name="去考试").tap()
    expect(_heading(page)).to_have_text(_EXAM)
    expect(page.get_by_role("region", name="考试须知")).to_contain_text("闭卷考试，请独立作答。")
    assert problems_of(page) == []
    page.get_by_role("button", name="开始作答").tap()

    phone.wait_until_ready()
    expect(phone.saved).to_have_text("尚未作答")
    assert problems_of(page) == []


def test_the_exam_page_says_saved_when_it_is(phone, asked, demo_site):
    given = {question.id: question.right_answer for question in asked[:8]}

    for question in asked[:8]:
        phone.answer(question, question.right_answer)
    said = phone.wait_until_saved()

    held = held_of(demo_site, _EXAM, CADRE)
    assert held.answers == given
    assert held.saved_at[-1] == said


def test_answers_and_a_flag_outlive_a_reload(phone, asked):
    doubtful = asked[6]
    phone.question(doubtful).get_by_role("button", name="稍后再看").tap()
    phone.page.reload()
    phone.wait_until_ready()

    assert [phone.shown_answer(question) for question in asked[:8]] == [question.right_answer for question in asked[:8]]
    expect(phone.page.get_by_role("link", name="第 7 题，已答，标记稍后再看")).to_be_visible()
    phone.page.get_by_role("link", name="第 7 题，已答，标记稍后再看").tap()
    expect(phone.question(doubtful)).to_be_in_viewport()
    phone.page.get_by_role("link", name="下一题").tap()
    expect(phone.question(asked[7])).to_be_in_viewport()


def test_answers_given_without_a_network_are_saved_once_it_is_back(phone, asked, demo_site):
    phone.page.context.set_offline(True)
    for question in asked[8:11]:
        phone.answer(question, question.right_answer)
    expect(phone.saved).to_have_text("网络中断，3 题待补存")
    assert len(held_of(demo_site, _EXAM, CADRE).answers) == 8

    phone.page.context.set_offline(False)
    phone.wait_until_saved()

    assert held_of(demo_site, _EXAM, CADRE).answers == {q.id: q.right_answer for q in asked[:11]}


def test_a_killed_server_loses_nothing_of_what_is_being_typed(phone, asked, demo_site):
    first, second = asked[12:]
    phone.answer(first, first.right_answer)
    half = len(second.right_answer) // 2
    phone.field(second).press_sequentially(second.right_answer[:half], delay=20)

    assert demo_site.kill_workers() > 0
    phone.field(second).press_sequentially(second.right_answer[half:], delay=20)
    phone.wait_until_saved()

    held = held_of(demo_site, _EXAM, CADRE)
    assert held.answers == {q.id: q.right_answer for q in asked if q is not asked[11]}


def test_a_second_device_takes_over_and_loses_nothing_by_looking(phone, asked, demo_site, browser):
    before = held_of(demo_site, _EXAM, CADRE).answers
    desk = ExamPage(demo_page(browser, demo_site, CADRE))
    desk.page.get_by_role("listitem").filter(has_text=_EXAM).get_by_role("link", name="继续作答").click()
    desk.page.get_by_role("button", name="在本机继续作答").click()
    desk.wait_until_ready()
    for question in asked:
        desk.question(question).scroll_into_view_if_needed()
    desk.page.get_by_role("button", name="检查并交卷").click()
    expect(_heading(desk.page)).to_have_text("还有 1 题没有答")

    wrong = next(value for value in phone.offered(asked[0]) if value not in asked[0].right_answer)
    phone.answer(asked[0], [wrong])
    expect(phone.saved).to_have_text("已停止保存")
    expect(phone.page.get_by_role("alert")).to_be_in_viewport()
    assert held_of(demo_site, _EXAM, CADRE).answers == before

    phone.page.get_by_role("link", name="在本机继续作答").tap()
    phone.page.get_by_role("button", name="继续作答").tap()
    phone.wait_until_ready()
    # What was pressed here in the meantime is taken up again, and can be put right.
    assert phone.shown_answer(asked[0]) == [wrong]
    phone.answer(asked[0], asked[0].right_answer)
    phone.wait_until_saved()
    assert held_of(demo_site, _EXAM, CADRE).answers == before


def test_a_cadre_sees_what_is_left_out_hands_in_and_learns_what_comes_next(phone, asked):
    page = phone.page
    page.get_by_role("button", name="检查并交卷").tap()
    expect(_heading(page)).to_have_text("还有 1 题没有答")
    expect(page.get_by_role("link", name="第 12 题，未答")).to_be_visible()
    expect(page.get_by_role("link", name="第 7 题，稍后再看")).to_be_visible()
    assert problems_of(page) == []
    page.get_by_role("link", name="第 12 题，未答").tap()
    phone.wait_until_ready()
    expect(phone.question(asked[11])).to_be_in_viewport()

    page.get_by_role("button", name="检查并交卷").tap()
    page.get_by_role("button", name="确认交卷").tap()

    expect(_heading(page)).to_have_text("已交卷")
    expect(page.get_by_role("main")).to_contain_text("考务发布成绩后，可以在“我的考试”里看到")
    assert problems_of(page) == []


def test_a_cadre_without_javascript_takes_it_by_plain_forms(plain, asked, demo_site):
    page = plain.page
    page.reload()
    page.get_by_role("listitem").filter(has_text=_EXAM).get_by_role("link", name="去考试").click()
    page.get_by_role("button", name="开始作答").click()
    for question in asked[:10]:
        plain.answer(question, question.right_answer)
    page.get_by_role("button", name="保存").first.click()

    said = page.get_by_role("status").filter(has_text="已保存").inner_text().removeprefix("已保存 ")
    held = held_of(demo_site, _EXAM, _PLAIN_CADRE)
    assert held.answers == {question.id: question.right_answer for question in asked[:10]}
    assert held.saved_at[-1] == said


# 4. The organizer again


def test_an_organizer_sees_who_writes_and_who_has_handed_in(organizer):
    organizer.get_by_role("link", name="监考", exact=True).click()

    rows = cells_of(organizer.locator("tbody tr"))
    assert [(row[0].split()[0], row[2], row[3]) for row in rows] == [("钟𬭎", "作答中", "10"), ("黎㛃", "已交卷", "13")]
    assert problems_of(organizer, PHONE, DESK) == []


def test_the_cadre_without_javascript_hands_in(plain, asked, demo_site):
    page = plain.page
    for question in asked[10:]:
        plain.answer(question, question.right_answer)
    page.get_by_role("button", name="检查并交卷").first.click()
    expect(_heading(page)).to_have_text("全部答完了")
    page.get_by_role("button", name="确认交卷").click()

    expect(_heading(page)).to_have_text("已交卷")
    assert held_of(demo_site, _EXAM, _PLAIN_CADRE).answers == {q.id: q.right_answer for q in asked}


def test_an_organizer_marks_the_short_answers_and_publishes(organizer):
    organizer.get_by_role("link", name="概况").click()
    organizer.get_by_role("link", name="评阅简答题（4 份）").click()
    expect(organizer.get_by_role("link", name="评这道题").first).to_be_visible()
    assert problems_of(organizer, PHONE, DESK) == []
    for number in (13, 14):
        organizer.get_by_role("link", name="评这道题").first.click()
        for _candidate in range(2):
            expect(_heading(organizer)).to_have_text(f"第 {number} 题，满分 10 分")
            _field(organizer, "得分").fill("8")
            organizer.get_by_role("button", name="评分，看下一份").click()
        expect(organizer.get_by_role("status")).to_have_text(f"第 {number} 题评完了。")
    organizer.get_by_role("link", name="看成绩").click()
    organizer.get_by_text("发布成绩", exact=True).click()
    organizer.get_by_role("button", name="确认发布").click()

    expect(organizer.get_by_role("status")).to_have_text(
        "成绩已发布，考生现在可以看到得分、自己的答案和各题得分、正确答案、解析和评分要点、条文依据、全体平均分。"
    )


def test_an_organizer_reads_the_scores_and_takes_them_to_excel(organizer):
    assert _scores(organizer) == [
        ["钟𬭎", "YL011", "信息中心", "96", "及格"],
        ["黎㛃", "YL024", "干部科", "91", "及格"],
    ]
    expect(organizer.get_by_role("img", name=re.compile("^分数分布：.*及格线 60 分$"))).to_be_visible()
    assert problems_of(organizer, PHONE, DESK) == []

    with organizer.expect_download() as download:
        organizer.get_by_role("link", name="导出 Excel").click()

    assert download.value.suggested_filename == f"{_EXAM}成绩表.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes())).active
    rows = [row[:7] for row in sheet.iter_rows(values_only=True)]
    assert (1, "YL011", "钟𬭎", "办公室/信息中心", 96, 100, "及格") in rows
    assert (2, "YL024", "黎㛃", "干部科", 91, 100, "及格") in rows


def _scores(page: Page) -> list[list[str]]:
    table = page.get_by_role("table", name="按单位和工号排列，不排名次。")
    return cells_of(table.locator("tbody tr"))


# 5. The cadre


def test_a_cadre_sees_score_explanation_and_the_provision_in_full(phone, asked):
    page = phone.page
    page.get_by_role("link", name="回到我的考试").tap()
    page.get_by_role("listitem").filter(has_text=_EXAM).get_by_role("link", name="查看成绩").tap()

    expect(_heading(page)).to_have_text("91 分，及格")
    assert problems_of(page) == []
    for number, question in enumerate(asked, start=1):
        shown = page.locator(".q").nth(number - 1)
        expect(shown).to_contain_text(f"第 {number} 题")
        if not shown.locator("details[open]").count():
            # What earned all marks is folded.
            shown.locator("summary").tap()
        assert shown.get_by_role("definition").last.inner_text() == question.explanation
        quoted = shown.locator("blockquote").evaluate_all("quotes => quotes.map(q => q.innerText)")
        assert [_folded(text.rpartition("\n")[0]) for text in quoted] == [_folded(text) for text in question.provisions]


def _folded(text: str) -> str:
    return "".join(text.split())


# 6. The organizer issues certificates


def test_an_organizer_issues_certificates_and_prints_them_as_one_pdf(organizer):
    organizer.get_by_role("link", name="颁发证书（2 人）").click()
    expect(organizer.get_by_role("button", name="颁发 2 份")).to_be_visible()
    assert problems_of(organizer, PHONE, DESK) == []
    organizer.get_by_role("button", name="颁发 2 份").click()
    expect(_heading(organizer)).to_have_text("证书都颁发了")

    assert _holders(organizer) == ["钟𬭎", "黎㛃"]
    assert _names_printed(organizer) == ["钟𬭎", "黎㛃"]


def test_a_whole_offices_rare_characters_are_printed_and_can_be_read_back(organizer):
    _masthead(organizer, "考务")
    organizer.get_by_role("link", name=re.compile("第三季度季季考")).click()
    organizer.get_by_role("link", name="看成绩").click()
    organizer.get_by_role("link", name="证书", exact=True).click()
    holders = _holders(organizer)

    assert {"黎㛃", "龚䶮", "陆㙓", "钟𬭎", "梁𠅤"} <= set(holders)
    assert _names_printed(organizer) == holders
    assert problems_of(organizer, PHONE, DESK) == []


def _holders(page: Page) -> list[str]:
    holders = page.locator(".todo li b")
    expect(holders).not_to_have_count(0)
    page.wait_for_load_state()
    return holders.all_inner_texts()


def _names_printed(page: Page) -> list[str]:
    """Return whose certificate each page of the PDF is, as a reader of the file finds it."""
    link = page.get_by_role("link", name="全部打印（PDF）").get_attribute("href")
    pages = pypdfium2.PdfDocument(BytesIO(page.request.get(link).body()))
    return [_name_on(sheet.get_textpage().get_text_range()) for sheet in pages]


def _name_on(text: str) -> str:
    return re.search(r"\d号(\S+?)同志：", _folded(text))[1]


def test_anyone_can_verify_a_certificate_by_its_code(phone, browser, demo_site):
    page = phone.page
    page.reload()
    page.get_by_role("link", name="看证书").tap()
    address = page.get_by_role("link", name=re.compile("verify")).get_attribute("href")
    assert problems_of(page) == []

    stranger = new_context(browser, demo_site, PHONE).new_page()
    stranger.goto(address)

    expect(_heading(stranger)).to_have_text("证书有效")
    expect(stranger.get_by_role("main")).to_contain_text("黎*")
    assert problems_of(stranger) == []


# 7. Appraisal


@pytest.fixture(scope="module")
def note_author(browser: Browser, demo_site) -> Page:
    return demo_page(browser, demo_site, _NOTE_AUTHOR)


def test_an_approved_note_becomes_a_point_that_leads_to_its_evidence(browser, demo_site, note_author):
    reviewer = demo_page(browser, demo_site, REVIEWER)
    reviewer.get_by_role("link", name="去审核").click()
    reviewer.get_by_role("listitem").filter(has_text=_NOTE).get_by_role("link", name="审阅").click()
    reviewer.get_by_label("评语").fill("读得细，想得深。")
    assert problems_of(reviewer, PHONE, DESK) == []
    reviewer.get_by_role("button", name="通过").click()
    expect(reviewer.get_by_role("status")).to_be_visible()

    _masthead(note_author, "积分")
    assert problems_of(note_author, PHONE, DESK) == []
    line = note_author.get_by_role("listitem").filter(has_text=_NOTE)
    expect(line).to_contain_text("宋望舒")
    line.get_by_role("link", name=_NOTE).click()

    expect(_heading(note_author)).to_have_text(_NOTE)
    expect(note_author.get_by_role("listitem").filter(has_text="读得细，想得深。")).to_contain_text("通过 · 宋望舒")


def test_an_exams_points_lead_to_the_result(phone):
    page = phone.page
    _masthead(page, "积分")
    line = page.get_by_role("listitem").filter(has_text=f"{_EXAM}得 91 分（满分 100）")
    line.get_by_role("link", name=_EXAM).tap()

    expect(_heading(page)).to_have_text("91 分，及格")


# 8. The learning record


@pytest.fixture(scope="module")
def store(demo_site, playwright):
    client = json.loads(demo_site.manage("create_lrs_client", "演示", "--json"))
    basic = b64encode(f"{client['key']}:{client['secret']}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "X-Experience-API-Version": "2.0.0"}
    context = playwright.request.new_context(base_url=demo_site.url, extra_http_headers=headers)
    yield context
    context.dispose()


def test_a_client_reads_the_attempt_as_statements(store, demo_site):
    attempt = held_of(demo_site, _EXAM, CADRE).attempt

    statements = _statements(store, 3, registration=attempt)

    completed, *scored = statements
    assert [_verb(statement) for statement in statements] == ["completed", "scored", "passed"]
    assert completed["actor"]["name"] == "黎㛃"
    assert completed["object"]["definition"]["name"] == {"zh-CN": _EXAM}
    assert "score" not in completed["result"]
    assert {statement["result"]["score"]["raw"] for statement in scored} == {91}


def test_a_client_reads_the_note_as_a_statement(store, note_author):
    (statement,) = _statements(store, 1, activity=note_author.url)

    assert _verb(statement) == "completed"
    assert statement["actor"]["name"] == "谭若溪"
    assert statement["object"]["definition"]["name"] == {"zh-CN": _NOTE}


def _statements(store: APIRequestContext, count: int, **query: str) -> list[dict]:
    """Return statements, oldest first, as soon as the worker has delivered that many."""
    deadline = time.monotonic() + _DELIVERY_SECONDS
    while True:
        answer = store.get("/xapi/statements", params=query | {"ascending": "true"})
        assert answer.status == 200, answer.text()
        statements = answer.json()["statements"]
        if len(statements) >= count or time.monotonic() > deadline:
            return statements
        time.sleep(0.5)


def _verb(statement: dict) -> str:
    return statement["verb"]["id"].rpartition("/")[2]
