"""What a planted story is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.heed.simulate.calendar import DAY, at
from services.heed.simulate.child import Child
from services.heed.simulate.truth import Expected


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one rule's finding about the story's child must stand in the end."""

    rule: str
    expected: Expected
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """The story's child, and the first and last day of the simulation."""

    child: Child
    first: date
    last: date

    def early(self) -> datetime:
        """A morning in the first third of the time."""
        return self._morning(5, (self.last - self.first).days // 3)

    def before_end(self, least: int, most: int) -> datetime:
        """A morning so many days before the end."""
        day = self.last - timedelta(days=self.child.dice.randint(least, most))
        return at(day, 9, self.child.dice.randint(0, 59))

    def _morning(self, least: int, most: int) -> datetime:
        day = self.first + self.child.dice.randint(least, most) * DAY
        return at(day, 9, self.child.dice.randint(0, 59))


@dataclass(frozen=True, slots=True)
class Plot:
    """One kind of story about a rule.

    `needs`: event types that the feed of children's services must bring, `also`: that any feed must. `ages`: the
    child's least and most, in years on the first day.
    """

    rule: str
    kind: str
    needs: tuple[str, ...]
    ages: tuple[float, float]
    tell: Callable[[Stage], Sequence[Verdict]]
    also: tuple[str, ...] = ()
