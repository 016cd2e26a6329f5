import pytest


@pytest.fixture
def served():
    """A server for this machine alone."""
    from tests.serve.serving_here import make_serving, serve

    with serve(make_serving()) as one:
        yield one


@pytest.fixture
def shared():
    """A server for those who have its token."""
    from tests.serve.serving_here import TOKEN, make_serving, serve

    with serve(make_serving(TOKEN)) as one:
        yield one
