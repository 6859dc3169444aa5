"""Notebooks to a verified run: order, parameters, warm kernels, locks, manifest, batches.

Takes a study and options, returns where the report lies. Nothing heavy is imported unless a notebook is executed.

``runs`` is one run from end to end; ``notebooks`` and ``parameters`` read what notebooks declare, ``hashes`` and ``plan``
say what is stale, ``running`` and ``execute`` make it, ``kernels``, ``nursery`` and ``engine`` give it kernels,
``places`` locks and publishes, ``pages`` and ``manifest`` say what was made, ``batches`` and ``comparing`` make many runs,
``scaffold`` begins a new study.
"""

from framing.suite.runs import Options, Outcome, RunFailed, run
from framing.suite.stopping import Interrupted

__all__ = ["Interrupted", "Options", "Outcome", "RunFailed", "run"]
