"""R5: what must, may or must not be, to be judged right or wrong; false where one word is turned round."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from question_bank.drafting.draft import Draft, Rule, according_to, statement_draft
from question_bank.drafting.passages import PolicyText
from question_bank.drafting.statements import Statement

_SHORTEST, _LONGEST = 16, 90
_MODAL = re.compile(r"应当|可以|不得|必须|有权|不予|予以")
#: Sentences that say only where else to look, or that nobody would doubt.
_DULL = re.compile(
    r"另行规定|国家规定的?(?:[^，。]{0,12})[。，]|按照(?:国家)?有关规定|依照规定|具体(?:办法|规定)|依照有关|适用《|另有规定|依照本|参照本|依法追究|保护$"
    r"|自觉|尊重|真实|建立健全|相协调|相适应|及时(?:予以)?(?:纠正|处理)|模范|严格按照|违反国家规定|提高|不得捏造|认真|不得扣减"
)
#: What follows with 但是 takes back part of the sentence, which is then not true alone.
_EXCEPTION = re.compile(r"但|除外|除.{2,12}外")


@dataclass(frozen=True, slots=True)
class Turn:
    """A phrase and what it becomes in a false statement."""

    before: re.Pattern[str]
    after: str | Callable[[re.Match[str]], str]
    what: str


def _swapped(match: re.Match[str]) -> str:
    first, second, main = match["first"], match["second"], match["main"]
    return match[0].replace(f"以{main}为主", f"以{second if main == first else first}为主")


_RARER = {"每周": "每月", "每月": "每季度", "每季度": "每半年", "每半年": "每年"}
#: Each makes a sentence that contradicts the text and that somebody could believe.
_TURNS = (
    Turn(re.compile(r"以书面形式"), "以口头形式", "把“书面”改成“口头”"),
    Turn(re.compile(r"(?<!出具)书面(?=通知|(?:复核)?申请|提出)"), "口头", "把“书面”改成“口头”"),
    Turn(
        re.compile(
            r"(?P<first>[\u4e00-\u9fff]{4})与(?P<second>[\u4e00-\u9fff]{4})相结合、以(?P<main>[\u4e00-\u9fff]{4})为主"
        ),
        _swapped,
        "把主次调换",
    ),
    Turn(re.compile(r"不停止"), "停止", "把“不停止”改成“停止”"),
    Turn(re.compile(r"不改变与"), "改变与", "去掉“不”"),
    Turn(re.compile(r"不视为"), "视为", "把“不视为”改成“视为”"),
    Turn(re.compile(r"不再受"), "仍受", "把“不再受”改成“仍受”"),
    Turn(re.compile(r"不再给予"), "可以再次给予", "把“不再给予”改成“可以再次给予”"),
    Turn(re.compile(r"省级以上(?=公务员|监察|人民政府|事业单位|党委)"), "县级以上", "把“省级以上”改成“县级以上”"),
    Turn(re.compile(r"设区的市级以下(?=监察|公务员)"), "县级以下", "把层级改低"),
    Turn(re.compile(r"(?<!本|由)上一级(?=监察机关|人民检察院|公务员|机关批准)"), "本级", "把“上一级”改成“本级”"),
    Turn(re.compile(r"(?<=正职|副职|局级|科员)以下"), "以上", "把“以下”改成“以上”"),
    Turn(re.compile(r"并不得(?=领取|兼任|从事)"), "并可以", "把“不得”改成“可以”"),
    Turn(re.compile(r"但是不得(?=领取|兼任|从事)"), "并且可以", "把“不得”改成“可以”"),
    Turn(re.compile(r"不得(?=直接作为|用于)"), "可以", "把“不得”改成“可以”"),
    Turn(re.compile(r"由不同人员"), "由同一人员", "把“不同”改成“同一”"),
    Turn(
        re.compile(r"每(?:周|月|季度|半年)(?=[^，。；每]{0,10}(?:[一两]次|不少于|至少))"),
        lambda match: _RARER[match[0]],
        "把次数改少",
    ),
    Turn(
        re.compile(r"(?<!，)不得(?=晋升|兼任|担任|离开|从事|辞去|终止)"),
        "经批准可以",
        "把“不得”改成“经批准可以”",
    ),
    Turn(re.compile(r"(?<=，)可以(?=简化|破格|领取|互相转任|指派|延长|提前|申请|续聘)"), "不得", "把“可以”改成“不得”"),
)


def draft_judgements(policy: PolicyText, statements: Iterable[Statement]) -> Iterator[Draft]:
    """Yield for each 条 the false statement that can be made of it, else a true one."""
    by_article: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.is_verbatim and _SHORTEST <= len(statement.text) <= _LONGEST:
            by_article.setdefault(statement.passage.article, []).append(statement)
    for known in by_article.values():
        false = [draft for statement in known if (draft := _false(policy, statement))]
        true = [draft for statement in known if (draft := _true(policy, statement))]
        yield from (*false, *sorted(true, key=lambda draft: -len(draft.content.stem)))


def _false(policy: PolicyText, statement: Statement) -> Draft | None:
    for turn in _TURNS:
        matches = list(turn.before.finditer(statement.own_text))
        if len(matches) != 1 or statement.text.count(matches[0][0]) != 1:
            continue
        place = statement.own + matches[0].start()
        after = turn.after(matches[0]) if callable(turn.after) else turn.after
        words = statement.text[:place] + after + statement.text[place + len(matches[0][0]) :]
        return statement_draft(
            policy,
            Rule.MODALITY,
            statement.source,
            stem=according_to(policy, words),
            reason=f"{turn.what}，与条文相反，答案为错误。",
            original=statement.text,
        )
    return None


def _true(policy: PolicyText, statement: Statement) -> Draft | None:
    if not _MODAL.search(statement.own_text) or _DULL.search(statement.text) or _is_limited(statement):
        return None
    return statement_draft(
        policy,
        Rule.MODALITY,
        statement.source,
        stem=according_to(policy, statement.text),
        reason="条文原话，答案为正确。",
    )


def _is_limited(statement: Statement) -> bool:
    """Return whether the next sentence takes something back."""
    following = statement.passage.text[statement.source.end :]
    return bool(_EXCEPTION.match(following.lstrip("。；\n")))
