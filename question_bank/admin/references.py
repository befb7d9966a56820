"""What questions refer to: banks, topics, tags, policy documents."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import OfficeAdmin
from question_bank.models import PolicyDocument, QuestionBank, Tag, Topic


class CountingAdmin(OfficeAdmin):
    """A table with the number of what hangs on each row."""

    counted = "questions"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count along."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(number=Count(self.counted))
        return rows

    @admin.display(description=_("试题数"), ordering="number")
    def number(self, row: Any) -> int:
        """Return how many there are."""
        counted: int = row.number
        return counted


@admin.register(QuestionBank)
class QuestionBankAdmin(CountingAdmin):
    """题库."""

    list_display = ("name", "number")
    fields = ("name", "number")


@admin.register(Topic)
class TopicAdmin(CountingAdmin):
    """知识点."""

    office_path = "bank__office"
    list_display = ("name", "bank", "number")
    list_select_related = ("bank",)
    fields = ("name", "bank", "number")
    search_fields = ("name",)


@admin.register(Tag)
class TagAdmin(CountingAdmin):
    """标签."""

    list_display = ("name", "number")
    fields = ("name", "number")
    search_fields = ("name",)


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(CountingAdmin):
    """政策文件."""

    counted = "versions"
    list_display = ("title", "issuing_body", "is_shared", "versions_number")
    fields = ("title", "issuing_body", "is_shared", "created_at", "versions_number")
    search_fields = ("title", "issuing_body")

    @admin.display(description=_("版本数"), ordering="number")
    def versions_number(self, row: Any) -> int:
        """Return how many versions there are."""
        return self.number(row)
