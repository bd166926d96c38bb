"""What operators are told, as records of the contract."""

from schemas.base import encode
from schemas.notices import OperatorNotice
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.calendar import moment
from services.triage.configured import Settings
from services.triage.silence import Heard
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
    key = f"feed:{one.area}:{one.feed.agency}:{one.feed.source}"
    batch.emit(cause, TOPIC, key=key, value=encode(notice), type=TYPE)


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
    batch.emit(cause, TOPIC, key=f"key:{subject.key}", value=encode(notice), type=TYPE)
