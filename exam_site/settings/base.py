"""What every installation shares. The environment is read here and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from exam_site.settings.env import env_bool, env_int, env_list, env_str

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env_str("JIJIKAO_VAR", str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "exam_site",
    "appraisal",
    "certificates",
    "learning",
    "quizzes",
    "question_bank",
    "lrs",
    "accounts",
    "tree_queries",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "csp",
    "import_export",
    "exam_site.administration.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    # First of all: the time of arrival decides whether an answer came before the deadline.
    "quizzes.arrival.ArrivalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignedInMiddleware",
    "accounts.middleware.PasswordSetMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

FORM_RENDERER = "exam_site.forms.SiteRenderer"

ROOT_URLCONF = "exam_site.urls"
WSGI_APPLICATION = "exam_site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "exam_site.context_processors.masthead",
            ],
            "builtins": ["accounts.templatetags.screen"],
        },
    },
]


def _database(url: str) -> dict[str, Any]:
    """Return one database's settings; SQLite is tuned so that an acknowledged answer is on disk."""
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["CONN_HEALTH_CHECKS"] = False
        settings["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # synchronous=NORMAL loses acknowledged commits when the power fails; recursive_triggers lets the
            # append-only triggers see INSERT OR REPLACE.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;"
            ),
        }
    return settings


DATABASES = {"default": _database(env_str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'jijikao.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if REDIS_URL := env_str("REDIS_URL", ""):
    CACHES = {
        "default": {
            "BACKEND": "exam_site.caching.StandbyRedisCache",
            "LOCATION": REDIS_URL,
            # A server that hangs is as bad as one that is gone.
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        },
    }
# Sessions stay in the database: whoever signed out while a cache was away would be signed in again when it is back.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.CadreBackend",
]
PASSWORD_HASHERS = [
    "accounts.hashers.OfficeArgon2PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.validators.OwnFactsValidator"},
    {
        "NAME": "accounts.validators.LengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

# One person at one place is slowed down; neither a colleague behind the same address nor the person elsewhere is.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# The page says a quarter of an hour; trying again meanwhile must not make it longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "accounts.http.client_address"
AXES_USERNAME_CALLABLE = "accounts.attempts.attempt_username"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "accounts.failures.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

#: Whether a proxy of ours stands in front, and nobody reaches this process past it.
BEHIND_PROXY = False

# Twelve hours: signing in before nine lasts through an exam that ends in the evening.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.failures.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
#: A folder of sheets comes in one request.
DATA_UPLOAD_MAX_NUMBER_FILES = 300
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.parsers.PlainJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "accounts.api.schema.ProblemAutoSchema",
    "EXCEPTION_HANDLER": "accounts.api.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "季季考 API",
    "DESCRIPTION": "考试、作答与成绩。错误按 application/problem+json 返回，detail 为中文说明。",
    "VERSION": "1",
    "TAGS": [
        {"name": "session", "description": "登录和退出"},
        {"name": "taking", "description": "自己的考试"},
        {"name": "attempts", "description": "作答"},
        {"name": "results", "description": "成绩"},
        {"name": "exams", "description": "本机关的考试"},
        {"name": "rosters", "description": "花名册和考生名单"},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    # What is sent may be narrower than what is shown, and a PATCH of ours names all it changes.
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "CohortKind": "accounts.enums.CohortKind",
        "ExamKind": "quizzes.enums.ExamKind",
        "ExamState": "quizzes.enums.ExamState",
        "CandidateState": "quizzes.enums.CandidateState",
        "AttemptState": "quizzes.enums.AttemptState",
        "DecidedState": "quizzes.api.office.serializers.DECIDED",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "quizzes.api.schemas.hot_paths_add",
    ],
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "WARNING")},
}

#: Where the site is reached from outside, for QR codes and statement ids: "https://exam.example.cn".
PUBLIC_ORIGIN = env_str("PUBLIC_ORIGIN", f"http://127.0.0.1:{env_int('PORT', 8000)}").rstrip("/")
#: The address that `serve` listens on. To let others in is a decision: until it is taken, the site is this machine's.
SERVE_HOST = env_str("HOST", "127.0.0.1")
#: Fonts for printed Chinese, first match wins: paths, each with an optional "#index". Empty: the packaged Song face.
CERTIFICATE_FONTS = env_list("CERTIFICATE_FONTS")
#: A language model that the office runs itself and that speaks OpenAI's chat completions: the address up to and with
#: /v1. Empty: there is none, and no page speaks of one.
DRAFTING_MODEL_URL = env_str("DRAFTING_MODEL_URL", "").rstrip("/")
if DRAFTING_MODEL_URL and not DRAFTING_MODEL_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("环境变量 DRAFTING_MODEL_URL 应以 http:// 或 https:// 开头。")
DRAFTING_MODEL_NAME = env_str("DRAFTING_MODEL_NAME", None if DRAFTING_MODEL_URL else "")
DRAFTING_MODEL_KEY = env_str("DRAFTING_MODEL_KEY", "")
#: Seconds to wait for an answer about one provision.
DRAFTING_MODEL_TIMEOUT = env_int("DRAFTING_MODEL_TIMEOUT", 60)

#: The server that takes e-mail of ours. Empty: none is sent, and the pages say so.
EMAIL_HOST = env_str("EMAIL_HOST", "")
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise ImproperlyConfigured("环境变量 EMAIL_USE_SSL 和 EMAIL_USE_TLS 只能有一个为 true。")
EMAIL_PORT = env_int("EMAIL_PORT", 465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = env_int("EMAIL_TIMEOUT", 20)
#: Whom our e-mail is from; most servers take the signed-in address alone.
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", EMAIL_HOST_USER or "jijikao@localhost")
#: Where robots of group chats may be spoken to: scheme and host, with the port where it is another. A relay of the
#: office's own network may be named here, with http:// too; an address that begins with none of these is refused.
ROBOT_ORIGINS = env_list("ROBOT_ORIGINS") or ["https://qyapi.weixin.qq.com", "https://oapi.dingtalk.com"]
#: Only test settings may lift the append-only triggers.
APPEND_ONLY_RESET = False
