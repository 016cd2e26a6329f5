"""Stocking: what is not up to date is made, side by side, and the manifest follows every file."""

from collections import deque
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from coach.errors import CoachError, Problem
from coach.export.batch.jobs import Basis, Order, Recipe, find_recipe
from coach.export.batch.manifest import Manifest, Shelved
from coach.export.batch.podcast_feed import check_url
from coach.export.batch.worker import Planned, Refused, Softer, Wrote, make
from coach.system.atomic_file import clear_litter
from coach.system.worker_pool import side_by_side


@dataclass(slots=True)
class Stock:
    """What is to be done: orders to make, files that are up to date, lengths that cannot be.

    `recipes` are the routines by name, `lengths` those that each is wanted in. `softer` tells by
    how many LU sessions that were made stay below their loudness, by stem.
    """

    orders: deque[Order] = field(default_factory=deque)
    fresh: int = 0
    refused: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    exit_code: int = 0
    recipes: dict[str, Recipe] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    softer: dict[str, float] = field(default_factory=dict)

    def add(self, order: Order, manifest: Manifest, force: bool) -> None:
        """Order what is not up to date, or all of it."""
        due = order if force else order.without(manifest.fresh(order))
        self.fresh += len(order.keys) - len(due.keys)
        if due.keys:
            self.orders.append(due)

    def fail(self, problems: Iterable[Problem], exit_code: int) -> None:
        """Take down what went wrong; the gravest exit code is that of the run."""
        self.problems += problems
        self.exit_code = max(self.exit_code, exit_code)


def take_stock(
    manifest: Manifest,
    basis: Basis,
    routines: Iterable[str],
    lengths: tuple[int, ...],
    force: bool = False,
) -> Stock:
    """Find out what is to be made; a routine that is wrong is told of, and the rest is done.

    Litter of killed processes is cleared, and what is no more is forgotten.
    """
    clear_litter(manifest.folder)
    _forget_lost(manifest)
    stock = Stock(lengths=lengths)
    for routine in routines:
        try:
            stock.recipes[routine] = find_recipe(basis, routine)
        except CoachError as error:
            stock.fail(error.problems, error.exit_code)
            continue
        for length in lengths:
            order = stock.recipes[routine].order(length)
            known = manifest.refused.get(order.stem)
            if known and known[0] == _key(order) and not force:
                stock.refused.append(known[1])
            else:
                stock.add(order, manifest, force)
        if _none_fits(manifest, stock, routine, force):
            stock.add(stock.recipes[routine].order(None), manifest, force)
    # The longest first: so no core is left waiting at the end while another has much to do.
    stock.orders = deque(sorted(stock.orders, key=lambda order: order.effort, reverse=True))
    return stock


def fill(
    manifest: Manifest, stock: Stock, count: int, when: int, force: bool = False
) -> Generator[tuple[Order, Any], None, None]:
    """Make what is to be made in `count` processes; give each order with what is told of it.

    `when` is the time of this run, in seconds since 1970. A routine that can have none of the
    lengths is made in its usual one.
    """
    with closing(side_by_side(stock.orders, make, count)) as told:
        for order, said in told:
            match said:
                case Planned():
                    _shelve(manifest, order, said, when)
                case Wrote(path, made):
                    manifest.sessions[order.stem].files[path.name] = made
                    manifest.save()
                case Softer(by):
                    stock.softer[order.stem] = by
                case Refused(reason):
                    manifest.refused[order.stem] = (_key(order), reason)
                    manifest.save()
                    stock.refused.append(reason)
                    if _none_fits(manifest, stock, order.routine, force=False):
                        stock.add(stock.recipes[order.routine].order(None), manifest, force)
            yield order, said


def _shelve(manifest: Manifest, order: Order, planned: Planned, when: int) -> None:
    manifest.refused.pop(order.stem, None)
    known = manifest.sessions.get(order.stem)
    manifest.sessions[order.stem] = Shelved(
        order.routine,
        planned.title,
        planned.description,
        planned.language,
        planned.length,
        known.made if known else when,
        known.files if known else {},
    )


def _none_fits(manifest: Manifest, stock: Stock, routine: str, force: bool) -> bool:
    """Tell whether every length was refused, by what shapes the routine today."""
    if force or not stock.lengths:
        return False
    orders = [stock.recipes[routine].order(length) for length in stock.lengths]
    return all(manifest.refused.get(o.stem, ("",))[0] == _key(o) for o in orders)


def _key(order: Order) -> str:
    """Give what tells whether a refusal still holds: what shapes the first format."""
    return next(iter(order.keys.values()))


def _forget_lost(manifest: Manifest) -> None:
    try:
        check_url(manifest.url)
    except ValueError:
        manifest.url = ""
    for stem, session in list(manifest.sessions.items()):
        for name in list(session.files):
            if not (manifest.folder / name).is_file():
                del session.files[name]
        if not session.files:
            del manifest.sessions[stem]
