from __future__ import annotations

import pytest

from question_bank.provisions import PolicySource, ProvisionKind, SourceFormat, count, parse_policy, walk


def outline(text):
    """Return path and text of every provision that has words of its own."""
    return [(provision.path, provision.text) for provision in walk(parse_policy(text).tree) if provision.text]


def problems(text):
    return [str(problem) for problem in parse_policy(text).problems]


def test_every_line_under_an_article_that_is_no_item_is_a_paragraph():
    text = "第一条 学习形式包括：\n（一）自学；\n（二）讲座。\n前款所列形式可以并用。\n第二条 本办法试行。"

    assert outline(text) == [
        ("art1/par1", "学习形式包括："),
        ("art1/par1/sub1", "自学；"),
        ("art1/par1/sub2", "讲座。"),
        ("art1/par2", "前款所列形式可以并用。"),
        ("art2/par1", "本办法试行。"),
    ]


def test_an_article_without_a_blank_after_its_number():
    assert outline("第一条为了规范管理。\n第二条适用本办法。") == [
        ("art1/par1", "为了规范管理。"),
        ("art2/par1", "适用本办法。"),
    ]


def test_an_article_whose_words_stand_on_the_next_line():
    assert outline("第一条\n为了规范管理。\n\n第二条\n适用本办法。") == [
        ("art1/par1", "为了规范管理。"),
        ("art2/par1", "适用本办法。"),
    ]


@pytest.mark.parametrize("opening", ["第一条 【目的】为了规范。", "第一条（目的）\n为了规范。"])
def test_a_caption_is_the_text_of_its_article(opening):
    assert outline(opening) == [("art1", "目的"), ("art1/par1", "为了规范。")]


def test_an_article_that_says_only_it_was_deleted_has_no_caption():
    assert outline("第一条 （删去）\n第二条 内容。") == [("art1/par1", "（删去）"), ("art2/par1", "内容。")]


def test_the_second_line_of_an_item_stays_with_it_when_the_list_goes_on():
    text = "第一条 在下列场合奏唱：\n（一）代表大会会议；\n政治协商会议；\n（二）升旗仪式。"

    assert outline(text) == [
        ("art1/par1", "在下列场合奏唱："),
        ("art1/par1/sub1", "代表大会会议；\n政治协商会议；"),
        ("art1/par1/sub2", "升旗仪式。"),
    ]


def test_items_below_items_nest_by_their_marks():
    text = "第一条 包括：\n（一）法规：\n1.条例：\n（1）总则；\n（2）附则；\n2.办法。\n（二）业务。"

    assert [path for path, _ in outline(text)] == [
        "art1/par1",
        "art1/par1/sub1",
        "art1/par1/sub1/item1",
        "art1/par1/sub1/item1/item1",
        "art1/par1/sub1/item1/item2",
        "art1/par1/sub1/item2",
        "art1/par1/sub2",
    ]


def test_headings_hold_their_articles_and_lose_their_spacing():
    text = "第一章　总　则\n第一条 甲。\n第二章\n组织领导\n第一节 职责和\n分工\n第二条 乙。\n附　则\n第三条 丙。"

    headings = [
        (provision.path, provision.number, provision.text)
        for provision in walk(parse_policy(text).tree)
        if provision.kind in {ProvisionKind.CHAPTER, ProvisionKind.SECTION}
    ]

    assert headings == [
        ("ch1", "第一章", "总则"),
        ("ch2", "第二章", "组织领导"),
        ("ch2/sec1", "第一节", "职责和分工"),
        ("ch0", "", "附则"),
    ]


def test_sections_begin_anew_in_each_chapter_and_chapters_in_each_part():
    text = (
        "第一编 总则\n第一章 甲\n第一节 乙\n第一条 子。\n第二章 丙\n第一节 丁\n第二条 丑。\n"
        "第二编 分则\n第一章 戊\n第三条 寅。"
    )

    assert [path for path, _ in outline(text) if not path.startswith("art")] == [
        "part1",
        "part1/ch1",
        "part1/ch1/sec1",
        "part1/ch2",
        "part1/ch2/sec1",
        "part2",
        "part2/ch1",
    ]
    assert problems(text) == ["第 1 行：没有找到文件标题，请填写。"]


