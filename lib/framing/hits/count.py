"""Texts and a lexicon → where every term stands and how often every type: at once, before zones and voices are known.

For a first look at a large archive. ``find`` and ``words`` do the same for the articles of a run, with zones and voices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from framing.hits.cells import SIZE
from framing.lexicon import Lexicon, Stream
from framing.text.around import Places

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PART = 1 << 22  # characters looked at at once: what bounds the memory


class Counts(NamedTuple):
    """What ``count`` found.

    ``places`` : DataFrame, one row per match, ``number`` (which text), ``start, end, set, pole, term``;
    ``words`` : sparse matrix, texts × types, tokens; ``types`` : its columns, as they first occur;
    ``tokens`` : where the tokens stand, if they were to be kept, for ``concordance.lines``.
    """

    places: pd.DataFrame
    words: csr_array
    types: list[str]
    tokens: Places | None = None


def count(texts: Iterable[str], lexicon: Lexicon, *, keep: bool = False) -> Counts:
    """Return where the terms of a lexicon stand in some texts, and how often each type occurs in each of them.

    Parameters
    ----------
    texts : iterable of str
        Read once, some millions of characters at a time; memory holds these and what is returned.
    lexicon : Lexicon
    keep : bool
        Whether to return where every token stands, too: 8 bytes a token.

    Returns
    -------
    Counts
        Every match as ``find`` gives it, in whatever zone or voice: longest match first, a token once per set.

    >>> # count(["The rebels left.", "Rebels, rebels!"], lexicon).words.sum() is 5
    """
    matches, cells, kept, first, stream = [], [], [], 0, Stream.of([])
    for part in _parts(texts):
        stream = Stream.of(part, after=stream)
        found = lexicon.matcher.find(stream)
        matches.append(found._replace(number=found.number + first))
        cells += _cells(stream, stream.spellings.numbered()[1])
        first += len(part)
        if keep:
            kept.append(Places(stream.bounds, stream.start, stream.end))
    types = stream.spellings.numbered()[0]
    return Counts(_places(matches, lexicon), _matrix(cells, first, len(types)), types, Places.joined(kept) if keep else None)


def _parts(texts: Iterable[str]) -> Iterator[list[str]]:
    part, size = [], 0
    for body in texts:
        part.append(body)
        size += len(body)
        if size >= PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _places(matches: list, lexicon: Lexicon) -> pd.DataFrame:
    """Return the matches of all parts as a table."""
    columns = ("number", "start", "end", "entry")
    found = {name: np.concatenate([np.zeros(0, dtype=np.int64), *(getattr(each, name) for each in matches)]) for name in columns}
    entry = found.pop("entry")
    of_entry = zip(*[(each.name, pole, term.pattern) for each, pole, term in lexicon.entries()], strict=True)
    for name, values in zip(("set", "pole", "term"), of_entry, strict=False):
        kinds = sorted(set(values))
        found[name] = pd.Categorical.from_codes(np.array([kinds.index(value) for value in values])[entry], kinds)
    return pd.DataFrame(found)


def _cells(stream: Stream, types: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield for some texts after the other how many types each has, which these are, sorted, and how often each stands.

    As ``cells.tally``, in half the room: a number of text and type is sorted, nothing is counted apart.
    """
    shift = len(types).bit_length()
    bounds, first = stream.bounds, 0
    while first < len(stream.texts):
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + SIZE, side="right")) - 1)
        kind = np.uint32 if (last - first) << shift < 1 << 32 else np.uint64
        begins = np.arange(last - first + 1, dtype=kind) << kind(shift)
        keys = np.repeat(begins[:-1], np.diff(bounds[first : last + 1]))
        keys |= types.astype(kind).take(stream.form[bounds[first] : bounds[last]], mode="clip")
        keys.sort()
        edges = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
        cell = keys[edges]
        yield (
            np.diff(np.searchsorted(cell, begins)),
            (cell & kind((1 << shift) - 1)).astype(np.int32),
            np.diff(edges, append=len(keys)).astype(np.int32),
        )
        first = last


def _matrix(cells: list[tuple[np.ndarray, ...]], n_texts: int, n_types: int) -> csr_array:
    """Return the cells of all parts as one matrix."""
    from scipy.sparse import csr_array

    none = np.zeros(0, dtype=np.int32)
    many, type_, n_tokens = (np.concatenate(column) for column in zip((none, none, none), *cells, strict=True))
    bounds = np.append(0, np.cumsum(many))
    return csr_array((n_tokens, type_, bounds.astype(type_.dtype) if len(type_) < 1 << 31 else bounds), shape=(n_texts, n_types))
