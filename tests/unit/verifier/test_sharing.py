"""
Work that several processes share comes to what one would have come to.
"""

import subprocess
import sys

import pytest

from rjflow.verifier.sharing import processors, shared


def alone(before: str, work: str, things: str, workers: int) -> list[str]:
    """
    Share some work in a program of its own, which has no threads, as pytest's workers do; give its number, and then what came of it.
    """
    program = (
        f"import os; from rjflow.verifier.sharing import shared; here = os.getpid(); {before};"
        f"print(here, *shared({work}, {things}, {workers}))"
    )
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout.split()


def test_several_processes_take_part():
    """
    While one of them is at the first thing, which waits for the second, another does that; and neither is the one that asks.
    """
    work = "lambda n: (os.write(said, b'x') if n else os.read(heard, 1)) and os.getpid()"
    here, *done_by = alone("heard, said = os.pipe()", work, "range(2)", 2)

    assert 2 == len({*done_by} - {here})


@pytest.mark.parametrize("end", ["1 // 0", "os.abort()", "os._exit(9)"])
def test_what_a_lost_process_should_have_done_is_done_by_the_one_that_asks(end: str):
    """
    Whether a worker fails, is killed or leaves, what it had taken is done once more here, so that nothing is missing.
    """
    _, *found = alone(
        "pass", f"lambda n: (n, os.getpid() == here) if os.getpid() == here or n != 1 else {end}", "range(6)", 3
    )
    answers = " ".join(found)

    assert "(1, True)" in answers
    assert [str(n) for n in range(6)] == [one.strip("(,") for one in found[::2]]


def test_more_things_than_a_queue_holds_are_taken_several_at_once():
    """
    Two processes do all of them, and the one that asks does none.
    """
    here, *done_by = alone("pass", "lambda n: f'{n}:{os.getpid()}'", "range(2_500)", 2)
    numbers, workers = zip(*(one.split(":") for one in done_by), strict=True)

    assert [*map(int, numbers)] == [*range(2_500)]
    assert here not in workers


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_the_results_are_in_order(workers):
    """
    However many share it.
    """
    assert [n * n for n in range(20)] == shared(lambda n: n * n, range(20), workers)


def test_what_goes_wrong_is_raised_here():
    """
    A worker that fails is done without, and the error is the one that it would have been.
    """
    with pytest.raises(ZeroDivisionError):
        shared(lambda n: 1 // n, [3, 2, 1, 0], 2)


VERDICTS = """
from rjflow import read_file, shipped
from rjflow.verifier.verifying import verify
workflow = read_file(shipped("ew-post-sentence"))
together, alone = (verify(workflow, workers=workers).verdicts for workers in (2, 1))
"""
COMPARISON = """
from attrs import evolve
from rjflow import read_file, shipped
from rjflow.frozen import frozen_map
from rjflow.verifier.comparing import compare
old = read_file(shipped("ew-post-sentence"))
weather = evolve(next(iter(old.notices.values())), name="weather")
new = evolve(old, notices=frozen_map({**old.notices, "weather": weather}))
together, alone = (compare(old, new, workers=workers) for workers in (2, 1))
assert alone.newly
"""


@pytest.mark.parametrize("program", [VERDICTS, COMPARISON], ids=["verdicts", "comparison"])
def test_what_is_found_is_the_same_whoever_finds_it(program: str):
    """
    Of the flagship, of which every verdict has passed through a file; and of what it becomes where the weather may be told, too. Shared
    first: the threads of what was searched alone may not have ended yet, and then nothing is shared.
    """
    counting = "import os\nforks, fork = [], os.fork\nos.fork = lambda: forks.append(1) or fork()\n"
    said = subprocess.run(
        [sys.executable, "-c", f"{counting}{program}\nprint(len(forks), alone == together)"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert said.stdout.split() == ["2", "True"]


def test_there_is_a_processor():
    """
    At least the one that asks.
    """
    assert processors() >= 1
