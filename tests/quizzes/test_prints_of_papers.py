"""A paper on paper: what candidates get, the key, the answer sheet."""

from __future__ import annotations

import hashlib
import io

import docx
import pypdfium2
import pytest
from PIL import Image

from accounts.enums import Role
from accounts.printing import Picture, Table, to_pdf
from question_bank.models import QuestionImage
from quizzes.enums import CorrectionKind
from quizzes.prints.markup import ShownImage, ShownTable, shown_parts
from quizzes.prints.papers import answer_sheet, candidates_copy, paper_key
from quizzes.services import question_correct
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.taking import CANARY, NOON, make_exam, make_paper


def printed(document, fonts) -> str:
    pdf = pypdfium2.PdfDocument(to_pdf(document, fonts))
    return "".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "\n")


class TestMarkup:
    def test_table_comes_out_cell_by_cell_and_image_by_name(self):
        name = "a" * 64
        html = (
            f'<p>看表</p><table><tr><th colspan="2">项</th></tr><tr><td>甲</td><td>乙</td></tr></table>'
            f'<p>和图</p><img src="image:{name}"><p>后</p>'
        )

        assert shown_parts(html, "html") == [
            "看表",
            ShownTable([["项", ""], ["甲", "乙"]]),
            "和图",
            ShownImage(name),
            "后",
        ]

    def test_small_figures_and_marks_read_as_such(self):
        assert shown_parts("<p>x<sup>2</sup>＋H<sub>2</sub>O &lt; 3</p>", "html") == ["x²＋H₂O < 3"]

    def test_plain_text_stays_but_for_wider_brackets(self):
        assert shown_parts("选（ ）。<b>", "plain") == ["选（　　）。<b>"]


@pytest.mark.django_db
class TestPaper:
    def test_candidates_copy_asks_everything_and_tells_no_key(self, fonts):
        text = printed(candidates_copy(make_paper()), fonts)

        for words in (
            "每天学习不少于",
            "A．半小时",
            "____________、____________。",
            "简述三审制度。",
            "（　　）",
            "密",
            "准考证号",
        ):
            assert words in text.replace("\u3000", "　")
        assert CANARY not in text

    def test_key_has_answers_explanations_and_provisions(self, fonts):
        text = printed(paper_key(make_paper()), fonts)

        assert "1．（2 分）答案：B" in text
        assert "2．（3 分）答案：AC" in text
        assert "依据：《办法》第三条" in text
        assert "正确" in text

    def test_answer_sheet_has_boxes_blanks_and_lines_but_no_question(self, fonts):
        text = printed(answer_sheet(make_paper()), fonts)

        assert "1．[A] [B] [C]" in text
        assert "4．[对] [错]" in text
        assert "（1）____" in text
        assert "每天学习" not in text
        assert CANARY not in text

    def test_image_and_table_of_a_stem_are_printed(self, fonts):
        data = io.BytesIO()
        Image.new("RGB", (300, 100), "red").save(data, "PNG")
        name = hashlib.sha256(data.getvalue()).hexdigest()
        paper = make_paper()
        stem = f'<p>看图</p><img src="image:{name}"><table><tr><td>甲</td></tr></table>'
        paper.content["sections"][0]["questions"][0] |= {"stem": stem, "markup": "html"}
        QuestionImage.objects.create(
            office=paper.office,
            sha256=name,
            media_type="image/png",
            data=data.getvalue(),
            size=len(data.getvalue()),
            width=300,
            height=100,
            added_by=make_user(paper.office),
        )

        document = candidates_copy(paper)

        first = next(block for block in document.blocks if hasattr(block, "blocks"))
        [picture] = [block for block in first.blocks if isinstance(block, Picture)]
        assert (picture.width, picture.height) == (180, 60)
        assert any(isinstance(block, Table) and block.rows == [["甲"]] for block in first.blocks)
        assert to_pdf(document, fonts).count(b"/Subtype /Image") == 1

    def test_word_can_be_edited(self):
        paper = make_paper()
        desk = client_for(make_user(paper.office, Role.ORGANIZER))

        response = desk.get(f"/organize/papers/{paper.uuid}/print/?what=copy&to=docx&no_seal=1")

        words = "\n".join(each.text for each in docx.Document(io.BytesIO(response.content)).paragraphs)
        assert "6．（7 分）简述三审制度。" in words
        assert "密…" not in words

    def test_key_marks_what_was_corrected_since_and_keeps_what_was_frozen(self, fonts):
        paper = make_paper()
        exam, by = make_exam(paper, title="第三季度季季考"), make_user(paper.office)
        first, second, *_rest = paper.slots.order_by("number")
        for slot, kind, keys in (
            (first, CorrectionKind.REKEY, [["y"]]),
            (second, CorrectionKind.VOID, []),
            (second, CorrectionKind.RESTORE, []),
        ):
            question_correct(exam=exam, slot=slot, kind=kind, keys=keys, reason="条文看错了", by=by, now=NOON)

        text = printed(paper_key(paper), fonts)

        assert "标※的题（1）考后有更正" in text
        assert "※1．（2 分）答案：B" in text
        assert "更正（第三季度季季考，2026年10月12日）：更正答案：B → C。原因：条文看错了" in text.replace("\n", "")
        assert text.count("※") == 3

    def test_key_is_for_organizers(self):
        paper = make_paper()
        trainer = client_for(make_user(paper.office, Role.TRAINER))

        assert trainer.get(f"/organize/papers/{paper.uuid}/print/?what=key").status_code == 403
