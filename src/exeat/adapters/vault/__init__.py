"""The vault: the keys of a ledger, apart from what they open, in a file of their own that a passphrase opens.

`sealing` hides bytes under a key; `passphrase` makes a key of words; `doors` are
the passphrases, and what each opens; `vault` keeps keys; `pens` are those that sign.
Without its vault a sealed ledger still proves all that it proved, and says nothing.
"""

from .doors import Door
from .passphrase import Cost
from .pens import Pen
from .second import SecondKeys
from .vault import VAULT, Vault

__all__ = ["VAULT", "Cost", "Door", "Pen", "SecondKeys", "Vault"]
