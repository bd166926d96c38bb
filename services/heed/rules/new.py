"""`heed rules new`: a file to fill in."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from services.heed.checks import one_of
from services.heed.errors import UserError
from services.heed.rules.template import KINDS, template
from services.triage.ruleset import packaged

ID = re.compile(r"[a-z][a-z0-9_]{2,63}")
OWN = 100
"""Rules that come with Heed have numbers up to this."""
SAYS = "; ".join(f"{kind}: {said}" for kind, said in KINDS.items())


def new(
    id: Annotated[str, typer.Argument(metavar="ID", help="The new rule's id, such as visit_not_written_up.")],
    kind: Annotated[str, typer.Option(help=f"The shape of what it looks for. {SAYS}.")] = "absence",
    to: Annotated[Path, typer.Option(file_okay=False, help="The folder of your rule files; made if need be.")] = Path(
        "rules"
    ),
) -> None:
    """Write a template of a rule, with a comment on each field. What is left to fill in, `heed rules check` says."""
    if not ID.fullmatch(id):
        raise typer.BadParameter(f"{id!r}; allowed: 3 to 64 of a-z, 0-9 and _, the first a letter.", param_hint="'ID'")
    one_of("--kind", kind, KINDS)
    path = to / f"{id}.toml"
    if path.exists():
        raise UserError(f"{path} is there already. Edit it, or name another id.")
    to.mkdir(parents=True, exist_ok=True)
    path.write_text(template(id, kind, _number(to), date.today(), str(to)), encoding="utf-8")
    typer.echo(f"{path} written. Fill it in; these say what is wrong: heed rules check {to}, heed rules test {to}.")


def _number(folder: Path) -> int:
    """The first that is free, over those of the rules that come with Heed."""
    taken = [OWN, *(text.number for text in packaged().read().values())]
    for path in folder.glob("*.toml"):
        found = re.search(r"^number\s*=\s*(\d+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        taken += [int(found[1])] if found else []
    return max(taken) + 1
