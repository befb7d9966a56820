from __future__ import annotations

import json

from question_bank.sheets import question_from_json, question_to_json, read_sheet, to_json

SHEET = """一、单选题（每题2分）
1.收文登记簿由（ ）保管。
A.专人
B.任何人
答案：A
解析：见办法。
二、填空题
1.应当在____内由____登记。
答案：一日/1日；专人
三、判断题
1.急件随到随登。
答案：对
四、论述题
1.谈谈收文。
"""


def test_to_json_has_the_shape_of_the_contract():
    data = to_json(read_sheet(SHEET.encode()))

    assert (data["format"], data["encoding"]) == ("txt", "utf-8")
    assert data["counts"] == {"single_choice": 1, "fill_in_the_blank": 1, "true_false": 1, "essay": 1}
    assert {name: data["questions"][0][name] for name in ("type", "stem", "options", "key", "explanation")} == {
        "type": "single_choice",
        "stem": "收文登记簿由（ ）保管。",
        "options": ["专人", "任何人"],
        "key": ["A"],
        "explanation": "见办法。",
    }
    assert [question["key"] for question in data["questions"][1:]] == [[["一日", "1日"], ["专人"]], True, None]
    assert [question["status"] for question in data["questions"]] == ["ok", "ok", "ok", "faulty"]
    assert data["questions"][3]["problems"] == ["没有答案"]
    assert data["problems"] == []


def test_to_json_is_json():
    data = to_json(read_sheet(SHEET.encode()))

    assert json.loads(json.dumps(data)) == data


def test_question_survives_json():
    for question in read_sheet(SHEET.encode()).questions:
        assert question_from_json(json.loads(json.dumps(question_to_json(question)))) == question
