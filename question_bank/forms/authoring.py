"""A question of any type as its author types it.

What is typed travels as `Words`: the texts of the fields by their names, a case's parts as Words of their own. The
page holds the fields of one type at a time; adding an option, taking out a part or choosing another type sends the
form, and what was typed comes back in the new shape. Nothing of this needs a script.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from string import ascii_uppercase
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from question_bank.content import (
    MAX_OPTIONS,
    OPTION_TYPES,
    PART_TYPES,
    WRITTEN_TYPES,
    FormulaError,
    Key,
    MarkingPoint,
    Markup,
    Option,
    Part,
    QuestionContent,
    QuestionType,
    TypedError,
    clean_html,
    content_texts,
    dropped_tags,
    html_typed,
    is_rich,
    is_texts,
    typed_html,
    with_formulas,
    with_tex,
)
from question_bank.enums import QUESTION_TYPE_CHOICES
from question_bank.forms.content import lettered_key
from question_bank.keys import UnclearKeyError, key_text, read_key

Words = dict[str, Any]
#: From the beginning of an image's SHA-256 to the whole, among what the office keeps.
FindImage = Callable[[str], str | None]

MAX_PARTS = 20
MAX_POINTS = 20
_LONGEST_TEXT = 20_000
_FEWEST_OPTIONS = 4
_FEWEST_POINTS = 3
_PART_FIELD = re.compile(r"part-(\d{1,2})-(.+)")
_PART_ACT = re.compile(r"part-(\d{1,2})-(.+)")
_NO_PART = Part(QuestionContent(QuestionType.SINGLE_CHOICE, ""))
_AS_TYPED, _AS_HTML = "typed", "html"

_STEM_HELP = {
    QuestionType.FILL_IN_THE_BLANK: gettext_lazy("每个空写成 ____（两个以上下划线）。"),
    QuestionType.CASE: gettext_lazy("各小题共用的材料；要问的写在下面的小题里。"),
    QuestionType.MATCHING: gettext_lazy("说明怎样配对，例如“把制度与它的周期连起来”。"),
    QuestionType.ORDERING: gettext_lazy("说明按什么排，例如“按先后次序排列”。"),
}
_ANSWER_HELP = {
    QuestionType.SINGLE_CHOICE: gettext_lazy("写一个字母，例如 B。"),
    QuestionType.MULTIPLE_CHOICE: gettext_lazy("写全部正确的字母，例如 ABD。"),
    QuestionType.INDETERMINATE_CHOICE: gettext_lazy("写全部正确的字母，一个或几个，例如 B 或 ACD。"),
    QuestionType.FILL_IN_THE_BLANK: gettext_lazy("每空一行；一空有几种写法的，用 | 隔开，例如：一|1|壹。"),
    QuestionType.SHORT_ANSWER: gettext_lazy("参考答案，阅卷时看。"),
    QuestionType.ESSAY: gettext_lazy("参考答案，可以不写，只列评分要点。"),
    QuestionType.MATCHING: gettext_lazy("左栏序号接右栏字母，例如 1-B 2-A 3-C；右栏可以有多余的。"),
    QuestionType.ORDERING: gettext_lazy("按正确的次序写字母，例如 BADC。选项照卷面上的样子列，不要按正确次序列。"),
}


class AskedForm(forms.Form):
    """The fields of one question, or of one part of a case, for the type it has."""

    def __init__(self, words: Words, data: Mapping[str, Any] | None = None, *, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix, initial={name: text for name, text in words.items() if name != "parts"})
        self.kind = _kind(words)
        self.is_part = prefix is not None
        self._add_fields(words)
        self.parts = [
            self._part_form(part, data, number)
            for number, part in enumerate(words.get("parts", []), start=1)
            if self.kind is QuestionType.CASE
        ]
        #: What the typed texts stand for; set by `read` once the form is valid.
        self.content: QuestionContent | None = None
        #: The same however faulty, for a preview.
        self.written: QuestionContent | None = None
        self._dropped: list[str] = []

    def _part_form(self, words: Words, data: Mapping[str, Any] | None, number: int) -> AskedForm:
        return AskedForm(words, data, prefix=f"part-{number}")

    def _add_fields(self, words: Words) -> None:
        choices = [choice for choice in QUESTION_TYPE_CHOICES if not self.is_part or choice[0] in PART_TYPES]
        self.fields["type"] = forms.ChoiceField(label=_("题型"), choices=choices)
        is_case = self.kind is QuestionType.CASE
        self.fields["stem"] = _text_field(_("材料") if is_case else _("题干"), rows=6 if is_case else 3)
        self.fields["stem"].help_text = _STEM_HELP.get(self.kind, "")
        if self.kind in OPTION_TYPES:
            for number, name in enumerate(_option_names(words, "option")):
                self.fields[name] = _text_field(self._option_label(number), rows=1, required=False)
        if self.kind is QuestionType.MATCHING:
            for name in _option_names(words, "target"):
                self.fields[name] = _text_field(_("右栏 %(letter)s") % {"letter": name[-1]}, rows=1, required=False)
        if self.kind is not QuestionType.CASE:
            self.fields["answer"] = self._answer_field()
        if self.kind is QuestionType.FILL_IN_THE_BLANK:
            self.fields["is_order_free"] = forms.BooleanField(label=_("各空不分先后"), required=False)
        if self.kind in WRITTEN_TYPES:
            for number in range(1, _point_count(words) + 1):
                self.fields[f"point_{number}"] = _text_field(
                    _("要点 %(number)d") % {"number": number}, rows=1, required=False
                )
                self.fields[f"weight_{number}"] = _weight_field(_("要点 %(number)d 的分量") % {"number": number})
        self.fields["explanation"] = _text_field(_("解析"), rows=2, required=False)
        if self.is_part:
            self.fields["weight"] = _weight_field(_("占几份分"))

    def _option_label(self, number: int) -> str:
        return (
            _("左栏 %(number)d") % {"number": number + 1}
            if self.kind is QuestionType.MATCHING
            else _("选项 %(letter)s") % {"letter": ascii_uppercase[number]}
        )

    def _answer_field(self) -> forms.Field:
        required = self.kind is not QuestionType.ESSAY
        missing = {"required": _("没有答案。")}
        if self.kind is QuestionType.TRUE_FALSE:
            verdicts = [("正确", _("正确")), ("错误", _("错误"))]
            return forms.ChoiceField(
                label=_("答案"), choices=verdicts, widget=forms.RadioSelect, error_messages=missing
            )
        rows = {QuestionType.SHORT_ANSWER: 3, QuestionType.ESSAY: 3, QuestionType.FILL_IN_THE_BLANK: 2}.get(
            self.kind, 1
        )
        field = _text_field(_("参考答案") if self.kind in WRITTEN_TYPES else _("答案"), rows=rows, required=required)
        field.help_text = _ANSWER_HELP.get(self.kind, "")
        field.error_messages |= missing
        return field

    @property
    def option_fields(self) -> list[BoundField]:
        """Return the fields of the options, to be shown together."""
        return self._named("option_")

    @property
    def target_fields(self) -> list[BoundField]:
        """Return the fields of a matching question's right column."""
        return self._named("target_")

    @property
    def point_fields(self) -> list[tuple[BoundField, BoundField]]:
        """Return the fields of the marking points, each with its weight."""
        return list(zip(self._named("point_"), self._named("weight_"), strict=True))

    @property
    def markers(self) -> list[tuple[str, BoundField]]:
        """Return the options with what they are called on the page: a letter, or a number on the left of a matching."""
        is_matching = self.kind is QuestionType.MATCHING
        return [
            (str(number + 1) if is_matching else ascii_uppercase[number], field)
            for number, field in enumerate(self.option_fields)
        ]

    @property
    def can_add_option(self) -> bool:
        return len(self.option_fields) < MAX_OPTIONS

    @property
    def wide_errors(self) -> list[str]:
        """Return what is wrong with the question as a whole, its parts' included."""
        return [*self.non_field_errors(), *(error for part in self.parts for error in part.wide_errors)]

    @property
    def dropped(self) -> list[str]:
        """Return the names of the tags that were taken out of HTML, its parts' included."""
        return sorted({*self._dropped, *(name for part in self.parts for name in part.dropped)})

    @property
    def texts(self) -> list[str]:
        """Return all that was typed, the parts' included."""
        own = [text for text in self.cleaned_data.values() if isinstance(text, str)]
        return [*own, *(text for part in self.parts for text in part.texts)]

    @property
    def faulty_fields(self) -> list[BoundField]:
        """Return the fields with errors, its parts' included, for the list at the top."""
        own = [field for field in self.visible_fields() if field.errors]
        return [*own, *(field for part in self.parts for field in part.faulty_fields)]

    def is_valid(self) -> bool:
        """Check the parts too, all of them: an author wants to see every mistake at once."""
        return all([super().is_valid(), *(part.is_valid() for part in self.parts)])

    def read(self, find_image: FindImage, *, as_html: bool) -> bool:
        """Set `content` to what the texts stand for; return whether that went well, else the fields say why not."""
        for part in self.parts:
            part.read(find_image, as_html=as_html)
        markup = (
            Markup.HTML if as_html or any(is_rich(self._text(name)) for name in self._rich_names()) else Markup.PLAIN
        )
        texts = {name: self._shown(name, markup, find_image, as_html=as_html) for name in self._rich_names()}
        return self._keep(texts, markup)

    def read_plain(self) -> bool:
        """Do the same where no image, table or formula is looked for."""
        for part in self.parts:
            part.read_plain()
        return self._keep({name: self._text(name) for name in self._rich_names()}, Markup.PLAIN)

    def _keep(self, texts: Mapping[str, str], markup: Markup) -> bool:
        self.written = self._content(texts, self._key(), markup)
        self.content = None if self.errors or any(part.content is None for part in self.parts) else self.written
        return self.content is not None

    def _content(self, texts: Mapping[str, str], key: Key | None, markup: Markup) -> QuestionContent:
        parts = ((part.written, part.cleaned_data.get("weight") or 1) for part in self.parts)
        return QuestionContent(
            type=self.kind,
            stem=texts["stem"],
            options=self._options("option", texts),
            key=key,
            explanation=texts["explanation"],
            targets=self._options("target", texts),
            parts=tuple(Part(content, weight) for content, weight in parts if content),
            marking_points=tuple(self._points()),
            is_order_free=bool(self.cleaned_data.get("is_order_free")),
            markup=markup,
        )

    def _named(self, beginning: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(beginning)]

    def _rich_names(self) -> list[str]:
        """Return the fields that may hold images, tables and formulas, but for options left empty at the end."""
        return ["stem", *self._filled("option"), *self._filled("target"), "explanation"]

    def _filled(self, beginning: str) -> list[str]:
        """Return the options up to the last one filled in; an empty one in between keeps its letter."""
        names = [name for name in self.fields if name.startswith(f"{beginning}_")]
        while names and not self._text(names[-1]):
            names.pop()
        return names

    def _text(self, name: str) -> str:
        """Return a field's text with the line ends that everything but browsers uses."""
        return str(self.cleaned_data.get(name) or "").replace("\r\n", "\n")

    def _shown(self, name: str, markup: Markup, find_image: FindImage, *, as_html: bool) -> str:
        text = self._text(name)
        if markup is Markup.PLAIN or not text:
            return text
        try:
            return self._cleaned(text) if as_html else typed_html(text, find_image)
        except (TypedError, FormulaError) as error:
            self.add_error(name, str(error))
            return ""

    def _cleaned(self, text: str) -> str:
        cleaned = clean_html(with_formulas(text))
        self._dropped += dropped_tags(text, cleaned)
        return cleaned

    def _options(self, beginning: str, texts: Mapping[str, str]) -> tuple[Option, ...]:
        is_left = beginning == "option" and self.kind is QuestionType.MATCHING
        return tuple(
            Option(str(number + 1) if is_left else ascii_uppercase[number], texts[name])
            for number, name in enumerate(self._filled(beginning))
        )

    def _points(self) -> Iterator[MarkingPoint]:
        for number in range(1, len(self.point_fields) + 1):
            if text := self._text(f"point_{number}"):
                yield MarkingPoint(text, self.cleaned_data.get(f"weight_{number}") or 1)

    def _key(self) -> Key | None:
        try:
            return read_key(self.kind, self._text("answer")) if "answer" in self.fields else None
        except UnclearKeyError as error:
            self.add_error("answer", str(error))
            return None