def test_serials_above_articles_are_headings():
    text = "关于审理案件的解释\n一、合同的性质\n第一条 甲。\n二、合同的履行\n第二条 乙：\n一、丙；\n二、丁。"

    assert [path for path, _ in outline(text)] == [
        "ser1",
        "art1/par1",
        "ser2",
        "art2/par1",
        "art2/par1/sub1",
        "art2/par1/sub2",
    ]
    assert problems(text) == []


def test_a_document_without_articles_is_a_tree_of_serials():
    text = (
        "关于加强学习的意见\n各单位：\n现提出如下意见。\n"
        "一、总体要求\n坚持学用结合。\n注重实效。\n二、主要任务\n（一）开展考试。每季一次。\n"
        "1.命题。\n（1）拟定；\n（2）审核。\n2.阅卷。\n（二）开展读书。\n三、要求\n加强领导。"
    )

    policy = parse_policy(text)

    assert policy.preamble == "各单位：\n现提出如下意见。"
    assert [(provision.path, provision.citation_label) for provision in walk(policy.tree)] == [
        ("ser1", "一、"),
        ("ser1/par1", "一、第一段"),
        ("ser1/par2", "一、第二段"),
        ("ser2", "二、"),
        ("ser2/ser1", "二、（一）"),
        ("ser2/ser1/ser1", "二、（一）1."),
        ("ser2/ser1/ser1/ser1", "二、（一）1.（1）"),
        ("ser2/ser1/ser1/ser2", "二、（一）1.（2）"),
        ("ser2/ser1/ser2", "二、（一）2."),
        ("ser2/ser2", "二、（二）"),
        ("ser3", "三、"),
        ("ser3/par1", "三、第一段"),
    ]
    assert policy.problems == ()


def test_a_document_without_numbers_is_read_by_paragraphs():
    policy = parse_policy("学习心得\n第一段话。\n第二段话。")

    assert [(provision.path, provision.text) for provision in walk(policy.tree)] == [
        ("par1", "第一段话。"),
        ("par2", "第二段话。"),
    ]
    assert [str(problem) for problem in policy.problems] == [
        "第 1 行：没有找到“第一条”或“一、”这样的编号，正文按自然段读入。"
    ]


def test_a_title_alone_is_reported():
    assert problems("云山县干部学习办法\n") == ["第 1 行：没有读到正文，请检查文件是否完整。"]


class TestReferences:
    """第…条 at the start of a line is an article only in its turn."""

    def test_a_number_out_of_turn_after_a_cut_line_is_joined_to_it(self):
        text = "第一条 甲。\n第二条 申请延期的，依照本办法\n第十条办理。\n第三条 乙。"

        assert outline(text)[1] == ("art2/par1", "申请延期的，依照本办法第十条办理。")
        assert problems(text) == ["第 1 行：没有找到文件标题，请填写。"]

    def test_the_very_next_number_is_a_reference_if_it_comes_again(self):
        text = "第一条 甲。\n第二条 申请延期的，依照本办法\n第三条的规定办理。\n第三条 乙。"

        assert outline(text)[1:] == [("art2/par1", "申请延期的，依照本办法第三条的规定办理。"), ("art3/par1", "乙。")]

    def test_a_paragraph_that_begins_with_a_reference(self):
        text = "第一条 甲。\n第二条 乙。\n第一条、第二条规定的人员包括借调人员。\n第三条 丙。"

        assert outline(text)[2] == ("art2/par2", "第一条、第二条规定的人员包括借调人员。")

    def test_a_number_out_of_turn_after_a_full_stop_is_text_and_reported(self):
        text = "办法\n第一条 甲。\n第二条 乙。\n第九条 丙。\n第三条 丁。"

        assert outline(text)[2] == ("art2/par2", "第九条 丙。")
        assert problems(text) == ["第 4 行：“第九条”不接在第二条之后，当作正文读入。"]

    def test_a_number_out_of_turn_below_a_heading_is_text_and_reported(self):
        text = "办法\n第一章 总则\n第一条 甲。\n第二章 奖励\n第九条 乙。\n第二条 丙。"

        assert outline(text)[2:4] == [("ch2", "奖励"), ("ch2/par1", "第九条 乙。")]
        assert problems(text) == ["第 5 行：“第九条”不接在第一条之后，当作正文读入。"]

    def test_a_section_below_a_long_chapter_title(self):
        text = (
            "办法\n第一章 没有划入管理区的设施及其附属设备的建设使用和维护保养\n第一节 建设\n第一条 " + "甲" * 70 + "。"
        )

        assert [path for path, _ in outline(text)] == ["ch1", "ch1/sec1", "art1/par1"]

    def test_a_heading_that_is_spoken_of(self):
        text = "第一章 总则\n第一条 奖励适用本办法\n第三章的规定。\n第二章 奖励\n第二条 乙。"

        assert [path for path, _ in outline(text)] == ["ch1", "art1/par1", "ch2", "art2/par1"]


