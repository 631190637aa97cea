"""Run a program and weigh it: seconds of processor time, and the most memory it had."""

import os
import resource
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from checkers import GaveUp


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
    seconds, most = usage.ru_utime + usage.ru_stime, resource.getrlimit(resource.RLIMIT_CPU)[0]
    out_of_time = most != resource.RLIM_INFINITY and seconds > 0.95 * most  # it, or a program it started
    if started.returncode in (-signal.SIGXCPU, -signal.SIGKILL) or (started.returncode and out_of_time):
        raise GaveUp(command[0])
    return Ran(said.read_text(errors="replace"), seconds, usage.ru_maxrss)
