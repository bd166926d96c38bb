"""`heed api-key`: an agency's key in a demo, for trying the API by hand."""

from typing import Annotated

import typer

from services.heed.checks import one_of
from services.heed.context import heed_of
from services.heed.importing.keys import api_key


def api_key_command(
    context: typer.Context,
    agency: Annotated[str, typer.Argument(help="The agency's id, such as vale-police.")],
) -> None:
    """Print an agency's API key in the demo, to try the API with. A real agency's key is stored nowhere: only its hash.

    `heed up` and `heed demo` make the keys.
    """
    heed = heed_of(context)
    one_of("agency", agency, (one.id for one in heed.configuration.agencies))
    typer.echo(api_key(heed.keys, agency, {}))
