"""The one exception that a reader of the suite is meant to see: a sentence that says what is wrong and what to do."""


class BadInput(ValueError):
    """Something the user gave cannot be used. The message names the file, the line where there is one, and the cure."""


def nearest(word: str, known: list[str]) -> str:
    """Return " (did you mean …?)" for the known word closest to `word`, or "" if none is close.

    >>> nearest("lexcon", ["lexicon", "title"])
    ' (did you mean lexicon?)'
    """
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""
