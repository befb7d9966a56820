from __future__ import annotations

import pytest

from question_bank.provisions import UnreadableDocument, parse_policy, read_source, walk
from tests.question_bank.provisions.pdf_files import pdf_file, picture_pdf

TITLE = "云山县干部学习考试管理办法"
_LONG = (
    "考试由县委组织部统一组织，各单位应当按照要求组织干部参加，不得无故缺席。"
    "因故不能参加的，应当在考试开始前向县委组织部书面说明理由。"
)
PARAGRAPHS = [
    "第一章　总则",
    "第一条　为了规范干部学习考试，根据有关规定，制定本办法。",
    f"第二条　{_LONG}",
    # A whole line of the page, and after it a new 款: only the place of the next line tells.
    "缺考两次以上的，由县委组织部通报批评并且取消评优资格",
    "前款所称缺考，依照本办法",
    "第三条　有下列情形之一的，可以缓考：",
    "（一）因病住院的；",
    "（二）因公出差，不能按时返回，并且事先报经县委组织部同意的。",
    *(f"第{number}条　{_LONG}" for number in ("四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")),
    "第十四条　本办法自2026年3月1日起施行。",
]


def _shape(data):
    return [(provision.path, provision.text) for provision in walk(parse_policy(read_source(data)).tree)]


def test_lines_are_joined_by_their_place_on_the_page():
    texts = dict(_shape(pdf_file(PARAGRAPHS, title=TITLE)))

    assert [texts[f"art2/par{number}"] for number in (1, 2, 3)] == [_LONG, *PARAGRAPHS[3:5]]
    assert texts["art3/par1/sub2"] == PARAGRAPHS[7].removeprefix("（二）")
    assert [texts[f"art{number}/par1"] for number in range(4, 14)] == [_LONG] * 10
    assert sum(path.startswith("art") and "/" not in path for path in texts) == 14


def test_headers_that_count_the_pages_and_page_numbers_are_left_out():
    policy = parse_policy(read_source(pdf_file(PARAGRAPHS, header="云山县文件汇编", title=TITLE)))

    assert policy.title == TITLE
    assert [(provision.path, provision.text) for provision in walk(policy.tree)] == _shape(
        pdf_file(PARAGRAPHS, title=TITLE)
    )
    assert "云山县文件汇编" in policy.problems[0].message


def test_lines_that_only_count_inside_a_page_stay():
    policy = parse_policy(
        read_source(pdf_file([*PARAGRAPHS[:3], "表 1", "表 2", "表 3", *PARAGRAPHS[3:]], title=TITLE))
    )

    assert "表 2" in [provision.text for provision in walk(policy.tree)]


def test_a_scan_is_refused_plainly():
    with pytest.raises(UnreadableDocument, match="没有文字，应是扫描件") as refusal:
        read_source(picture_pdf(), "扫描.pdf")

    assert str(refusal.value).startswith("扫描.pdf：")


def test_a_password_is_spoken_of():
    with pytest.raises(UnreadableDocument, match="打开密码"):
        read_source(pdf_file(PARAGRAPHS, password="秘密a1"))


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", pdf_file(PARAGRAPHS)[:200]])
def test_a_broken_file_is_refused(data):
    with pytest.raises(UnreadableDocument):
        read_source(data)


def test_text_without_a_map_to_unicode_is_refused():
    with pytest.raises(UnreadableDocument, match="乱码"):
        read_source(pdf_file(["\ue123\ue124\ue125" * 20]))
