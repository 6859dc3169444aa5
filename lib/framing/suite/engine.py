"""A papermill engine whose kernels come from the prepared process. Imported only when a notebook is to be executed.

Takes papermill's managed notebook; executes it in a fresh kernel, with a time limit for the whole notebook, and
records in ``found`` how far it came, because papermill's own marks cannot tell.
"""

from __future__ import annotations

import time
from queue import Empty

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import Any, Instance

NAME = "framing"


class Provisioner(LocalProvisioner):
    """Gives a kernel manager a child of the nursery instead of a new process."""

    async def launch_kernel(self, cmd, **kwargs):
        """Fork a kernel that listens where the connection file says."""
        arguments = ["-f", self.parent.connection_file, "--HistoryManager.enabled=False"]
        self.process = self.parent.launch(arguments)
        self.pid = self.process.pid
        return self.connection_info


class KernelClient(AsyncKernelClient):
    """Talks to one kernel. Ready as soon as the kernel has answered on both channels that matter."""

    async def wait_for_ready(self, timeout=60):
        """Wait for the kernel's first answer, without the fixed pauses of the general case (0.4 s a notebook)."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self.kernel_info()
            try:
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)  # it hears us, and we hear it
                return
            except Empty:
                if not await self.is_alive():
                    break
        raise RuntimeError("the kernel did not start")


class Manager(AsyncKernelManager):
    """Kernels over Unix sockets in a private folder: no TCP port, so no warning about one."""

    launch = Any()
    transport_encryption = "auto"
    client_factory = KernelClient

    async def _async_pre_start_kernel(self, **kw):
        if self.provisioner is None:
            self.provisioner = Provisioner(parent=self, kernel_id=self.kernel_id, kernel_spec=self.kernel_spec)
        return await super()._async_pre_start_kernel(**kw)


class Client(PapermillNotebookClient):
    """Executes cells until a deadline, and knows which cell it is at."""

    launch = Any()
    found = Instance(dict)
    deadline = Any(None)

    def create_kernel_manager(self):
        self.km = Manager(kernel_name=self.kernel_name, transport="ipc", launch=self.launch, connection_file=self.found["connection"])
        return self.km

    def execute_cell(self, cell, cell_index, **kw):
        self.found["cell"] = cell_index
        return super().execute_cell(cell, cell_index, **kw)

    def _get_timeout(self, cell):
        return None if self.deadline is None else max(0.01, self.deadline - time.monotonic())


class Engine(NBClientEngine):
    """What ``papermill.execute_notebook(engine_name="framing")`` calls."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *, launch, found, time_limit=None, log_output=False, **_):
        """Execute all cells; leave the notebook and its kernel's fate in `found`."""
        found["notebook"] = nb_man.nb
        client = Client(
            nb_man,
            launch=launch,
            found=found,
            deadline=time.monotonic() + time_limit if time_limit else None,
            kernel_name=kernel_name,
            startup_timeout=60,
            shutdown_kernel="immediate",
            coalesce_streams=True,
            record_timing=False,
        )
        return client.execute()


papermill_engines.register(NAME, Engine)
