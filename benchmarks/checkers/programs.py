"""Run a program and weigh it: seconds of processor time, and the most memory it had."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Ran:
    """What a program said, what it cost (seconds of its own processor time), and its peak in KB."""

    output: str
    seconds: float
    peak: int


def run(command: list[str], folder: Path) -> Ran:
    """Run a program in a folder to its end."""
    said = folder / "said.txt"
    with said.open("w") as file:
        started = subprocess.Popen(command, cwd=folder, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    return Ran(said.read_text(errors="replace"), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
