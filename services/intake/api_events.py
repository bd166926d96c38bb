"""What an agency may send as a case event: the topic's own event types, with the child named in one of two ways.

No control record, no officer's action and no `incident_reported` is in the union, so none can be sent.
"""

from typing import Annotated, Any, Final, Self, Union, cast

from pydantic import Field, TypeAdapter, create_model, model_validator

from schemas.base import SubjectKey
from schemas.cases import AGENCY_CLASSES, CaseEvent
from schemas.crossfield import Broken, refuse
from services.intake.api_child import Child


class Sent(CaseEvent):
    """An event as it is sent: with the child's pseudonym, or the child, whose pseudonym is made at the door."""

    subject_key: SubjectKey | None = None  # type: ignore[assignment]
    child: Child | None = None

    @model_validator(mode="after")
    def _one_name_of_the_child(self) -> Self:
        if (self.subject_key is None) == (self.child is None):
            refuse([Broken("subject_key", "either subject_key, or child where the area's key is held here")])
        return self


def _sent(model: type[CaseEvent]) -> type[Sent]:
    bases: tuple[type[Any], ...] = (Sent, model)
    tag = model.model_fields["type"]
    name = f"{model.__name__}Sent"
    kind: tuple[Any, Any] = (tag.annotation, tag.default)
    return cast(type[Sent], create_model(name, __base__=bases, __doc__=model.__doc__, type=kind))


SENT_CLASSES: Final[dict[str, type[Sent]]] = {name: _sent(model) for name, model in sorted(AGENCY_CLASSES.items())}
"""The model of each type as it is sent."""

SENT_EVENT: Final[TypeAdapter[Sent]] = TypeAdapter(
    Annotated[Union[tuple(SENT_CLASSES.values())], Field(discriminator="type")]  # noqa: UP007
)


def on_topic(sent: Sent, subject_key: str) -> CaseEvent:
    """The event under the child's pseudonym, which then reads and writes as the topic's own record."""
    if sent.child is None:
        return sent
    return sent.model_copy(update={"subject_key": subject_key, "child": None})
