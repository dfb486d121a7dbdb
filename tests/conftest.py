"""Settings for every test."""

import os

from hypothesis import settings

# The first example may compile a kernel, which no deadline of milliseconds allows for.
settings.register_profile("lab", deadline=None)
settings.register_profile("lab-ci", settings.get_profile("lab"), derandomize=True, print_blob=True)
settings.load_profile("lab-ci" if os.environ.get("CI") == "true" else "lab")
