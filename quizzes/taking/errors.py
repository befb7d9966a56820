"""Why the server will not do what a candidate asks; the text of each is for the candidate."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class TakingError(Exception):
    """A refusal. `code` tells a program what the message tells a person."""

    code: ClassVar[str]
    message: ClassVar[Promise]

    def __init__(self, message: str | Promise | None = None) -> None:
        super().__init__(str(message or self.message))


class CannotStartError(TakingError):
    """The window, the attempt limit or the candidate's state forbids an attempt."""

    code = "cannot_start"
    message = _("现在不能开始作答。")


class NoAttemptError(TakingError):
    """The token is sound and its attempt is not here: the database is another one."""

    code = "no_attempt"
    message = _("没有这次作答。")


class TakenOverError(TakingError):
    """Another device holds the attempt now."""

    code = "taken_over"
    message = _("已在其他设备登录，本机不能继续作答。")


class SubmittedError(TakingError):
    """The attempt has been handed in."""

    code = "submitted"
    message = _("已经交卷，不能再修改答案。")


class TimeIsUpError(TakingError):
    """The answer came after the last moment at which it counts."""

    code = "time_is_up"
    message = _("作答时间已到，这次的答案没有收下；之前保存的都在。")


class UnknownQuestionError(TakingError):
    """An answer names a question that is not on the paper."""

    code = "unknown_question"

    def __init__(self, question: str) -> None:
        super().__init__(_("试卷上没有题号为“%s”的题。") % question[:40])


class UnfitAnswerError(TakingError):
    """An answer cannot be one to its question."""

    code = "unfit_answer"

    def __init__(self, question: str, reason: str) -> None:
        super().__init__(_("题号“%(question)s”：%(reason)s。") % {"question": question, "reason": reason})
