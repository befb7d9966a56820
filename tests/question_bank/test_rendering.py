from __future__ import annotations

from django.template import Context, Template

NAME = "0" * 64


def shown(filter_, text, markup):
    template = Template(f"{{% load question_text %}}{{{{ text|{filter_}:markup }}}}")
    return template.render(Context({"text": text, "markup": markup}))


def test_plain_text_is_escaped_and_keeps_its_lines():
    assert shown("as_written", "1 < 2\n<b>不粗</b>", "plain") == "1 &lt; 2<br>&lt;b&gt;不粗&lt;/b&gt;"


def test_html_is_cleaned_and_its_images_have_addresses():
    text = f'<script>x()</script><img src="image:{NAME}" onerror="x()"><table><tr><td>甲</td></tr></table>'

    html = shown("as_written", text, "html")

    assert html == f'<img src="/bank/images/{NAME}/"><table><tbody><tr><td>甲</td></tr></tbody></table>'


def test_a_line_of_a_list_has_room_for_words_alone():
    assert shown("in_words", f'<b>看</b><img src="image:{NAME}">', "html") == "看[图]"
    assert shown("in_words", "<b>", "plain") == "&lt;b&gt;"
