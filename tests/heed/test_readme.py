"""What README.md tells a newcomer to type works as it stands there."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.heed.places import cache_folder
from services.heed.process import Program, managed
from services.heed.process.program import heed_program
from services.streaming.broker.ports import free_port
from services.streaming.settings import Settings
from tests.heed.conftest import Heed
from tests.heed.test_process import eventually

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def block(heading: str) -> str:
    """The fenced block below the README's heading."""
    found = re.search(rf"^## {heading}\n.*?^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert found, f"README.md has no block of commands under {heading!r}"
    return found[1]


def answer(said: str) -> tuple[int, Any]:
    """Status and content of what `curl -i` printed."""
    head, _, body = said.replace("\r\n", "\n").partition("\n\n")
    return int(head.split()[1]), json.loads(body)


class Newcomer:
    """Types the README's lines, with this test's own ports, key folder and Python in their places."""

    def __init__(self, home: Path, settings: Settings) -> None:
        self.home = home
        self.ports = {"8701": str(free_port()), "8703": str(free_port())}
        self.options = ["--home", str(home), "--kafka", settings.bootstrap, "--prefix", settings.prefix]

    def services(self) -> list[Program]:
        """Intake and aggregator as `heed` starts them."""
        named = {"intake": self.ports["8701"], "aggregator": self.ports["8703"]}
        return [heed_program(name, *self.options, name, "--port", port) for name, port in named.items()]

    def ready(self) -> bool:
        """Whether both say so."""
        urls = [f"http://127.0.0.1:{port}/readyz" for port in self.ports.values()]
        return all(subprocess.run(["curl", "-fs", url], capture_output=True).returncode == 0 for url in urls)

    def types(self, line: str) -> tuple[int, Any]:
        """What is answered to one line of curl."""
        here = line.replace(".venv/bin/heed", f"{sys.executable} -m services.heed --home {self.home}")
        here = here.replace(".heed/keys", str(self.home / "keys"))
        for written, port in self.ports.items():
            here = here.replace(f"127.0.0.1:{written}", f"127.0.0.1:{port}")
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HEED_CACHE": str(cache_folder())}
        done = subprocess.run(["sh", "-c", here], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return answer(done.stdout)


@pytest.fixture
def newcomer(heed: Heed, home: Path, settings: Settings, tmp_path: Path) -> Iterator[Newcomer]:
    """In front of running services."""
    assert heed("up").returncode == 0
    newcomer = Newcomer(home, settings)
    with managed(newcomer.services(), tmp_path / "processes"):
        eventually(lambda: newcomer.ready(), 60)
        yield newcomer


def test_the_api_in_three_lines_of_curl(newcomer: Newcomer) -> None:
    event, report, counts = block("The API in three lines of curl").strip().split("\n\n")
    assert [line.count("curl ") for line in (event, report, counts)] == [1, 1, 1]
    assert newcomer.types(event)[0] == 201
    assert newcomer.types(event)[1]["status"] == "repeated"
    assert newcomer.types(report)[0] == 202
    eventually(lambda: newcomer.types(counts)[1]["reports"] == 1)
    status, found = newcomer.types(counts)
    row = {"agency": "vale-police", "team": "vale-police-aldermere-referral-desk", "value": "all", "n": 1}
    assert (status, found["rows"]) == (200, [row])
