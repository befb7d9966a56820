from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from question_bank.models import QuestionImage
from tests.factories.question_bank import make_image, png_bytes


def test_image_is_handed_to_a_candidate_with_headers_that_let_it_do_nothing(desk, client_for):
    image = make_image(desk.office)

    response = client_for(desk.cadre).get(image.get_absolute_url())

    assert response.content == png_bytes()
    assert {name: response[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Disposition")} == {
        "Content-Type": "image/png",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    assert response["Cache-Control"] == "private, max-age=86400, immutable"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_image_is_not_sent_again_to_who_has_it(desk, client_for):
    image = make_image(desk.office)

    response = client_for(desk.cadre).get(image.get_absolute_url(), headers={"If-None-Match": f'"{image.sha256}"'})

    assert (response.status_code, response.content) == (304, b"")


def test_image_of_another_office_is_not_found(desk, client_for):
    image = make_image(desk.office)

    assert client_for(desk.stranger).get(image.get_absolute_url()).status_code == 404


def test_image_upload_says_how_to_name_it(desk, client_for):
    file = SimpleUploadedFile("流程.svg", png_bytes("流程"))

    response = client_for(desk.author).post(reverse("question_bank:image_upload"), {"image": file})

    kept = QuestionImage.objects.get()
    assert response.json() == {"mark": f"[图 {kept.sha256[:12]}]", "address": kept.get_absolute_url()}


def test_image_upload_refuses_what_is_no_image(desk, client_for):
    client, url = client_for(desk.author), reverse("question_bank:image_upload")

    refused = client.post(url, {"image": SimpleUploadedFile("a.png", b"<svg onload=x()/>")})
    nothing = client.post(url)

    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        "只能插入 PNG、JPEG、GIF 或 WebP 图片（不支持 SVG、BMP 等）。",
    )
    assert nothing.status_code == 422
