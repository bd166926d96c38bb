"""Which children are in which family: a child's last event that names one says so."""

from services.triage.case import Case
from services.triage.cases import Cases
from services.triage.registers import Registers


class Kinship:
    """Keeps the list of families, and says whom a change of one child concerns."""

    def __init__(self, registers: Registers, cases: Cases) -> None:
        self._registers = registers
        self._cases = cases

    def concerned(self, case: Case, ref: str) -> list[Case]:
        """The child whose event has changed, and those of its family, or of the one that it leaves, whom that concerns.

        What the rules by family say of them is up to date.
        """
        if case.family != case.kin:
            others = (self._cases.numbered(number) for number in self.listed(case) - {case.subject.id})
            return [self._cases.get(case.subject), *sorted(others, key=lambda one: one.subject.key)]
        return [case] if case.home is None else [case, *case.home.again(case, ref)]

    def listed(self, case: Case) -> set[int]:
        """List a child in the family that its events name. Returns the numbers of all whom that concerns."""
        area, before = case.subject.area, case.kin
        concerned = {case.subject.id, *self._registers.kin(area, before), *self._registers.kin(area, case.family)}
        self._registers.keep_kin(case.subject.id, area, case.family)
        case.kin = case.family
        concerned |= {*self._registers.kin(area, before), *self._registers.kin(area, case.kin)}
        self._cases.dissolve(concerned)
        return concerned
