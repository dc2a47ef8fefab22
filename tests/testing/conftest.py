"""The checker and the twin clear every kind of clause of their page here, whether or not clearing does yet."""

from collections.abc import Iterator

import pytest

from exeat.core.clauses import CLEARED


@pytest.fixture(scope="package", autouse=True)
def every_kind_is_cleared() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        kinds = CLEARED | {"limit", "rate", "status", "destination"}
        patch.setattr("exeat.clearing.check.reading.CLEARED", kinds)
        yield
