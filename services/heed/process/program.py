"""What the process manager runs, in the words of supervisord's configuration."""

import shlex
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.streaming.broker.guard import guarded

STOP_S = 25
"""A service finishes its last transaction (10 s at most) before it ends; past this it is killed."""


@dataclass(frozen=True, slots=True)
class Program:
    """One process: its name, the command line, and what is added to the environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def heed_program(name: str, *arguments: str) -> Program:
    """A `heed` command as a program."""
    return Program(name, [sys.executable, "-m", "services.heed", *arguments])


def supervisord_conf(programs: Sequence[Program], folder: Path, socket: Path) -> str:
    """The whole configuration: a private socket, logs in `folder`, every program restarted when it ends."""
    return "\n".join(
        [HEAD.format(folder=_escaped(str(folder)), socket=_escaped(str(socket))), *map(_section, programs)]
    )


HEAD = """\
[unix_http_server]
file={socket}
chmod=0600

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix://{socket}

[supervisord]
nodaemon=true
silent=true
logfile={folder}/supervisord.log
pidfile={folder}/supervisord.pid
childlogdir={folder}
"""

SECTION = """\
[program:{name}]
command={command}
environment={environment}
stdout_logfile={folder}/{name}.log
redirect_stderr=true
stdout_logfile_maxbytes=20MB
stdout_logfile_backups=1
autorestart=true
startretries=10
startsecs=2
stopsignal=TERM
stopwaitsecs={stop_s}
stopasgroup=true
killasgroup=true
"""


def _section(program: Program) -> str:
    # Guarded, so that nothing is left behind when supervisord itself is killed.
    command = guarded(program.command, on_parent_death=signal.SIGTERM, parent=0)
    return SECTION.format(
        name=program.name,
        command=_escaped(shlex.join(command)),
        environment=",".join(f'{name}="{_escaped(value)}"' for name, value in program.environment.items()),
        folder="%(here)s",
        stop_s=STOP_S,
    )


def _escaped(text: str) -> str:
    """supervisord expands `%(...)s`."""
    return text.replace("%", "%%")
