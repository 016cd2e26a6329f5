"""Texts as several formats write them: on one line, and times to the millisecond."""


def join_lines(text: str) -> str:
    """Return a text on one line, with one space for each run of white space."""
    return " ".join(text.split())


def format_timestamp(ms: int, point: str = ".") -> str:
    """Return a time as HH:MM:SS.mmm; `point` stands before the milliseconds.

    >>> format_timestamp(3_725_004), format_timestamp(1_500, ",")
    ('01:02:05.004', '00:00:01,500')
    """
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"
