"""Serving: all that the routes work with: what is there, what is made, and who may ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from coach import __version__
from coach.catalog import list_script_files
from coach.errors import CoachError
from coach.plan.request import SessionRequest
from coach.script.talk_level import TalkLevel
from coach.serve.access_guard import Access
from coach.serve.kept_sessions import KeptSessions
from coach.serve.offer_loading import OfferLoading
from coach.serve.render_queue import Order, Phase, RenderQueue, Report
from coach.serve.secrets_of_server import ServerSecrets
from coach.serve.served_session import ServedSession
from coach.serve.session_form import MINUTE, TALK_LEVELS, SessionForm, make_request
from coach.serve.web_pages import PageMaker
from coach.speech.voices import default_engine


@dataclass(slots=True)
class Serving:
    """What a server has; `make_usual` returns what holds where the form says nothing, today.

    `list_for_today` returns the names of the routines that suit now, the best first.
    `report_fault` is called with faults of coach, and with nothing that anybody asked for.
    """

    access: Access
    secrets: ServerSecrets
    kept: KeptSessions
    exported: dict[str, ServedSession]
    loading: OfferLoading
    make_usual: Callable[[], SessionRequest]
    maker: PageMaker
    report_fault: Callable[[Exception], None]
    cover: bytes = b""
    cookie_name: str = "coach"
    list_for_today: Callable[[], tuple[str, ...]] = tuple
    queue: RenderQueue = field(init=False)

    def __post_init__(self) -> None:
        """Start the thread that makes sessions."""
        self.queue = RenderQueue(self._make, self.report_fault)

    def find(self, key: str) -> ServedSession | None:
        """Return a session that is there, by its key."""
        return self.exported.get(key) or self.kept.find(key)

    def list_sessions(self) -> tuple[ServedSession, ...]:
        """Return all sessions: what was made here, then those of the folder."""
        return (*self.kept.list_sessions(), *self.exported.values())

    def find_for_today(self) -> tuple[str, ...]:
        """Return the names of the routines that suit now; none where that cannot be known."""
        try:
            return self.list_for_today()
        except CoachError as error:
            self.report_fault(error)
            return ()

    def make_order(self, form: SessionForm) -> Order:
        """Return what is to be made for a form.

        The same one has the same key, until anything changes that it is made of; another day has
        other words.
        """
        request = make_request(form, self.make_usual())
        parts = (__version__, request.voice or default_engine(), form.routine, repr(request))
        return Order(self.secrets.make_key((*parts, _hash_scripts())), form.routine, request)

    def make_form(self, routine: str) -> SessionForm:
        """Return the form of a routine as it is first shown: with the listener's usual talk."""
        usual = self.make_usual()
        talk = usual.talk if usual.talk in TALK_LEVELS else TalkLevel.FULL
        minutes = None if usual.length is None else round(usual.length / MINUTE)
        return SessionForm(routine, minutes, talk, easy=usual.easy)

    def stop(self) -> None:
        """End what is being made, and leave the folder to others."""
        self.loading.stop()
        self.queue.stop()
        self.kept.close()

    def _make(self, order: Order, report: Report) -> None:
        # Imported to make a session: the first list comes without it.
        from coach.serve.session_making import make_session

        if self.kept.find(order.key) is None:
            report(Phase.SPEAKING, 0, 0)
            self.kept.add(make_session(self.kept.folder, order, report))


def index_sessions(sessions: Iterable[ServedSession]) -> dict[str, ServedSession]:
    """Return sessions by their keys."""
    return {one.key: one for one in sessions}


def _hash_scripts() -> str:
    digest = blake2b(digest_size=16)
    for path in list_script_files():
        try:
            status = path.stat()
        except FileNotFoundError:
            continue  # just removed, or being written anew
        digest.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\0".encode())
    return digest.hexdigest()
