"""Heed's processes on one machine, kept running by supervisor."""

from services.heed.process.manager import Manager, ProcessState, managed
from services.heed.process.program import Program

__all__ = ["Manager", "ProcessState", "Program", "managed"]
