"""
What the parts of a store in a database ask of the whole: its tables, and connections to read and write through.

Stands on: `tables`, `ready`, `cursors`.   Knows nothing of: where connections come from, what is read or written.
"""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine

from rjflow.store.cursors import Do, T
from rjflow.store.ready import Statements
from rjflow.store.tables import Tables


class Connected(ABC):
    """A store whose tables are read and written through connections. Only one that says where they come from can be made."""

    _tables: Tables

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
