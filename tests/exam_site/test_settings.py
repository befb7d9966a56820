"""Settings from the environment: what makes no sense stops the start with a sentence."""

from __future__ import annotations

import os
import secrets
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from exam_site.settings.env import env_bool, env_int, env_list, env_str
from exam_site.settings.secret import kept_secret

ROOT = Path(__file__).resolve().parents[2]
SERVER = {
    "DJANGO_SETTINGS_MODULE": "exam_site.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "exam.example.cn",
    "PUBLIC_ORIGIN": "https://exam.example.cn",
}


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with an environment of its own."""
    known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=known | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class TestProduction:
    @pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_ORIGIN"])
    def test_does_not_start_without(self, missing):
        environment = {name: value for name, value in SERVER.items() if name != missing}

        ended = start("check", **environment)

        assert ended.returncode != 0
        assert f"环境变量 {missing} 没有设置，服务不能启动。" in ended.stderr

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("SECURE_SSL_REDIRECT", "maybe", "环境变量 SECURE_SSL_REDIRECT='maybe' 应为 true 或 false。"),
            ("SECURE_HSTS_SECONDS", "1y", "环境变量 SECURE_HSTS_SECONDS='1y' 应为整数。"),
            ("EMAIL_USE_TLS", "maybe", "环境变量 EMAIL_USE_TLS='maybe' 应为 true 或 false。"),
        ],
    )
    def test_does_not_start_with_nonsense(self, name, value, sentence):
        ended = start("check", **SERVER, **{name: value})

        assert ended.returncode != 0
        assert sentence in ended.stderr

    def test_mail_is_encrypted_in_one_way_alone(self):
        ended = start("check", **SERVER, EMAIL_USE_TLS="true", EMAIL_USE_SSL="true")

        assert ended.returncode != 0
        assert "EMAIL_USE_SSL 和 EMAIL_USE_TLS 只能有一个为 true" in ended.stderr

    def test_passes_every_check_for_deployment(self):
        ended = start("check", "--deploy", "--fail-level", "WARNING", **SERVER)

        assert (ended.returncode, ended.stdout.strip()) == (0, "System check identified no issues (0 silenced).")

    def test_silences_no_check_and_guards_its_cookies(self):
        asked = (
            "from django.conf import settings as s;"
            "print(s.DEBUG, s.SILENCED_SYSTEM_CHECKS, s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
            " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE,"
            " s.CSRF_COOKIE_HTTPONLY, s.APPEND_ONLY_RESET)"
        )

        said = start("shell", "--no-imports", "-c", asked, **SERVER).stdout.split()

        cookies = ["__Host-sessionid", "True", "True", "Lax", "__Host-csrftoken", "True", "True"]
        assert said == ["False", "[]", *cookies, "False"]


class TestDesk:
    def test_makes_its_secret_once_and_keeps_it_to_itself(self, tmp_path):
        first, again = (kept_secret(tmp_path / "secret-key") for _time in range(2))

        assert first == again
        assert len(first) > 50
        assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600

    def test_starts_with_nothing_set(self, tmp_path):
        ended = start("check", JIJIKAO_VAR=str(tmp_path))

        assert (ended.returncode, ended.stderr) == (0, "")


class TestEnvironment:
    @pytest.mark.parametrize("value", ["1", "true", "YES", " On "])
    def test_yes(self, monkeypatch, value):
        monkeypatch.setenv("ASKED", value)

        assert env_bool("ASKED", default=False) is True

    @pytest.mark.parametrize("value", ["0", "false", "NO", " Off "])
    def test_no(self, monkeypatch, value):
        monkeypatch.setenv("ASKED", value)

        assert env_bool("ASKED", default=True) is False

    @pytest.mark.parametrize("value", ["", "  "])
    def test_nothing_is_the_default(self, monkeypatch, value):
        monkeypatch.setenv("ASKED", value)

        assert (env_bool("ASKED", default=True), env_int("ASKED", 7), env_str("ASKED", "x")) == (True, 7, "x")

    @pytest.mark.parametrize("value", ["ja", "2", "truee"])
    def test_neither_yes_nor_no_is_refused(self, monkeypatch, value):
        monkeypatch.setenv("ASKED", value)

        with pytest.raises(ImproperlyConfigured, match="应为 true 或 false"):
            env_bool("ASKED", default=True)

    @pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "ten", "١", "²"])
    def test_no_whole_number_is_refused(self, monkeypatch, value):
        monkeypatch.setenv("ASKED", value)

        with pytest.raises(ImproperlyConfigured, match="应为整数"):
            env_int("ASKED", 7)

    def test_whole_number(self, monkeypatch):
        monkeypatch.setenv("ASKED", " 8000 ")

        assert env_int("ASKED", 7) == 8000

    def test_list_has_no_empty_parts(self, monkeypatch):
        monkeypatch.setenv("ASKED", " a, ,b,")

        assert (env_list("ASKED"), env_list("NOT_SET_AT_ALL")) == (["a", "b"], [])

    def test_what_must_be_set_is_named(self, monkeypatch):
        monkeypatch.delenv("ASKED", raising=False)

        with pytest.raises(ImproperlyConfigured, match="环境变量 ASKED 没有设置"):
            env_str("ASKED")
