"""The runner's side of the prepared process, and the papermill engine that takes kernels from it.

Takes requests ("a kernel", "call this function"), returns children that can be waited for and signalled.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from framing.suite.nursery import wanted

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # notebooks run side by side instead


class Child:
    """A process forked from the nursery; has what jupyter_client asks of a Popen."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: Nursery, number: int, log: Path):
        self.nursery, self.number, self.log = nursery, number, log
        self.pid: int | None = None
        self.returncode: int | None = None
        self.started, self.ended = threading.Event(), threading.Event()

    def poll(self) -> int | None:
        """Return the exit status, None while it runs; negative is the signal that ended it."""
        return self.returncode if self.ended.is_set() else None

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end and return the exit status."""
        self.ended.wait(timeout)
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Signal the process and its whole group."""
        if not self.ended.is_set():
            self.nursery.send({"do": "signal", "number": self.number, "signal": int(number)})
            if number == signal.SIGKILL:
                self.ended.wait(0.5)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    terminate = kill

    def said(self) -> str:
        """Return the last line it wrote to its own standard error."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1] if lines else ""


class Nursery:
    """The prepared process. Use as a context; leaving it ends every child."""

    def __init__(self, home: Path, words: frozenset[str] = frozenset()):
        """Start it, to prepare what notebooks that mention these names will import."""
        self.home = home
        self.closed = False
        self.folder = Path(tempfile.mkdtemp(prefix=f"framing-{os.getpid()}-"))
        self.children: dict[int, Child] = {}
        self.numbers = itertools.count(1)
        self.lock = threading.Lock()
        self.channel, theirs = socket.socketpair()
        environment = {
            **dict.fromkeys(ONE_THREAD, "1"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "IPYTHONDIR": str(self.folder / "ipython"),
            "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", "") or str(self.home / "data" / "processed" / ".matplotlib"),
            **os.environ,
            "FRAMING_HOME": str(home),
        }
        program = "from framing.suite.nursery import main; main()"
        with theirs, open(self.folder / "nursery.log", "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", program, str(theirs.fileno()), str(os.getpid()), *wanted(words)],
                pass_fds=[theirs.fileno()], env=environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """End the prepared process and all its children."""
        self.closed = True
        try:
            self.channel.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.process.terminate()  # it would see the closed channel only after the import it may be in
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kernel(self, arguments: list[str], *, patient: bool = True, **where) -> Child:
        """Return a child that is an ipykernel with the given arguments.

        `patient`: wait until all is prepared, not just what every notebook needs.
        """
        return self._ask({"do": "kernel", "arguments": arguments, "patient": patient}, **where)

    def call(self, function: str, keywords: dict, **where) -> Child:
        """Return a child that calls ``module:function`` with JSON keywords; it ends with 0 if that went well."""
        return self._ask({"do": "call", "function": function, "keywords": keywords, "patient": True}, **where)

    def _ask(self, request: dict, *, env: dict, cwd: Path, memory: int = 0) -> Child:
        number = next(self.numbers)
        child = Child(self, number, self.folder / f"{number}.log")
        self.children[number] = child
        more = {"number": number, "env": env, "cwd": str(cwd), "memory": memory, "log": str(child.log), "path": []}
        self.send(request | more)
        child.started.wait()
        return child

    def send(self, message: dict) -> None:
        """Send one message to the prepared process."""
        with self.lock:
            try:
                self.channel.sendall(json.dumps(message).encode() + b"\n")
            except OSError:
                self._all_ended()

    def _listen(self) -> None:
        with self.channel.makefile("rb") as stream:
            for line in stream:
                message = json.loads(line)
                child = self.children[message["number"]]
                if "pid" in message:
                    child.pid = message["pid"]
                    child.started.set()
                else:
                    child.returncode = message["exit"]
                    child.ended.set()
        self._all_ended()

    def _all_ended(self) -> None:
        for child in list(self.children.values()):
            if not child.ended.is_set():
                child.returncode = -int(signal.SIGKILL)
                child.ended.set()
            child.started.set()


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def clean_left_overs() -> None:
    """Remove the temporary folders of runners that are gone."""
    for folder in Path(tempfile.gettempdir()).glob("framing-*-*"):
        number = folder.name.split("-")[1]
        try:
            if number.isdigit() and folder.stat().st_uid == os.getuid() and not _alive(int(number)):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
