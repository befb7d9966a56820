from __future__ import annotations

import pytest

from question_bank.content import Markup, clean_html, image_names, plain_text

NAME = "0" * 64


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>甲<br>乙</p>", "<p>甲<br>乙</p>"),
        (
            '<table><tr><td colspan="2">甲</td></tr></table>',
            '<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>',
        ),
        (f'<img src="image:{NAME}" alt="图" onerror="x()">', f'<img src="image:{NAME}" alt="图">'),
        ('<img src="https://example.org/a.png">', "<img>"),
        ('<img src="data:image/png;base64,AAAA">', "<img>"),
        ('<td colspan="2;x">甲</td>', "甲"),
        ("<script>x()</script>甲", "甲"),
        ('<p style="color:red" onclick="x()">甲</p>', "<p>甲</p>"),
        ('<a href="javascript:x()">甲</a>', "甲"),
        ("<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>", "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>"),
        ('<math><maction actiontype="x">甲</maction></math>', "<math>甲</math>"),
    ],
)
def test_clean_html_keeps_what_shows_and_nothing_that_acts(written, kept):
    assert clean_html(written) == kept


def test_clean_html_changes_nothing_the_second_time():
    once = clean_html("<p>1 < 2 &amp; 3<b>粗<p>段")

    assert clean_html(once) == once


def test_plain_text_reads_as_a_person_would():
    shown = f'<p>见<b>下表</b></p><table><tr><td>甲</td><td>乙</td></tr></table><img src="image:{NAME}">1 &lt; 2'

    assert plain_text(shown, Markup.HTML) == f"见下表\n甲 乙 \n[image:{NAME}]1 < 2"


def test_plain_text_leaves_plain_text_alone():
    assert plain_text("a < b，<p>", Markup.PLAIN) == "a < b，<p>"


def test_image_names_are_told_in_order():
    assert image_names(f'<img src="image:{NAME}"><img alt="x" src="image:{"f" * 64}">') == [NAME, "f" * 64]
