"""SessionForm: what somebody asks of a session in the browser, checked against what there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coach.catalog import CatalogEntry
from coach.plan.request import SessionRequest
from coach.script.limits import PROFILES
from coach.script.talk_level import TalkLevel

MINUTE = 60_000
TALK_LEVELS = (TalkLevel.FULL, TalkLevel.SHORT, TalkLevel.BELL)


@dataclass(frozen=True, slots=True)
class OfferedVoice:
    """A voice: what `--voice` takes, and what people read."""

    spec: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be asked for: routines with their lengths, and voices, the usual one first."""

    entries: tuple[CatalogEntry, ...]
    voices: tuple[OfferedVoice, ...]

    def find_entry(self, name: str) -> CatalogEntry | None:
        """Return a routine that can be performed, by its name."""
        return next((one for one in self.entries if one.name == name and not one.problem), None)


@dataclass(frozen=True, slots=True)
class SessionForm:
    """What is asked for; `minutes` is None for the usual length, `voice` "" for the usual one."""

    routine: str
    minutes: int | None = None
    talk: TalkLevel = TalkLevel.FULL
    voice: str = ""
    limits: tuple[str, ...] = ()
    easy: bool = False


class WrongFieldError(ValueError):
    """A field of the form holds what cannot be: `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def find_minutes(entry: CatalogEntry) -> range:
    """Return the whole minutes that a routine can last; empty where there are none.

    >>> list(find_minutes(CatalogEntry("x", "X", shortest=150_000, longest=300_000)))
    [3, 4, 5]
    """
    return range(-(-entry.shortest // MINUTE), entry.longest // MINUTE + 1)


def find_usual_minutes(entry: CatalogEntry) -> int | None:
    """Return the usual length in minutes; None without a choice."""
    minutes = find_minutes(entry)
    if not minutes:
        return None
    usual = round(entry.usual / MINUTE)
    return min(max(usual, minutes[0]), minutes[-1])


def read_form(fields: Mapping[str, Sequence[str]], offer: Offer) -> SessionForm:
    """Return what a form asks for; raises WrongFieldError for what the form does not offer."""
    entry = offer.find_entry(_read_one(fields, "routine"))
    if entry is None:
        raise WrongFieldError("routine")
    voice = _read_one(fields, "voice")
    if voice and voice not in [one.spec for one in offer.voices]:
        raise WrongFieldError("voice")
    limits = tuple(dict.fromkeys(fields.get("limits", ())))
    if not set(limits) <= set(PROFILES):
        raise WrongFieldError("limits")
    talk = _read_one(fields, "talk") or TalkLevel.FULL
    if talk not in TALK_LEVELS:
        raise WrongFieldError("talk")
    return SessionForm(
        entry.name,
        _read_minutes(_read_one(fields, "minutes"), entry),
        TalkLevel(talk),
        voice,
        tuple(one for one in PROFILES if one in limits),
        bool(_read_one(fields, "easy")),
    )


def make_request(form: SessionForm, usual: SessionRequest) -> SessionRequest:
    """Return the request of a form; the listener's own limits hold, whatever it says."""
    limits = tuple(dict.fromkeys((*usual.filters.limits, *form.limits)))
    return replace(
        usual,
        voice=form.voice or usual.voice,
        length=None if form.minutes is None else form.minutes * MINUTE,
        talk=form.talk,
        easy=usual.easy or form.easy,
        filters=replace(usual.filters, limits=limits),
    )


def _read_one(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name, ())
    if len(values) > 1:
        raise WrongFieldError(name)
    return values[0].strip() if values else ""


def _read_minutes(text: str, entry: CatalogEntry) -> int | None:
    minutes = find_minutes(entry)
    if not text:
        return find_usual_minutes(entry)
    if not (text.isascii() and text.isdigit() and len(text) <= 4) or int(text) not in minutes:
        raise WrongFieldError("minutes")
    return int(text)
