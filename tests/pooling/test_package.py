"""What `import pooling` offers before anything else is imported."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def test_rooms_are_there_when_they_are_named():
    code = """
import sys, pooling
assert "pooling.gradient" not in sys.modules and "gradient" in dir(pooling)
print(pooling.gradient.backward(pooling.pool([[1.0, 2], [3, 4]], 2), [[1.0]]).tolist())
try:
    pooling.kitchen
except AttributeError as error:
    print(error)
"""
    assert run(code).stdout.splitlines() == ["[[0.0, 0.0], [0.0, 1.0]]", "module 'pooling' has no attribute 'kitchen'"]


def test_the_library_brings_no_web_app_and_no_plots():
    run("""
import sys, pooling
pooling.pool([[1.0, 2], [3, 4]], 2).switches
strangers = {"streamlit", "plotly", "PIL", "pandas"} & set(sys.modules)
assert not strangers, strangers
""")
