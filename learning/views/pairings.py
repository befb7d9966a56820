"""What both sides of a pairing note of it, and the register of all pairings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest, workbook_response
from accounts.spreadsheets import write_workbook
from learning.enums import RecordKind
from learning.forms import ContactForm, PairingEndForm
from learning.models import Record
from learning.models.pairings import NO_END
from learning.selectors.pairings import coverage, kinds_to_cover, pairing_register
from learning.services import RecordClosedError, contact_log, pairing_end
from learning.views.year import overseers_only

_HEADER = (
    *(gettext_lazy("工号"), gettext_lazy("姓名"), gettext_lazy("单位"), gettext_lazy("哪一种"), gettext_lazy("对方")),
    *(
        gettext_lazy("对方是"),
        gettext_lazy("从"),
        gettext_lazy("到"),
        gettext_lazy("联系次数"),
        gettext_lazy("最近一次"),
    ),
)


@overseers_only
@require_safe
def register(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show who is joined with whom, how often they met, and whose contact points lack a kind."""
    today = timezone.localdate()
    records = list(pairing_register(request.user, today))
    kinds = kinds_to_cover(request.user.office, today)
    covered = coverage(records, kinds) if kinds else []
    context = {"records": records, "kinds": kinds, "covered": covered}
    return render(request, "learning/pairing_register.html", context)


@overseers_only
@require_safe
def register_file(request: AuthenticatedHttpRequest) -> FileResponse:
    """Give the same as a workbook, a row for each pairing."""
    today = timezone.localdate()
    rows = [
        [
            record.subject.username,
            record.subject.name,
            record.unit.name,
            record.pairing.get_type_display(),
            record.pairing.counterpart_name,
            record.pairing.get_counterpart_kind_display(),
            record.occurred_on,
            None if record.lasts_until == NO_END else record.lasts_until,
            record.met,  # type: ignore[attr-defined]  # annotated by the selector
            record.last_met,  # type: ignore[attr-defined]  # likewise
        ]
        for record in pairing_register(request.user, today)
    ]
    file = write_workbook(_("结对联系"), [str(name) for name in _HEADER], rows)
    return workbook_response(_("结对联系 %(day)s.xlsx") % {"day": today}, file)


@require_POST
def contact_add(request: AuthenticatedHttpRequest, pairing: UUID) -> HttpResponse:
    """Note a contact."""
    record = _of_both(request, pairing)
    form = ContactForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("写明哪一天（不晚于今天）、什么方式、做了什么。"))
        return redirect(record)
    try:
        contact_log(record=record, by=request.user, now=timezone.now(), **form.cleaned_data)
    except RecordClosedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已记入联系经过。"))
    return redirect(record)


@require_POST
def pairing_finish(request: AuthenticatedHttpRequest, pairing: UUID) -> HttpResponse:
    """Let a pairing end."""
    record = _of_both(request, pairing)
    form = PairingEndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填最后一天。"))
        return redirect(record)
    try:
        pairing_end(record=record, last_day=form.cleaned_data["last_day"])
    except RecordClosedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已记下最后一天。"))
    return redirect(record)


def _of_both(request: AuthenticatedHttpRequest, pairing: UUID) -> Record:
    """Return a pairing that the sender takes part in."""
    theirs = Record.objects.filter(Q(subject=request.user) | Q(counterpart=request.user), kind=RecordKind.PAIRING)
    return get_object_or_404(theirs.select_related("pairing"), uuid=pairing)