class TestGaps:
    @pytest.mark.parametrize(
        ("numbers", "message"),
        [
            (["第一条", "第三条", "第四条"], "第 3 行：第一条之后是第三条，缺少第二条。"),
            (["第一条", "第二条", "第六条"], "第 4 行：第二条之后是第六条，缺少第三条至第五条。"),
            (["第五条", "第六条", "第七条"], "第 2 行：条号开始于第五条，缺少第一条至第四条。"),
            (["第一条", "第一条之二", "第二条"], "第 3 行：第一条之后是第一条之二，缺少第一条之一。"),
        ],
    )
    def test_a_missing_article_is_named(self, numbers, message):
        text = "办法\n" + "\n".join(f"{number} 内容。" for number in numbers)

        assert problems(text) == [message]
        assert count(parse_policy(text).tree).articles == 3

    def test_a_missing_item_is_named(self):
        assert problems("办法\n第一条 包括：\n（一）甲；\n（三）乙。\n第二条 丙。") == [
            "第 4 行：“（三）”之前没有编号 2，请核对原文。"
        ]

    def test_a_missing_chapter_is_named(self):
        assert problems("办法\n第一章 甲\n第一条 子。\n第三章 乙\n第二条 丑。") == [
            "第 4 行：“第三章”之前没有编号 2，请核对原文。"
        ]

    def test_a_list_that_begins_anew_at_once_is_named(self):
        assert problems("意见\n一、甲。\n（一）乙。\n（一）丙。") == ["第 4 行：“（一）”又从头编号，请核对原文。"]

    def test_a_second_document_in_the_file_is_left_unread_and_reported(self):
        first = "甲办法\n第一条 甲一。\n第二条 甲二。\n第三条 甲三。\n"
        second = "乙办法\n第一章 总则\n第一条 乙一。\n第二条 乙二。\n第三条 乙三。\n第四条 乙四。"

        policy = parse_policy(first + second)

        assert count(policy.tree).articles == 3
        assert policy.closing == second
        assert [str(problem) for problem in policy.problems] == [
            "第 7 行：条号又从第一条开始，可能是另一份文件；从这里起没有读入条款，请分开导入。"
        ]

    def test_two_articles_quoted_in_a_notice_are_no_article_tree(self):
        text = "通知\n一、将有关条文修改为：\n第五条 甲。\n第六条 乙。\n二、其他不变。"

        assert [path for path, _ in outline(text)] == ["ser1", "ser1/par1", "ser1/par2", "ser2"]


