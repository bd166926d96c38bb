"""Whose keys an import uses: the area's for pseudonyms, the agency's to be let in."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from schemas.configuration import Configuration
from services.heed.errors import UserError
from services.intake.adapters.cin import Header, Sender
from services.intake.area_keys import AreaKey, area_key_file, load_area_key
from services.intake.keys import DEMO_FILE
from services.intake.private_files import ReadableByOthersError, read_private
from services.intake.subject_key import la_identifier, subject_key

DEMO_KEY: Final = AreaKey(1, b"heed: not a secret, for files only")
"""Makes the pseudonyms of events that are only written to a file. Anyone has it: such a file isn't for sending."""
API_KEY: Final = "HEED_API_KEY"


def area_of(configuration: Configuration, head: Header, wanted: str | None) -> str:
    """The area: as asked for, else by the file's LEA number, else, in a demo only, the configuration's first.

    Raises `UserError` where none of them holds.
    """
    known = [area.code for area in configuration.areas]
    if wanted is not None and wanted not in known:
        raise UserError(f"--area {wanted}: allowed: {', '.join(known)}")
    named = [area.code for area in configuration.areas if str(area.la_number) == head.lea]
    found = [wanted] if wanted else named or (known if configuration.demo else [])
    if not found:
        raise UserError(
            f"The file's LEA isn't an area of the configuration: name one with --area ({', '.join(known)})."
        )
    return found[0]


def sender_of(configuration: Configuration, area: str, key: AreaKey) -> Sender:
    """The area's children's services, whose census it is."""
    agency = next(
        agency.id for agency in configuration.agencies if agency.kind == "childrens_services" and area in agency.areas
    )
    return Sender(area, agency, lambda text: subject_key(key.key, key.version, la_identifier(text)))


def area_key(directory: Path, area: str, file: Path | None) -> AreaKey:
    """The area's key from `file`, else from the key folder. Raises `UserError`."""
    path = file or area_key_file(directory, area)
    try:
        return load_area_key(path)
    except FileNotFoundError:
        raise UserError(
            f"There is no area key at {path}. Name its file with --key-file; `heed up` makes the demo's."
        ) from None
    except (ReadableByOthersError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"The area key at {path} can't be used: {_safe(error)}") from None


def api_key(directory: Path, agency: str, environment: Mapping[str, str] = os.environ) -> str:
    """The agency's API key: `HEED_API_KEY`, else the demo's. Raises `UserError`."""
    given = environment.get(API_KEY)
    if given:
        return given
    path = directory / DEMO_FILE
    try:
        return str(json.loads(read_private(path))[agency])
    except (FileNotFoundError, KeyError):
        raise UserError(f"No API key for {agency}: set {API_KEY}; `heed up` makes the demo's.") from None
    except ReadableByOthersError as error:
        raise UserError(str(error)) from None


def _safe(error: Exception) -> str:
    """The error's words, where they can't hold the key."""
    wanted = 'allowed: {"version": 1, "key": "<64 hexadecimal digits>"}'
    return str(error) if isinstance(error, ReadableByOthersError) else wanted
