"""How far something is -> the events of it that a browser follows."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

EVENT_SECONDS = 0.25


async def list_progress_events(
    look: Callable[[], tuple[bool, int | None, str]],
) -> AsyncIterator[str]:
    """Yield what has changed, until it is over; whoever leaves is noticed at the next one.

    `look` returns whether it is over, how many percent are done, and what is said of it.
    """
    last = ""
    while True:
        is_over, percent, text = look()
        event = json.dumps({"over": is_over, "percent": percent, "text": text})
        if event != last:
            yield f"data: {event}\n\n"
            last = event
        if is_over:
            return
        await asyncio.sleep(EVENT_SECONDS)
