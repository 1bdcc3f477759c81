"""Hold the warehouse open over several short transactions: opening it costs ten times what a small one does.

Each transaction is committed by itself. After a second the warehouse is let go for a moment, so that another process
that waits for it has its turn; who holds it must let it go before whatever may take long.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from warehouse.connection import Warehouse, in_transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LONGEST_SECONDS = 1.0
_TURN_SECONDS = 0.06  # others look every 0.05 s whether it is free (warehouse/lock.py)


class Hold:
    """One warehouse, open or not. Its transactions raise as `Warehouse.transaction` does."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._opened: ExitStack | None = None
        self._connection: DuckDBPyConnection | None = None
        self._since = 0.0

    @contextmanager
    def transaction(self) -> Iterator[DuckDBPyConnection]:
        """One transaction, committed at its end; the warehouse stays open after it."""
        if self._connection is None:
            stack = ExitStack()
            self._connection = stack.enter_context(self._warehouse.writer())
            self._opened, self._since = stack, time.monotonic()
        with in_transaction(self._connection, self._warehouse.path):
            yield self._connection

    def let_go(self) -> None:
        """Close the warehouse; the next transaction opens it again."""
        opened, self._opened, self._connection = self._opened, None, None
        if opened is not None:
            opened.close()

    def take_turns(self) -> None:
        """Let others have the warehouse where it was held long enough."""
        if self._connection is not None and time.monotonic() - self._since > _LONGEST_SECONDS:
            self.let_go()
            time.sleep(_TURN_SECONDS)
