"""JSON as the store takes it in and gives it out."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from lrs.validation.errors import InvalidError

#: How the sentence names the text itself when it is no JSON at all.
_WHERE = "JSON"
#: Objects and arrays within one another: far more than statements need, far less than the interpreter's stack holds.
_DEEPEST = 64
_TOO_DEEP = "嵌套太深"


def json_parse(raw: bytes) -> Any:
    """Return the value of a UTF-8 JSON text.

    Refused, because it could not be given back as it came: names that occur twice in an object, numbers beyond a
    double's range, half a surrogate pair.

    Raises:
        InvalidError: says what is wrong and where it stands.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_float,
            parse_constant=_constant,
        )
        _check_depth(value, raw)
        if b"\\ud" in raw.lower():
            json_text(value).encode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidError(_WHERE, f"第 {error.start + 1} 个字节不是 UTF-8") from None
    except UnicodeEncodeError:
        raise InvalidError(_WHERE, "有不成对的 UTF-16 代理字符") from None
    except json.JSONDecodeError as error:
        raise InvalidError(_WHERE, f"第 {error.lineno} 行第 {error.colno} 列不是 JSON") from None
    except RecursionError:
        raise InvalidError(_WHERE, _TOO_DEEP) from None
    except InvalidError:
        raise
    except ValueError:
        raise InvalidError(_WHERE, "整数太长") from None
    return value


def json_text(value: Any) -> str:
    """Return a value as compact JSON, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _check_depth(value: Any, raw: bytes) -> None:
    """Refuse what is nested too deep, level by level; few brackets cannot be deep."""
    if raw.count(b"[") + raw.count(b"{") <= _DEEPEST:
        return
    level = [value]
    for _depth in range(_DEEPEST):
        level = [
            child
            for each in level
            for child in (each.values() if isinstance(each, dict) else each)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise InvalidError(_WHERE, _TOO_DEEP)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _item in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidError(_WHERE, f"同一对象中“{twice}”出现了两次")
    return value


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise InvalidError(_WHERE, f"数字 {digits[:20]} 太大")
    return value


def _constant(word: str) -> NoReturn:
    raise InvalidError(_WHERE, f"{word} 不是 JSON")