class FormatField(forms.ChoiceField):
    """How the texts are typed; HTML is for what came in as such and cannot be typed otherwise."""

    def __init__(self) -> None:
        super().__init__(
            label=_("文字怎么写"),
            choices=[
                (_AS_TYPED, _("照常写；图片、表格、公式自动识别")),
                (_AS_HTML, _("写 HTML（有粗体、合并单元格等格式的题）")),
            ],
            required=False,
            initial=_AS_TYPED,
        )


def is_html(chosen: str) -> bool:
    """Return whether the author writes HTML."""
    return chosen == _AS_HTML


def words_of(content: QuestionContent) -> tuple[Words, str]:
    """Return a stored question as its author would type it, and which format that takes."""
    typed = _typed_words(content, _as_typed)
    if typed is not None:
        return typed, _AS_TYPED
    return _typed_words(content, _as_html) or {}, _AS_HTML


def with_former_ids(content: QuestionContent, before: QuestionContent) -> QuestionContent:
    """Return the content with the ids that options of the same text had before: an id stays with its option."""
    options = _former_ids(content.options, before.options)
    targets = _former_ids(content.targets, before.targets)
    key = content.key
    if isinstance(key, dict):
        key = {options.get(left, left): targets.get(right, right) for left, right in key.items()}
    elif content.options and is_texts(key):
        key = [options.get(letter, letter) for letter in key]
    return replace(
        content,
        key=key,
        options=tuple(Option(options[option.id], option.text) for option in content.options),
        targets=tuple(Option(targets[target.id], target.text) for target in content.targets),
        parts=tuple(
            replace(part, content=with_former_ids(part.content, former.content))
            for part, former in zip_longest(content.parts, before.parts[: len(content.parts)], fillvalue=_NO_PART)
        ),
    )


