"""Settings of the test suite: fast hashing, fixed secrets, append-only tables that a test may empty."""

from __future__ import annotations

from exam_site.settings.base import *  # noqa: F403 -- settings modules inherit by star
from exam_site.settings.base import BASE_DIR

DEBUG = False
SECRET_KEY = "for-tests-only-" + "x" * 50
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
APPEND_ONLY_RESET = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = BASE_DIR / "exam_site" / "static"
