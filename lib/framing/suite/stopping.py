"""Signals that end a run, as one exception, so that every `finally` on the way out does its work."""

from __future__ import annotations

import contextlib
import signal

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """The command was told to stop (ctrl-C, SIGTERM, SIGHUP). Not an Exception: nobody on the way out may keep it."""


@contextlib.contextmanager
def signals():
    """While this is open the first of the signals raises Interrupted in the main thread; later ones are ignored."""

    def stop(number, _):
        for other in SIGNALS:
            signal.signal(other, signal.SIG_IGN)
        raise Interrupted(signal.Signals(number).name)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def held_back():
    """Let signals wait while this is open: for the moment in which a run is published."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
