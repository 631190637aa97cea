"""
What the parts of a store in a database ask of the whole: its tables, and connections to read and write through.

Stands on: `tables`, `ready`, `cursors`, `connecting`.   Knows nothing of: where connections come from, what is read or written.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from rjflow.clock import pause
from rjflow.store.connecting import is_lost
from rjflow.store.cursors import Cursors, Do, T
from rjflow.store.port import StoreBusy
from rjflow.store.ready import Statements
from rjflow.store.tables import Tables

P = ParamSpec("P")
_TRIES = 40


class _Asked(Protocol):
    @property
    def is_inside(self) -> bool: ...


S = TypeVar("S", bound=_Asked)


def tries() -> Iterator[int]:
    """
    Give how often something may be tried, pausing in between, a little longer each time.
    """
    for number in range(_TRIES):
        pause(number / 1000)
        yield number


def anew(asked: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """
    Let a question that is a transaction of its own be asked anew where PostgreSQL, told to isolate more strictly, says that somebody else was quicker; a host's
    transaction is the host's to begin anew.

    Raises:
        StoreBusy: somebody else was quicker each time.
    """

    @wraps(asked)
    def until_it_is_answered(self: S, /, *args: P.args, **named: P.kwargs) -> T:
        try:
            return asked(self, *args, **named)
        except DBAPIError as error:
            if self.is_inside or not is_lost(error):
                raise
        for _ in tries():
            try:
                return asked(self, *args, **named)
            except DBAPIError as error:
                if not is_lost(error):
                    raise
        raise StoreBusy

    return until_it_is_answered


class Connected(ABC):
    """A store whose tables are read and written through connections. Only one that says where they come from can be made."""

    _tables: Tables

    @property
    @abstractmethod
    def is_inside(self) -> bool:
        """Whether what it writes is kept only when a host commits."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """
        Give a connection to read through.
        """

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """
        Give a connection to write through; what is written is kept together when the block ends well, or not at all.
        """


class Commanded(ABC):
    """A store whose every command is a few statements that are ready, done on a cursor."""

    _engine: Engine
    _cursors: Cursors
    _statements: Statements

    @property
    @abstractmethod
    def is_inside(self) -> bool:
        """Whether what it writes is kept only when a host commits."""

    @abstractmethod
    def _alone(self, do: Do[T]) -> T:
        """
        Do what is one statement, with a cursor, and give what it gives.
        """

    @abstractmethod
    def _together(self, do: Do[T]) -> T:
        """
        Do what is several statements in one transaction, with a cursor, and give what it gives.
        """
