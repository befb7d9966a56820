"""Questions of every type that are fit for use, in the words that break formats."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from hashlib import sha256

from hypothesis import strategies as st

from question_bank.content import (
    BLANK,
    DIFFICULTIES,
    MarkingPoint,
    Markup,
    Option,
    Part,
    QuestionContent,
    QuestionType,
    check_content,
    fold_spaces,
    plain_text,
)
from question_bank.interchange import CitationText, InterchangeQuestion

_AWKWARD = [
    *"~=#{}:\\%[]|/;；、,.&<>\"'*?!()（）　 \n\t-",
    *"党章组织原则一二三甲乙丙ABCab019",
    "->", "::", "//", "####", "\\n", "{=", "}", "[html]", "$CATEGORY:", "%50%", "TRUE", "ANSWER: A", "=1+1", "&amp;",
    "]]>", "<b>", "{1:SHORTANSWER:=甲}", "\r\n", "\x0b", "_x000D_", "【解析】", "𠮷", "　", "\u00a0", "'",
]  # fmt: skip
_HTML = [
    "<p>甲</p>", "<b>粗</b>", "<br>", "<table><tr><td>一</td><td>a &lt; b</td></tr></table>", "x<sup>2</sup>", "&amp;",
    "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>", "<ul><li>项</li></ul>", "  ", "\n", "<pre>\n甲\n  乙</pre>",
    "乙", "~=", "&nbsp;", "{}",
]  # fmt: skip


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _png_chunk(b"IDAT", zlib.compress(b"\0\x7f"))
    + _png_chunk(b"IEND", b"")
)
PHOTO = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
IMAGES = {sha256(data).hexdigest(): data for data in (PIXEL, PHOTO)}

texts = st.lists(st.sampled_from(_AWKWARD), min_size=1, max_size=8).map("".join)
_pictures = st.sampled_from([f'<img src="image:{name}" alt="图&amp;样">' for name in IMAGES])
_fragments = st.lists(st.one_of(st.sampled_from(_HTML), _pictures), min_size=1, max_size=5).map("".join)
_lines = st.text(alphabet="甲乙丙丁ab ：《》/]\\[,，", max_size=8)
_weights = st.integers(min_value=1, max_value=9)


@st.composite
def contents(draw, *, types: tuple[QuestionType, ...] = tuple(QuestionType)) -> QuestionContent:
    """Return content that is fit for use."""
    type_ = draw(st.sampled_from(types))
    markup = draw(st.sampled_from(Markup))
    said = texts if markup is Markup.PLAIN else _fragments
    content = QuestionContent(
        type_,
        draw(said) + "问",
        explanation=draw(st.one_of(st.just(""), said)),
        marking_points=tuple(
            draw(st.lists(st.builds(MarkingPoint, texts.map(lambda text: f"点{text}"), _weights), max_size=3))
            if type_ in {QuestionType.ESSAY, QuestionType.SHORT_ANSWER}
            else ()
        ),
        markup=markup,
    )
    drawn = _FILLED[type_](draw, content, said)
    return drawn if not check_content(drawn) else draw(contents(types=types))


@st.composite
def questions(draw) -> InterchangeQuestion:
    """Return a question with all that belongs to it."""
    content = draw(contents())
    return InterchangeQuestion(
        content=content,
        topics=tuple(draw(st.lists(_lines, max_size=2))),
        tags=tuple(draw(st.lists(_lines, max_size=2))),
        difficulty=draw(st.sampled_from(["", *DIFFICULTIES])),
        citations=tuple(draw(st.lists(st.builds(CitationText, _lines, _lines, _lines, texts), max_size=2))),
        identifier=draw(st.one_of(st.just(""), st.uuids().map(str))),
        images=dict(IMAGES),
    )


def _options(draw, content: QuestionContent, said) -> tuple[Option, ...]:
    drawn = draw(st.lists(said, min_size=2, max_size=4, unique_by=lambda t: fold_spaces(plain_text(t, content.markup))))
    kept = [text for text in drawn if fold_spaces(plain_text(text, content.markup))]
    return tuple(Option("ABCDEFGH"[place], text) for place, text in enumerate(kept))


def _choice(draw, content, said):
    options = _options(draw, content, said)
    ids = [option.id for option in options]
    if content.type is QuestionType.SINGLE_CHOICE:
        key = ids[:1]
    else:
        key = draw(st.lists(st.sampled_from(ids or ["A"]), min_size=1, unique=True))
    return replace(content, options=options, key=key)


def _verdict(draw, content, _said):
    return replace(content, key=draw(st.booleans()))


def _blanks(draw, content, said):
    count = draw(st.integers(min_value=1, max_value=3))
    stem = "".join(f"{draw(said)}{BLANK}" for _ in range(count)) + draw(said)
    key = [draw(st.lists(texts, min_size=1, max_size=2)) for _ in range(count)]
    return replace(content, stem=stem, key=key, is_order_free=draw(st.booleans()))


def _written(draw, content, _said):
    return replace(content, key=draw(texts))


def _matching(draw, content, said):
    options, targets = _options(draw, content, said), _options(draw, content, said)
    ids = [target.id for target in targets]
    key = {option.id: draw(st.sampled_from(ids or ["A"])) for option in options}
    return replace(content, options=options, targets=targets, key=key)


def _ordering(draw, content, said):
    options = _options(draw, content, said)
    return replace(content, options=options, key=draw(st.permutations([option.id for option in options])))


def _case(draw, content, _said):
    simple = tuple(set(QuestionType) - {QuestionType.CASE})
    parts = draw(st.lists(st.builds(Part, contents(types=simple), _weights), min_size=1, max_size=3))
    return replace(content, parts=tuple(parts))


_FILLED = {
    QuestionType.SINGLE_CHOICE: _choice,
    QuestionType.MULTIPLE_CHOICE: _choice,
    QuestionType.INDETERMINATE_CHOICE: _choice,
    QuestionType.TRUE_FALSE: _verdict,
    QuestionType.FILL_IN_THE_BLANK: _blanks,
    QuestionType.SHORT_ANSWER: _written,
    QuestionType.ESSAY: _written,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.CASE: _case,
}
