"""Wrong codes are bounded by what is typed, and lock nobody else out."""

from services.intake.receipts.attempts import Attempts
from services.intake.receipts.code import new_code


def test_one_bucket_closes_after_its_bound_and_the_others_stay_open() -> None:
    """Whoever varies the end of one code is stopped; another code is still looked up."""
    attempts = Attempts(in_bucket=3, in_all=1_000)
    tried = new_code()
    others = [code for code in (new_code() for _ in range(50)) if attempts._of(code) != attempts._of(tried)]
    for _ in range(3):
        assert attempts.may_try(tried)
        assert attempts.wrong(tried)
    assert not attempts.may_try(tried)
    assert not attempts.may_try(tried[:4] + new_code()[4:])
    assert all(attempts.may_try(code) for code in others)


def test_many_wrong_codes_are_told_as_too_many_while_right_ones_are_still_looked_up() -> None:
    """The bound of all slows guessing down and refuses no right code."""
    attempts = Attempts(in_bucket=1_000, in_all=5)
    told = [attempts.wrong(new_code()) for _ in range(8)]
    assert told == [True] * 5 + [False] * 3
    assert attempts.may_try(new_code())


def test_two_processes_bucket_differently() -> None:
    """The buckets' key is the process's own and is kept nowhere."""
    codes = [new_code() for _ in range(20)]
    first, second = Attempts(), Attempts()
    assert [first._of(code) for code in codes] != [second._of(code) for code in codes]
