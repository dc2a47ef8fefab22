"""The store of one case: `schema` (its tables), `bodies` (how what was said lies in them), `salts`, `store`."""

from .salts import Drawn, check_sealed, salts_of
from .store import SqliteStore

__all__ = ["Drawn", "SqliteStore", "check_sealed", "salts_of"]
