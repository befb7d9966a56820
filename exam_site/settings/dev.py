"""The office machine, a demo, a developer's desk: no service but this one, plain HTTP, loopback and LAN names."""

from __future__ import annotations

from exam_site.settings.base import *  # noqa: F403 -- settings modules inherit by star
from exam_site.settings.base import VAR_DIR
from exam_site.settings.env import env_list
from exam_site.settings.secret import kept_secret

DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or ["*"]
VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = kept_secret(VAR_DIR / "secret-key")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
