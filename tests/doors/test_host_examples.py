"""
The example hosts, run as their pages say.
"""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from rjflow.cli.program import program
from rjflow.store.sql import SqlStore

ROOT = Path(__file__).parents[2]
HOST = ROOT / "examples/fastapi_host"
PEOPLE = {"robin": "victim", "kit": "offender"}


@pytest.fixture
def as_ben(tmp_path):
    """
    Ben at the host, over a file of its own.
    """
    host = runpy.run_path(str(HOST / "host.py"))
    store = SqlStore.at(str(tmp_path / "letters.db"))
    yield TestClient(host["application"](host["casebook"](store)), headers={"x-user": "ben"})
    store.engine.dispose()


def test_the_host_plays_its_page(as_ben):
    """
    What the page has typed in: a case is opened, handed in, refused with reasons; to the other team it is not there.
    """
    said = [
        as_ben.post("/cases", json={"case": "north-1", "people": PEOPLE}),
        as_ben.post("/cases/north-1/events", json={"event": "hand-in"}),
        as_ben.post("/cases/north-1/events", json={"event": "pass-on"}),
        as_ben.get("/cases/north-1", headers={"x-user": "bea"}),
        as_ben.get("/cases/north-1", headers={"x-user": "mallory"}),
        as_ben.post("/cases", json={"case": "north-2"}, headers={"x-user": "cleo"}),
    ]

    assert [201, 200, 422, 404, 401, 404] == [one.status_code for one in said]
    assert ["unknown", "not met"] == [one["answer"] for one in said[2].json()["reasons"]]


def test_a_letter_is_passed_on(as_ben):
    """
    With what the policy asks for, the case is closed, over HTTP alone.
    """
    as_ben.post("/cases", json={"case": "north-1", "people": PEOPLE})
    wanted = {"evidence": "wants-letter", "value": "given", "person": "robin"}
    as_ben.post("/cases/north-1/records", json=wanted)
    as_ben.post("/cases/north-1/events", json={"event": "hand-in"})
    read = {"evidence": "reading", "value": "may-pass"}
    as_ben.post("/cases/north-1/records", json=read, headers={"x-user": "cleo"})
    closed = as_ben.post("/cases/north-1/events", json={"event": "pass-on"})

    assert (200, "closed", True) == (closed.status_code, closed.json()["state"], closed.json()["final"])


def test_the_host_runs_with_one_command(tmp_path):
    """
    The program serves, from a new file, until it is stopped.
    """
    words = [sys.executable, "-u", str(HOST / "host.py"), "--store", "letters.db", "--port", "0"]
    server = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        said = ""
        while "running on" not in said:
            line = server.stderr.readline()
            assert line, said
            said += line
        address = re.search(r"running on (http://[\d.:]+)", said)[1]
        with urlopen(f"{address}/ping") as answer:
            assert b'"pong"' == answer.read()
    finally:
        server.terminate()
        server.communicate(timeout=60)

    assert (tmp_path / "letters.db").exists()


DJANGO = ROOT / "examples/django_host"


def managed(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """
    Run Django's own program of the example, with its database in a folder.
    """
    settings = {**os.environ, "LETTERS_DB": str(folder / "letters.db"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=DJANGO, env=settings, capture_output=True, text=True, check=False
    )


def test_the_django_host_passes_its_own_tests(tmp_path):
    """
    `manage.py test` of the example ends well.
    """
    done = managed("test", "letters", folder=tmp_path)

    assert 0 == done.returncode, done.stderr
    assert "Ran 5 tests" in done.stderr


def test_the_django_host_is_made_by_migrate(tmp_path):
    """
    `migrate` makes everything, ours included, and no migration is missing; `rjflow db check` agrees.
    """
    made = managed("migrate", "-v0", folder=tmp_path)
    missing = managed("makemigrations", "--check", folder=tmp_path)
    checked = CliRunner().invoke(program, ["db", "check", str(tmp_path / "letters.db")])

    assert ("", 0) == (made.stderr, made.returncode)
    assert 0 == missing.returncode, missing.stdout
    assert 0 == checked.exit_code, checked.output


def test_the_page_shows_the_host_as_it_is():
    """
    Each program on the page stands in the example, to the letter.
    """
    page = (ROOT / "docs/how-to/django.md").read_text("utf-8")
    programs = "\n".join(path.read_text("utf-8") for path in DJANGO.rglob("*.py"))
    blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)

    assert blocks
    assert [] == [block for block in blocks if block not in programs]


def test_both_hosts_run_the_same_workflow():
    """
    The two examples have one policy.
    """
    ours = [folder / "letter.workflow.yaml" for folder in (HOST, DJANGO / "letters")]

    assert ours[0].read_text("utf-8") == ours[1].read_text("utf-8")
