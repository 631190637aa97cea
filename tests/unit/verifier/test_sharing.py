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


def alone(work: str, things: str, workers: int) -> list[str]:
    """
    Share some work in a program of its own, which has no threads, as pytest's workers do; give its number, and then what came of it.
    """
    program = f"import os; from rjflow.verifier.sharing import shared; here = os.getpid(); print(here, *shared({work}, {things}, {workers}))"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout.split()


def test_several_processes_take_part():
    """
    Each of them does every so-manyth thing, and none of them is the one that asks.
    """
    here, *done_by = alone("lambda _: os.getpid()", "range(6)", 2)

    assert 2 == len({*done_by} - {here})
    assert done_by == done_by[:2] * 3


def test_what_a_lost_process_should_have_done_is_done_by_the_one_that_asks():
    """
    Whether a worker fails or is killed, its things, and no others, are done once more here.
    """
    here, *done_by = alone("lambda n: os.getpid() if os.getpid() == here or n % 3 != 1 else 1 // 0", "range(6)", 3)
    again, *killed = alone("lambda n: os.getpid() if os.getpid() == here or n % 3 != 1 else os.abort()", "range(6)", 3)

    assert [False, True, False] * 2 == [one == here for one in done_by]
    assert [False, True, False] * 2 == [one == again for one in killed]


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
