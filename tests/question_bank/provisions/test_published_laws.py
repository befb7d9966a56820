"""The real texts beside the project: what their publishers and the law itself say must come out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from question_bank.provisions import count, parse_policy, read_source, walk

_POLICIES = Path(__file__).resolve().parents[3] / "../shared/data/policy"

pytestmark = pytest.mark.skipif(not _POLICIES.is_dir(), reason="needs the policy documents in ../shared")


def _policy(name):
    return parse_policy(read_source((_POLICIES / name).read_bytes(), name))


@pytest.mark.parametrize(
    ("name", "articles", "paragraphs", "subparagraphs"),
    [
        ("公务员法_2018修订.md", 113, 183, 100),
        ("公务员法_justlaws版式.md", 113, 183, 100),
        ("监察法_2018.md", 69, 115, 48),
        ("监察法_2024修正.md", 78, 138, 62),
        ("derived_监察法_2024.pdf", 78, 138, 62),
        ("监察官法_2021.md", 68, 93, 71),
        ("事业单位人事管理条例_2014.md", 44, 56, 27),
        ("公开选拔党政领导干部工作暂行规定_节选.txt", 5, 7, 0),
    ],
)
def test_provisions_are_all_there(name, articles, paragraphs, subparagraphs):
    counts = count(_policy(name).tree)

    assert (counts.articles, counts.paragraphs, counts.subparagraphs) == (articles, paragraphs, subparagraphs)


def test_two_typographies_give_the_identical_tree():
    one, other = (
        [(provision.path, provision.text_hash) for provision in walk(_policy(name).tree)]
        for name in ("公务员法_2018修订.md", "公务员法_justlaws版式.md")
    )

    assert one == other


@pytest.mark.parametrize(
    ("name", "title", "number", "body", "adopted", "effective"),
    [
        (
            "公务员法_2018修订.md",
            "中华人民共和国公务员法",
            "",
            "全国人民代表大会常务委员会",
            date(2018, 12, 29),
            date(2019, 6, 1),
        ),
        ("监察法_2024修正.md", "中华人民共和国监察法", "", "全国人民代表大会", date(2024, 12, 25), None),
        (
            "监察官法_2021.md",
            "中华人民共和国监察官法",
            "",
            "全国人民代表大会常务委员会",
            date(2021, 8, 20),
            date(2022, 1, 1),
        ),
        (
            "事业单位人事管理条例_2014.md",
            "事业单位人事管理条例",
            "中华人民共和国国务院令第652号",
            "国务院",
            date(2014, 2, 26),
            date(2014, 7, 1),
        ),
        (
            "公司领导职数规定_1989.md",
            "关于国务院管理干部的公司领导职数等若干问题的规定",
            "",
            "国务院",
            date(1989, 5, 11),
            None,
        ),
        (
            "公开选拔党政领导干部工作暂行规定_节选.txt",
            "公开选拔党政领导干部工作暂行规定",
            "",
            "中共中央办公厅",
            date(2004, 4, 8),
            date(2004, 4, 8),
        ),
    ],
)
def test_heads_say_what_was_decided_when_and_by_whom(name, title, number, body, adopted, effective):
    policy = _policy(name)

    assert (policy.title, policy.number, policy.issuing_body) == (title, number, body)
    assert (policy.adopted, policy.effective) == (adopted, effective)


def test_a_pdf_gives_the_tree_of_the_written_text():
    drawn, written = _policy("derived_监察法_2024.pdf"), _policy("监察法_2024修正.md")

    assert _placed(drawn) == _placed(written)
    assert (drawn.title, drawn.adopted) == (written.title, written.adopted)


def _placed(policy):
    return [
        (provision.path, provision.number, provision.text, provision.citation_label) for provision in walk(policy.tree)
    ]


def test_articles_run_from_first_to_last_without_a_doubt():
    policy = _policy("公务员法_2018修订.md")

    articles = [provision for provision in walk(policy.tree) if provision.kind == "article"]

    assert [article.path for article in articles] == [f"art{number}" for number in range(1, 114)]
    assert policy.problems == ()


def test_a_citation_names_its_text():
    cited = {provision.citation_label: provision for provision in walk(_policy("公务员法_2018修订.md").tree)}

    assert cited["第十三条第（二）项"].full_text == "（二）年满十八周岁；"
    assert cited["第十六条第一款"].text == "国家实行公务员职位分类制度。"
    assert cited["第三十四条"].kind == "paragraph"
    assert cited["第十八章"].text == "附则"


def test_a_regulation_without_articles_is_read_by_its_serials():
    policy = _policy("公司领导职数规定_1989.md")

    assert [provision.path for provision in walk(policy.tree) if provision.kind == "serial"] == [
        f"ser{number}" for number in range(1, 8)
    ]
    assert policy.preamble.startswith("一九八八年十一月四日国务院在")
    assert policy.closing.startswith("附：\n国务院管理干部的公司\n")


def test_a_line_cut_in_the_excerpt_is_joined():
    texts = {
        provision.path: provision.text for provision in walk(_policy("公开选拔党政领导干部工作暂行规定_节选.txt").tree)
    }

    assert "及其组织(人事)部门面向社会采取公开报名" in texts["art2/par2"]
