"""
Programs run under several hash seeds: what does not depend on them is the same bytes.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def under_three_seeds(program: str) -> set[bytes]:
    """
    Give all that a program writes under three seeds with which Python hashes: one text, if none of it depends on them.
    """
    return {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        ).stdout
        for seed in range(3)
    }
