"""What `make demo` says when it serves: who one can be, and what to try first."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from exam_site.demo.cast import APPROVER, AUTHOR, CADRE, DIRECTOR, ORGANIZER, PASSWORD, REVIEWER
from exam_site.demo.samples import sample_folder
from exam_site.demo.sources import load_office

#: The steps of the main job, in order: who takes them, as what, and what they do.
_WALK = (
    (1, AUTHOR, "命题教师", "上传政策文件和试题样例，改正一个标题和三道题，导入后提交审核"),
    (1, APPROVER, "命题教师", "审核史嘉木提交的试题，通过后入库"),
    (2, ORGANIZER, "考务", "用“季季考”方案组卷、预览，给一个花名册安排考试并发布"),
    (3, CADRE, "学员", "从首页进入正在进行的考试作答；刷新、断网、换设备都能接着答"),
    (4, ORGANIZER, "考务", "培训班结业考试：评完余下的简答题，发布成绩，看成绩表和分布，导出 Excel"),
    (5, CADRE, "学员", "上季季季考：看得分、每题解析和所依据条款的原文"),
    (6, ORGANIZER, "考务", "给刚发布的考试颁发证书，合并打印；证书上的二维码可以查验"),
    (7, REVIEWER, "审核人", "审核谭若溪的读书笔记；通过后自动计分"),
    (7, DIRECTOR, "部长", "看各人的积分，一笔一笔追到凭据"),
)
_COLUMNS = (4, 10, 7, 8)


def guide(address: str) -> str:
    """Return the guide to a demo that is served at an address."""
    return "\n".join(_lines(address))


def _lines(address: str) -> Iterator[str]:
    office = load_office()
    names = {cadre.staff_number: cadre.name for cadre in office.cadres}
    yield ""
    yield f"季季考演示：{office.name}"
    yield f"  网址  {address}"
    yield f"  密码  {PASSWORD}（人人相同）"
    yield f"  样例  {sample_folder()}（可以上传的政策文件、试题、人员名单）"
    yield ""
    yield "依次可以试："
    for number, staff_number, role, errand in _WALK:
        cells = (f"{number}.", role, staff_number, names[staff_number])
        yield f"  {''.join(map(_padded, cells, _COLUMNS))}{errand}"
    yield f"  8.  {_padded('程序', sum(_COLUMNS[1:]))}读学习记录：.venv/bin/python manage.py create_lrs_client 演示"
    yield f"  {' ' * sum(_COLUMNS)}curl -u 标识:密钥 -H X-Experience-API-Version:2.0.0 {address}/xapi/statements"
    yield ""
    yield f"首次登录：{names[office.absentee]}（{office.absentee}）还没有密码，请考务在“人员”里给他打印首次登录码。"
    yield "结束请按 Ctrl-C。"
    yield ""


def _padded(text: str, columns: int) -> str:
    """Return text filled up to a number of columns; a Chinese character takes two."""
    width = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * (columns - width)
