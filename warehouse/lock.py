"""One writer at a time: an advisory lock on a file beside the warehouse, with the holder's process id in it."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from warehouse.errors import WarehouseLocked, WarehouseUnwritable

_POLL_SECONDS = 0.05


@contextlib.contextmanager
def writing(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the write lock of the warehouse `path`; WarehouseLocked names the holder after `wait_seconds`.

    `flock` and not `lockf`: it also keeps two threads of one process apart, and the kernel releases it when a
    process is killed, so that there is no stale lock to clean up.
    """
    lock_path = path.with_name(path.name + ".lock")
    descriptor = _open(lock_path, path)
    try:
        _acquire(descriptor, path, wait_seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _open(lock_path: Path, path: Path) -> int:
    try:
        return os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise WarehouseUnwritable(path, error.strerror or str(error)) from error


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise WarehouseUnwritable(path, f"no lock can be had ({error.strerror})") from error
            if time.monotonic() >= deadline:
                raise WarehouseLocked(path, _holder(descriptor), wait_seconds) from None
            time.sleep(_POLL_SECONDS)
        else:
            return


def _holder(descriptor: int) -> int | None:
    text = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else None
