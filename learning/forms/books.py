"""The form that recommends a book to people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from learning.forms.entries import day_field
from learning.forms.events import GuestsForm
from learning.forms.notes import LONGEST_BOOK, bare_title
from learning.selectors.books import people_to_recommend_to, units_to_recommend_in
from learning.services.books import BookText

_NAMES_SHOWN = 10


class BookForm(GuestsForm):
    """A book, why it is worth reading, and to whom: a unit with all below it, a roster, people by name."""

    title = forms.CharField(label=_("书名"), max_length=LONGEST_BOOK, help_text=_("不用加书名号"))
    author = forms.CharField(label=_("作者"), max_length=100, required=False)
    reason = forms.CharField(
        label=_("推荐理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("为什么请他们读这一本，他们看得到"),
    )
    until = day_field(_("希望哪天前读完"), required=False)

    def __init__(self, user: User, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self._today = today
        self._within = set(people_to_recommend_to(user, today).values_list("pk", flat=True))
        units = self.fields["whole_unit"]
        units.queryset = units_to_recommend_in(user).with_tree_fields()  # type: ignore[attr-defined]
        units.label, units.help_text = _("推荐给一个单位"), _("连同下属单位；选最上面的就是全机关")
        self.fields["cohort"].label = _("推荐给一份花名册")
        self.fields["cohort"].help_text = _("其中不归你管的人不在内")
        self.fields["people"].label = _("推荐给这些人")
        self.order_fields(["title", "author", "reason", "until", "whole_unit", "cohort", "people"])

    def clean_title(self) -> str:
        """Take off the title marks people type anyway."""
        return bare_title(self.cleaned_data["title"])

    def clean_people(self) -> list[User]:
        """Refuse people whom the recommender has nothing to do with, by name."""
        people: list[User] = self.cleaned_data["people"]
        if others := [person.name for person in people if person.pk not in self._within]:
            names = "、".join(others[:_NAMES_SHOWN])
            raise forms.ValidationError(_("不在你所管的单位里：%(names)s"), params={"names": names})
        return people

    def readers(self) -> list[User]:
        """Return to whom it is recommended, as units and rosters are today."""
        return [person for person in self.guests(self._today) if person.pk in self._within]

    def book_text(self) -> BookText:
        """Return what was filled in, as the service takes it."""
        data = self.cleaned_data
        return BookText(title=data["title"], author=data["author"], reason=data["reason"], until=data["until"])
