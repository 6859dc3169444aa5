"""The files of a study to the table `articles`, and what could not be read to the table `problems`.

``articles`` has one row per article: article_id, file, outlet, origin, group, date, url, title, language, encoding,
sha256, n_words, text, then the study's own metadata columns. All text; "" means unknown. A file that cannot be read is
a row of ``problems`` (file, line, severity, message), and the rest of the study goes on.
"""

from __future__ import annotations

from framing.corpus.loading import in_parts, load, read, stream, verify

__all__ = ["in_parts", "load", "read", "stream", "verify"]
