"""Synthetic censuses: files of hand-written parts, and generated ones. Nothing in them is a real child's."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from schemas.codes import ASSESSMENT_FACTORS, CLOSURE_REASONS, PRIMARY_NEEDS, REFERRAL_SOURCES
from services.intake.adapters.cin import Census, Header, Made, Outcome, Problem, Sender
from services.intake.subject_key import la_identifier, subject_key

REFERENCE = date(2026, 3, 31)
AREA_KEY = b"a key of the tests, of 32 bytes."
SENDER = Sender("E06000901", "aldermere-childrens-services", lambda text: subject_key(AREA_KEY, 1, la_identifier(text)))
FAKE = Path(__file__).parents[3] / "shared" / "data" / "cin" / "fake_CIN_data.xml"
"""DfE-shaped sample data that lies beside the repository where the project is developed; it isn't part of it."""
Tree = Mapping[str, object]
"""Tag -> text, a tree, or a list of either."""


def xml(tree: Tree) -> str:
    """Elements, each on a line of its own."""
    return "\n".join(_element(tag, value) for tag, value in tree.items())


def _element(tag: str, value: object) -> str:
    if isinstance(value, Mapping):
        return f"<{tag}>\n{xml(value)}\n</{tag}>"
    if isinstance(value, list | tuple):
        return "\n".join(_element(tag, one) for one in value)
    return f"<{tag}>{escape(str(value))}</{tag}>"


def child(*episodes: Tree, id: str | None = "C-1001", born: str | None = "2018-05-04", **identity: str) -> Tree:
    """A child with these episodes of need."""
    who = {"LAchildID": id, "UPN": "A123456789012", "PersonBirthDate": born, "GenderCurrent": "1", **identity}
    return {
        "ChildIdentifiers": {tag: text for tag, text in who.items() if text is not None},
        "ChildCharacteristics": {"Ethnicity": "WBRI"},
        "CINdetails": list(episodes),
    }


def episode(referred: str | None = "2025-06-02", **more: object) -> Tree:
    """An episode of need that begins with a referral from a school."""
    referral = {} if referred is None else {"CINreferralDate": referred}
    return {**referral, "ReferralSource": "2A", "PrimaryNeedCode": "N1", "ReferralNFA": "false", **more}


def head(reference: str = "2026-03-31", made: str = "2026-06-10T09:00:00Z", lea: str = "991") -> Tree:
    """The header of a census of that reference date."""
    return {
        "CollectionDetails": {"Collection": "CIN", "Year": "2026", "ReferenceDate": reference},
        "Source": {"SourceLevel": "L", "LEA": lea, "DateTime": made},
    }


def census(*children: Tree, header: Tree | None = None) -> bytes:
    """The file."""
    return xml({"Message": {"Header": header or head(), "Children": {"Child": list(children)}}}).encode()


@dataclass(frozen=True, slots=True)
class Read:
    """A census, read."""

    census: Census
    head: Header
    outcomes: list[Outcome]

    @property
    def events(self) -> list[dict[str, object]]:
        """The case events, in order."""
        return [one.event for one in self.outcomes if isinstance(one, Made)]

    @property
    def told(self) -> list[tuple[int, str, str]]:
        """The problems: line, element and words."""
        return [(one.line, one.path, one.message) for one in self.outcomes if isinstance(one, Problem)]

    def days(self) -> list[tuple[str, str]]:
        """Type and day of each event."""
        return [(str(event["type"]), str(event["occurred_at"])[:10]) for event in self.events]


def read(file: bytes | BinaryIO, sender: Sender = SENDER) -> Read:
    """Read it to its end."""
    found = Census(io.BytesIO(file) if isinstance(file, bytes) else file)
    header = found.header()
    return Read(found, header, [one for outcomes in found.outcomes(header, sender) for one in outcomes])


def line_of(file: bytes, text: str) -> int:
    """The first line that holds the text."""
    return file.decode().split(text)[0].count("\n") + 1


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(str)
ODD = st.sampled_from(["", "31/03/2025", "not a date", "2025-02-30", "true", "RC99", "99Z", "1899-01-01"])


def mostly(usual: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Usually that; sometimes something odd."""
    return st.one_of(usual, usual, usual, ODD)


def _codes(codes: Iterable[str]) -> st.SearchStrategy[str]:
    return mostly(st.sampled_from(sorted(codes)))


def _some(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[Tree]:
    """An element with any of these."""
    return st.fixed_dictionaries({}, optional=dict(fields))


def _list(of: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[Sequence[object]]:
    return st.lists(of, max_size=most)


FACTORS = _some(AssessmentFactors=_list(_codes([*ASSESSMENT_FACTORS, "8A", "18A", "19A"]), 4))
ASSESSMENTS = _some(
    AssessmentActualStartDate=mostly(DAYS),
    AssessmentInternalReviewDate=mostly(DAYS),
    AssessmentAuthorisationDate=mostly(DAYS),
    FactorsIdentifiedAtAssessment=FACTORS,
)
SECTION_47 = _some(
    S47ActualStartDate=mostly(DAYS),
    InitialCPCtarget=mostly(DAYS),
    DateOfInitialCPC=mostly(DAYS),
    ICPCnotRequired=_codes(["true", "false"]),
)
PLANS = _some(CPPstartDate=mostly(DAYS), CPPendDate=mostly(DAYS), Reviews=_some(CPPreviewDate=_list(mostly(DAYS))))
EPISODES = _some(
    CINreferralDate=_list(mostly(DAYS)),
    ReferralSource=_codes(REFERRAL_SOURCES),
    PrimaryNeedCode=_codes(PRIMARY_NEEDS),
    CINclosureDate=mostly(DAYS),
    ReasonForClosure=_codes(CLOSURE_REASONS),
    DateOfInitialCPC=mostly(DAYS),
    ReferralNFA=_codes(["true", "false", "1", "0"]),
    Assessments=_list(ASSESSMENTS),
    Section47=_list(SECTION_47),
    CINPlanDates=_list(_some(CINPlanStartDate=mostly(DAYS), CINPlanEndDate=mostly(DAYS))),
    ChildProtectionPlans=_list(PLANS),
    SomethingNew=mostly(DAYS),
)
SECRETS = st.integers(10**9, 10**10 - 1).map(lambda number: f"ZQ{number}")
"""Ids that occur nowhere by chance."""
IDENTITIES = _some(
    LAchildID=st.one_of(SECRETS, SECRETS, st.just("*** bad ***")),
    UPN=SECRETS,
    PersonBirthDate=mostly(DAYS),
    ExpectedPersonBirthDate=mostly(DAYS),
    PersonDeathDate=mostly(DAYS),
)
CHILDREN = _some(ChildIdentifiers=IDENTITIES, CINdetails=_list(EPISODES, 3))
CENSUSES = st.lists(CHILDREN, max_size=4).map(lambda children: census(*children))
