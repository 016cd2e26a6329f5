"""Events by which a page follows what takes a while, until it is over."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

EVENT_SECONDS = 0.25
"""How often is looked whether anything has changed."""

Look = Callable[[], tuple[bool, int | None, str]]
"""Returns whether it is over, how much of it is done in percent, and what it is at."""


async def list_events(look: Look) -> AsyncIterator[str]:
    """Yield what has changed, until it is over; whoever leaves is noticed at the next one."""
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
