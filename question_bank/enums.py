"""States of documents, questions and imported rows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from question_bank.content import QuestionType
from question_bank.drafting import Rule
from question_bank.provisions import ProvisionKind
from question_bank.provisions.alignment import Relation

#: The pure packages' words as Django choices.
PROVISION_KIND_CHOICES = [(kind.value, kind.label) for kind in ProvisionKind]
RELATION_CHOICES = [(relation.value, relation.label) for relation in Relation]
QUESTION_TYPE_CHOICES = [(kind.value, kind.label) for kind in QuestionType]
DRAFT_RULE_CHOICES = [(rule.value, rule.label) for rule in Rule]


class VersionState(TextChoices):
    """A document version is corrected while it is a draft; from its confirmation on, questions may cite it."""

    DRAFT = "draft", _("核对中")
    CONFIRMED = "confirmed", _("已确认")


class QuestionState(TextChoices):
    """Where a question stands; only approved ones are drawn."""

    DRAFT = "draft", _("起草")
    IN_REVIEW = "in_review", _("审核中")
    APPROVED = "approved", _("已入库")
    NEEDS_REVIEW = "needs_review", _("待复核")
    RETIRED = "retired", _("停用")


#: What became of a provision so that whoever rests on it must look again; what was deleted cannot be rested on at all.
TOUCHING_RELATIONS = (Relation.CHANGED, Relation.SPLIT, Relation.MERGED)

#: Who approves or returns a question finds it in one of these.
AWAITING_REVIEW = frozenset({QuestionState.IN_REVIEW, QuestionState.NEEDS_REVIEW})


class ImportState(TextChoices):
    """An uploaded sheet from its arrival to its commitment."""

    READING = "reading", _("正在读取")
    PREVIEW = "preview", _("核对中")
    COMMITTED = "committed", _("已导入")
    FAILED = "failed", _("读不了")
    CANCELLED = "cancelled", _("已取消")
    ANSWERS = "answers", _("答案文件")


class WordKind(TextChoices):
    """Where an office's own word stands in its sheets."""

    HEADING = "heading", _("列名")
    LABEL = "label", _("标签")


class JobKind(TextChoices):
    """What is too long for a request."""

    PAIR = "pair", _("给试题文件找答案文件")
    READ = "read", _("读取试题文件")
    COMMIT = "commit", _("导入题库")
    SUGGEST = "suggest", _("找依据")
    COMPARE = "compare", _("查重")
    EXCHANGE = "exchange", _("导入交换文件")


class JobState(TextChoices):
    """Where a piece of background work stands."""

    WAITING = "waiting", _("等待中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有做成")
    CANCELLED = "cancelled", _("已取消")


#: While one of these is under way, a sheet's rows are not shown: they come and go.
MOVING_JOBS = frozenset({JobKind.READ, JobKind.COMMIT})
#: Asked for and not over.
OPEN_JOBS = frozenset({JobState.WAITING, JobState.RUNNING})


class SuggestionReason(TextChoices):
    """Why a provision is suggested; the words of `question_bank.suggesting`."""

    NAMED = "named", _("题里写明")
    OVERLAP = "overlap", _("文字相近")


class RowStatus(TextChoices):
    """What the reader thinks of a row; the contract's words."""

    OK = "ok", _("正常")
    DOUBTFUL = "doubtful", _("存疑")
    FAULTY = "faulty", _("错误")


class RowDecision(TextChoices):
    """What became of a row. A doubtful one comes in only when a trainer has accepted it as it stands."""

    PENDING = "pending", _("未处理")
    ACCEPTED = "accepted", _("采用")
    IMPORTED = "imported", _("已导入")
    SKIPPED = "skipped", _("跳过")
    DUPLICATE = "duplicate", _("重复")


class RowStanding(TextChoices):
    """What a trainer still has to do about a row: the reader's judgement and the decision in one word."""

    READY = "ok", _("正常")
    DOUBTFUL = "doubtful", _("存疑")
    FAULTY = "faulty", _("错误")
    DUPLICATE = "duplicate", _("重复")
    SKIPPED = "skipped", _("跳过")
    IMPORTED = "imported", _("已导入")


class DraftState(TextChoices):
    """What a trainer decided about a question drafted from policy text."""

    PENDING = "pending", _("待处理")
    ACCEPTED = "accepted", _("已采用")
    REJECTED = "rejected", _("不用")
