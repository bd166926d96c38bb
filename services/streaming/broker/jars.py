"""Fetch the pinned Kafka once from Maven Central, and refuse any jar that is not the pinned one."""

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext, PythonResolver

from services.streaming.broker.pins import KAFKA_VERSION, Jar
from services.streaming.broker.progress import Progress

FETCHERS = 4


class JarRefused(RuntimeError):
    """A jar is not the one that is pinned."""


def fetch_jars(jars: Sequence[Jar], cache: Path, progress: Progress) -> Path:
    """The folder that holds every jar, each checked against its pin. Safe to call from many processes at once.

    Raises `JarRefused` naming each jar that differs, and what to do.
    """
    folder = cache / f"kafka-{KAFKA_VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(cache / "kafka.lock"):
        missing = [jar for jar in jars if not (folder / jar.filename).exists()]
        if missing:
            _download(missing, folder, progress)
    _verify(jars, folder)
    return folder


def _download(jars: Sequence[Jar], folder: Path, progress: Progress) -> None:
    """Into a folder beside it first, so that an interrupted fetch leaves nothing half done."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="fetching-") as name:
        staging = Path(name)
        resolver = PythonResolver(progress_callback=_Tally(sum(jar.size for jar in jars), progress).file)
        maven = MavenContext(
            resolver=resolver, repo_cache=staging, remote_repos={"central": MAVEN_CENTRAL_URL}, timeout=60
        )

        def fetch(jar: Jar) -> Path:
            fetched = maven.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
            return Path(shutil.move(fetched, staging / jar.filename))

        with ThreadPoolExecutor(FETCHERS) as pool:
            fetched = list(pool.map(fetch, jars))
        _verify(jars, staging)
        for path in fetched:
            path.replace(folder / path.name)


def _verify(jars: Sequence[Jar], folder: Path) -> None:
    wrong = [jar for jar in jars if _sha256(folder / jar.filename) != jar.sha256]
    if wrong:
        names = ", ".join(str(folder / jar.filename) for jar in wrong)
        raise JarRefused(f"not what kafka-jars.txt pins, so not run: {names}. Delete it to fetch it again.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Tally:
    """Sums the bytes of files that are fetched at the same time, for one progress bar."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done, self._total, self._progress, self._lock = 0, total, progress, Lock()

    @contextmanager
    def file(self, name: str, size: int) -> Iterator[Callable[[int], None]]:
        """What jgo calls for each file; `size` is what the server says, so it is not used."""
        yield self._add

    def _add(self, count: int) -> None:
        with self._lock:
            self._done += count
            self._progress(f"Apache Kafka {KAFKA_VERSION}", self._done, self._total)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
