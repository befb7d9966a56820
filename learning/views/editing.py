"""An organizer loads a scheme, or changes one: a preview of whom it affects comes before."""

from __future__ import annotations

from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from learning.forms import day_field
from learning.schemes.editing import PLAIN_PERIODS, duty_knobs, points_knobs, with_changes
from learning.schemes.fields import MAX_CHARACTERS, SchemeError
from learning.schemes.presets import PRESETS, preset_text
from learning.schemes.reading import read_scheme
from learning.schemes.words import PERIODS, STATES, owed
from learning.selectors import names_without_anybody, scheme_changes, schemes_in_force
from learning.services import SchemeBackdatedError, SchemeUnchangedError, scheme_load

_NAMES_SHOWN = 12


class SchemeTextForm(forms.Form):
    """A scheme's file, and from when on it asks."""

    text = forms.CharField(
        label=_("方案文件"),
        max_length=MAX_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
    )
    effective_from = day_field(_("从哪一天起生效"))

    def clean_text(self) -> str:
        """Return the text with line ends as files have them."""
        return cast("str", self.cleaned_data["text"]).replace("\r\n", "\n")


@office_role_required(Role.ORGANIZER)
@require_safe
def scheme_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Choose one of the schemes that come with the program, or paste a file."""
    chosen = request.GET.get("preset", "")
    if chosen and chosen not in PRESETS:
        raise Http404
    initial = {"text": preset_text(chosen) if chosen else "", "effective_from": timezone.localdate()}
    presets = [(key, read_scheme(preset_text(key))) for key in PRESETS]
    context = {"form": SchemeTextForm(initial=initial), "presets": presets, "chosen": chosen}
    return render(request, "learning/scheme_new.html", context)


@office_role_required(Role.ORGANIZER)
@require_safe
def scheme_edit(request: AuthenticatedHttpRequest, key: str) -> HttpResponse:
    """Change a scheme: its figures one by one, or its whole file."""
    today = timezone.localdate()
    version = next((each for each in schemes_in_force(request.user.office, today) if each.key == key), None)
    if version is None:
        raise Http404
    knobs = duty_knobs(version.text)
    context = {
        "version": version,
        "form": SchemeTextForm(initial={"text": version.text, "effective_from": today}),
        "duties": [(each, knobs[each.key], owed(each, version.scheme.names)) for each in version.scheme.requirements],
        "classes": points_knobs(version.text).values(),
        "periods": [(kind.value, PERIODS[kind]) for kind in PLAIN_PERIODS],
        "today": today,
    }
    return render(request, "learning/scheme_edit.html", context)


@office_role_required(Role.ORGANIZER)
@require_POST
def scheme_preview(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show whom a scheme's new text affects; nothing is changed yet."""
    form = SchemeTextForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    try:
        text = with_changes(form.cleaned_data["text"], **_turned(request)) if "knobs" in request.POST else None
        text = text or form.cleaned_data["text"]
        changes = scheme_changes(request.user.office, text, on=timezone.localdate())
        scheme = read_scheme(text)
    except SchemeError as error:
        form.add_error("text", [str(problem) for problem in error.problems])
        return _refused(request, form)
    context = {
        "scheme": scheme,
        "text": text,
        "effective_from": form.cleaned_data["effective_from"],
        "changes": [
            (
                each,
                owed(each.before, scheme.names) if each.before else "",
                owed(each.after, scheme.names) if each.after else "",
                [(STATES[was] if was else "", STATES[to] if to else "", count) for was, to, count in each.moves],
                [name for name, _was, _to in each.moved[:_NAMES_SHOWN]],
            )
            for each in changes
        ],
        "shown": _NAMES_SHOWN,
        "missing": names_without_anybody(request.user.office, scheme),
    }
    return render(request, "learning/scheme_preview.html", context)


def _turned(request: AuthenticatedHttpRequest) -> dict[str, dict[str, str]]:
    """Return the figures, periods and points the form sent, by what they belong to."""
    turned: dict[str, dict[str, str]] = {"figures": {}, "periods": {}, "points": {}}
    for name, value in request.POST.items():
        what, _colon, key = name.partition(":")
        if what in turned:
            turned[what][key] = str(value)
    known = {kind.value for kind in PLAIN_PERIODS}
    turned["periods"] = {key: period for key, period in turned["periods"].items() if period in known}
    return turned


@office_role_required(Role.ORGANIZER)
@require_POST
def scheme_apply(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Make what was previewed the scheme's next version."""
    form = SchemeTextForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    text, day = form.cleaned_data["text"], cast("date", form.cleaned_data["effective_from"])
    try:
        version = scheme_load(
            office=request.user.office, text=text, effective_from=day, by=request.user, now=timezone.now()
        )
    except SchemeError as error:
        form.add_error("text", [str(problem) for problem in error.problems])
        return _refused(request, form)
    except (SchemeUnchangedError, SchemeBackdatedError) as error:
        form.add_error("effective_from", str(error))
        return _refused(request, form)
    messages.success(request, _("%(version)s从 %(day)s 起生效。") % {"version": version, "day": day.isoformat()})
    return redirect("learning:scheme", key=version.key)


def _refused(request: AuthenticatedHttpRequest, form: SchemeTextForm) -> HttpResponse:
    """Give the text back with what is wrong with it, nothing typed lost."""
    return render(request, "learning/scheme_new.html", {"form": form, "presets": [], "chosen": ""}, status=422)
