"""Check what is written, by what it concerns."""

from __future__ import annotations

from appraisal.forms.points import (
    ExamRuleForm,
    NewRuleForm,
    NoteRuleForm,
    ReverseForm,
    TariffRuleForm,
    YearForm,
)

__all__ = ["ExamRuleForm", "NewRuleForm", "NoteRuleForm", "ReverseForm", "TariffRuleForm", "YearForm"]
