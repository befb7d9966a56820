"""Pages of rotas: whose turn it is to speak."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import refuse_unless
from accounts.http import AuthenticatedHttpRequest
from learning.forms.rotas import RotaForm, SwapForm
from learning.models import Rota
from learning.selectors.events import may_plan_events
from learning.selectors.rotas import rotas_of, turns_of, visible_rotas
from learning.services.rotas import RotaRefusedError, rota_create, turns_swap
from learning.views.events import HOLDERS


@require_safe
def rotas(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the rotas somebody looks after or has a turn in."""
    context = {"rotas": visible_rotas(request.user), "may_plan": may_plan_events(request.user)}
    return render(request, "learning/rota_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rota_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Draw a new one."""
    refuse_unless(may_plan_events(request.user), *HOLDERS)
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = RotaForm(request.user, sent, initial={"seed": timezone.localdate(now).strftime("%Y%m%d")})
    if form.is_valid():
        names = ("name", "unit", "seed", "directors_first")
        told = {name: form.cleaned_data[name] for name in names}
        try:
            made = rota_create(people=form.guests(timezone.localdate(now)), by=request.user, now=now, **told)
        except RotaRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("次序已经抽好。"))
            return redirect(made)
    return render(request, "learning/rota_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def rota(request: AuthenticatedHttpRequest, rota: UUID) -> HttpResponse:
    """Show the order, what was swapped and why; who looks after it swaps here."""
    return _rota_page(request, get_object_or_404(visible_rotas(request.user), uuid=rota))


@require_POST
def rota_swap(request: AuthenticatedHttpRequest, rota: UUID) -> HttpResponse:
    """Let two people change places."""
    refuse_unless(may_plan_events(request.user), *HOLDERS)
    shown = get_object_or_404(rotas_of(request.user), uuid=rota)
    form = SwapForm(shown, request.POST)
    if form.is_valid():
        try:
            turns_swap(rota=shown, by=request.user, now=timezone.now(), **form.cleaned_data)
        except RotaRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已经换好。"))
            return redirect(shown)
    return _rota_page(request, shown, form)


def _rota_page(request: AuthenticatedHttpRequest, shown: Rota, form: SwapForm | None = None) -> HttpResponse:
    context = {
        "rota": shown,
        "turns": turns_of(shown),
        "swaps": shown.swaps.select_related("first", "second", "by"),
        "runs": rotas_of(request.user).filter(pk=shown.pk).exists(),
        "form": form or SwapForm(shown),
    }
    return render(request, "learning/rota_detail.html", context, status=422 if form else 200)