def _former_ids(options: Sequence[Option], before: Sequence[Option]) -> dict[str, str]:
    known = {option.text: option.id for option in before}
    kept = {option.id: known.pop(option.text) for option in options if option.text in known}
    fresh = {option.id: option.id for option in options if option.id not in {*kept, *kept.values()}}
    free = iter(sorted({*ascii_uppercase} - {*kept.values(), *fresh}))
    return {option.id: kept.get(option.id) or fresh.get(option.id) or next(free) for option in options}


def words_sent(data: Mapping[str, Any]) -> Words:
    """Return what a browser sent, parts gathered."""
    words: Words = {}
    parts: dict[int, Words] = {}
    for name in data:
        if found := _PART_FIELD.fullmatch(name):
            parts.setdefault(int(found[1]), {})[found[2]] = data[name]
        else:
            words[name] = data.getlist(name) if name == "topics" and isinstance(data, QueryDict) else data[name]
    words["parts"] = [parts[number] for number in sorted(parts)][:MAX_PARTS]
    return words


def words_reworked(words: Words, act: str) -> Words:
    """Return what was typed in the shape that was asked for; an act nobody offers changes nothing."""
    parts: list[Words] = list(words.get("parts", []))
    if found := _PART_ACT.fullmatch(act):
        return {**words, "parts": _parts_reworked(parts, int(found[1]) - 1, found[2])}
    if act == "part-add" and len(parts) < MAX_PARTS:
        return {**words, "parts": [*parts, {"type": QuestionType.SINGLE_CHOICE.value}]}
    if act == "retype" and _kind(words) is QuestionType.CASE and not parts:
        return {**words, "parts": [{"type": QuestionType.SINGLE_CHOICE.value}]}
    for beginning in ("option", "target"):
        names = [name for name in words if name.startswith(f"{beginning}_")]
        if act == f"{beginning}-add" and len(names) < MAX_OPTIONS:
            return {**words, f"{beginning}_{ascii_uppercase[len(names)]}": ""}
    if act == "point-add":
        return {**words, f"point_{min(_point_count(words) + 1, MAX_POINTS)}": ""}
    return words


