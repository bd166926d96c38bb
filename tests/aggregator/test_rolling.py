"""Rolling windows equal sums by brute force."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.aggregator.rolling import LENGTHS, Pane, Window, daily, ending, series

DAY = 739_000
panes = st.lists(
    st.builds(Pane, st.integers(DAY - 400, DAY + 10), st.integers(DAY, DAY + 20), st.integers(-2, 5)), max_size=40
)


@settings(deadline=None)
@given(panes, st.sampled_from((1, *LENGTHS)), st.integers(0, 30), st.none() | st.integers(DAY - 1, DAY + 21))
def test_each_point_is_the_sum_of_the_days_that_end_with_it(
    found: list[Pane], length: int, shown: int, as_of: int | None
) -> None:
    window = Window(DAY - shown, DAY)
    for day, n in zip(range(window.first, window.last + 1), series(daily(found, as_of), window, length), strict=True):
        known = [pane for pane in found if as_of is None or pane.known <= as_of]
        assert n == sum(pane.n for pane in known if day - length < pane.day <= day)


def test_a_window_of_seven_days_holds_its_last_day_and_the_six_before() -> None:
    assert ending(10, 7) == Window(4, 10)
