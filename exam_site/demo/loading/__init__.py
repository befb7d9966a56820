"""Load the demo office, step by step, through the services that its people would use; each step can be repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exam_site.demo.loading.bank import policy_load, questions_load
from exam_site.demo.loading.days import DemoDays
from exam_site.demo.loading.every_type import every_type_load
from exam_site.demo.loading.exams import class_exam_load, last_quarter_load, open_exam_load
from exam_site.demo.loading.notes import notes_load
from exam_site.demo.loading.people import ForeignDataError, neighbour_load, people_load
from exam_site.demo.loading.points import ledger_load, rules_load
from exam_site.demo.loading.samples import samples_load
from exam_site.demo.loading.schemes import schemes_load
from exam_site.demo.loading.study import study_load
from exam_site.demo.loading.work import work_load

__all__ = ["NEIGHBOUR_STEP", "STEPS", "DemoDays", "ForeignDataError", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step's name on screen, and what takes it and says how things then stand."""

    name: str
    take: Callable[[DemoDays], str]


#: In the order in which one rests on the other.
STEPS = (
    Step("机关和人员", people_load),
    Step("政策文件", policy_load),
    Step("题库", questions_load),
    Step("各种题型", every_type_load),
    Step("制度方案", schemes_load),
    Step("积分规则", rules_load),
    Step("上季季季考", last_quarter_load),
    Step("培训班考试", class_exam_load),
    Step("正在进行的考试", open_exam_load),
    Step("读书笔记", notes_load),
    Step("学习时间", study_load),
    Step("讲堂、稿件、结对、汇报", work_load),
    Step("积分台账", ledger_load),
    Step("可以上传的样例", samples_load),
)
#: Where it is asked for: commands that mean one office have to be told which of two.
NEIGHBOUR_STEP = Step("同一套系统里的另一个机关", neighbour_load)
