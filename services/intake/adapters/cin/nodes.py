"""A census file as a stream of small trees, with the line of each element, in flat memory.

Refused with a clear message: any DTD (and so every entity, internal or external), XML that isn't well-formed, a piece
of markup over 1 MB, nesting deeper than the census has. A value is kept to 200 characters: the census's longest has 20.
"""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax import SAXParseException  # nosec: only the exception; parsing is defusedxml's
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser, create_parser

from services.intake.adapters.cin.tree import CensusError, Node

CHUNK = 64 * 1024
QUIET_CHUNKS = 16
"""So many chunks without a single element or text are one piece of markup over 1 MB."""
LONGEST = 200
DEEPEST = 12
LARGEST_CHILD = 5_000
"""Elements of one child; the census has about 30."""


class _Handler(ContentHandler):
    """Builds the trees of `Header` and of each `Child`; everything else is only counted."""

    def __init__(self, parser: DefusedExpatParser) -> None:
        super().__init__()
        self._parser = parser
        self.done: list[Node] = []
        self.outside: Counter[str] = Counter()
        self.seen = 0
        self._path: list[Node] = []
        self._depth = 0
        self._size = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.seen += 1
        self._depth += 1
        self._check(name)
        if self._path or (self._depth, name) in {(2, "Header"), (3, "Child")}:
            self._open(Node(name, self.line))
        elif (self._depth, name) not in {(1, "Message"), (2, "Children")}:
            self.outside[name] += 1

    def endElement(self, name: str) -> None:
        self._depth -= 1
        if not self._path:
            return
        node = self._path.pop()
        node.text = node.text.strip()
        if not self._path:
            self.done.append(node)

    def characters(self, content: str) -> None:
        self.seen += 1
        if self._path:
            node = self._path[-1]
            node.text = (node.text.lstrip() + content)[:LONGEST]

    @property
    def line(self) -> int:
        """Where the parser is."""
        return int(self._parser.getLineNumber() or 0)

    def _open(self, node: Node) -> None:
        self._size = self._size + 1 if self._path else 0
        if self._size > LARGEST_CHILD:
            raise CensusError(node.line, f"one child holds over {LARGEST_CHILD} elements; is a closing tag missing?")
        if self._path:
            self._path[-1].nodes.append(node)
        self._path.append(node)

    def _check(self, name: str) -> None:
        if self._depth == 1 and name != "Message":
            raise CensusError(self.line, f"the file starts with <{name[:40]}>; a CIN census starts with <Message>")
        if self._depth > DEEPEST:
            raise CensusError(self.line, f"elements are nested over {DEEPEST} deep, which no census is")


def read_nodes(stream: BinaryIO, outside: Counter[str]) -> Iterator[Node]:
    """The `Header` and each `Child`, as soon as it is whole. `outside` counts elements found where the census has none.

    Raises CensusError where the file can't be read on; what was yielded before it stands.
    """
    parser = create_parser(forbid_dtd=True)
    handler = _Handler(parser)
    parser.setContentHandler(handler)
    for chunk in _guarded(stream, handler):
        error = _feed(parser, chunk, handler)
        yield from handler.done
        handler.done.clear()
        if error:
            raise error
    outside.update(handler.outside)


def _feed(parser: DefusedExpatParser, chunk: bytes, handler: _Handler) -> CensusError | None:
    """Parse one chunk, the empty one being the end. What is wrong is returned: whole children before it count."""
    try:
        parser.feed(chunk) if chunk else parser.close()
    except CensusError as error:
        return error
    except DefusedXmlException:
        return CensusError(
            handler.line, "a document type or entity declaration: a census has none, and it may be an attack"
        )
    except SAXParseException as error:
        return CensusError(error.getLineNumber() or 0, f"not well-formed XML: {error.getMessage()}")
    except (LookupError, ValueError) as error:
        return CensusError(handler.line, f"the file's encoding can't be read: {error}")
    return None


def _guarded(stream: BinaryIO, handler: _Handler) -> Iterator[bytes]:
    """The chunks of the stream and then an empty one; refuses a piece of markup that would have to be held whole."""
    seen, quiet = -1, 0
    while chunk := stream.read(CHUNK):
        yield chunk
        quiet = quiet + 1 if handler.seen == seen else 0
        seen = handler.seen
        if quiet >= QUIET_CHUNKS:
            raise CensusError(handler.line, "one tag or comment is over 1 MB")
    yield b""
