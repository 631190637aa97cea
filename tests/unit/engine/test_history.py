"""
What an entry says of the answers.
"""

from itertools import product
from types import SimpleNamespace

from rjflow.engine.history import verdicts


def test_each_answer_has_its_letter():
    """
    True, false, and nobody can say are told apart, each in its place, however often the same answers come.
    """
    letters = {True: "y", False: "n", None: "?"}
    for truths in [*product(letters, repeat=3)] * 2:
        assert "".join(letters[one] for one in truths) == verdicts(SimpleNamespace(truths=truths))
    assert not verdicts(SimpleNamespace(truths=()))
