"""Keys issued, renewed with an overlap, revoked: by whoever runs intake, from the command line."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from services.intake.api_keys import Grant, granted
from services.intake.key_file import (
    DEMO,
    EVERY,
    Change,
    Issued,
    Scope,
    StoredKey,
    changing,
    hash_api_key,
    id_of,
    new_api_key,
)


class UnknownKeyError(ValueError):
    """There is no such key, or it has ended."""


def issue(directory: Path, grant: Grant, now: datetime, until: datetime | None = None, note: str = "") -> Issued:
    """A new key for what the grant says."""
    with changing(directory) as change:
        made = _made(change, grant, now, until, note)
        change.put(made.stored)
    return made


def rotate(directory: Path, id: str, now: datetime, overlap: timedelta) -> Issued:
    """A new key for the same; the old one goes on for `overlap`, or to its own end. Raises `UnknownKeyError`."""
    with changing(directory) as change:
        old = _holding(change, id, now)
        made = _made(change, granted(old), now, old.until, old.note)
        ends = now + overlap
        change.put(made.stored, old.model_copy(update={"until": min(old.until or ends, ends)}))
    return made


def revoke(directory: Path, id: str, now: datetime) -> StoredKey:
    """End a key now. Raises `UnknownKeyError`."""
    with changing(directory) as change:
        ended = _holding(change, id, now).model_copy(update={"until": now})
        change.put(ended)
    return ended


def keep_demo(directory: Path, keys: Iterable[tuple[str, Grant]], now: datetime) -> None:
    """The demo's keys are these, and no others; those that somebody issued stay."""
    with changing(directory) as change:
        wanted = {hash_api_key(change.file.pepper, key): (key, grant) for key, grant in keys}
        ours = {one.hash: one for one in change.file.keys if one.note == DEMO}
        change.drop(*(one.id for hashed, one in ours.items() if hashed not in wanted))
        for hashed, (_, grant) in wanted.items():
            there = ours.get(hashed)
            if there is None or granted(there) != replace(grant, key=there.id):
                id = id_of(hashed) if there is None else there.id
                change.put(_stored(id, hashed, grant, now, None, DEMO))


def _made(change: Change, grant: Grant, now: datetime, until: datetime | None, note: str) -> Issued:
    key, id = new_api_key(grant.sandbox)
    return Issued(key, _stored(id, hash_api_key(change.file.pepper, key), grant, now, until, note))


def _stored(id: str, hashed: str, grant: Grant, now: datetime, until: datetime | None, note: str) -> StoredKey:
    return StoredKey(
        id=id,
        agency=grant.agency,
        areas=tuple(sorted(grant.areas)),
        sources=tuple(sorted(grant.sources)),
        scopes=_scopes(grant.scopes),
        sandbox=grant.sandbox,
        hash=hashed,
        issued=now,
        until=until,
        note=note,
    )


def _scopes(named: Collection[str]) -> tuple[Scope, ...]:
    return tuple(scope for scope in EVERY if scope in named)


def _holding(change: Change, id: str, now: datetime) -> StoredKey:
    for one in change.file.keys:
        if one.id == id and one.holds(now):
            return one
    there = ", ".join(f"{one.id} ({one.agency})" for one in change.file.keys if one.holds(now))
    raise UnknownKeyError(f"{id}: no key in force has this id; allowed: {there or 'none, since there are none'}")
