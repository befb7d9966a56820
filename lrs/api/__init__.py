"""The resources of xAPI over HTTP."""

from __future__ import annotations
