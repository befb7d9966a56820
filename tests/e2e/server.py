"""The real site for browser tests: migrated, served by `manage.py serve`, stopped by its own process id."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
_STARTUP_SECONDS = 60


@dataclass
class Site:
    """A site of its own: its folder, its database, its port."""

    folder: Path
    port: int = field(init=False)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "exam_site.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.folder / 'site.sqlite3'}",
            "JIJIKAO_VAR": str(self.folder),
            "PUBLIC_ORIGIN": self.url,
            "PORT": str(self.port),
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it printed."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, code: str) -> object:
        """Return what Python code inside the site prints as JSON: what is true, whatever a page says."""
        return json.loads(self.manage("shell", "--verbosity", "0", "--command", code))

    def start(self) -> None:
        """Serve, and wait until the site answers."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "serve"],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _STARTUP_SECONDS
        while not self.is_alive():
            assert self.process.poll() is None, (self.folder / "serve.log").read_text()
            assert time.monotonic() < deadline, "the site did not start in time"
            time.sleep(0.2)

    def is_alive(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill_workers(self) -> int:
        """Kill -9 every process that answers requests, as a crash would; return how many. The parent starts others."""
        children = psutil.Process(self.process.pid).children()
        workers = [child for child in children if "worker" not in child.cmdline()]
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        return len(workers)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
