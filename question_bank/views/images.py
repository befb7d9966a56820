"""Images that questions show: sending one in, and handing it out."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import RefusedError
from accounts.http import AuthenticatedHttpRequest
from question_bank.content import image_mark
from question_bank.forms import ImageForm
from question_bank.models import QuestionImage
from question_bank.services import image_ensure
from question_bank.views.access import trainers_only

#: An image never changes under its name; a day is longer than any exam, and shorter than a shared desk remembers.
_KEEP = "private, max-age=86400, immutable"


@require_safe
def image(request: AuthenticatedHttpRequest, sha256: str) -> HttpResponse:
    """Hand out an image of the sender's office: whoever sits an exam must see what is asked."""
    shown = get_object_or_404(QuestionImage.objects.defer("data"), office=request.user.office_id, sha256=sha256)
    tag = f'"{shown.sha256}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(bytes(shown.data), content_type=shown.media_type)
    response["ETag"] = tag
    response["Cache-Control"] = _KEEP
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response


@require_POST
@trainers_only
def image_upload(request: AuthenticatedHttpRequest) -> JsonResponse:
    """Keep an image that was pasted into a question, and say how to name it there."""
    form = ImageForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"detail": " ".join(map(str, form.errors["image"]))}, status=422)
    data = form.cleaned_data["image"].read()
    try:
        kept = image_ensure(office=request.user.office, data=data, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        return JsonResponse({"detail": str(refusal)}, status=422)
    return JsonResponse({"mark": image_mark(kept.sha256), "address": kept.get_absolute_url()})
