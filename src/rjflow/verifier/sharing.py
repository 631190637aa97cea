"""
Do the same work for many things in several processes, where the system lets a process be doubled.

Stands on: nothing.   Knows nothing of: workflows.
"""

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn, TypeVar

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

_TASKS = Path("/proc/self/task")
_WIDTH = 4  # bytes of a number in the queue
_MOST = 1_000  # numbers that a queue surely holds before anybody has taken one


def shared(work: Callable[[_Thing], _Result], things: Sequence[_Thing], workers: int) -> list[_Result]:
    """
    Give what the work comes to for each thing, in their order; so many *workers* take thing after thing, whoever is free.

    A worker is this process once more. Where that cannot be (there are threads, which would be lost on the way; or the system has no
    such thing), or a worker does not come to its end, the work is done here, so that errors are raised as if nobody had helped.

    >>> shared(abs, [-1, 2, -3], workers=2)
    [1, 2, 3]
    """
    count = min(workers, len(things))
    if count < 2 or not _can_double():
        return [work(thing) for thing in things]
    queue, numbers = os.pipe()
    os.write(numbers, b"".join(place.to_bytes(_WIDTH, "big") for place in range(0, len(things), _at_once(things))))
    begun = [_begin(work, things, queue, numbers) for _ in range(count)]
    os.close(numbers)
    os.close(queue)
    found: dict[int, _Result] = {}
    for worker, file in begun:
        with file:
            _, status = os.waitpid(worker, 0)
            file.seek(0)
            if status == 0:
                found.update(pickle.load(file))  # noqa: S301  # written by this program, to a file without a name
    return [found[place] if place in found else work(thing) for place, thing in enumerate(things)]


def processors() -> int:
    """
    Give how many processors this process may use.
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ----------------------------------------------------------------------------------------------------------------------


def _can_double() -> bool:
    """
    Tell whether this process has no threads that a copy of it would lack; where that cannot be seen, it is not done.
    """
    return hasattr(os, "fork") and _TASKS.is_dir() and len(list(_TASKS.iterdir())) == 1


def _begin(
    work: Callable[[_Thing], _Result], things: Sequence[_Thing], queue: int, numbers: int
) -> tuple[int, IO[bytes]]:
    """
    Let another process begin; give its number, and the file that will hold what it came to.
    """
    file = TemporaryFile()  # noqa: SIM115  # read, and closed, when the other has ended
    return os.fork() or _end_with(work, things, queue, numbers, file), file


def _end_with(
    work: Callable[[_Thing], _Result], things: Sequence[_Thing], queue: int, numbers: int, file: IO[bytes]
) -> NoReturn:
    """
    Do what nobody has taken, write it down, and end.
    """
    try:
        os.close(numbers)  # so that the queue ends when it is empty
        pickle.dump({place: work(things[place]) for place in _taken(queue, things)}, file)
        file.flush()
    except BaseException:  # noqa: BLE001  # whatever it is, the work is done again by the one that asked, who tells of it
        os._exit(1)
    os._exit(0)


def _taken(queue: int, things: Sequence[Any]) -> Iterator[int]:
    """
    Take what no other worker has taken: the system gives the bytes of one read to one reader.
    """
    while number := os.read(queue, _WIDTH):
        first = int.from_bytes(number, "big")
        yield from range(first, min(first + _at_once(things), len(things)))


def _at_once(things: Sequence[Any]) -> int:
    """
    Give how many things are taken at once: one, as long as the queue holds a number for each.
    """
    return -(-len(things) // _MOST)
