"""Check what organizers grant to one candidate or to all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from quizzes.enums import CandidateState, IntegrityVerdict
from quizzes.models import Candidate, Exam
from quizzes.organizing.forms import MINUTE
from quizzes.taking.rescue import MAX_BYTES, Rescued, RescueError, rescue_read
from quizzes.terms import terms_of

_LONGEST = 24 * 60


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput({"type": "datetime-local"}, format=MINUTE)
    return forms.DateTimeField(label=label, input_formats=[MINUTE], widget=widget)


def _minutes(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=_LONGEST, initial=initial)


class _Reasoned(forms.Form):
    """Whatever is out of the ordinary has a reason; it stays on record."""

    reason = forms.CharField(label=_("原因（会留在记录里）"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Several of these stand on one page.
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class ExtraTimeForm(_Reasoned):
    """Minutes on top."""

    minutes = _minutes(_("加时（分钟）"), 30)


class WindowForm(_Reasoned):
    """A window of one's own."""

    opens_at = _moment(_("开始"))
    closes_at = _moment(_("结束"))

    @staticmethod
    def initial_for(candidate: Candidate) -> dict[str, Any]:
        """Begin with the window that now holds."""
        terms = terms_of(candidate)
        return {"opens_at": terms.opens_at, "closes_at": terms.closes_at}


class ExtraAttemptForm(_Reasoned):
    """One sitting more."""


class ReopenForm(_Reasoned):
    """Minutes for an attempt that was handed in."""

    minutes = _minutes(_("再给多少分钟"), 15)


class CandidateStateForm(_Reasoned):
    """Whether one is to come."""

    to = forms.ChoiceField(
        label=_("登记为"),
        choices=[
            (state.value, state.label)
            for state in (CandidateState.DEFERRED, CandidateState.EXCUSED, CandidateState.EXPECTED)
        ],
    )


class TimeCreditForm(_Reasoned):
    """Minutes that an outage took from everybody."""

    minutes = _minutes(_("补多少分钟"), 10)
    since = _moment(_("故障从什么时候开始"))

    @staticmethod
    def initial_now() -> dict[str, Any]:
        """Suppose that it began now."""
        return {"since": timezone.localtime()}


class PostponeForm(_Reasoned):
    """Another window for all."""

    opens_at = _moment(_("开始"))
    closes_at = _moment(_("结束"))

    @staticmethod
    def initial_for(exam: Exam) -> dict[str, Any]:
        """Begin with the window that now holds."""
        return {"opens_at": exam.opens_at, "closes_at": exam.closes_at}


class CandidateAddForm(_Reasoned):
    """Somebody of the office by staff number."""

    username = forms.CharField(label=_("工号"), max_length=150)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._office = office

    def clean_username(self) -> User:
        """Find the person."""
        name = self.cleaned_data["username"].strip()
        person = User.objects.filter(office=self._office, username__iexact=name, is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("本机关没有工号为“%(name)s”的在职人员。") % {"name": name})
        return person


class WatchFilterForm(forms.Form):
    """Which candidates are shown, in words of their name, number or unit."""

    q = forms.CharField(required=False, max_length=50)
    unit = forms.CharField(required=False)
    status = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("全部")),
            ("waiting", _("未进入")),
            ("writing", _("作答中")),
            ("lost", _("失去联系")),
            ("submitted", _("已交卷")),
            ("away", _("不参加")),
        ],
    )


class MessageForm(forms.Form):
    """A message to all, or to the candidate it names."""

    text = forms.CharField(
        label=_("消息"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_("显示在考生答题页面的上方")
    )
    candidate = forms.UUIDField(required=False, widget=forms.HiddenInput)


class DecisionForm(_Reasoned):
    """What an invigilator decides of an attempt."""

    verdict = forms.ChoiceField(label=_("处理"), choices=IntegrityVerdict.choices, widget=forms.RadioSelect)
    attempt = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RescueFileForm(forms.Form):
    """A file of answers that a page saved."""

    file = forms.FileField(label=_("应急答案文件"), max_length=200, help_text=_("考生的答题页面导出的 .json 文件"))

    def clean_file(self) -> Rescued:
        """Read the file, and keep its text for the confirmation."""
        content = self.cleaned_data["file"].read(MAX_BYTES + 1)
        rescued = _rescued(content)
        self.cleaned_data["content"] = content.decode()
        return rescued


class RescueConfirmForm(_Reasoned):
    """The same text again, now to be taken in."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=MAX_BYTES, strip=False)

    def clean_content(self) -> Rescued:
        """Read it again: a form can be tampered with."""
        return _rescued(self.cleaned_data["content"].encode())


def _rescued(content: bytes) -> Rescued:
    try:
        return rescue_read(content)
    except RescueError as error:
        raise forms.ValidationError(str(error)) from error
