"""The forms of whoever decides on what another handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.enums import Verdict
from learning.forms.notebooks import MOST_CHARACTERS
from learning.models import Record
from learning.services import RecordIncompleteError


class DecisionForm(forms.Form):
    """A word on something handed in: the pressed button says the verdict, and what is refused keeps what was typed."""

    #: What the two buttons say.
    approving: str | Promise = _("通过")
    returning: str | Promise = _("退回修改")

    verdict = forms.ChoiceField(
        choices=Verdict.choices, error_messages=dict.fromkeys(("required", "invalid_choice"), _("请选择通过或退回。"))
    )
    comment = forms.CharField(
        label=_("评语"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("作者看得到；退回时必须写明原因"),
    )

    @property
    def asked(self) -> list[forms.BoundField]:
        """Return the fields that are typed in."""
        return [field for field in self.visible_fields() if field.name != "verdict"]

    def carry_out(self, decide: Callable[..., object], **told: Any) -> bool:
        """Return whether what was filled in is decided so; what it lacks is told at its field.

        `decide` takes the verdict, the other fields by their names, and `told`.
        """
        if not self.is_valid():
            return False
        try:
            decide(**self.decision, **told)
        except RecordIncompleteError as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
            return False
        return True

    @property
    def verdict_given(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])

    @property
    def decision(self) -> dict[str, Any]:
        """Return what was filled in, as the services take it."""
        return {**self.cleaned_data, "verdict": self.verdict_given}


class ReviewForm(DecisionForm):
    """A reviewer's decision; of a note with photos with a count of what is written on them."""

    handwriting = forms.IntegerField(
        label=_("核对手写多少字"),
        required=False,
        min_value=0,
        max_value=MOST_CHARACTERS,
        help_text=_("作者填的在框里；数出来不一样就改，并在评语里写明"),
    )

    def __init__(self, record: Record, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if record.photos.exists():
            counted = record.handwriting.first()
            self.initial["handwriting"] = counted.characters if counted else None
        else:
            del self.fields["handwriting"]


class ConfirmationForm(DecisionForm):
    """The word of the other one on what somebody recorded of the two of them."""

    approving = _("确认")
    returning = _("退回")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        comment = self.fields["comment"]
        comment.label, comment.help_text = _("说明"), _("对方看得到；退回时必须写明哪里不对")


class PieceDecisionForm(DecisionForm):
    """A reviewer's decision at the round and stage that the page showed."""

    problem = forms.ChoiceField(
        label=_("发现的问题"), required=False, help_text=_("按方案会扣分的问题才选；退回本身不算问题")
    )
    round = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    stage = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, problems: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        problem = self.fields["problem"]
        assert isinstance(problem, forms.ChoiceField)  # noqa: S101 -- declared above
        problem.choices = [("", _("没有")), *problems.items()]
        if not problems:
            problem.widget = forms.HiddenInput()

    @property
    def decision(self) -> dict[str, Any]:
        said = super().decision
        at = said.pop("round"), said.pop("stage")
        return {**said, "at": at}
