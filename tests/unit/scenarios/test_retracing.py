"""
How a scenario came once, and what of it need not be done again.
"""

from tests.unit.scenarios.talks import talk_of

from rjflow.scenarios.retracing import Known, differing
from rjflow.scenarios.running import run
from rjflow.scenarios.watching import Watch


def test_a_case_that_stands_otherwise_is_looked_at_whole():
    """
    Only where a case stands as it stood then is it enough to ask for the events that may differ.
    """
    file, watch = (
        talk_of("when: [{by: fran, record: room, is: found}, {by: fran, record: room, is: lost}]"),
        Watch(marks=[]),
    )
    assert run(file, file.scenarios[0], watch=watch).passed
    assert watch.marks is not None
    first, second = (watch.marks[place + 1].case.situation for place in (0, 1))
    known = Known(watch.marks, lambda _place: True, lambda event, _situation: event == "begin")

    assert first != second
    assert (True, False) == tuple(map(differing(known, 0, first), ("begin", "finish")))
    assert (True, True) == tuple(map(differing(known, 0, second), ("begin", "finish")))
    assert (True, True) == tuple(map(differing(None, 0, first), ("begin", "finish")))
