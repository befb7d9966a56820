"""Safe Exam Browser: which configuration a browser runs with, told by its Config Key. No Django here."""

from quizzes.seb.config_key import MAX_BYTES, NotReadableError, config_key, is_config_key, request_hash

__all__ = ["MAX_BYTES", "NotReadableError", "config_key", "is_config_key", "request_hash"]
