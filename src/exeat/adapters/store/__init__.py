"""The store of one case: `schema` (its tables), `bodies` (how what was said lies in them), `salts`, `store` and
`intake` (many hand in, one writes), `erasing` and `moving` (what lies there lies otherwise afterwards); `accesses`
is the second log."""

from .accesses import AccessStore
from .intake import Intake
from .salts import Drawn, Fresh, check_sealed, salts_of
from .store import Receipt, SqliteStore

__all__ = ["AccessStore", "Drawn", "Fresh", "Intake", "Receipt", "SqliteStore", "check_sealed", "salts_of"]
