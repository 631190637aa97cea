"""
Scenarios of two who talk, for tests that write only what happens.
"""

from pathlib import Path

from rjflow.scenarios.model import ScenarioFile
from rjflow.scenarios.reading import read_scenarios

FOLDER = Path(__file__).parent / "files"

_FILE = """\
rjflow: 1
scenarios-of: talk.workflow.yaml
begins: 2026-03-02 09:00
workers: {fran: host, gil: keeper}
people: {robin: asker, kit: asked, sam: guest}
about: [robin, kit]
answers: {told-on: in 3 days}
backgrounds:
  agreed:
    - {by: fran, record: agreement, is: given}
    - {by: fran, record: room, is: found}
  begun:
    - background: agreed
    - {by: fran, do: begin}
scenarios:
  - scenario: it comes so
"""


def talk_of(body: str) -> ScenarioFile:
    """
    Read a file of one scenario, given as the lines below its name.
    """
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return read_scenarios(f"{_FILE}{lines}\n", name="talk.scenarios.yaml", folder=FOLDER)
