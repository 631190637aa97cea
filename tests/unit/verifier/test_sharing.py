"""
Work that several processes share comes to what one would have come to.
"""

import subprocess
import sys

import pytest
from attrs import evolve

from rjflow.frozen import frozen_map
from rjflow.reader.reading import read_file
from rjflow.shipped import shipped
from rjflow.verifier.comparing import compare
from rjflow.verifier.sharing import processors, shared
from rjflow.verifier.verifying import verify


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


def test_verdicts_are_the_same_whoever_finds_them():
    """
    Of the flagship, all of which is kept, and of which every verdict has passed through a file.
    """
    workflow = read_file(shipped("ew-post-sentence"))
    alone, together = (verify(workflow, workers=workers).verdicts for workers in (1, 2))

    assert alone == together


def test_a_comparison_is_the_same_whoever_makes_it():
    """
    Of the flagship, and of what it becomes where the weather may be told, too.
    """
    old = read_file(shipped("ew-post-sentence"))
    weather = evolve(next(iter(old.notices.values())), name="weather")
    new = evolve(old, notices=frozen_map({**old.notices, "weather": weather}))
    alone, together = (compare(old, new, workers=workers) for workers in (1, 2))

    assert alone.newly
    assert alone == together


def test_there_is_a_processor():
    """
    At least the one that asks.
    """
    assert processors() >= 1
