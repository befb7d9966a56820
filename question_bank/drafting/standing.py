"""Whether words can be read alone: what points elsewhere, and what only continues the sentence before it."""

from __future__ import annotations

import re

_NUMERAL = "[零〇一二三四五六七八九十百两0-9]+"
#: Words that send the reader to another place of the document.
_POINTS_ELSEWHERE = re.compile(
    rf"前[款条项述两]|上述|本[条款项](?!例)|第{_NUMERAL}[条款项章节]|从其规定|下列|如下|以下规定|以下简称|以下称|有关情况"
)
_THAT = re.compile(r"[该此](?!类|等)(.{2})")
#: What opens so takes up what was just said.
_TAKES_UP = re.compile(
    r"^(?:但是?|并|且|而|也|又|其|该|此|这|具体|逾期|期满|期限届满|公示期(?!满)|公示结果|试用期|必要时|在?特殊情况|.{2,6}收到申请后|需要|对需要|情节|构成|尚|案情|不合格|合格"
    r"|经审查|经批准|批准|决定|申请(?!人)|延长|特殊情况|确有|涉及|符合|处理|结果|标准|体检|考试|有前|线索|初步核实|承办|违反"
    r"|有碍|解除|调查情况|勘验|采取.{0,8}措施[，后的]|因此|同时|其中|其他|否则|对于不|对不|有关|当事人|仲裁|裁决|招考公告|考核指标"
    r"|被辞退|受处分|上级(?:不|机关(?:不|应))|考核结果|申诉人|证书|双方|各审|每[讲篇场期]|岗位应当|在搜查|通缉|发现|培训(?:应|$)|没有|有.{2,8}的，"
    r"|禁闭|批准决定|不得|职务、|利害关系人|调任|前)"
)
_SHORTEST_ALONE = 14


def points_elsewhere(words: str) -> bool:
    """Tell words that nobody can answer without another provision before them."""
    return bool(_POINTS_ELSEWHERE.search(words)) or any(
        that[1] not in words[: that.start()] for that in _THAT.finditer(words)
    )


def takes_up(words: str) -> bool:
    """Tell a sentence that says little without the one before it."""
    return opens_as_continuation(words) or len(words) < _SHORTEST_ALONE


def opens_as_continuation(words: str) -> bool:
    """Tell a sentence whose first words take up what was just said."""
    return bool(_TAKES_UP.match(words))
