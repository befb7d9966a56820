"""Taking policy documents in, correcting and confirming them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exam_site.demo.documents import policy_docx
from question_bank.enums import VersionState
from question_bank.errors import DocumentError
from question_bank.models import DocumentVersion, PolicyDocument, Provision
from question_bank.provisions import ProvisionKind, text_hash
from question_bank.selectors import provision_counts
from question_bank.services import (
    VersionFacts,
    document_import,
    provision_correct,
    version_confirm,
    version_discard,
)
from tests.factories.question_bank import POLICY, make_provision, make_version
from tests.factories.taking import NOON

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
POLICIES = Path(__file__).resolve().parents[4] / "shared" / "data" / "policy"


def take_in(desk, data=None, file_name="办法.txt", **fields):
    return document_import(
        office=desk.office, data=data or POLICY.encode(), file_name=file_name, by=desk.author, now=NOON, **fields
    )


def test_document_import_keeps_a_draft_with_all_that_was_read(desk):
    version = take_in(desk)

    provision = version.provisions.get(path="art3/par1/sub2")
    assert (version.document.title, version.state, version.uploaded_by) == ("学习管理办法", "draft", desk.author)
    assert (provision.label, provision.number, provision.text) == ("第三条第（二）项", "（二）", "集中学习。")
    assert (provision.parent.path, provision.line, provision.text_hash) == ("art3/par1", 17, text_hash("集中学习。"))
    assert version.source_lines[provision.line - 1] == "（二）集中学习。"


def test_document_import_reads_the_demo_offices_word_file(desk):
    version = take_in(desk, policy_docx(), "办法.docx")

    assert provision_counts(version) == {"articles": 52, "paragraphs": 104, "subparagraphs": 80}
    assert (version.number, version.adopted_on, version.effective_on) == (
        "澜组发〔2025〕36号",
        date(2025, 12, 12),
        date(2026, 1, 1),
    )


@pytest.mark.skipif(not POLICIES.exists(), reason="the real documents of ../shared are not here")
@pytest.mark.parametrize("name", ["公务员法_2018修订.md", "公务员法_justlaws版式.md"])
def test_document_import_reads_a_real_law_in_either_typography(desk, name):
    version = take_in(desk, (POLICIES / name).read_bytes(), name)

    assert provision_counts(version) == {"articles": 113, "paragraphs": 183, "subparagraphs": 100}


def test_document_import_keeps_doubts_with_their_lines(desk):
    version = take_in(desk, POLICY.replace("第三条", "第五条").encode())

    assert version.problems == [{"line": 13, "message": "第二条之后是第五条，缺少第三条至第四条。"}]


def test_document_import_of_a_known_title_is_a_new_version(desk):
    first = take_in(desk)

    second = take_in(desk, POLICY.replace("八百字", "一千字").encode())

    assert (second.document, second.pk != first.pk) == (first.document, True)


def test_document_import_into_a_document_keeps_its_title(desk):
    document = make_version(desk.office, title="老办法").document

    version = take_in(desk, document=document)

    assert (version.document, PolicyDocument.objects.get().title) == (document, "老办法")


def test_document_import_takes_the_title_and_date_given(desk):
    version = take_in(desk, title="新办法", effective_on=date(2027, 1, 1))

    assert (version.document.title, version.effective_on) == ("新办法", date(2027, 1, 1))


def test_document_import_says_that_the_file_is_known(desk):
    take_in(desk)

    with pytest.raises(DocumentError) as refusal:
        take_in(desk, title="换个名字")

    assert str(refusal.value) == "这个文件已经上传过：《学习管理办法》，核对中。"
    assert DocumentVersion.objects.count() == 1


def test_document_import_of_the_same_file_in_another_office_is_its_own(desk):
    take_in(desk)

    theirs = document_import(
        office=desk.stranger.office, data=POLICY.encode(), file_name="办法.txt", by=desk.stranger, now=NOON
    )

    assert theirs.document.office == desk.stranger.office


def test_document_import_refuses_what_is_no_text(desk):
    with pytest.raises(DocumentError) as refusal:
        take_in(desk, b"%PDF-1.7 ...", "办法.pdf")

    assert str(refusal.value).startswith("办法.pdf：这份 PDF 已损坏")
    assert not PolicyDocument.objects.exists()


def correct(desk, provision, text, **fields):
    return provision_correct(provision=provision, text=text, by=desk.author, now=NOW, **fields)


def test_provision_correct_works_out_what_follows(desk):
    version = take_in(desk)
    heading = version.provisions.get(path="ch2")

    correct(desk, heading, "学习和笔记")

    after = version.provisions.get(uuid=heading.uuid)
    assert (after.text, after.full_text.splitlines()[0]) == ("学习和笔记", "第二章 学习和笔记")
    assert after.text_hash == text_hash(
        "学习和笔记每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。读书笔记经审核后计入积分。"
        "学习方式包括：自学；集中学习。"
    )


def test_provision_correct_renumbers_what_stands_below(desk):
    version = take_in(desk)
    list_item = version.provisions.get(path="art3/par1/sub1")

    correct(desk, version.provisions.get(path="art3"), "", number="第四条")

    moved = Provision.objects.get(uuid=list_item.uuid)
    assert (moved.path, moved.label, moved.order) == ("art4/par1/sub1", "第四条第（一）项", list_item.order)


def test_provision_correct_turns_a_paragraph_into_a_heading(desk):
    version = take_in(desk)
    misread = version.provisions.get(path="art2/par2")

    correct(desk, misread, "计分", number="第三章", kind=ProvisionKind.CHAPTER)

    assert version.provisions.get(uuid=misread.uuid).path == "ch3"
    assert version.provisions.get(path="art3").parent.path == "ch3"


def messages(version):
    return [problem["message"] for problem in DocumentVersion.objects.get(pk=version.pk).problems]


def test_provision_correct_doubts_the_numbers_anew(desk):
    version = take_in(desk, (POLICY + "\n第三章　附则\n\n第四条　本办法自印发之日起施行。\n").encode())
    before = messages(version)
    heading = version.provisions.get(path="ch2")

    correct(desk, heading, "学习", number="第三章")
    doubled = messages(version)
    correct(desk, version.provisions.get(uuid=heading.uuid), "学习", number="第二章")
    undone = messages(version)
    correct(desk, version.provisions.get(uuid=heading.uuid), "学习", kind=ProvisionKind.PARAGRAPH)

    unsettled = "文中只写明自公布（印发）之日起施行，没有找到这个日期，请填写施行日期。"
    assert (before, undone) == ([unsettled], [unsettled])
    assert doubled == ["“第三章”之前没有编号 2，请核对原文。", "“第三章”与前面的编号重复，请核对原文。", unsettled]
    assert messages(version) == ["“第三章”之前没有编号 2，请核对原文。", unsettled]


def test_provision_correct_settles_a_doubt(desk):
    version = take_in(desk, POLICY.replace("第三条", "第五条").encode())

    correct(desk, version.provisions.get(path="art5"), "", number="第三条")

    assert messages(version) == []


def test_provision_correct_leaves_a_trace_that_outlives_the_next_correction(desk):
    version = take_in(desk)
    first, second = (version.provisions.get(path=path) for path in ("ch1", "ch2"))

    correct(desk, first, "总的原则")
    provision_correct(provision=version.provisions.get(uuid=second.uuid), text="学习和笔记", by=desk.reviewer, now=NOON)

    marked = version.provisions.filter(corrected_at__isnull=False).order_by("order")
    assert list(marked.values_list("uuid", "corrected_by", "corrected_at")) == [
        (first.uuid, desk.author.pk, NOW),
        (second.uuid, desk.reviewer.pk, NOON),
    ]


def test_provision_correct_that_changes_nothing_leaves_no_trace(desk):
    version = take_in(desk)

    correct(desk, version.provisions.get(path="ch2"), "学习")

    assert not version.provisions.filter(corrected_at__isnull=False).exists()


def test_provision_correct_says_what_is_wrong_with_a_number(desk):
    version = take_in(desk)

    with pytest.raises(DocumentError) as refusal:
        correct(desk, version.provisions.get(path="art3"), "", number="三")

    assert str(refusal.value) == "“三”不是条的编号。"


def test_provision_correct_leaves_a_confirmed_version_alone(desk):
    provision = make_provision(make_version(desk.office))

    with pytest.raises(DocumentError):
        correct(desk, provision, "改了")

    provision.refresh_from_db()
    assert provision.text == "每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。"


def test_version_confirm_sets_the_facts(desk):
    version = take_in(desk)
    facts = VersionFacts(
        "学习办法", "组发〔2026〕1号", "县委组织部", date(2026, 1, 1), date(2026, 2, 1), is_shared=True
    )

    version_confirm(version=version, by=desk.author, now=NOW, facts=facts)

    version = DocumentVersion.objects.get()
    assert (version.state, version.confirmed_at, version.confirmed_by) == (VersionState.CONFIRMED, NOW, desk.author)
    assert VersionFacts.of(version) == facts


def test_version_confirm_without_facts_keeps_what_was_read(desk):
    version = take_in(desk, effective_on=date(2026, 5, 1))

    version_confirm(version=version, by=desk.author, now=NOW)

    assert VersionFacts.of(DocumentVersion.objects.get()) == VersionFacts("学习管理办法", effective_on=date(2026, 5, 1))


def test_version_confirm_refuses_twice(desk):
    version = make_version(desk.office)

    with pytest.raises(DocumentError) as refusal:
        version_confirm(version=version, by=desk.author, now=NOW)

    assert str(refusal.value) == "这个版本已经确认，不能再改；文字有变动请上传新版本。"


def test_version_confirm_refuses_the_title_of_another_document(desk):
    make_version(desk.office, title="学习办法")
    version = take_in(desk)

    with pytest.raises(DocumentError):
        version_confirm(version=version, by=desk.author, now=NOW, facts=VersionFacts("学习办法"))

    assert DocumentVersion.objects.get(pk=version.pk).state == VersionState.DRAFT


def test_version_discard_takes_the_empty_document_along(desk):
    version_discard(version=take_in(desk))

    assert not PolicyDocument.objects.exists()


def test_version_discard_keeps_a_document_that_has_other_versions(desk):
    document = make_version(desk.office).document
    draft = take_in(desk, document=document)

    version_discard(version=draft)

    assert list(PolicyDocument.objects.all()) == [document]


def test_version_discard_refuses_a_confirmed_version(desk):
    with pytest.raises(DocumentError):
        version_discard(version=make_version(desk.office))

    assert DocumentVersion.objects.exists()
