"""One profile for every property test: no deadline (a busy machine is no failure), and in CI the same examples."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "exeat",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("exeat")
