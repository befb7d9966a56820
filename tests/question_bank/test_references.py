"""Citations as people write them."""

from __future__ import annotations

import pytest

from question_bank.references import (
    Reference,
    names_provision,
    only_reference,
    resolve_path,
    short_title,
    title_matches,
)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("第十二条", "art12"),
        ("第十二条第二款", "art12/par2"),
        ("第 12 条第 2 款", "art12/par2"),
        ("第十二条之一第二款", "art12-1/par2"),
        ("第七条第一款第（三）项", "art7/par1/sub3"),
        ("第七条第一款第三项第2目", "art7/par1/sub3/item2"),
        ("第三条(二)项", "art3/sub2"),
    ],
)
def test_only_reference_reads_a_path(text, path):
    assert only_reference(text) == Reference("", path)


def test_only_reference_takes_the_title_before_it():
    assert only_reference("见《学习管理办法（试行）》第三条") == Reference("学习管理办法（试行）", "art3")


@pytest.mark.parametrize("text", ["第三条", "办法第三条、第四条", "《学习管理办法》", "《学习管理办法》第 3 条（P5）"])
def test_names_provision_where_a_policy_document_is_meant(text):
    assert names_provision(text)


@pytest.mark.parametrize("text", ["", "p37 宗教理论手册", "《学习手册》第 12 页", "网络"])
def test_names_provision_is_no_for_a_book_to_read(text):
    assert not names_provision(text)


@pytest.mark.parametrize(
    "text",
    ["", "教材第 12 页", "第三条、第四条", "第三条第一款、第二款", "第三条第一款和第三款", "第一百六条"],
)
def test_only_reference_leaves_none_or_several_to_the_trainer(text):
    assert only_reference(text) is None


KNOWN = {"art2", "art2/par1", "art2/par1/sub1", "art3", "art3/par1", "art3/par1/sub1", "art3/par2", "art3/par2/sub1"}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("art2", "art2"),
        ("art2/par1", "art2/par1"),
        ("art2/sub1", "art2/par1/sub1"),
        ("art3/sub1", None),
        ("art9", None),
        ("art2/par9", None),
    ],
)
def test_resolve_path_finds_the_only_one_meant(path, found):
    assert resolve_path(path, KNOWN) == found


@pytest.mark.parametrize(
    ("written", "title", "same"),
    [
        ("公务员法", "中华人民共和国公务员法", True),
        ("学习管理办法", "学习管理办法（试行）", True),
        ("学习管理办法", "考试管理办法", False),
        ("管理办法", "学习管理办法", False),
    ],
)
def test_title_matches_allows_what_people_leave_out(written, title, same):
    assert title_matches(written, title) is same


@pytest.mark.parametrize(
    ("title", "short"),
    [("中华人民共和国公务员法（修订）", "公务员法"), ("学习管理办法（试行）", "学习管理办法")],
)
def test_short_title_leaves_out_what_people_do(title, short):
    assert short_title(title) == short
