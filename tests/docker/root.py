"""What only root may do on Debian: fetch its packages where they are missing."""

import os
import shutil
import subprocess


class Missing(RuntimeError):
    """What this machine lacks for a test with Docker, in a sentence."""


def need(command: str, package: str, why: str) -> str:
    """The path of a command, its Debian package installed where it is missing and we are root. Raises `Missing`."""
    found = _which(command)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", package]
        subprocess.run(install, check=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        found = _which(command)
    if found is None or os.geteuid() != 0:
        raise Missing(f"{why}. Start Docker; or run this as root on Debian, where it takes the package {package}.")
    return found


def _which(command: str) -> str | None:
    return shutil.which(command, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
