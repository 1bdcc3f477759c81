"""What a flow that a worker started looks at first: the version of its deployment, and whether it is too late."""

from __future__ import annotations

from importlib.metadata import version

import structlog
from prefect.runtime import deployment, flow_run

from flows import logs
from flows.compose import App
from flows.errors import OtherVersion
from flows.installing import ensure_warehouse
from warehouse.queries import rows

log = structlog.get_logger()


def require_this_version() -> None:
    """OtherVersion where the deployment was made by another version of Sitrep than the one that runs here."""
    name, made_by, here = deployment.name, deployment.version, version("sitrep")
    if name and made_by and made_by != here:
        raise OtherVersion(
            f'the deployment "{name}" was made for sitrep {made_by}, and this worker has {here}; run `prefect deploy '
            "--all` in the folder of this version (nothing was read or written)"
        )


def settle_in(app: App) -> None:
    """Logs, secrets and a warehouse, as the commands need them, too."""
    logs.configure(app.settings.log.format, app.settings.log.level)
    app.settings.require_secrets()
    ensure_warehouse(app)


def is_too_late(app: App, name: str) -> bool:
    """Whether this run was scheduled before another run of the flow `name` began: then there is nothing left for it.

    After a day without a worker, the first of the runs that wait does the work and the others end at once.
    """
    due_at = flow_run.scheduled_start_time
    if not flow_run.id or not deployment.id or due_at is None:
        return False
    with app.warehouse.transaction() as connection:
        late = bool(rows(connection, "runs_since", flow=name, moment=due_at)[0]["has_run"])
    if late:
        log.info("run_skipped", reason="a run that began later has done its work", scheduled_at=str(due_at))
    return late
