"""How gunicorn serves the site, wherever it is started: `gunicorn exam_site.wsgi --config python:exam_site.serving`.

Names are gunicorn's own. `manage.py serve`, the benchmarks and the fault tests take them from here too.
"""

from __future__ import annotations

import os

#: Threads share a process's caches; a process per core.
worker_class = "gthread"
workers = min(os.cpu_count() or 1, 4)
threads = 4
#: Everybody comes in at the same minute: connections that wait for a thread are kept, not refused.
worker_connections = 2000
backlog = 2048
#: A server that is told to stop or to reload answers what it has taken, and is gone by then.
graceful_timeout = 10
loglevel = "warning"
proc_name = "jijikao"
control_socket_disable = True
