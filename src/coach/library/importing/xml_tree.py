"""XML from strangers, read by defusedxml within limits of depth and length."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers.expat import ErrorString

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

_DEEPEST: Final = 30
_MOST: Final = 20_000


class XmlError(Exception):
    """A text that is not XML, or that is more than a list of exercises; with its line and column from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class _LimitedBuilder(TreeBuilder):
    """Builds a tree whose tags have no namespaces; raises `XmlError` beyond the limits."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST:
            raise XmlError("this is nested too deep or too long")
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def read_xml(data: bytes) -> Element:
    """The root of a document.

    Raises:
        XmlError: it is not XML, declares entities, or is beyond the limits.
    """
    parser = DefusedXMLParser(target=_LimitedBuilder())
    try:
        parser.feed(data)
        root: Element = parser.close()
    except XmlError as error:
        place = parser.parser.CurrentLineNumber, parser.parser.CurrentColumnNumber + 1
        raise XmlError(error.message, *place) from None
    except DefusedXmlException:
        place = parser.parser.CurrentLineNumber, parser.parser.CurrentColumnNumber + 1
        raise XmlError("this XML declares entities, which are not read here", *place) from None
    except ParseError as error:
        line, column = error.position
        raise XmlError(f"this is not XML: {ErrorString(error.code)}", line, column + 1) from None
    except (ValueError, LookupError) as error:
        raise XmlError(f"this XML cannot be read: {error}") from None
    return root
