"""Each service put together from the configuration: the one place where they get what they depend on.

A service is imported when it is served: a process holds one, and `heed status` none.
"""

from dataclasses import replace

from services.heed.context import Heed
from services.heed.errors import UserError
from services.heed.secret_files import internal_key
from services.streaming.settings import Settings


async def serve_intake(heed: Heed, settings: Settings) -> None:
    """Intake, until a signal. Its outbox lies apart from the folds' files: those can be rebuilt, a promise can't."""
    from services.intake.keys import SECRET_FILE
    from services.intake.server import run_intake

    if not (heed.keys / SECRET_FILE).exists():
        raise UserError(f"There are no keys in {heed.keys}: `heed up` makes a demo's.")
    await run_intake(heed.configuration, replace(settings, state_dir=heed.places.spool))


async def serve_triage(heed: Heed, settings: Settings) -> None:
    """The fold of `cases`, until a signal."""
    from services.streaming.worker import run_worker
    from services.triage.spec import build_triage

    await run_worker(build_triage(heed.configuration), settings)


async def serve_aggregator(heed: Heed, settings: Settings) -> None:
    """The fold of `incident-reports` with the counts API, until a signal."""
    from services.aggregator.build import build_aggregator, build_app
    from services.aggregator.view import view_spec
    from services.streaming.views import View
    from services.streaming.worker import run_worker

    view = View(view_spec(), settings)
    app = build_app(view, heed.configuration, internal_key(heed.keys))
    await run_worker(build_aggregator(), settings, app, also=view.not_ready)
