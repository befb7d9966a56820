"""Check what is written, by what it concerns."""

from __future__ import annotations

from appraisal.forms.points import ExamRuleForm, NoteRuleForm, YearForm

__all__ = ["ExamRuleForm", "NoteRuleForm", "YearForm"]
