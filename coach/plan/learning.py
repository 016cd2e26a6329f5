"""Learn: what adds to a request what is known of the listener, once its routine is read."""

from collections.abc import Callable, Mapping

from coach.plan.request import SessionRequest
from coach.script.exercise import Exercise
from coach.script.routine import Routine

Learn = Callable[[Routine, Mapping[str, Exercise], SessionRequest], SessionRequest]
"""A routine, the cards it names and a request -> the request with what is known of the listener."""
