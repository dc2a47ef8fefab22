"""The clearing house: where what was recorded and the pure parts meet. The faces have no other way in."""

from exeat.adapters.new_case import new_case

from .books import STORE, Clock, Unrecorded, in_memory
from .house import ClearingHouse, open_case
from .persons import GUESSED

__all__ = ["GUESSED", "STORE", "ClearingHouse", "Clock", "Unrecorded", "in_memory", "new_case", "open_case"]
