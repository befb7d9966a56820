"""What system administrators see of the bank; `django.contrib.admin` finds it by the name of this package."""

from question_bank.admin import questions, references

__all__ = ["questions", "references"]
