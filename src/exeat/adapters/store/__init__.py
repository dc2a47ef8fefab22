"""The store of one case: `schema` (its tables), `bodies` (how what was said lies in them), `salts`, `store` and
`intake` (many hand in, one writes)."""

from .intake import Intake
from .salts import Drawn, check_sealed, salts_of
from .store import Receipt, SqliteStore

__all__ = ["Drawn", "Intake", "Receipt", "SqliteStore", "check_sealed", "salts_of"]
