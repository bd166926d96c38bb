"""What operators are told, as records of the contract. The last word on each thing is kept, for a new engine."""

from schemas.base import encode
from schemas.notices import OperatorNotice
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.calendar import moment
from services.triage.configured import Settings
from services.triage.silence import Heard
from services.triage.spent import Budget, Spent
from services.triage.store import Subject

TOPIC, TYPE = "operator-notices", "operator_notice"


def tell_feed(batch: Batch, cause: Record, one: Heard, settings: Settings, now: int) -> None:
    """A feed has fallen silent, or is heard again."""
    notice = OperatorNotice(
        notice="feed_silent" if one.silent else "feed_heard",
        area=one.area,
        agency=one.feed.agency,
        source=one.feed.source,
        since=moment(one.at),
        engine=settings.engine,
        log_time=moment(now),
    )
    tell(batch, cause, f"feed:{one.area}:{one.feed.agency}:{one.feed.source}", notice)


def tell_placeholder(batch: Batch, cause: Record, subject: Subject, events: int, settings: Settings) -> None:
    """A key has too many events to be one child's."""
    notice = OperatorNotice(
        notice="placeholder_key",
        area=subject.area,
        subject_key=subject.key,
        events=events,
        engine=settings.engine,
        log_time=moment(cause.log_time),
    )
    tell(batch, cause, f"key:{subject.key}", notice)


def tell_budget(
    batch: Batch, cause: Record, whose: Budget, spent: Spent, most: int, settings: Settings, now: int
) -> None:
    """A rule has come to more alerts of a week than was agreed; or it had, and was made active again since."""
    notice = OperatorNotice(
        notice="budget_renewed" if spent.over is None else "over_budget",
        area=whose.area,
        agency=whose.agency,
        rule=whose.rule,
        alerts=spent.used,
        budget=most,
        engine=settings.engine,
        log_time=moment(now),
    )
    tell(batch, cause, f"budget:{whose.area}:{whose.agency}:{whose.rule}", notice)


def tell(batch: Batch, cause: Record, key: str, notice: OperatorNotice | None) -> None:
    """The last word on something; None where there is nothing to say of it any more."""
    value = None if notice is None else encode(notice)
    if value is None:
        batch.db.execute("DELETE FROM notices WHERE key = ?", (key,))
    else:
        batch.db.execute("INSERT OR REPLACE INTO notices VALUES (?, ?)", (key, value))
    batch.emit(cause, TOPIC, key=key, value=value, type=TYPE)
