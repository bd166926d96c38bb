"""The keys of texts: versions in one private file, and of each version one key an area."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.intake.private_files import read_private, write_private

FILE: Final = "narrative-keys.json"
_NONCE: Final = 12


@dataclass(frozen=True, slots=True)
class TextKeys:
    """`current` is the version that seals; every version that is still here opens. 32 bytes each."""

    current: int
    versions: Mapping[int, bytes] = field(repr=False)

    def seal(self, area: str, bound_to: str, text: str) -> tuple[int, bytes]:
        """The key's version and the sealed text: AES-256-GCM (NIST SP 800-38D) under the area's key of that version.

        It opens only for the same area and the same `bound_to`.
        """
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher(self.current, area).encrypt(nonce, text.encode(), _bound(area, bound_to))
        return self.current, nonce + sealed

    def open(self, version: int, area: str, bound_to: str, sealed: bytes) -> str:
        """The text. Raises `KeyError` of a version that is gone, `cryptography.exceptions.InvalidTag`."""
        cipher = self._cipher(version, area)
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(area, bound_to)).decode()

    def _cipher(self, version: int, area: str) -> AESGCM:
        return AESGCM(hmac.new(self.versions[version], f"heed texts of {area}".encode(), hashlib.sha256).digest())


def _bound(area: str, bound_to: str) -> bytes:
    return f"{area}\0{bound_to}".encode()


def load_text_keys(directory: Path) -> TextKeys:
    """Read them; made where there are none. Raises `ReadableByOthersError`."""
    path = directory / FILE
    if not path.exists():
        return rotate_text_keys(directory)
    content = json.loads(read_private(path))
    versions = {int(version): bytes.fromhex(key) for version, key in content["versions"].items()}
    return TextKeys(int(content["current"]), versions)


def rotate_text_keys(directory: Path) -> TextKeys:
    """A new version, which seals from now on; the older ones still open what they sealed."""
    path = directory / FILE
    known = json.loads(read_private(path))["versions"] if path.exists() else {}
    current = max(map(int, known), default=0) + 1
    content = {"current": current, "versions": {**known, str(current): secrets.token_hex(32)}}
    write_private(path, json.dumps(content).encode())
    return load_text_keys(directory)
