"""Check what people write."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.enums import Verdict
from learning.models import Record
from learning.services import NoteText

_LONGEST_BODY = 50_000
#: So that 读《…》 fits a record's title.
_LONGEST_BOOK = 190


class NoteForm(forms.Form):
    """A reading note; an unfinished one may be saved, so only the book is required."""

    book = forms.CharField(label=_("读的是什么"), max_length=_LONGEST_BOOK, help_text=_("书名或文件名，不用加书名号"))
    author = forms.CharField(label=_("作者或发文机关"), max_length=100, required=False)
    title = forms.CharField(label=_("笔记题目"), max_length=200, required=False, help_text=_("不填就用书名"))
    occurred_on = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    body = forms.CharField(
        label=_("正文"),
        max_length=_LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "data-count": "note-count"}),
    )

    action = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_book(self) -> str:
        """Take off the title marks people type anyway."""
        typed: str = self.cleaned_data["book"]
        book = typed.removeprefix("《").removesuffix("》").strip()
        if not book:
            raise forms.ValidationError(_("请写书名或文件名。"))
        return book

    @property
    def is_submitted(self) -> bool:
        """Return whether the button that hands the note in was pressed."""
        return bool(self.cleaned_data["action"] == "submit")

    @property
    def text(self) -> NoteText:
        """Return what was written, as the services take it."""
        data = self.cleaned_data
        return NoteText(
            book=data["book"],
            author=data["author"].strip(),
            title=data["title"].strip() or _("读《%(book)s》") % {"book": data["book"]},
            body=data["body"],
            occurred_on=data["occurred_on"],
        )

    @classmethod
    def of(cls, record: Record) -> NoteForm:
        """Return the form filled with what is saved."""
        note = record.note
        return cls(
            initial={
                "book": note.book,
                "author": note.author,
                "title": record.title,
                "occurred_on": record.occurred_on,
                "body": note.body,
            }
        )


class ReviewForm(forms.Form):
    """A reviewer's decision."""

    verdict = forms.ChoiceField(label=_("意见"), choices=Verdict.choices)
    comment = forms.CharField(
        label=_("评语"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("作者看得到；退回时必须写明原因"),
    )
