"""
Why one version does not follow a story of the other.
"""

from rjflow.reader.reading import read
from rjflow.report.compared_text import diff_text
from rjflow.verifier.comparing import compare

ALONE = """\
rjflow: 1
workflow: talk
version: 1
title: Talk
roles: {host: {}}
states: {start: {start: true}, over: {final: true, reasons: [done]}}
events:
  end: {from: start, to: over, by: [host]}
"""
WITH_GUESTS = (
    ALONE.replace("version: 1", "version: 2")
    + """\
people: {guest: {label: invited guest, at-least: 1}}
notices: {noise: {by: [host]}}
"""
)


def test_people_whom_one_version_does_not_know_are_named():
    """
    Where a story cannot even begin in the other version, it is said whom that does not know; the story may not speak of them.
    """
    told = " ".join(diff_text(compare(read(ALONE), read(WITH_GUESTS))).split())

    assert "The older version knows no “invited guest”, whom a case is about from its first day." in told
