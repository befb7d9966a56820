"""What a language model is asked about one passage, and what its answer is worth: only what passes the validation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from question_bank.content import QuestionType, is_texts
from question_bank.drafting.draft import Draft, Rule, Source, blank_draft, choice_draft
from question_bank.drafting.passages import Passage, PolicyText
from question_bank.drafting.validation import Asked, draft_problems

_TYPES = (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.FILL_IN_THE_BLANK)
_MOST = 5
_SHOWN = 30
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
_INSTRUCTIONS = """你为组织人事干部的培训考试命题。只根据给出的这一条条文出题，不用条文以外的知识。
要求：
1. 题干写明依据哪份文件，离开条文也读得懂，不出现“本法”“前款”“该条”。
2. 正确答案必须是条文里的原话，一字不差；错误选项不得出现在条文里，要似是而非，与正确答案同类、长短相近。
3. 选择题恰好四个选项；填空题题干里用 ____ 标出唯一的空，不给选项。
4. quoted 是答案所依据的原文，一字不差地摘自条文。reason 用一句话说明为什么这样出题。
5. 最多出 {most} 题，宁缺毋滥；出不了就返回空的 questions。只返回 JSON。"""

#: What the answer must look like, as the endpoint is told and as it is read.
REPLY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "questions": {
            "type": "array",
            "maxItems": _MOST,
            "items": {
                "type": "object",
                "properties": {
                    "type": {"type": "string", "enum": [kind.value for kind in _TYPES]},
                    "stem": {"type": "string"},
                    "options": {"type": "array", "items": {"type": "string"}},
                    "answers": {"type": "array", "items": {"type": "string"}},
                    "quoted": {"type": "string"},
                    "reason": {"type": "string"},
                },
                "required": ["type", "stem", "options", "answers", "quoted", "reason"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["questions"],
    "additionalProperties": False,
}


class UnclearReplyError(Exception):
    """The answer is not what was asked for; the message says so in a sentence."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """All that leaves the house."""

    instructions: str
    request: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: sound drafts, and for each of the others why it was left out."""

    drafts: tuple[Draft, ...]
    left_out: tuple[str, ...]


def prompt_for(policy: PolicyText, passage: Passage) -> Prompt:
    """Return what is asked about one passage."""
    request = f"文件：{policy.name}\n条文：{passage.label}\n\n{passage.text}"
    return Prompt(_INSTRUCTIONS.format(most=_MOST), request)


def read_reply(text: str, policy: PolicyText, passage: Passage, asked: Asked) -> Reply:
    """Return what an answer is worth.

    Raises:
        UnclearReplyError: it is not the JSON asked for.
    """
    drafts: list[Draft] = []
    left_out: list[str] = []
    for item in _items(text):
        try:
            draft = _draft(policy, passage, item)
            problems: tuple[str, ...] = draft_problems(draft, {passage.path: passage})
            if not problems and asked.has_like(draft.content):
                problems = ("题库或草稿里已经有相近的题",)
        except UnclearReplyError as error:
            problems = (str(error),)
        if problems:
            left_out.append(f"“{str(item.get('stem', ''))[:_SHOWN]}”：{'；'.join(problems)}")
        else:
            asked.add(draft.content)
            drafts.append(draft)
    return Reply(tuple(drafts), tuple(left_out))


def _items(text: str) -> list[Mapping[str, Any]]:
    try:
        data = json.loads(_FENCE.sub("", text))
    except ValueError:
        raise UnclearReplyError("语言模型没有按要求返回 JSON，请再试一次。") from None
    items = data.get("questions") if isinstance(data, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise UnclearReplyError("语言模型返回的 JSON 里没有 questions 列表，请再试一次。")
    return items[:_MOST]


def _draft(policy: PolicyText, passage: Passage, item: Mapping[str, Any]) -> Draft:
    stem, reason, answers, options = (_field(item, name) for name in ("stem", "reason", "answers", "options"))
    source = _source(passage, _field(item, "quoted"))
    match item.get("type"):
        case QuestionType.FILL_IN_THE_BLANK if len(answers) == 1:
            return blank_draft(policy, Rule.MODEL, source, stem=stem, answer=answers[0], reason=reason)
        case QuestionType.SINGLE_CHOICE | QuestionType.MULTIPLE_CHOICE as kind if set(answers) <= set(options):
            wrong = [option for option in options if option not in answers]
            draft = choice_draft(policy, Rule.MODEL, source, stem=stem, right=answers, wrong=wrong, reason=reason)
            if draft.content.type is not QuestionType(kind):
                raise UnclearReplyError("题型与答案的个数不符")
            return draft
        case _:
            raise UnclearReplyError("题型不认识，或者答案不在选项里")


def _field(item: Mapping[str, Any], name: str) -> Any:
    value = item.get(name)
    if name in {"answers", "options"}:
        if not is_texts(value):
            raise UnclearReplyError(f"{name} 应为一组文字")
        return [text.strip() for text in value]
    if not isinstance(value, str) or not value.strip():
        raise UnclearReplyError(f"{name} 应为文字")
    return value.strip()


def _source(passage: Passage, quoted: str) -> Source:
    """Return where the quotation stands, line ends and all kinds of white space set aside."""
    pattern = r"\s*".join(re.escape(character) for character in quoted if not character.isspace())
    match = re.search(pattern, passage.text)
    if match is None:
        raise UnclearReplyError("引文不是条文里的原话")
    return Source(passage, match.start(), match.end())
