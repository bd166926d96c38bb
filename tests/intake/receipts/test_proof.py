"""A proof holds for the report and the day that it was made of, and for no other."""

import re

from hypothesis import given
from hypothesis import strategies as st

from services.intake.receipts.proof import proof_of, verify

SECRET = b"s" * 32
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(
    lambda line: line.strip()
)
REPORT = st.lists(LINE, min_size=1, max_size=8)


@given(REPORT, st.dates().map(lambda day: day.isoformat()))
def test_a_proof_holds_after_its_blanks_have_changed(report: list[str], date: str) -> None:
    """As mail programs do: other line ends, other indents, text before it."""
    proof = proof_of(SECRET, date, report)
    assert verify(SECRET, proof) == (True, date, "")
    assert verify(SECRET, "Hello\r\n" + proof.replace("\n", "\r\n  ")).holds


@given(REPORT, LINE)
def test_another_report_date_nonce_or_secret_does_not_hold(report: list[str], more: str) -> None:
    """Each part is sealed."""
    proof = proof_of(SECRET, "2026-11-23", report)
    nonce = re.findall(r"Nonce: (\S+)", proof)[0]
    others = [
        proof + more,
        proof.replace("2026-11-23", "2026-11-24"),
        proof.replace(nonce, nonce[::-1]) if nonce != nonce[::-1] else proof + more,
    ]
    assert not any(verify(SECRET, other).holds for other in others)
    assert not verify(b"t" * 32, proof).holds


@given(st.text(max_size=300))
def test_what_is_no_proof_says_what_is_missing(text: str) -> None:
    """And never raises."""
    assert "Heed proof 1" in verify(SECRET, text).why


def test_the_same_report_is_sealed_differently_each_time() -> None:
    """The nonce: nobody finds a report by making its proof."""
    assert proof_of(SECRET, "2026-11-23", ["a"]) != proof_of(SECRET, "2026-11-23", ["a"])
