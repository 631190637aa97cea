"""
Work that several processes share comes to what one would have come to.
"""

import os

import pytest
from attrs import evolve

from rjflow.frozen import frozen_map
from rjflow.reader.reading import read_file
from rjflow.shipped import shipped
from rjflow.verifier.comparing import compare
from rjflow.verifier.sharing import processors, shared
from rjflow.verifier.verifying import verify


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


def test_a_worker_that_is_lost_costs_nothing_but_time():
    """
    What a killed worker would have done is done here.
    """
    here = os.getpid()

    def work(number: int) -> int:
        if number == 2 and os.getpid() != here:
            os._exit(9)
        return number

    assert [0, 1, 2, 3] == shared(work, range(4), 2)


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
