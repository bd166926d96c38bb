"""`heed rules`: the commands about rules."""

import typer

from services.heed.rules.check import check
from services.heed.rules.coverage import coverage
from services.heed.rules.examples import run_examples
from services.heed.rules.explain import explain
from services.heed.rules.listing import list_rules
from services.heed.rules.new import new
from services.heed.rules.sample import sample_cases
from services.heed.rules.verdicts import verdicts

app = typer.Typer(
    no_args_is_help=True,
    help="Rules, which say where to look: list them, read one in words, write one, check and test it, and judge what "
    "it finds before it wakes anyone. docs/rules.md shows how, in twenty minutes.",
)

app.command("list")(list_rules)
app.command()(explain)
app.command()(new)
app.command()(check)
app.command("test")(run_examples)
app.command()(coverage)
app.command("sample")(sample_cases)
app.command()(verdicts)
