"""Areas, agencies and teams as a form offers them."""

from dataclasses import dataclass

from schemas.configuration import Area, Configuration
from services.intake.pages.steps import Answers
from services.intake.pages.words import Audience, Option


@dataclass(frozen=True, slots=True)
class Places:
    """What there is to choose, by the configuration."""

    configuration: Configuration

    def chosen(self, audience: Audience, answers: Answers) -> dict[str, str]:
        """The answers with what there is no choice of."""
        found = dict(answers)
        if len(self.configuration.areas) == 1:
            found.setdefault("area", self.configuration.areas[0].code)
        return found

    def to_choose(self, audience: Audience, answers: Answers) -> frozenset[str]:
        """Of area, agency and team, those with something to choose."""
        asked = {"area"} if len(self.configuration.areas) > 1 else set()
        if audience == "staff":
            asked.add("agency")
            if "agency" not in answers or len(self.options("team", answers)) > 1:
                asked.add("team")
        return frozenset(asked)

    def options(self, step: str, answers: Answers, none: str = "") -> tuple[Option, ...]:
        """What a page of places offers, given the answers before it."""
        area, agency = answers.get("area"), answers.get("agency")
        if step == "area":
            return tuple(Option(each.code, each.name) for each in self.configuration.areas)
        if step in ("agency", "responsible"):
            return tuple(Option(each.id, each.name) for each in self.configuration.agencies if area in each.areas)
        teams = (each for each in self.configuration.teams if (each.area, each.agency) == (area, agency))
        return (*(Option(each.id, each.name) for each in teams), Option("none", none))

    def area(self, answers: Answers) -> Area | None:
        """The area that was chosen."""
        return next((each for each in self.configuration.areas if each.code == answers.get("area")), None)

    def front_doors(self) -> tuple[Area, ...]:
        """All areas, for whoever needs a front door before they have said where they are."""
        return self.configuration.areas
