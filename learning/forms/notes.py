"""The form of a reading note."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.enums import NoteSubtype
from learning.forms.entries import EntryForm, day_field
from learning.models import BookRecommendation, Record
from learning.selectors.books import recommended_to
from learning.services import Entry, NoteText

_LONGEST_BODY = 50_000
#: Some two hundred provisions.
_LONGEST_QUOTED = 8_000
#: So that 读《…》 fits a record's title.
LONGEST_BOOK = 190


def bare_title(typed: str) -> str:
    """Return a book's title without the title marks that people type anyway.

    Raises:
        ValidationError: nothing is left.
    """
    book = typed.removeprefix("《").removesuffix("》").strip()
    if not book:
        raise forms.ValidationError(_("请写书名或文件名。"))
    return book


class NoteForm(EntryForm):
    """A reading note; an unfinished one may be saved, so only the book is required."""

    counted = True

    subtype = forms.ChoiceField(
        label=_("类型"), choices=NoteSubtype.choices, initial=NoteSubtype.READING, required=False
    )
    book = forms.CharField(
        label=_("读的是什么"), max_length=LONGEST_BOOK, help_text=_("书名、文件名或课程名，不用加书名号")
    )
    author = forms.CharField(label=_("作者或发文机关"), max_length=100, required=False)
    title = forms.CharField(label=_("笔记题目"), max_length=200, required=False, help_text=_("不填就用书名"))
    occurred_on = day_field(_("日期"))
    body = forms.CharField(
        label=_("正文"),
        max_length=_LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "data-count": "note-count"}),
    )
    #: The provisions that the note quotes, by their numbers: the page adds one as it puts its words into the text.
    quoted = forms.CharField(required=False, max_length=_LONGEST_QUOTED, widget=forms.HiddenInput)

    #: Which recommended book it is about.
    recommendation = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_book(self) -> str:
        """Take off the title marks people type anyway."""
        return bare_title(self.cleaned_data["book"])

    def clean_recommendation(self) -> BookRecommendation | None:
        """Return the recommendation that the note answers."""
        asked: UUID | None = self.cleaned_data["recommendation"]
        if asked is None:
            return None
        found = recommended_to(self.by).filter(uuid=asked).first()
        if found is None:
            raise forms.ValidationError(_("这本书没有推荐给你，请从“推荐的书”重新打开。"))
        return found

    def clean_quoted(self) -> list[UUID]:
        """Return the numbers of the provisions."""
        try:
            return [UUID(number) for number in self.cleaned_data["quoted"].split()]
        except ValueError as error:
            raise forms.ValidationError(_("引用的条文认不出来，请重新引用。")) from error

    def entry(self, now: datetime) -> Entry:
        data = self.cleaned_data
        text = NoteText(
            book=data["book"],
            author=data["author"].strip(),
            title=data["title"].strip() or self._usual_title(),
            body=data["body"],
            occurred_on=data["occurred_on"],
            subtype=data["subtype"] or NoteSubtype.READING,
            quoted=data["quoted"],
            recommendation=data["recommendation"],
        )
        return text.entry(now)

    def _usual_title(self) -> str:
        data = self.cleaned_data
        if data["subtype"] in {"", NoteSubtype.READING}:
            return _("读《%(book)s》") % {"book": data["book"]}
        return _("《%(book)s》%(subtype)s") % {"book": data["book"], "subtype": data["subtype"]}

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        note = record.note
        return {
            "subtype": note.subtype,
            "book": note.book,
            "author": note.author,
            "title": record.title,
            "occurred_on": record.occurred_on,
            "body": note.body,
            "recommendation": str(note.recommendation.uuid) if note.recommendation else "",
            "quoted": " ".join(str(each.provision.uuid) for each in record.quotations.select_related("provision")),
        }
