"""What can stop a command, above the errors of the rooms."""

from __future__ import annotations


class FlowError(Exception):
    """The root: a command that cannot go on, with the reason and what to do next."""


class RunBusy(FlowError):
    """Another run works on the same warehouse."""


class NotFound(FlowError):
    """An id or a name that the warehouse does not hold."""


class Unusable(FlowError):
    """A file named on the command line that cannot be read or written: wrong usage, exit code 2."""


class Stopped(BaseException):
    """A run that was asked to stop; no error, so that nothing takes it for one. The next run takes up the rest."""


class OtherVersion(FlowError):
    """A deployment that was made for another version of Sitrep."""
