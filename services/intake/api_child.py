"""How a child is named by who sends: by pseudonym, or by an identifier that is used at the edge and then gone."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Contract, OrganisationId, SubjectKey
from schemas.codes import AgeBand
from schemas.crossfield import Broken, refuse
from services.intake.area_keys import AreaKey
from services.intake.subject_key import IdentifierError, la_identifier, nhs_identifier, subject_key


class Child(Contract):
    """The NHS number where it is known, else the authority's own child id. Turned into a pseudonym and never kept."""

    names: ClassVar[tuple[str, ...]] = ("nhs_number", "la_child_id")

    nhs_number: str | None = Field(default=None, min_length=1, max_length=40, repr=False, examples=["999 000 0018"])
    la_child_id: str | None = Field(default=None, min_length=1, max_length=40, repr=False)

    @model_validator(mode="after")
    def _one_that_is_valid(self) -> Self:
        if sum(getattr(self, name) is not None for name in self.names) != 1:
            refuse([Broken(self.names[0], f"one of {', '.join(self.names)}, and only one")])
        if self.nhs_number is not None or self.la_child_id is not None:
            self._check_identifier()
        return self

    def _check_identifier(self) -> None:
        try:
            self.identifier()
        except IdentifierError as error:
            refuse([Broken("la_child_id" if self.nhs_number is None else "nhs_number", str(error))])

    def identifier(self) -> str:
        """The labelled, normalised identifier. Raises `IdentifierError`, whose words don't hold it."""
        return la_identifier(self.la_child_id or "") if self.nhs_number is None else nhs_identifier(self.nhs_number)

    def pseudonym(self, key: AreaKey) -> str:
        """The child's pseudonym in the area whose key this is."""
        return subject_key(key.key, key.version, self.identifier())


class ReportedChild(Child):
    """The child of an incident report, and whose officers are to be told."""

    names: ClassVar[tuple[str, ...]] = ("subject_key", "nhs_number", "la_child_id")

    subject_key: SubjectKey | None = Field(default=None, repr=False)
    responsible_agency: OrganisationId
    age_band: AgeBand | None = None
