"""What only root may do on Debian: fetch its packages where they are missing."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


class Missing(RuntimeError):
    """What this machine lacks for a test, in a sentence."""


def need(command: str, package: str, why: str) -> str:
    """The path of a command that root alone may run, its Debian package installed where it is missing.

    Raises `Missing`.
    """
    if os.geteuid() != 0:
        raise Missing(f"{why}. Start Docker; or run this as root on Debian, where it takes the package {package}.")
    if _which(command) is None:
        apt_get("install", "--no-install-recommends", package, why=why)
    found = _which(command)
    if found is None:
        raise Missing(f"{why}, and Debian's package {package} holds no {command}.")
    return found


def apt_get(*arguments: str, why: str, folder: Path | None = None) -> None:
    """Run it in `folder`, with lists that are fresh where we may refresh them. Raises `Missing` with what it said."""
    if not shutil.which("apt-get"):
        raise Missing(f"{why}, and this machine isn't a Debian.")
    if os.geteuid() == 0:
        # A list that can't be fetched is no reason to give up: another one may hold the package.
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-y", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"{why}, and `{' '.join(command)}` failed: {done.stderr.strip()[-500:]}")


def unpacked(command: str, package: str, cache: Path) -> str:
    """The path of a command that anybody may run: this machine's, or taken once out of Debian's package into `cache`.

    The package isn't installed: that could start a service. Raises `Missing`.
    """
    kept = cache / command
    if found := shutil.which(command) or shutil.which(kept):
        return found
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix=f"{command}-") as name:
        folder = Path(name)
        apt_get("download", package, why=f"{command} is missing", folder=folder)
        [archive] = folder.glob("*.deb")
        subprocess.run(["dpkg-deb", "--extract", str(archive), str(folder / "held")], check=True)
        os.replace(folder / "held" / "usr" / "bin" / command, kept)
    return str(kept)


def _which(command: str) -> str | None:
    return shutil.which(command, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
