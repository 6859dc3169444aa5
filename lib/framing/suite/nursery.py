"""One prepared process that gives every notebook a fresh copy of itself: `python -m framing.suite.nursery FD PARENT MODULE…`.

Starting a kernel and importing pandas, seaborn and NLTK costs seconds; forking a process that has done so costs
milliseconds. This process imports, opens nothing, starts no thread, and waits for requests on a socket. Each request
forks a child: a kernel (a usual ipykernel), or one function call. A child never returns here, so nothing a notebook
does can reach another one.

When the runner goes away, however it ends, the socket closes and this process kills whatever descends from it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
import time
import traceback
from select import select

from framing.suite import lean

FIRST = (  # enough for a kernel
    "pandas pyarrow.parquet ipykernel.kernelapp ipykernel.ipkernel ipykernel.zmqshell ipykernel.debugger tornado.queues "
    "tornado.platform.asyncio IPython.core.debugger IPython.core.completerlib IPython.extensions.storemagic yaml framing.tables"
).split()
OWN = frozenset(
    "audit choices cleaning concordance contrasts corpus discovery figures findings hits lexicon report robustness study voices".split()
)
THEN = {  # a name that notebooks mention -> what will be imported when they run
    "figures": "matplotlib.pyplot matplotlib.backends.backend_agg seaborn",
    "hits": "nltk.tokenize.punkt",
    "voices": "nltk.tokenize.punkt",
    "cleaning": "nltk.tokenize.punkt",
    "choices": "scipy.stats",
    "contrasts": "scipy.stats",
    "robustness": "scipy.stats",
    "audit": "scipy.stats",
    "report": "framing.report.publish nbformat jinja2 mistune pygments.lexers pygments.formatters",
}


def wanted(words: frozenset[str]) -> list[str]:
    """Return the modules to prepare for notebooks that mention these names, the package's own ones last."""
    libraries = " ".join(names for word, names in THEN.items() if word in words).split()
    return list(dict.fromkeys(libraries)) + [f"framing.{word}" for word in sorted(words & OWN)]


def main() -> None:
    """Prepare, then serve requests until the runner closes the socket."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    children: dict[int, int] = {}  # pid -> number of the request
    signal.signal(signal.SIGTERM, lambda *_: _end(children))
    _tie(signal.SIGTERM, int(sys.argv[2]))
    prepare(FIRST)
    wake, alarm = socket.socketpair()
    alarm.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(alarm.fileno(), warn_on_full_buffer=False)
    rest, waiting, pending = sys.argv[3:], [], b""
    while True:
        _reap(children, channel)
        ready, _, _ = select([channel, wake], [], [], 0 if rest else None)
        if wake in ready:
            wake.recv(4096)
        if channel in ready:
            received = channel.recv(1 << 16)
            if not received:
                _end(children)
            *lines, pending = (pending + received).split(b"\n")
            waiting += [json.loads(line) for line in lines]
        elif rest:
            prepare([rest.pop(0)])
            if not rest:
                gc.collect()
                gc.freeze()
        now = [request for request in waiting if not rest or not request.get("patient")]
        waiting = [request for request in waiting if request not in now]
        for request in now:
            _serve(request, children, channel, (channel, wake, alarm))


def prepare(names: list[str]) -> None:
    """Import modules that notebooks will want; one that cannot be imported is left to the notebook that does."""
    with lean.imports():
        for name in names:
            try:
                importlib.import_module(name)
            except Exception:
                continue


def _serve(request: dict, children: dict, channel: socket.socket, mine: tuple) -> None:
    if request["do"] == "signal":
        pid = next((p for p, number in children.items() if number == request["number"]), None)
        if pid:
            _signal_group(pid, request["signal"])
        return
    pid = os.fork()
    if pid == 0:
        _child(request, mine)
    children[pid] = request["number"]
    _tell(channel, {"number": request["number"], "pid": pid})


def _child(request: dict, inherited: tuple) -> None:
    """Become what was asked for; never return."""
    status = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        _tie(signal.SIGKILL, None)
        for part in inherited:
            part.close()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        log = os.open(request["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        if request["memory"]:
            resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
        sys.path[:0] = request["path"]
        if request["do"] == "kernel":
            from ipykernel.kernelapp import IPKernelApp

            sys.argv = ["ipykernel_launcher", *request["arguments"]]
            IPKernelApp.launch_instance(argv=request["arguments"])
        else:
            module, name = request["function"].split(":")
            getattr(importlib.import_module(module), name)(**request["keywords"])
        status = 0
    except BaseException as error:
        if not isinstance(error, SystemExit):
            traceback.print_exc()
            sys.stderr.write(f"\n{type(error).__name__}: {' '.join(str(error).split())}\n")
        else:
            status = error.code if isinstance(error.code, int) else 1
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)


def _reap(children: dict, channel: socket.socket | None) -> None:
    """Say which children ended, and end what they left behind."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if pid in children:
            _signal_group(pid, signal.SIGKILL)
            _tell(channel, {"number": children.pop(pid), "exit": os.waitstatus_to_exitcode(status)})


def _tell(channel: socket.socket | None, message: dict) -> None:
    try:
        if channel:
            channel.sendall(json.dumps(message).encode() + b"\n")
    except OSError:
        pass  # the runner is gone: the next read ends us


def _signal_group(pid: int, number: int) -> None:
    for send in (os.killpg, os.kill):
        try:
            return send(pid, number)
        except (ProcessLookupError, PermissionError):
            continue


def _tie(number: int, parent: int | None) -> None:
    """Ask Linux for a signal when the parent ends, and for the orphans among our descendants."""
    if sys.platform != "linux":
        return
    import ctypes

    library = ctypes.CDLL(None)
    library.prctl(1, number)  # PR_SET_PDEATHSIG
    if parent is not None:
        library.prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
        if os.getppid() != parent:
            os._exit(1)


def _end(children: dict) -> None:
    """Kill every descendant and end."""
    for pid in list(children):
        _signal_group(pid, signal.SIGKILL)
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        _reap(children, None)
        left = _descendants(os.getpid())
        if not left:
            break
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                continue
        time.sleep(0.01)
    os._exit(0)


def _descendants(root: int) -> list[int]:
    """Return the processes that descend from one (Linux; elsewhere none are found)."""
    parents, dead = {}, set()  # a process whose first thread is dead still has children until its last one is
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", "rb") as stream:
                    fields = stream.read().rpartition(b")")[2].split()
            except OSError:
                continue
            parents[int(entry)] = int(fields[1])
            if fields[0] == b"Z":
                dead.add(int(entry))
    found, border = [], [root]
    while border:
        border = [pid for pid, parent in parents.items() if parent in border]
        found += border
    return [pid for pid in found if pid not in dead]


if __name__ == "__main__":
    main()
