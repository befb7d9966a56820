"""The API's shapes for its documentation: those of the hot endpoints, which are plain views, by hand."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from question_bank.content import QuestionType
from quizzes.taking.contact import MAX_EVENTS
from quizzes.taking.saving import MAX_SEQ


class OptionSerializer(serializers.Serializer[Any]):
    """An option; the id is opaque."""

    id = serializers.CharField()
    text = serializers.CharField()


class StimulusSerializer(serializers.Serializer[Any]):
    """The material that several questions share; the same id, the same material."""

    id = serializers.CharField()
    text = serializers.CharField()
    markup = serializers.ChoiceField(["html"], required=False)


class QuestionSerializer(serializers.Serializer[Any]):
    """A question, without its key."""

    id = serializers.CharField()
    type = serializers.ChoiceField([(kind.value, kind.label) for kind in QuestionType])
    stem = serializers.CharField()
    options = OptionSerializer(many=True)
    marks = serializers.FloatField()
    targets = OptionSerializer(many=True, required=False, help_text="匹配题的右栏")
    blanks = serializers.IntegerField(required=False, help_text="填空题的空数")
    stimulus = StimulusSerializer(required=False, help_text="案例题各小题共用的材料")
    markup = serializers.ChoiceField(["html"], required=False, help_text="题干和选项是 HTML；没有这一项就是纯文字")


class SectionSerializer(serializers.Serializer[Any]):
    """A part of the paper."""

    title = serializers.CharField()
    questions = QuestionSerializer(many=True)


class PaperSerializer(serializers.Serializer[Any]):
    """The paper in the order in which this candidate sees it."""

    sections = SectionSerializer(many=True)


class AttemptSerializer(serializers.Serializer[Any]):
    """An open attempt."""

    id = serializers.UUIDField()
    attempt_token = serializers.CharField(help_text="用于 Authorization: Attempt <attempt_token>")
    seq = serializers.IntegerField(help_text="已收到的最大保存序号，下一次保存用更大的数")
    answers = serializers.DictField(child=serializers.JSONField(), help_text="题号 → 答案")
    remaining_seconds = serializers.IntegerField()
    paper = PaperSerializer()


#: What eight bytes hold.
_LARGEST = 2**63 - 1
_ANSWERS = {
    "type": "object",
    "description": (
        "题号 → 答案：选项 id 的列表（排序题按先后）、true/false、逐空的文字列表、左栏 id → 右栏 id（匹配题），或文字；"
        "null 为未答"
    ),
    "additionalProperties": {},
}
_SAVE = {
    "type": "object",
    "required": ["seq", "answers"],
    "properties": {
        "seq": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_SEQ,
            "description": "每次保存加一；较小的不会覆盖较大的",
        },
        "answers": _ANSWERS,
        "viewed": {"type": "array", "items": {"type": "string"}, "description": "看到过的题号"},
    },
}
_SAVED = {
    "type": "object",
    "required": ["seq", "saved_at", "remaining_seconds"],
    "properties": {
        "seq": {"type": "integer", "description": "服务器上的最大序号；大于所发的，说明另有较新的保存"},
        "saved_at": {"type": "string", "format": "date-time"},
        "remaining_seconds": {"type": "integer"},
    },
}
_CONTACT = {
    "type": "object",
    "properties": {
        "last_message": {
            "type": "integer",
            "minimum": 0,
            "maximum": _LARGEST,
            "description": "已收到的最后一条消息的 id",
        },
        "noticed": {
            "type": "array",
            "maxItems": MAX_EVENTS,
            "items": {
                "type": "object",
                "required": ["kind"],
                "properties": {
                    "kind": {"type": "string", "enum": ["away", "paste"]},
                    "amount": {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": _LARGEST,
                        "description": "离开的秒数，或粘贴的字数",
                    },
                },
            },
        },
    },
}
_TOLD = {
    "type": "object",
    "required": ["remaining_seconds", "messages"],
    "properties": {
        "remaining_seconds": {"type": "integer"},
        "messages": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "text", "at"],
                "properties": {
                    "id": {"type": "integer"},
                    "text": {"type": "string"},
                    "at": {"type": "string", "format": "date-time"},
                },
            },
        },
    },
}
_RECEIPT = {
    "type": "object",
    "required": ["id", "state", "submitted_at", "submit_reason"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "state": {"type": "string", "enum": ["submitted"]},
        "submitted_at": {"type": "string", "format": "date-time"},
        "submit_reason": {"type": "string", "enum": ["candidate", "timeout"]},
    },
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "中文说明"},
        "code": {
            "type": "string",
            "enum": ["taken_over", "submitted", "time_is_up", "unknown_question", "unfit_answer"],
        },
    },
}
_REFUSALS = {
    "401": "没有有效的作答令牌",
    "404": "令牌不属于这次作答",
    "409": "已在其他设备登录、已交卷或时间已到，见 code；换下的设备没有存上的答案另外留存，不计入成绩",
    "503": "数据库暂时不能保存，没有收下，请稍后重试",
}
_HOT_PATHS: dict[str, dict[str, tuple[str, str, dict[str, Any] | None, dict[str, Any] | str]]] = {
    "/api/v1/attempts/{attempt}/": {"get": ("attempts_retrieve", "试卷、已保存的答案和剩余时间", None, "Attempt")},
    "/api/v1/attempts/{attempt}/responses/": {"put": ("attempts_save", "保存有变化的答案", _SAVE, _SAVED)},
    "/api/v1/attempts/{attempt}/contact/": {
        "post": ("attempts_contact", "报告页面还在、切屏和粘贴；取回监考消息", _CONTACT, _TOLD)
    },
    "/api/v1/attempts/{attempt}/submit/": {"post": ("attempts_submit", "交卷；重复交卷结果相同", None, _RECEIPT)},
}


def hot_paths_add(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add the endpoints that take an attempt token to the schema."""
    result["components"].setdefault("securitySchemes", {})["attemptToken"] = {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "Attempt <attempt_token>",
    }
    for path, methods in _HOT_PATHS.items():
        result["paths"][path] = {method: _operation(*words) for method, words in methods.items()}
    return result


def _operation(name: str, summary: str, takes: dict[str, Any] | None, gives: dict[str, Any] | str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{gives}"} if isinstance(gives, str) else gives
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "tags": ["attempts"],
        "security": [{"attemptToken": []}],
        "parameters": [
            {"in": "path", "name": "attempt", "required": True, "schema": {"type": "string", "format": "uuid"}}
        ],
        "responses": {"200": {"description": summary, "content": {"application/json": {"schema": schema}}}},
    }
    refusals = _REFUSALS
    if takes is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
        refusals = {**_REFUSALS, "400": "内容读不懂", "422": "有试卷上没有的题，或答案与题型不符"}
    for status, words in refusals.items():
        content = {"application/problem+json": {"schema": _PROBLEM}}
        operation["responses"][status] = {"description": words, "content": content}
    return operation
