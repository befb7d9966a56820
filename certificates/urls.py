"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from certificates import views

app_name = "certificates"
urlpatterns: list[URLPattern] = [
    path("certificates/", views.my_certificates, name="my_certificates"),
    path("certificates/template/", views.template_edit, name="template"),
    path("certificates/template/specimen/", views.template_specimen, name="template_specimen"),
    path("certificates/exams/<uuid:exam>/", views.exam_issue, name="exam_issue"),
    path("certificates/exams/<uuid:exam>/pdf/", views.exam_pdf, name="exam_pdf"),
    path("certificates/<uuid:certificate>/", views.certificate, name="certificate"),
    path("certificates/<uuid:certificate>/pdf/", views.certificate_pdf, name="certificate_pdf"),
    path("certificates/<uuid:certificate>/revoke/", views.revoke, name="revoke"),
    path("certificates/<uuid:certificate>/reissue/", views.reissue, name="reissue"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
