"""Documents as JSON and back: what the office freezes when a paper is issued, and reprints from."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Document = TypeVar("Document")


def freeze(data: Any) -> Any:
    """A document's data as plain JSON values."""
    if is_dataclass(data) and not isinstance(data, type):
        return {f.name: freeze(getattr(data, f.name)) for f in fields(data) if f.metadata.get("frozen", True)}
    if isinstance(data, tuple):
        return [freeze(item) for item in data]
    return data.isoformat() if isinstance(data, date) else data


def thaw(kind: type[Document], value: dict[str, Any]) -> Document:
    """The document of ``kind`` that ``freeze`` made ``value`` from."""
    hints = get_type_hints(kind)
    return kind(**{name: _thaw(hints[name], item) for name, item in value.items() if name in hints})


def _thaw(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_thaw(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return thaw(hint, value)  # type: ignore[arg-type]  # is_dataclass narrows to instance or class
    return date.fromisoformat(value) if hint is date else value
