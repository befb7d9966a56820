"""Reading what programs send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class PlainJSONParser(JSONParser):
    """JSON as the standard has it; what cannot be read is told in Chinese, and never takes the server down."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return what the body says.

        Raises:
            ParseError: it is no JSON, nested beyond reason, or its text is no text.
        """
        try:
            read = super().parse(stream, media_type, parser_context)
            # A lone surrogate is JSON, but can be neither kept nor sent.
            json.dumps(read, ensure_ascii=False).encode()
        except (ParseError, ValueError, RecursionError):
            raise ParseError(_("请求的内容不是能读的 JSON。")) from None
        return read
