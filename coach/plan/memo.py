"""A method that keeps what it returned, with the object it belongs to."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

Owner = TypeVar("Owner")
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _CachedMethod(Generic[Owner, Arguments, Result]):
    """Puts a cache in place of itself into each object that it is asked of.

    A decorated `functools.cache` would keep every object alive that it was ever called for.
    """

    def __init__(
        self, method: Callable[Concatenate[Owner, Arguments], Result], size: int | None
    ) -> None:
        self._method, self._size = method, size
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "_CachedMethod[Owner, Arguments, Result]": ...

    @overload
    def __get__(self, instance: Owner, owner: type) -> Callable[Arguments, Result]: ...

    def __get__(self, instance: Owner | None, owner: type) -> Any:
        if instance is None:
            return self
        cached = lru_cache(self._size)(partial(self._method, instance))
        instance.__dict__[self._method.__name__] = cached
        return cached


def cached_method(
    method: Callable[Concatenate[Owner, Arguments], Result],
) -> _CachedMethod[Owner, Arguments, Result]:
    """Make a method compute once for each of its arguments; these must be hashable.

    >>> class Doubling:
    ...     @cached_method
    ...     def double(self, number: int) -> int:
    ...         print("computed")
    ...         return 2 * number
    >>> doubling = Doubling()
    >>> doubling.double(4), doubling.double(4)
    computed
    (8, 8)
    """
    return _CachedMethod(method, None)


def keep_last_results(
    method: Callable[Concatenate[Owner, Arguments], Result],
) -> _CachedMethod[Owner, Arguments, Result]:
    """Make a method keep its last two results only: for what is large."""
    return _CachedMethod(method, 2)
