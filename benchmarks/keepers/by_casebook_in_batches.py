"""rjflow inside a transaction of the host, which commits after every hundredth command."""

from peers.workload import Facts

from keepers.by_casebook import Keeper as OneByOne
from keepers.by_casebook import prepare  # noqa: F401  # the same tables

NAME = "rjflow, 100 commands in one transaction"
BATCH = 100


class Keeper(OneByOne):
    def __init__(self, url: str, synchronous: str) -> None:
        super().__init__(url, synchronous)
        self._all = self.book
        self._connection = self._store.engine.connect().execution_options(rjflow_writes=True)
        self._count = 0
        self.book = self._all.within(self._connection)

    def fire(self, case: str, event: str, given: Facts, at: int) -> bool:
        self._count += 1
        if self._count % BATCH == 0:
            self._connection.commit()
            self.book = self._all.within(self._connection)
        return super().fire(case, event, given, at)

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()
        super().close()


def opened(url: str, synchronous: str):
    return Keeper(url, synchronous)
