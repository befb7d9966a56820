"""What addresses of the API take and give."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.enums import CohortKind


class TextField(serializers.CharField):
    """Text, and no number that could be read as one."""

    def to_internal_value(self, data: Any) -> str:
        """Refuse what is no text."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class LineField(TextField):
    """A line of text that says something; the rule is written so that the documentation can repeat it."""

    default_validators = [RegexValidator(r"^[^\x00-\x1f]*[^\s\x00-\x1f\x85][^\x00-\x1f]*$", _("应为一行文字。"))]


class SessionInputSerializer(serializers.Serializer[Any]):
    """Who signs in, as on the page."""

    username = LineField(max_length=40)
    password = TextField(max_length=128, trim_whitespace=False)


class SessionOutputSerializer(serializers.Serializer[Any]):
    """A token, shown once."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class FieldErrorSerializer(serializers.Serializer[Any]):
    """What is wrong with one field or parameter."""

    field = serializers.CharField(allow_blank=True, help_text="字段或参数的名称；空的是指整个请求")
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Why not (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="中文说明")
    code = serializers.CharField(required=False, help_text="供程序判断的原因")
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # a field, not the attribute


class PersonSerializer(serializers.Serializer[Any]):
    """A person, as lists name them."""

    id = serializers.UUIDField(source="uuid")
    username = serializers.CharField(help_text="工号")
    name = serializers.CharField()


class UnitSerializer(serializers.Serializer[Any]):
    """A unit, as lists name it."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()


class UnitInTreeSerializer(UnitSerializer):
    """A unit with its place in the tree."""

    path = serializers.CharField(allow_blank=True, help_text="从最上一级往下的名称，用“/”隔开；最上一级自己是空的")
    parent = serializers.UUIDField(  # type: ignore[assignment]  # taken off the class, where DRF has its own
        allow_null=True, help_text="上一级单位的 id"
    )


class PersonInputSerializer(serializers.Serializer[Any]):
    """Who is meant."""

    person = LineField(max_length=40, help_text="人员的 id 或工号")


class CohortSerializer(serializers.Serializer[Any]):
    """A cohort (花名册): a unit with all below it, or a list."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    kind = serializers.ChoiceField(CohortKind.choices, help_text="unit 随调动更新，list 是固定名单")
    unit = UnitSerializer(allow_null=True)
    people_count = serializers.IntegerField(help_text="今天有多少人")
