from __future__ import annotations

import pytest

from quizzes.seating import RoomLine, read_rooms


def test_rooms_are_read_with_whatever_stands_between():
    rooms, errors = read_rooms("第1考场 三楼会议室 30\n\n第2考场，行政楼 东 附楼，20座\n机房 12\n")

    assert errors == []
    assert rooms == [
        RoomLine("第1考场", "三楼会议室", 30),
        RoomLine("第2考场", "行政楼 东 附楼", 20),
        RoomLine("机房", "", 12),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行：至少写一个考场。"),
        ("第1考场 三楼", "第 1 行：写成“名称 地点 座位数”，例如“第1考场 三楼会议室 30”。"),
        ("一 三楼 0", "第 1 行：座位数应在 1 到 2000 之间。"),
        ("一 三楼 30\n一 四楼 30", "第 2 行：“一”写了两次。"),
        ("长" * 31 + " 三楼 30", "第 1 行：名称不超过 30 字。"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, said):
    assert [str(error) for error in read_rooms(text)[1]] == [said]
