"""Hostile and broken files: refused with a clear message, in flat memory, and what was whole before is kept."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from services.intake.adapters.cin import Census, CensusError
from tests.adapters.census import SENDER, census, child, episode, head, read, xml

BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DTDS = {
    "entity bomb": f'<!DOCTYPE Message [<!ENTITY l0 "lol">{BOMB}]>',
    "external entity": '<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "external DTD": '<!DOCTYPE Message SYSTEM "http://localhost/census.dtd">',
    "parameter entity": '<!DOCTYPE Message [<!ENTITY % x SYSTEM "http://localhost/x">%x;]>',
    "bare doctype": "<!DOCTYPE Message>",
}


@pytest.mark.parametrize("dtd", DTDS.values(), ids=DTDS.keys())
def test_every_document_type_is_refused(dtd: str) -> None:
    """So no entity can be declared, and nothing is fetched or expanded."""
    with pytest.raises(CensusError, match="line 1: a document type or entity declaration"):
        read(dtd.encode() + census(child(episode())))


def test_an_entity_that_nobody_declared_is_not_well_formed() -> None:
    """Only XML's own five are known."""
    with pytest.raises(CensusError, match="not well-formed XML: undefined entity"):
        read(census(child(episode())).replace(b"C-1001", b"&lol;"))


def test_a_file_that_breaks_off_keeps_the_children_before() -> None:
    """And says on which line."""
    whole = census(child(episode()), child(episode(), id="C-2"))
    cut = Census(io.BytesIO(whole[: whole.rindex(b"<ReferralSource>")]))
    outcomes = cut.outcomes(cut.header(), SENDER)
    next(outcomes)
    with pytest.raises(CensusError, match=r"line \d+: not well-formed XML: no element found"):
        next(outcomes)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "no <Header> before the first child"),
        (b"<html/>", "the file starts with <html>; a CIN census starts with <Message>"),
        (b"<Message><Children><Child/></Children></Message>", "no <Header> before the first child"),
        (b"<Message></Message>", "no <Header>"),
        (census(header={"CollectionDetails": {"Collection": "CIN"}}), "the header lacks ReferenceDate, LEA, DateTime"),
        (census(header=head("31/03/2026", "yesterday")), "ReferenceDate: found '31/03/2026'.*DateTime: found"),
        (census().replace(b">CIN<", b">SSDA903<"), "Collection: allowed: CIN"),
        (b"<Message>" + b"<x>" * 20, "nested over 12 deep"),
        (b'<?xml version="1.0" encoding="klingon"?><Message/>', "encoding"),
        (b"<Message><!--" + b"x" * 3_000_000, "one tag or comment is over 1 MB"),
        (b'<Message a="' + b"x" * 3_000_000, "one tag or comment is over 1 MB"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_is_no_census_is_refused_with_the_reason(file: bytes, words: str) -> None:
    """Each with its line."""
    with pytest.raises(CensusError, match=rf"line \d+: .*{words}"):
        read(file)


def test_a_child_without_end_is_refused() -> None:
    """A closing tag that is missing doesn't fill the memory."""
    with pytest.raises(CensusError, match="one child holds over 5000 elements"):
        read(census(child(*[episode()] * 2_000)))


def test_a_value_without_end_is_cut() -> None:
    """It is no date, and is told by a length and not in full."""
    found = read(census(child(episode("9" * 500_000))))
    assert "a value of 200 characters (not shown)" in found.told[0][2]


def test_elements_outside_the_census_are_counted() -> None:
    """Nothing of them is read, and nobody can say that they were dropped in silence."""
    file = census(child(episode())).replace(b"<Children>", b"<Extra>1</Extra>\n<Children>")
    assert read(file).census.outside == {"Extra": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_usual_encodings_are_read(encoding: str) -> None:
    """As the file declares them."""
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + census(child(episode())).decode()
    assert len(read(text.encode(encoding)).events) == 1


class Endless(io.RawIOBase):
    """A census of many children that is never whole in memory."""

    def __init__(self, children: int) -> None:
        self._parts = self._made(children)
        self._left = b""

    def _made(self, children: int) -> Iterator[bytes]:
        yield f"<Message>{xml({'Header': head()})}<Children>".encode()
        for number in range(children):
            yield xml({"Child": child(episode(), id=f"C-{number}")}).encode()
        yield b"</Children></Message>"

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (part := next(self._parts, b"")):
            self._left += part
        given, self._left = self._left[:size], self._left[size:]
        return given


def peak(children: int) -> int:
    """Bytes of memory at most while so many children are read."""
    tracemalloc.start()
    try:
        census = Census(Endless(children))  # type: ignore[arg-type]
        assert sum(1 for _ in census.outcomes(census.header(), SENDER)) == children
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_flat() -> None:
    """Ten times the children take about the same."""
    assert peak(3_000) < peak(300) * 1.5
