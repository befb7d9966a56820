from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from question_bank.content import Markup, QuestionContent, QuestionType, image_mark
from question_bank.errors import ImageError
from question_bank.models import QuestionImage
from question_bank.services import image_ensure, images_sweep, import_finish, sheet_import
from tests.factories.content import make_case
from tests.factories.question_bank import make_content, make_image, make_question, png_bytes

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)


def test_image_ensure_keeps_the_same_bytes_once_for_each_office(desk):
    first = image_ensure(office=desk.office, data=png_bytes(width=4, height=3), by=desk.author, now=NOON)
    again = image_ensure(office=desk.office, data=png_bytes(width=4, height=3), by=desk.reviewer, now=NOON)
    abroad = image_ensure(office=desk.stranger.office, data=png_bytes(width=4, height=3), by=desk.stranger, now=NOON)

    assert (first, first.sha256) == (again, abroad.sha256)
    assert (first.media_type, first.width, first.height, first.added_by) == ("image/png", 4, 3, desk.author)
    assert QuestionImage.objects.count() == 2


def test_image_ensure_refuses_what_is_no_image(desk):
    with pytest.raises(ImageError, match="不支持 SVG"):
        image_ensure(office=desk.office, data=b"<svg/>", by=desk.author, now=NOON)


def test_images_sweep_deletes_only_old_images_that_nothing_shows(desk):
    shown, in_part, _unused = (make_image(desk.office, words=words) for words in ("题干", "小题", "没用"))
    make_question(desk.bank, content=_showing(shown))
    make_question(desk.bank, content=make_case(_showing(in_part), make_content()))
    QuestionImage.objects.update(added_at=NOON - timedelta(days=31))
    young = make_image(desk.office, words="刚传的")

    deleted = images_sweep(now=NOON)

    assert (deleted, set(QuestionImage.objects.all())) == (1, {shown, in_part, young})


def test_images_sweep_spares_what_a_row_under_review_names(desk):
    typed, in_html, _unused = (make_image(desk.office, words=words) for words in ("题干", "选项", "没用"))
    QuestionImage.objects.update(added_at=NOON - timedelta(days=31))
    kept = sheet_import(
        bank=desk.bank, data="判断题\n1．笔记要写。（√）".encode(), file_name="题.txt", by=desk.author, now=NOON
    )
    row = kept.rows.get()
    row.parsed["stem"] = f"看图{image_mark(typed.sha256)}"
    row.parsed["options"] = [f'<img src="image:{in_html.sha256}">']
    row.save()

    spared = (images_sweep(now=NOON), set(QuestionImage.objects.all()))
    import_finish(sheet_import=kept)

    assert spared == (1, {typed, in_html})
    assert images_sweep(now=NOON) == 2


def _showing(image):
    stem = f'看图<img src="image:{image.sha256}">'
    return QuestionContent(QuestionType.SHORT_ANSWER, stem, key="略", markup=Markup.HTML)