class TestWrapping:
    def test_lines_cut_by_a_page_are_joined(self):
        text = (
            "云山县干部学习制度\n"
            "第一条 为了加强干部学习，提高干部素质，根据《干部教育培训工\n"
            "作条例》和有关规定，制定本制度。\n"
            "第二条 网络学习按平台记录的时间计算，学习平台应当能够导出 Excel\n"
            "2016 格式的记录。\n"
            "- 12 -\n"
            "县直单位参照执行。\n"
        )

        assert outline(text) == [
            ("art1/par1", "为了加强干部学习，提高干部素质，根据《干部教育培训工作条例》和有关规定，制定本制度。"),
            ("art2/par1", "网络学习按平台记录的时间计算，学习平台应当能够导出 Excel 2016 格式的记录。"),
            ("art2/par2", "县直单位参照执行。"),
        ]

    def test_indents_tell_a_new_paragraph_from_a_line_that_goes_on(self):
        text = (
            "　　第一条　干部每年参加学习的时间累计不少于九十学时。\n　　学习情况记入档案。\n档案由人事科保管。\n"
            "　　第二条　本制度试行。\n"
        )

        assert outline(text) == [
            ("art1/par1", "干部每年参加学习的时间累计不少于九十学时。"),
            ("art1/par2", "学习情况记入档案。档案由人事科保管。"),
            ("art2/par1", "本制度试行。"),
        ]

    def test_headings_stand_at_the_margin_where_paragraphs_are_indented(self):
        text = "第一章 总则\n　　第一条　甲。\n　　乙。\n第二章 考试\n　　第二条　丙。\n附则\n　　第三条　丁。"

        assert [path for path, _ in outline(text)] == [
            "ch1",
            "art1/par1",
            "art1/par2",
            "ch2",
            "art2/par1",
            "ch0",
            "art3/par1",
        ]

    def test_word_paragraphs_may_be_indented_or_not(self):
        source = PolicySource(SourceFormat.DOCX, "utf-8", ("办法", "　　第一条　甲。", "乙。", "　　第二条　丙。"))

        assert [provision.text for provision in walk(parse_policy(source).tree) if provision.text] == [
            "甲。",
            "乙。",
            "丙。",
        ]

    def test_a_line_with_an_open_end_goes_on_even_in_markdown(self):
        text = "# 办法\n\n**第一条** 应当坚持公开、\n\n平等、\n\n竞争。\n\n**第二条** 甲。"

        assert outline(text)[0] == ("art1/par1", "应当坚持公开、平等、竞争。")

    def test_a_title_above_text_does_not_swallow_it(self):
        text = "意见\n一、深入贯彻落实新时代党的组织路线加强干部教育培训工作\n" + "坚持学用结合、注重实效的原则。" * 5

        assert [path for path, _ in outline(text)] == ["ser1", "ser1/par1"]

    def test_running_headers_are_left_out_and_reported(self):
        text = "云山县考试办法\n第一条 甲。\n云山县考试办法\n第二条 乙。\n云山县考试办法\n第三条 丙。"

        assert parse_policy(text).title == "云山县考试办法"
        assert outline(text) == [("art1/par1", "甲。"), ("art2/par1", "乙。"), ("art3/par1", "丙。")]
        assert problems(text) == ["第 3 行：“云山县考试办法”重复出现 3 次，当作页眉略去。"]

    def test_a_chapter_in_the_page_header_is_read_once(self):
        text = "办法\n第一章 总则\n第一条 甲。\n第一章 总则\n第二条 乙。"

        assert [path for path, _ in outline(text)] == ["ch1", "art1/par1", "art2/par1"]
        assert problems(text) == []


