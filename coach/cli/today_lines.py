"""An offer for today -> a title, one line why, and the command that plays it."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import typer

from coach.cli.output_style import print_styled
from coach.training.session_offer import Offer, Reason

if TYPE_CHECKING:
    from coach.listener.defaults import Config
    from coach.script.routine import Routine

SHORTEST_MS = 60_000
WHY = MappingProxyType(
    {
        Reason.FLARE: "Your back is much sorer than usual: very gently, then.",
        Reason.SORE: "Your back is sorer than usual: the same as always, made easier.",
        Reason.DONE: "Done for today. If you like:",
        Reason.BROKEN_OFF: "You broke it off today: go on with it, if you like.",
        Reason.FIRST: "No session is done yet; this is where most people begin.",
        Reason.AWAY: "Good to have you back. Gently, and with every word.",
        Reason.MORNING: "It is early: nothing in it bends you far forward.",
        Reason.EVENING: "It is late: quiet stretches and slow breathing, in bed.",
    }
)
SCREENING_HINT = "Six short questions about your health come first; coach screen --skip skips them."


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer made ready to be shown and played; `length` in ms is None for a routine's own.

    `longest` is the longest that makes sense, in ms, or None where its length is its own.
    """

    offer: Offer
    title: str = ""
    length: int | None = None
    longest: int | None = None
    easy: bool = False
    teach: bool = False
    hint: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def is_refused(self) -> bool:
        """True where nothing is offered."""
        return self.offer.reason is Reason.STOP

    @property
    def is_enough(self) -> bool:
        """True where enough was done: Return leaves it at that."""
        return self.offer.reason is Reason.DONE

    @property
    def options(self) -> dict[str, Any]:
        """What `coach play` is given."""
        options: dict[str, Any] = {"name": self.offer.routine}
        if self.length is not None:
            options["minutes"] = f"{self.length / 60_000:g}"
        if self.easy:
            options["easy"] = True
        if self.teach:
            from coach.script.talk_level import TalkLevel

            options["talk"] = TalkLevel.FULL
        return options

    @property
    def command(self) -> tuple[str, ...]:
        """The command that plays it, as words."""
        minutes = self.options.get("minutes")
        return (
            *("coach", "play", self.offer.routine),
            *(("--minutes", minutes) if minutes else ()),
            *(("--easy",) if self.easy else ()),
            *(("--talk", "full") if self.teach else ()),
        )

    @property
    def headline(self) -> str:
        """What is offered: `Lower back, 20 minutes, easier`."""
        minutes = f"{self.length / 60_000:g}" if self.length else ""
        noun = "minute" if minutes == "1" else "minutes"
        parts = (self.title, f"{minutes} {noun}" if minutes else "", "easier" if self.easy else "")
        return ", ".join(filter(None, parts))

    @property
    def why(self) -> str:
        """Why, in one line."""
        return WHY.get(self.offer.reason) or _explain_strength(self.offer)

    @property
    def bounds(self) -> str:
        """How long it can last, in words."""
        if self.longest is None:
            return f"{self.title} has a length of its own: Return plays it."
        return f"{self.title} lasts a minute at least, and {self.longest // 60_000} at most."

    def can_last(self, length: int) -> bool:
        """Return True for a length in ms that a session may have."""
        return self.longest is not None and SHORTEST_MS <= length <= self.longest

    def with_length(self, length: int) -> "Proposal":
        """Return the same at another length."""
        return replace(self, length=length)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values; where nothing is offered there is no routine."""
        return {
            "reason": str(self.offer.reason),
            "why": None if self.is_refused else self.why,
            "routine": self.offer.routine or None,
            "title": self.title or None,
            "length_ms": self.length,
            "easy": self.easy,
            "full_words": self.teach,
            "others": [name for name, _ in self.others],
            "command": None if self.is_refused else list(self.command),
        }


def propose(
    offer: Offer, config: "Config", *, length: int | None, easy: bool, teach: bool
) -> Proposal:
    """Return an offer made ready; `length` in ms, `easy` and `teach` were asked for besides.

    Raises UsageError for a length that the routine does not have.
    """
    from coach.errors import Problem, UsageError
    from coach.script.library import find_routine

    if offer.reason is Reason.STOP:
        return Proposal(offer)
    routine = find_routine(offer.routine)
    longest = routine.longest or routine.length
    proposal = Proposal(
        offer,
        routine.title,
        length or _choose_length(offer, routine, config),
        longest,
        offer.easy or easy or config.easy,
        offer.full_words or teach,
        _find_hint(offer),
        tuple((name, find_routine(name).title) for name in offer.others),
    )
    if length is not None and not proposal.can_last(length):
        raise UsageError(Problem(f"--minutes: {proposal.bounds}"))
    return proposal


def print_proposal(proposal: Proposal, *, asks: bool) -> None:
    """Print what is offered and why, and which answers there are, or its command."""
    if proposal.is_enough:
        typer.echo(proposal.why)
        print_styled((proposal.headline, {"bold": True}))
    else:
        print_styled((proposal.headline, {"bold": True}))
        typer.echo(proposal.why)
    if proposal.hint:
        typer.echo(proposal.hint)
    if asks:
        _print_answers(proposal)
        return
    typer.echo(shlex.join(proposal.command))
    for name, _ in proposal.others:
        typer.echo(shlex.join(("coach", "play", name)))


def _print_answers(proposal: Proposal) -> None:
    """Print what may be typed, below each other."""
    answers = tuple(_list_answers(proposal))
    width = max(len(typed) for typed, _ in answers)
    typer.echo()
    for typed, meaning in answers:
        print_styled(("  ", {}), (f"{typed:<{width}}", {"fg": "cyan"}), (f"  {meaning}", {}))


def _list_answers(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Yield what may be typed, and what it does."""
    if proposal.is_enough:
        yield "Return", "leave it at that"
        yield "y", f"{proposal.title}, if you like"
    else:
        yield "Return", "go"
    if proposal.longest is not None:
        yield "15", "that many minutes"
    if not proposal.easy and not proposal.is_enough:
        yield "e", "easier"
    for name, title in proposal.others:
        yield name, f"{title} instead"
    yield "o", "another one"
    if not proposal.is_enough:
        yield "q", "not now"


def _explain_strength(offer: Offer) -> str:
    """Return why the usual session is due, or a short one does."""
    ago = {0: "today", 1: "yesterday", None: ""}.get(offer.days, f"{offer.days} days ago")
    if offer.reason is Reason.STRENGTH:
        return (
            f"Strength was {ago}, so it is due." if ago else "Your usual session: strength is due."
        )
    if offer.done >= offer.goal:
        return "Strength is done for this week: a short one will do."
    return f"Strength was {ago}: a short one will do."


def _choose_length(offer: Offer, routine: "Routine", config: "Config") -> int | None:
    """Return how long it lasts: as offered, else as set, else its usual; as far as it can be."""
    if routine.length is None:
        return None
    wanted = offer.length or config.length or routine.length
    return min(wanted, routine.longest or routine.length)


def _find_hint(offer: Offer) -> str:
    """Return what to know before a first session: that questions come, if they do."""
    from coach.cli.listener_notes import open_notes
    from coach.listener.screening_result import is_screening_done

    is_first = offer.reason is Reason.FIRST and not is_screening_done(open_notes())
    return SCREENING_HINT if is_first else ""
