"""Check what organizers fill in about rooms and seats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.enums import ADMITTED, SeatOrder
from quizzes.models import Candidate, Exam, ExamRoom
from quizzes.seating import RoomLine, read_rooms


class RoomsForm(forms.Form):
    """The rooms as lines, and how people are to be dealt into them."""

    rooms = forms.CharField(
        label=_("考场（每行一个：名称 地点 座位数）"),
        widget=forms.Textarea({"rows": 5, "placeholder": "第1考场 三楼会议室 30"}),
        max_length=20000,
        required=False,
    )
    order = forms.ChoiceField(label=_("怎样排座位"), choices=SeatOrder.choices, required=False)
    seed = forms.CharField(
        label=_("随机种子"),
        max_length=64,
        required=False,
        help_text=_("不填由系统生成；同一种子、同一批人排出同样的座位"),
    )
    then = forms.ChoiceField(choices=[("", ""), ("allot", "")], required=False)

    def clean_rooms(self) -> list[RoomLine]:
        """Read the lines, and name each that cannot be read."""
        rooms, errors = read_rooms(self.cleaned_data["rooms"])
        if errors:
            raise forms.ValidationError([str(error) for error in errors])
        return rooms

    def clean_order(self) -> SeatOrder:
        """Keep people of one unit apart where nothing is chosen."""
        return SeatOrder(self.cleaned_data["order"] or SeatOrder.APART)

    @property
    def wants_seats(self) -> bool:
        return bool(self.cleaned_data["then"] == "allot")


class SeatMoveForm(forms.Form):
    """Who is to sit where."""

    person = forms.CharField(label=_("工号"), max_length=40)
    room = forms.ModelChoiceField(label=_("考场"), queryset=ExamRoom.objects.none(), empty_label=None)
    number = forms.IntegerField(
        label=_("座位号"),
        min_value=1,
        max_value=2000,
        required=False,
        help_text=_("不填坐第一个空位；那里有人，两人对换"),
    )

    def __init__(self, *args: Any, exam: Exam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._candidates = exam.candidates.filter(state__in=ADMITTED).select_related("exam", "user")
        self.fields["room"].queryset = exam.rooms.order_by("position", "pk")  # type: ignore[attr-defined]

    def clean_person(self) -> Candidate:
        """Find the candidate by staff number."""
        candidate = self._candidates.filter(user__username__iexact=self.cleaned_data["person"].strip()).first()
        if candidate is None:
            raise forms.ValidationError(_("应考人员里没有这个工号。"))
        return candidate


class PersonAskedForm(forms.Form):
    """Whose seat a link asks to change."""

    person = forms.CharField(max_length=40)
