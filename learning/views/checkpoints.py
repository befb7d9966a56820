"""Questions in the middle of a material: put there by whoever looks after it, answered by its readers."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from learning.forms.materials import CheckpointForm, ReadForm
from learning.models import Checkpoint, Material
from learning.services.materials import checkpoint_pass, checkpoint_remove, checkpoint_set


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_http_methods(["GET", "HEAD", "POST"])
def checkpoints(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Show a material's lines with their numbers and the questions between them, and take a further question."""
    asked = get_object_or_404(Material.objects.defer("data"), uuid=material, office=request.user.office)
    form = CheckpointForm(request.POST or None)
    if form.is_valid():
        try:
            checkpoint_set(material=asked, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("after", str(refusal))
        else:
            messages.success(request, _("第 %(after)d 段后面加了一道检查题。") % {"after": form.cleaned_data["after"]})
            return redirect("learning:checkpoints", material=asked.uuid)
    placed = {checkpoint.after: checkpoint for checkpoint in asked.checkpoints.all()}
    lines = [(number, line, placed.get(number)) for number, line in enumerate(asked.lines, start=1)]
    context = {"material": asked, "form": form, "lines": lines, "count": len(placed)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "learning/checkpoints.html", context, status=status)


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_POST
def checkpoint_drop(request: AuthenticatedHttpRequest, checkpoint: UUID) -> HttpResponse:
    """Take a question away."""
    dropped = _checkpoint(request, checkpoint)
    try:
        checkpoint_remove(checkpoint=dropped)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("检查题删掉了。"))
    return redirect("learning:checkpoints", material=dropped.material.uuid)


@require_POST
def checkpoint_answer(request: AuthenticatedHttpRequest, checkpoint: UUID) -> HttpResponse:
    """Take a reader's answer, and go on to what follows."""
    asked, form = _checkpoint(request, checkpoint), ReadForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写下回答，不超过 500 字。"))
    else:
        try:
            checkpoint_pass(checkpoint=asked, answer=form.cleaned_data["answer"], by=request.user, now=timezone.now())
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{asked.material.get_absolute_url()}?open=1#here")


def _checkpoint(request: AuthenticatedHttpRequest, uuid: UUID) -> Checkpoint:
    checkpoints = Checkpoint.objects.select_related("material")
    return get_object_or_404(checkpoints, uuid=uuid, material__office=request.user.office)
