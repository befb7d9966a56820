from __future__ import annotations

import itertools

import pytest
from reportlab.lib.units import mm

from certificates.rendering.layout import (
    LEFT,
    NAME,
    PAGE_WIDTH,
    QR_BOTTOM,
    QR_LEFT,
    QR_SIZE,
    RIGHT,
    SIGNATURE_CENTRE,
    Composer,
    SheetOverflowError,
)

from .samples import make_sheet

NAMES = ("张三", "欧阳明", "司马相如", "阿卜杜热西提·买买提", "Aleksandra Kowalska-Nowak")
ISSUERS = (
    "中共云岭县委组织部",
    "中共黔东南苗族侗族自治州雷山县委员会组织部",
    "中共黔东南苗族侗族自治州雷山县委员会组织部、中共黔东南苗族侗族自治州雷山县委员会党校",
)
BODIES = (
    ("特发此证。",),
    ("在2026年第三季度“季季考”（干部选拔任用与公务员管理专题）中成绩合格。", "特发此证。"),
    ("参加培训，学习期满，考核成绩合格，准予结业。" * 11,),
)
TITLES = ("合格证书", "2026年组工干部业务知识竞赛优胜证书")


@pytest.fixture
def composer(fonts):
    return Composer(fonts)


def boxes(lines, fonts):
    """Return each line's (left, bottom, right, top), a little generous downward for descenders."""
    return [
        (
            line.x,
            line.y - 0.15 * line.size,
            line.x + fonts.width(line.text, line.size) + line.tracking * (len(line.text) - 1),
            line.y + 0.85 * line.size,
        )
        for line in lines
    ]


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("issuer", ISSUERS)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", BODIES)
def test_nothing_overlaps_or_leaves_the_page(composer, fonts, title, issuer, name, body):
    sheet = make_sheet(title=title, issuing_body=issuer, holder_name=name, body=body, footer="有效期三年")
    quiet = 4 * QR_SIZE / 33
    symbol = (QR_LEFT - quiet, QR_BOTTOM - quiet, QR_LEFT + QR_SIZE + quiet, QR_BOTTOM + QR_SIZE + quiet)

    placed = [*boxes(composer.compose(sheet), fonts), symbol]

    assert [pair for pair in itertools.combinations(placed, 2) if overlap(*pair)] == []
    assert min(left for left, *_ in placed) >= LEFT - 1e-6
    assert max(right for *_, right, _ in placed) <= PAGE_WIDTH - 30 * mm


def test_lines_come_in_reading_order(composer):
    sheet = make_sheet(footer="有效期三年")

    assert [line.text for line in composer.compose(sheet)] == [
        "合格证书",
        "证书编号：JJK-2026-Q3-000127",
        "欧阳明",
        "同志：",
        "在2026年第三季度“季季考”中成绩合格，特发此证。",
        "中共云岭县委组织部",
        "2026年10月4日",
        "查验网址：https://exam.yunling.example/verify/7K3M-9QXT-2WNB-HJ5R-C/",
        "有效期三年",
        "7K3M-9QXT-2WNB-HJ5R-C",
        "扫描二维码查验真伪",
    ]


def test_specimen_says_so_in_the_place_of_the_code(composer, fonts):
    lines = composer.compose(make_sheet(verify_url="", is_specimen=True))
    left, bottom, right, top = boxes(lines, fonts)[-1]

    assert [line.text for line in lines[-3:]] == ["中共云岭县委组织部", "2026年10月4日", "样张"]
    assert QR_LEFT <= left < right <= QR_LEFT + QR_SIZE
    assert QR_BOTTOM <= bottom < top <= QR_BOTTOM + QR_SIZE


def test_full_lines_of_the_body_end_at_the_margin(composer, fonts):
    lines = composer.compose(make_sheet(body=BODIES[2]))
    ends = [box[2] for line, box in zip(lines, boxes(lines, fonts), strict=True) if "结业" in line.text]

    assert ends[:-1] == pytest.approx([RIGHT] * (len(ends) - 1))


def test_body_shrinks_as_it_grows(composer):
    sizes = [
        next(line.size for line in composer.compose(make_sheet(body=("合格。" * count,))) if "合格。" in line.text)
        for count in (2, 40, 60, 90)
    ]

    assert sizes == [22.0, 18.0, 16.0, 12.0]


def test_name_is_the_largest_text_below_the_title(composer):
    _, *below_title = sorted(composer.compose(make_sheet()), key=lambda line: -line.size)

    assert (below_title[0].text, below_title[0].style, below_title[0].size) == ("欧阳明", NAME, 32.0)


def test_holder_without_an_honorific_is_followed_by_the_colon_alone(composer):
    texts = [line.text for line in composer.compose(make_sheet(honorific=""))]

    assert texts[2:4] == ["欧阳明", "："]


def test_two_issuing_lines_have_one_size_and_centre(composer, fonts):
    lines = [line for line in composer.compose(make_sheet(issuing_body=ISSUERS[2])) if "自治州" in line.text]

    assert [line.text for line in lines] == [
        "中共黔东南苗族侗族自治州雷山县委员会组织部、",
        "中共黔东南苗族侗族自治州雷山县委员会党校",
    ]
    assert [(left + right) / 2 for left, _, right, _ in boxes(lines, fonts)] == pytest.approx([SIGNATURE_CENTRE] * 2)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"body": ("合格。" * 130,)}, "正文过长，一页放不下"),
        ({"issuing_body": "委员会" * 40}, "“" + "委员会" * 20 + "”过长，一行放不下"),
        ({"holder_name": "某" * 40}, "“" + "某" * 40 + "”过长，一行放不下"),
    ],
)
def test_text_that_cannot_fit_is_refused_with_the_certificate_number(composer, changes, problem):
    with pytest.raises(SheetOverflowError) as refusal:
        composer.compose(make_sheet(**changes))

    assert str(refusal.value) == f"证书 JJK-2026-Q3-000127：{problem}"
