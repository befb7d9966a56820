"""Policy documents in the format of Word 97–2003."""

from __future__ import annotations

import pytest

from question_bank.provisions import SourceFormat, UnreadableDocument, parse_policy, read_source, walk
from tests.question_bank.sheets.old_files import old_document

TEXT = (
    "云山县考试办法\r第一章　总则\r第一条　为了规范考试，制定本办法。\r"
    "第二条　考试成绩分为四等：\r（一）优秀；\r（二）合格。\r"
    "等次\x07分数\x07\x07优秀\x07九十分以上\x07\x07\r第三条　本办法自2026年3月1日起施行。\r"
)


def test_an_old_word_document_is_read_and_what_it_hides_is_told():
    source = read_source(old_document(TEXT))

    policy = parse_policy(source)

    texts = {provision.path: provision.text for provision in walk(policy.tree)}
    assert (source.format, policy.title) == (SourceFormat.DOC, "云山县考试办法")
    assert [texts[path] for path in ("art1/par1", "art2/par1/sub2", "art3/par1")] == [
        "为了规范考试，制定本办法。",
        "合格。",
        "本办法自2026年3月1日起施行。",
    ]
    assert "自动编号" in policy.problems[0].message


@pytest.mark.parametrize(("flags", "told"), [(0x0300, "打开密码"), (0x0200, "没有文字")])
def test_an_old_word_document_that_says_nothing_is_refused(flags, told):
    with pytest.raises(UnreadableDocument, match=told):
        read_source(old_document("\r" if flags == 0x0200 else TEXT, flags=flags))
