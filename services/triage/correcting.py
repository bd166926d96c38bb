"""Applies a correction: what stands elsewhere from now on is moved there, and all children concerned are looked at."""

from collections.abc import Iterable

from schemas.cases import Correction, SubjectMerged
from services.triage.areas import Areas
from services.triage.case import PLACEHOLDER_EVENTS
from services.triage.cases import Cases
from services.triage.corrections import Redirect
from services.triage.judge import Judge, Look
from services.triage.kinship import Kinship
from services.triage.store import Store, Subject

PLACEHOLDER = (
    f"two keys of children: one with more than {PLACEHOLDER_EVENTS:,} events is a placeholder for unknown children"
)


class Corrector:
    """Moves events between children. A case whose events have moved is read anew."""

    def __init__(self, store: Store, cases: Cases, kinship: Kinship, areas: Areas, judge: Judge) -> None:
        self._store = store
        self._cases = cases
        self._kinship = kinship
        self._areas = areas
        self._judge = judge

    def refused(self, found: Correction) -> bool:
        """Whether it would join a child with a key that stands for no child."""
        keys = (found.subject_key, found.to_subject_key) if isinstance(found, SubjectMerged) else ()
        return any(self._cases.find(found.area, key).is_placeholder for key in keys)

    def put(self, area: str, ref: str, found: Redirect | None, look: Look) -> None:
        """A correction says this from now on; None takes it back."""
        self._store.flush()
        reach = self._areas.correct(area, ref, found)
        subjects = {self._store.subject(area, key).id for key in reach.keys}
        held = {one.ref for subject in sorted(subjects) for one in self._store.events(subject)}
        for event in sorted(held | reach.events):
            subjects |= self._move(area, event)
        self._cases.forget(subjects)
        self._look(area, self._concerned(subjects), look)

    def _move(self, area: str, event: str) -> set[int]:
        """Let an event stand where it belongs. Returns the subjects that have changed; none while it isn't there."""
        filings = self._store.filings(event)
        if not filings or self._store.named(filings[0].filed).area != area:
            return set()
        before, now = filings[0].subject, self._store.subject(area, self._cases.standing(area, filings).child).id
        if now != before:
            self._store.move(event, now)
        return {before, now}

    def _concerned(self, subjects: set[int]) -> set[int]:
        """These, and all of the families that they are in, leave or join."""
        found = set(subjects)
        for number in sorted(subjects):
            case = self._cases.numbered(number)
            if case.family != case.kin:
                found |= self._kinship.listed(case)
            elif case.home is not None:
                found |= {one.subject.id for one in case.home.members.values()}
        return found

    def _look(self, area: str, subjects: Iterable[int], look: Look) -> None:
        """Keys that are no child's any more come first: they only give up their deadlines."""
        corrections = self._areas.corrections(area)

        def rank(subject: Subject) -> tuple[bool, str]:
            return corrections.child(subject.key) == subject.key, subject.key

        for subject in sorted(map(self._store.named, subjects), key=rank):
            self._judge.look(self._cases.get(subject), self._areas.feeds(area), look)