class TestContents:
    BODY = "第一章　总则\n第一条 甲。\n第二章　考试\n第二条 乙。\n附则\n第三条 丙。"

    @pytest.mark.parametrize(
        "contents",
        [
            "目录\n第一章 总则\n第二章 考试\n附则\n",
            "目　　录\n第一章　总则……………1\n第二章　考试 ..... 2\n附则\t3\n",
            "目次\n第一章总则\n第二章考试与测评\n附则\n",
            "第一章 总则\n第二章 考试\n附则\n",
        ],
        ids=["plain", "dotted", "differing", "untitled"],
    )
    def test_a_table_of_contents_is_left_out(self, contents):
        policy = parse_policy("云山县考试办法\n" + contents + self.BODY)

        assert (policy.title, policy.preamble) == ("云山县考试办法", "")
        assert [provision.path for provision in walk(policy.tree)] == [
            provision.path for provision in walk(parse_policy("云山县考试办法\n" + self.BODY).tree)
        ]

    def test_a_title_below_the_contents_is_kept(self):
        policy = parse_policy("目录\n第一章 总则\n第二章 考试\n云山县考试办法\n" + self.BODY)

        assert policy.title == "云山县考试办法"

    def test_the_word_without_a_table_costs_nothing(self):
        assert outline("办法\n目录\n第一条 甲。\n第二条 乙。") == [("art1/par1", "甲。"), ("art2/par1", "乙。")]


class TestMarkdown:
    PLAIN = (
        "云山县考试办法\n第一章 总则\n第一条 为了规范考试，制定本办法。\n第二条 考试包括：\n（一）笔试；\n（二）面试。"
    )

    @pytest.mark.parametrize(
        "text",
        [
            (
                "# 云山县考试办法\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n"
                "第一条 为了规范考试，制定本办法。\n\n第二条 考试包括：\n\n(一)笔试；\n\n(二)面试。"
            ),
            (
                "---\nsidebar: auto\n---\n\n# 云山县考试办法\n\n## 第一章　总　则\n\n"
                "**第一条**　为了规范考试,制定本办法。\n\n"
                "**第二条**　考试包括:\n\n（一）笔试;\n\n（二）面试。\n\n---\n"
            ),
            (
                "# 云山县考试办法\n## 第一章 总则\n### 第一条\n为了规范考试，制定[本办法](https://example.cn/a_b)。\n"
                "### 第二条\n> 考试包括：\n\n- （一）__笔试__；\n- （二）面试。<br/>"
            ),
        ],
        ids=["comments", "front-matter", "headings"],
    )
    def test_other_typographies_give_the_same_tree(self, text):
        expected = [(provision.path, provision.text_hash) for provision in walk(parse_policy(self.PLAIN).tree)]

        policy = parse_policy(text)

        assert policy.title == "云山县考试办法"
        assert [(provision.path, provision.text_hash) for provision in walk(policy.tree)] == expected
        assert policy.problems == ()

    def test_lines_are_those_of_the_source(self):
        policy = parse_policy("---\na: b\n---\n# 办法\n\n第一条 甲。\n\n乙。")

        assert [provision.line for provision in walk(policy.tree)] == [6, 6, 8]


def test_radicals_from_pdf_are_read_as_the_characters_they_resemble():
    text = "⼯作办法\n第⼀条 ⼈员⾏使职责。\n第⼆条 部⻔⻓期负责。"

    assert outline(text) == [("art1/par1", "人员行使职责。"), ("art2/par1", "部门长期负责。")]
    assert parse_policy(text).title == "工作办法"


class TestClosing:
    def test_signature_and_annexes_are_no_paragraphs(self):
        closing = "中共云山县委组织部\n2025年3月8日\n（此件公开发布）\n附件：1.报名表\n2.成绩表"

        policy = parse_policy("办法\n第一条 甲。\n第二条 乙。\n" + closing)

        assert count(policy.tree).paragraphs == 2
        assert policy.closing == closing

    @pytest.mark.parametrize("annex", ["附：", "附件", "附件1：成绩表", "附件2 报名表", "附表", "附　各单位名单"])
    def test_annexes_are_kept_as_text(self, annex):
        policy = parse_policy(f"办法\n第一条 甲。\n第二条 乙。\n{annex}\n一、姓名\n二、单位")

        assert count(policy.tree).paragraphs == 2
        assert policy.closing == f"{annex}\n一、姓名\n二、单位"

    @pytest.mark.parametrize("line", ["附则", "附加考试另行规定。", "附件应当一并公布。"])
    def test_words_that_only_begin_alike_stay_in_the_body(self, line):
        assert parse_policy(f"办法\n第一条 甲。\n{line}\n第二条 乙。").closing == ""
