"""
Let the tests of this example import the system beside them, however pytest is asked to import.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
