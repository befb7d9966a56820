"""Pages of policy documents."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.templatetags.screen import day, minute
from question_bank.enums import VersionState
from question_bank.forms.files import MAX_BYTES
from question_bank.models import DocumentVersion, PolicyDocument
from tests.factories.question_bank import POLICY, make_provision, make_question, make_version

NEXT_STEPS = [("imports", "导入试题"), ("question_new", "写一道题")]


def send(client, url, data, name="办法.txt"):
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


def upload(client, data, name="办法.txt"):
    return send(client, reverse("question_bank:document_upload"), data, name)


def test_document_upload_leads_to_the_draft_beside_its_source(desk, client_for):
    client = client_for(desk.author)

    response = upload(client, POLICY.encode())

    version = DocumentVersion.objects.get()
    page = client.get(response["Location"]).content.decode()
    assert response["Location"] == version.get_absolute_url()
    assert "3 条 4 款 2 项" in page
    assert '<li id="art3/par1/sub2">' in page
    assert '<span id="line-17"><span class="no">17</span>（二）集中学习。</span>' in page


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "空.txt", "空.txt：文件是空的。"),
        (b"%PDF-1.7", "办法.pdf", "办法.pdf：这份 PDF 已损坏，读不出内容，请重新保存后再导入。"),
        (b"x" * (MAX_BYTES + 1), "大.txt", "文件超过 20 MB，请拆开或删去图片后再上传。"),
    ],
)
def test_document_upload_says_why_a_file_is_refused(desk, client_for, data, name, sentence):
    response = upload(client_for(desk.author), data, name)

    assert (response.status_code, response.context["form"].errors["file"]) == (422, [sentence])
    assert not PolicyDocument.objects.exists()


def test_document_upload_says_that_the_file_is_known(desk, client_for):
    client = client_for(desk.author)
    upload(client, POLICY.encode())

    response = upload(client, POLICY.encode())

    assert response.context["form"].errors["file"] == ["这个文件已经上传过：《学习管理办法》，核对中。"]


def test_document_upload_takes_pasted_words(desk, client_for):
    client_for(desk.author).post(reverse("question_bank:document_upload"), {"text": POLICY})

    version = DocumentVersion.objects.get()
    assert (version.document.title, version.source_name) == ("学习管理办法", "粘贴的文字.txt")
    assert version.provisions.filter(kind="article").count() == 3


@pytest.mark.parametrize("text", ["", POLICY])
def test_document_upload_wants_a_file_or_words_but_not_both(desk, client_for, text):
    files = {"file": SimpleUploadedFile("办法.txt", POLICY.encode())} if text else {}

    response = client_for(desk.author).post(reverse("question_bank:document_upload"), {"text": text, **files})

    assert response.context["form"].errors["file"] == ["请选一个文件，或者粘贴全文，二者选一。"]
    assert not DocumentVersion.objects.exists()


def test_version_upload_adds_to_the_document(desk, client_for):
    document = make_version(desk.office).document

    send(client_for(desk.author), reverse("question_bank:version_upload", args=[document.uuid]), POLICY.encode())

    assert [version.state for version in document.versions.order_by("pk")] == ["confirmed", "draft"]


def test_version_names_each_doubt_with_its_line(desk, client_for):
    client = client_for(desk.author)

    response = upload(client, POLICY.replace("第三条", "第五条").encode())

    page = client.get(response["Location"]).content.decode()
    assert '<a href="#line-13">第 13 行</a>：第二条之后是第五条，缺少第三条至第四条。' in page
    assert '<span id="line-13" class="hit">' in page


def test_provision_correction_keeps_the_reader_at_its_place(desk, client_for):
    client = client_for(desk.author)
    upload(client, POLICY.encode())
    heading = DocumentVersion.objects.get().provisions.get(path="ch2")

    response = client.post(
        reverse("question_bank:provision_correct", args=[heading.uuid]),
        {"kind": "chapter", "number": "第三章", "text": "学习和笔记"},
    )

    after = DocumentVersion.objects.get().provisions.get(uuid=heading.uuid)
    assert (after.path, after.text) == ("ch3", "学习和笔记")
    assert response["Location"] == f"{after.version.get_absolute_url()}#ch3"


def test_provision_correction_says_what_is_wrong(desk, client_for):
    client = client_for(desk.author)
    upload(client, POLICY.encode())
    heading = DocumentVersion.objects.get().provisions.get(path="ch2")
    url = reverse("question_bank:provision_correct", args=[heading.uuid])

    response = client.post(url, {"kind": "chapter", "number": "第二节", "text": "学习"})

    assert (response.status_code, response.context["form"].non_field_errors()) == (422, ["“第二节”不是章的编号。"])


def test_a_confirmed_provision_has_no_correction_page(desk, client_for):
    provision = make_provision(make_version(desk.office))

    response = client_for(desk.author).get(reverse("question_bank:provision_correct", args=[provision.uuid]))

    assert response.status_code == 404


def confirm(client, version, **changes):
    facts = {"title": "学习管理办法", "effective_on": "2026-03-01", **changes}
    return client.post(reverse("question_bank:version_confirm", args=[version.uuid]), facts)


def test_version_confirmation_takes_the_facts(desk, client_for):
    version = make_version(desk.office, state=VersionState.DRAFT)

    response = confirm(client_for(desk.author), version, number="组发〔2026〕1号")

    version = DocumentVersion.objects.get()
    assert (response["Location"], version.state) == (version.get_absolute_url(), "confirmed")
    assert (str(version.document), version.number, version.effective_on) == (
        "学习管理办法",
        "组发〔2026〕1号",
        date(2026, 3, 1),
    )


@pytest.mark.parametrize(("changes", "field"), [({"title": ""}, "title"), ({"effective_on": "三月"}, "effective_on")])
def test_version_confirmation_points_at_the_field(desk, client_for, changes, field):
    version = make_version(desk.office, state=VersionState.DRAFT)

    response = confirm(client_for(desk.author), version, **changes)

    version.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert version.state == VersionState.DRAFT


def test_version_confirmation_takes_a_text_without_a_date_only_if_that_is_said(desk, client_for):
    version = make_version(desk.office, state=VersionState.DRAFT, effective_on=None)

    refused = confirm(client_for(desk.author), version, effective_on="")
    confirm(client_for(desk.author), version, effective_on="", is_undated="on")

    version.refresh_from_db()
    assert refused.context["form"].errors == {
        "effective_on": ["请填写施行日期；文件没有写的，勾选“文件未注明施行日期”。"]
    }
    assert (version.state, version.effective_on) == (VersionState.CONFIRMED, None)


def test_version_confirmation_with_doubts_takes_a_tick(desk, client_for):
    client = client_for(desk.author)
    upload(client, POLICY.replace("第三条", "第五条").encode())
    version = DocumentVersion.objects.get()

    refused = confirm(client, version)
    confirm(client, version, doubts_checked="on")

    version.refresh_from_db()
    assert refused.context["form"].errors == {"doubts_checked": ["请核对存疑之处，再勾选这一项。"]}
    assert version.state == VersionState.CONFIRMED


def test_version_tells_who_confirmed_and_corrected_it_and_leads_on(desk, client_for):
    client = client_for(desk.author)
    upload(client, POLICY.encode())
    version = DocumentVersion.objects.get()
    heading = version.provisions.get(path="ch2")
    url = reverse("question_bank:provision_correct", args=[heading.uuid])
    client.post(url, {"kind": "chapter", "number": "第二章", "text": "学习和笔记"})

    response = confirm(client, version, number="组发〔2026〕1号")

    version.refresh_from_db()
    page = client.get(response["Location"]).content.decode()
    assert "<dt>文号</dt><dd>组发〔2026〕1号</dd>" in page
    assert f'<dd class="num">沈一鸣 {minute(version.confirmed_at)} · 更正了 1 处</dd>' in page
    assert f"已更正，原文第 7 行：第二章　学习（沈一鸣 {day(version.confirmed_at)}）" in page
    assert [f'href="{reverse(f"question_bank:{name}")}">{text}</a>' in page for name, text in NEXT_STEPS] == [
        True,
        True,
    ]


def test_provision_correction_asks_for_a_headings_words(desk, client_for):
    version = make_version(desk.office, state=VersionState.DRAFT)
    urls = [
        reverse("question_bank:provision_correct", args=[make_provision(version, path).uuid])
        for path in ("ch2", "art2")
    ]

    forms = [client_for(desk.author).get(url).context["form"] for url in urls]

    assert [form.fields["text"].required for form in forms] == [True, False]


def test_version_confirmation_refuses_a_title_that_is_taken(desk, client_for):
    make_version(desk.office, title="学习管理办法")
    version = make_version(desk.office, state=VersionState.DRAFT)

    response = confirm(client_for(desk.author), version)

    assert response.context["form"].non_field_errors() == ["已经有同名的政策文件，请在那份文件下作为新版本上传。"]


def test_version_removal_says_what_goes_and_then_does_it(desk, client_for):
    client, version = client_for(desk.author), make_version(desk.office, state=VersionState.DRAFT)
    url = reverse("question_bank:version_discard", args=[version.uuid])

    asked = client.get(url).content.decode()
    client.post(url)

    assert "将删除这次上传读到的 3 条" in asked
    assert not DocumentVersion.objects.exists()


def test_version_removal_spares_a_confirmed_version(desk, client_for):
    version = make_version(desk.office)

    client_for(desk.author).post(reverse("question_bank:version_discard", args=[version.uuid]))

    assert DocumentVersion.objects.get() == version


def test_document_leads_to_a_provision_of_the_text_in_force(desk, client_for):
    version = make_version(desk.office, effective_on=date(2020, 1, 1))
    make_version(desk.office)

    response = client_for(desk.organizer).get(version.document.get_absolute_url(), {"p": "art2/par1"})

    assert response["Location"] == f"{version.get_absolute_url()}#art2/par1"


def test_version_leads_from_a_cited_provision_to_its_questions(desk, client_for):
    provision = make_provision(make_version(desk.office))
    cited, other = make_question(desk.bank, provision=provision), make_question(desk.bank)
    client = client_for(desk.organizer)

    page = client.get(provision.version.get_absolute_url()).content.decode()
    found = client.get(reverse("question_bank:questions"), {"provision": str(provision.uuid)}).context["rows"]

    assert page.count(">1 题</a>") == 1
    assert [row.question for row in found] == [cited] != [other]


def test_documents_keeps_the_drafts_of_a_shared_document_at_home(desk, client_for):
    document = make_version(desk.stranger.office, is_shared=True).document
    make_version(document=document, state=VersionState.DRAFT)

    listed = client_for(desk.author).get(reverse("question_bank:documents"))
    shown = client_for(desk.author).get(document.get_absolute_url())

    (row,) = listed.context["page"]
    assert [version.state for version in row.listed_versions] == [VersionState.CONFIRMED]
    assert [version.state for version in shown.context["versions"]] == [VersionState.CONFIRMED]


@pytest.mark.parametrize("item_count", [1, 3])
def test_documents_asks_as_often_for_many(desk, client_for, item_count, django_assert_num_queries):
    for _number in range(item_count):
        make_version(desk.office)
    client = client_for(desk.organizer)

    with django_assert_num_queries(7):
        response = client.get(reverse("question_bank:documents"))

    assert response.context["page"].paginator.count == item_count


def test_version_asks_as_often_for_a_long_text(desk, client_for, django_assert_num_queries):
    articles = "\n".join(f"第{number}条　每人每年写{number}篇。" for number in range(1, 41))
    version = make_version(desk.office, text=f"学习办法\n{articles}\n", state=VersionState.DRAFT)
    client = client_for(desk.author)

    with django_assert_num_queries(8):
        client.get(version.get_absolute_url())
