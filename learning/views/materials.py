"""Pages of learning materials: found, opened, read with an answer, taken, signed for, studied together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required, role_required
from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from learning.enums import MaterialCategory, MaterialUse
from learning.forms.materials import MaterialEditForm, MaterialForm, ReadForm, StudyForm, SuggestionForm
from learning.models import Material, MaterialReading, MaterialReceipt, MaterialSuggestion
from learning.selectors import REVIEWING_ROLES
from learning.selectors.materials import (
    material_counts,
    materials_found,
    may_upload_materials,
    people_handed_to,
    people_without_receipt,
    reach_of,
    units_studying,
)
from learning.services.materials import (
    material_read,
    material_receive,
    material_study,
    material_update,
    material_upload,
    material_use,
    material_withdraw,
    suggestion_answer,
    suggestion_make,
)

_PAGE = 30


@require_safe
def materials(request: AuthenticatedHttpRequest) -> HttpResponse:
    """List the office's materials by category and words."""
    category, query = request.GET.get("category", ""), request.GET.get("q", "").strip()
    found = materials_found(request.user.office, category=category, query=query)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    read = set(
        MaterialReading.objects.filter(user=request.user, material__in=page.object_list).values_list(
            "material", flat=True
        )
    )
    context = {
        "page": page,
        "read": read,
        "category": category,
        "query": query,
        "categories": MaterialCategory.choices,
        "may_upload": may_upload_materials(request.user),
    }
    return render(request, "learning/material_list.html", context)


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_http_methods(["GET", "HEAD", "POST"])
def material_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Upload a material."""
    form = MaterialForm(request.POST or None, request.FILES or None, office=request.user.office)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = material_upload(
                text=form.text(),
                data=file.read() if file else b"",
                file_name=file.name if file else "",
                by=request.user,
                now=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("已上传：%(title)s") % {"title": kept.title})
            return redirect(kept)
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/material_form.html", {"form": form}, status=status)


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_http_methods(["GET", "HEAD", "POST"])
def material_edit(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Put right what is said of a material."""
    edited = _material(request, material)
    form = MaterialEditForm(request.POST or None, initial=MaterialEditForm.saved(edited), office=request.user.office)
    if form.is_valid():
        material_update(material=edited, text=form.text())
        messages.success(request, _("已保存：%(title)s") % {"title": edited.title})
        return redirect(edited)
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/material_form.html", {"form": form, "material": edited}, status=status)


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_POST
def material_back(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Offer a material no more."""
    withdrawn = material_withdraw(material=_material(request, material), now=timezone.now())
    messages.success(request, _("已撤下：%(title)s。读过的人算数的照样算数。") % {"title": withdrawn.title})
    return redirect("learning:materials")


@require_safe
def material(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Show a material with what can be done with it; its text once it was opened."""
    shown = _material(request, material)
    user, may_upload = request.user, may_upload_materials(request.user)
    units = units_studying(user)
    reading = MaterialReading.objects.filter(material=shown, user=user).first()
    is_handed = people_handed_to(shown).filter(pk=user.pk).exists()
    context = {
        "material": shown,
        "is_open": request.GET.get("open") == "1" and not shown.withdrawn_at,
        "reach": reach_of(shown, user, has_read=reading is not None),
        "counts": material_counts(shown),
        "reading": reading,
        "read_form": ReadForm(),
        "receipt": MaterialReceipt.objects.filter(material=shown, user=user).first(),
        "to_sign": is_handed and not MaterialReceipt.objects.filter(material=shown, user=user).exists(),
        "missing": people_without_receipt(shown) if may_upload and shown.handed_to else (),
        "suggestions": _suggestions(request, shown, is_keeper=may_upload),
        "suggestion_form": SuggestionForm(auto_id="suggest_%s"),
        "may_upload": may_upload,
        "study_form": StudyForm(auto_id="study_%s", units=units, initial={"on": timezone.localdate()})
        if units
        else None,
        "studies": shown.studies.select_related("unit", "by"),
    }
    return render(request, "learning/material_detail.html", context)


def _suggestions(request: AuthenticatedHttpRequest, shown: Material, *, is_keeper: bool) -> list[MaterialSuggestion]:
    """Return suggestions with their answers: one's own, all of them for who looks after materials."""
    rows = shown.suggestions.select_related("by", "answered_by")
    return list(rows if is_keeper else rows.filter(by=request.user))


@require_POST
def material_open(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Open a material to read; counted once a day."""
    opened = _material(request, material)
    material_use(material=opened, use=MaterialUse.OPENED, by=request.user, now=timezone.now())
    return redirect(f"{opened.get_absolute_url()}?open=1#text")


@require_POST
def material_download(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Hand out a material's file, to be saved and never shown by the browser; counted once a day."""
    taken = _material(request, material)
    if taken.data is None:
        raise Http404
    material_use(material=taken, use=MaterialUse.DOWNLOADED, by=request.user, now=timezone.now())
    response = HttpResponse(bytes(taken.data), content_type="application/octet-stream")
    name = PurePath(taken.file_name).name or taken.title
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003 -- Django's signature
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def material_answer(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Take the answer that shows it was read."""
    read, form = _material(request, material), ReadForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写下回答，不超过 500 字。"))
        return redirect(f"{read.get_absolute_url()}?open=1#answer")
    answer = form.cleaned_data["answer"]
    return _done(
        request,
        read,
        lambda: material_read(material=read, answer=answer, by=request.user, now=timezone.now()),
        _("已记为读完。"),
    )


@require_POST
def material_sign(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Sign for a material."""
    handed = _material(request, material)
    return _done(
        request, handed, lambda: material_receive(material=handed, by=request.user, now=timezone.now()), _("已签收。")
    )


@require_POST
def material_suggest(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Take a suggestion."""
    about, form = _material(request, material), SuggestionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("意见建议不超过 500 字，也不能空着。"))
        return redirect(about)
    text = form.cleaned_data["text"]
    return _done(
        request,
        about,
        lambda: suggestion_make(material=about, text=text, by=request.user, now=timezone.now()),
        _("已收到，答复以后在这里看得到。"),
    )


@office_role_required(Role.ORGANIZER, Role.TRAINER)
@require_POST
def material_reply(request: AuthenticatedHttpRequest, advice: UUID) -> HttpResponse:
    """Answer a suggestion."""
    suggestions = MaterialSuggestion.objects.select_related("material")
    asked = get_object_or_404(suggestions, uuid=advice, material__office=request.user.office)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("答复不超过 500 字，也不能空着。"))
        return redirect(asked.material)
    text = form.cleaned_data["text"]
    return _done(
        request,
        asked.material,
        lambda: suggestion_answer(suggestion=asked, answer=text, by=request.user, now=timezone.now()),
        _("已答复。"),
    )


@role_required(*REVIEWING_ROLES)
@require_POST
def material_studied(request: AuthenticatedHttpRequest, material: UUID) -> HttpResponse:
    """Note that a unit one is over studied a material together."""
    studied = _material(request, material)
    form = StudyForm(request.POST, units=units_studying(request.user))
    if not form.is_valid():
        messages.error(request, _("请选单位，填日期和人数。"))
        return redirect(studied)
    data = form.cleaned_data
    unit = form.units[data["unit"]]
    return _done(
        request,
        studied,
        lambda: material_study(
            material=studied, unit=unit, on=data["on"], people=data["people"], by=request.user, now=timezone.now()
        ),
        _("已登记单位学习。"),
    )


def _material(request: AuthenticatedHttpRequest, material: UUID) -> Material:
    return get_object_or_404(Material.objects.select_related("handed_to"), uuid=material, office=request.user.office)


def _done(request: AuthenticatedHttpRequest, about: Material, act: Callable[[], object], told: str) -> HttpResponse:
    """Do what was asked and tell how it went, on the material's page."""
    try:
        act()
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{about.get_absolute_url()}?open=1")
    messages.success(request, told)
    return redirect(about)