def _parts_reworked(parts: list[Words], place: int, act: str) -> list[Words]:
    if not 0 <= place < len(parts):
        return parts
    if act == "remove":
        return [part for number, part in enumerate(parts) if number != place]
    if act in {"up", "down"}:
        other = max(0, min(len(parts) - 1, place + (-1 if act == "up" else 1)))
        parts[place], parts[other] = parts[other], parts[place]
        return parts
    return [words_reworked(part, act) if number == place else part for number, part in enumerate(parts)]


def _typed_words(content: QuestionContent, typed: Callable[[str, Markup], str | None]) -> Words | None:
    """Return the words of a question, None where one of its texts cannot be typed so."""
    texts = [typed(text, content.markup) for text in content_texts(content)]
    parts = [_typed_words(part.content, typed) for part in content.parts]
    if None in texts or None in parts:
        return None
    stem, *shown, explanation = texts
    options, targets = shown[: len(content.options)], shown[len(content.options) :]
    points: Words = {}
    for number, point in enumerate(content.marking_points, start=1):
        points |= {f"point_{number}": point.text, f"weight_{number}": point.weight}
    return {
        "type": content.type.value,
        "stem": stem,
        **{f"option_{letter}": text for letter, text in zip(ascii_uppercase, options, strict=False)},
        **{f"target_{letter}": text for letter, text in zip(ascii_uppercase, targets, strict=False)},
        "answer": key_text(lettered_key(content)),
        "is_order_free": content.is_order_free,
        **points,
        "explanation": explanation,
        "parts": [
            {**words, "weight": part.weight}
            for words, part in zip(parts, content.parts, strict=True)
            if words is not None
        ],
    }


def _as_typed(text: str, markup: Markup) -> str | None:
    return text if markup is Markup.PLAIN or not text else html_typed(text)


def _as_html(text: str, markup: Markup) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>") if markup is Markup.PLAIN else with_tex(text)


def _kind(words: Words) -> QuestionType:
    try:
        return QuestionType(words.get("type", ""))
    except ValueError:
        return QuestionType.SINGLE_CHOICE


def _option_names(words: Words, beginning: str) -> list[str]:
    given = sum(name.startswith(f"{beginning}_") for name in words)
    return [f"{beginning}_{letter}" for letter in ascii_uppercase[: min(MAX_OPTIONS, max(_FEWEST_OPTIONS, given))]]


def _point_count(words: Words) -> int:
    given = [int(name[6:]) for name in words if name.startswith("point_") and name[6:].isdecimal()]
    return min(MAX_POINTS, max([_FEWEST_POINTS, *given]))


def _text_field(label: str, *, rows: int, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "data-rich": True} if rows else {"rows": rows})
    return forms.CharField(label=label, max_length=_LONGEST_TEXT, required=required, widget=area)


def _weight_field(label: str) -> forms.IntegerField:
    number = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=1, max_value=1000, required=False, initial=1, widget=number)
