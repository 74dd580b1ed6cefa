"""XML from strangers: a small tree, without entities, without anything that is fetched, within limits."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from msgspec import Struct, field

_DEEPEST: Final = 30
_MOST: Final = 20_000


class XmlError(Exception):
    """A text that is not XML, or that is more than a list of exercises; with its line and column from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class Element(Struct):
    """One element."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element inside of the one that is open; raises `XmlError` beyond the limits."""
        self._count += 1
        if len(self._open) >= _DEEPEST or self._count > _MOST:
            raise XmlError("this is nested too deep or too long")
        element = Element(name, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        """Close the element that is open."""
        self._open.pop()

    def characters(self, text: str) -> None:
        """Add text to the element that is open."""
        if self._open:
            self._open[-1].text += text


def read_xml(data: bytes) -> Element:
    """The root of a document.

    Raises:
        XmlError: it is not XML, declares entities, or is beyond the limits.
    """
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    # An entity can stand for a file of this machine, or for itself a million times over.
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = lambda *_: 0
    try:
        parser.Parse(data, True)
    except XmlError as error:
        raise XmlError(error.message, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1) from None
    except expat.ExpatError as error:
        raise XmlError(
            f"this is not XML: {expat.ErrorString(error.code)}", error.lineno, error.offset + 1
        ) from None
    except (ValueError, LookupError) as error:
        raise XmlError(f"this XML cannot be read: {error}") from None
    if builder.root is None:
        raise XmlError("nothing stands in this file")
    return builder.root


def _refuse(*_declared: object) -> None:
    raise XmlError("this XML declares entities, which are not read here")
