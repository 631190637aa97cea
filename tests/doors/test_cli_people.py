"""
The commands about people and versions, as whoever runs a service meets them: keys, subject access, reads, signed heads, moving cases.
"""

import json
import os
import stat
import subprocess
import sys

import pytest
from tests.doors.test_cli_stores import called, sql
from tests.unit.casebook.books import EVENING
from tests.unit.casebook.test_moving import FIRST, MOVES, SECOND, dined
from tests.unit.casebook.test_telling import VISITS, WHO, visits

from rjflow import Casebook, FixedClock, read, verify
from rjflow.cli.exits import Exit
from rjflow.sealing.keys import WrappingKeys
from rjflow.store.sql import SqlStore


@pytest.fixture
def keys(tmp_path):
    """
    A file with a wrapping key.
    """
    path = tmp_path / "wrapping.keys"
    assert Exit.YES == called("keys", "new", path, "--name", "first").exit_code
    return path


@pytest.fixture
def house(tmp_path, keys):
    """
    A store with one case about three people, of whom something was told.
    """
    store = SqlStore.at(str(tmp_path / "cases.db"))
    book = visits(store, WrappingKeys.in_file(keys))
    book.tell("house", "g1", {"phone": "0113 496 0001"}, actor="hal")
    book.record("house", "health", "ill", person="g1", actor="dee", notes={"g1": "a cough"})
    book.tell("house", "g2", {"phone": "0113 496 0002"}, actor="eve")
    store.engine.dispose()
    return tmp_path / "cases.db"


@pytest.fixture
def pair(tmp_path):
    """
    The two halves of a key to sign with, as openssl writes them.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    key = Ed25519PrivateKey.generate()
    private, public = tmp_path / "heads.pem", tmp_path / "heads.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


# ---- keys ------------------------------------------------------------------------------------------------------------


def test_a_new_key_is_added_and_read_by_nobody_else(keys):
    """
    A file of keys is its owner's alone; a second key is put after the first, and no two have one name.
    """
    assert 0o600 == stat.S_IMODE(keys.stat().st_mode)
    assert Exit.YES == called("keys", "new", keys, "--name", "second").exit_code
    assert "second" == WrappingKeys.in_file(keys).newest
    again = called("keys", "new", keys, "--name", "second")

    assert (Exit.COULD_NOT_RUN, True) == (again.exit_code, "two wrapping keys have one name" in again.stderr)
    assert 2 == len(keys.read_text().splitlines())


def test_a_file_that_is_none_of_keys_is_left_alone(tmp_path):
    """
    Nothing is added to a file that is no text, or holds something else.
    """
    for content in (b"\xff\xfe", b"not a key"):
        path = tmp_path / "odd.keys"
        path.write_bytes(content)

        assert Exit.COULD_NOT_RUN == called("keys", "new", path).exit_code
        assert content == path.read_bytes()


def test_keys_of_people_are_wrapped_anew(house, keys):
    """
    After `keys rewrap` the first wrapping key can go, and everything can still be opened.
    """
    called("keys", "new", keys, "--name", "second")

    assert "2 keys wrapped anew\n" == called("keys", "rewrap", house, "--keys", keys).stdout
    assert "0 keys wrapped anew\n" == called("keys", "rewrap", house, "--keys", keys).stdout
    keys.write_text(keys.read_text().splitlines()[-1])
    assert Exit.YES == called("audit", "verify", house, "--keys", keys).exit_code


def test_keys_may_stand_in_the_environment(house, keys):
    """
    Where no file is named, RJFLOW_KEYS holds the keys; where neither is, that is what is said.
    """
    line = keys.read_text()

    assert Exit.YES == called("keys", "rewrap", house, env={"RJFLOW_KEYS": line}).exit_code
    without = called("keys", "rewrap", house, env={"RJFLOW_KEYS": None})
    assert (Exit.COULD_NOT_RUN, True) == (without.exit_code, "--keys" in without.stderr)


@pytest.mark.parametrize("text", ["", "first:short", "nothing", "a:QUJD", "\u00e4:x"])
def test_what_is_no_key_is_told_without_repeating_it(text, house, tmp_path):
    """
    A file that holds no wrapping keys is refused, and what stands in it is not shown.
    """
    path = tmp_path / "odd.keys"
    path.write_text(text)
    answer = called("keys", "rewrap", house, "--keys", path)

    assert Exit.COULD_NOT_RUN == answer.exit_code
    assert "wrapping key" in answer.stderr
    assert not text or text not in answer.stderr


def test_without_cryptography_it_is_told_what_to_install(house, keys):
    """
    Where the extra is missing, the command says how to install it.
    """
    program = "import sys; sys.modules['cryptography'] = None; sys.argv = sys.argv[1:]; from rjflow.cli.program import main; main()"
    ran = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "rjflow",
            "subject-access",
            house,
            "house",
            "g1",
            "--as",
            "hal",
            "--keys",
            keys,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )

    assert (1, True) == (ran.returncode, "pip install 'rjflow[keys]'" in ran.stderr), ran.stderr


# ---- what is known about people --------------------------------------------------------------------------------------


def test_a_person_is_given_their_own(house, keys):
    """
    Subject access gives what was told and recorded about somebody, and nothing of anybody else; and the read is logged.
    """
    answer = called("subject-access", house, "house", "g1", "--keys", keys, "--as", "office")
    told = json.loads(
        called("subject-access", house, "house", "g1", "--keys", keys, "--as", "office", "--format", "json").stdout
    )

    assert all(one in answer.stdout for one in ("0113 496 0001", "“how they are”: “ill”", "a cough", "the doctor"))
    assert not any(one in answer.stdout for one in ("0002", "g2", "dee", "hal"))
    assert ["came", "told", "recorded", "told"] == [one["did"] for one in told["known"]]
    reads = [json.loads(line) for line in called("audit", "reads", house, "--case", "house").stdout.splitlines()]
    assert [("office", "subject access", "g1", True)] * 2 == [
        (one["actor"], one["what"], one["person"], one["allowed"]) for one in reads
    ]


def test_who_asks_must_be_said_where_reads_are_logged(house, keys):
    """
    Nothing is given to nobody where reads are logged; and nothing about nobody.
    """
    nobody = called("subject-access", house, "house", "g1", "--keys", keys)
    unknown = called("subject-access", house, "house", "g9", "--keys", keys, "--as", "office")
    no_case = called("subject-access", house, "flat", "g1", "--keys", keys, "--as", "office")

    assert (Exit.WRONG_USAGE, True) == (nobody.exit_code, "--as" in nobody.stderr)
    assert (Exit.COULD_NOT_RUN, True) == (
        unknown.exit_code,
        "case house: `g9` is not a person of case house\n" in unknown.stderr,
    )
    assert (Exit.COULD_NOT_RUN, True) == (
        no_case.exit_code,
        "could not read case flat: there is no case flat\n" == no_case.stderr,
    )


def test_an_audit_says_who_was_erased(house, keys):
    """
    An erasure is no flaw: the audit says that there was one, and the person is told so too.
    """
    store = SqlStore.at(str(house))
    key = verify(read(VISITS)).require()
    Casebook(store, [key], roles=WHO, clock=FixedClock(EVENING)).erase("house", "g1", actor="hal")
    store.engine.dispose()
    audited = called("audit", "verify", house, "--keys", keys)

    assert (Exit.YES, True) == (audited.exit_code, "what was told about 1 person was erased" in audited.stdout)
    assert "was erased" in called("subject-access", house, "house", "g1", "--keys", keys, "--as", "x").stdout


# ---- signed heads ----------------------------------------------------------------------------------------------------


def test_signed_heads_are_believed_only_from_who_signed_them(house, pair, tmp_path):
    """
    Heads with a signature are taken when it is the right one; changed, unsigned or from somebody else they are refused.
    """
    private, public = pair
    heads = tmp_path / "heads.jsonl"
    heads.write_text(called("audit", "heads", house, "--sign", private).stdout)
    unsigned = tmp_path / "unsigned.jsonl"
    unsigned.write_text(called("audit", "heads", house).stdout)
    changed = tmp_path / "changed.jsonl"
    changed.write_text(heads.read_text().replace('"revision": 5', '"revision": 4'))
    assert heads.read_text() != changed.read_text()

    def verified(path):
        return called("audit", "verify", house, "--heads", path, "--public-key", public).exit_code

    assert [Exit.YES, Exit.REFUSED, Exit.REFUSED] == [verified(one) for one in (heads, unsigned, changed)]
    alone = called("audit", "verify", house, "--heads", heads)
    assert (Exit.YES, True) == (alone.exit_code, "--public-key" in alone.stderr)
    sql(house, "DELETE FROM rjflow_personal")
    sql(house, "DELETE FROM rjflow_person_keys")
    sql(house, "DELETE FROM rjflow_entries WHERE number > 1")
    assert Exit.REFUSED == verified(heads)


def test_another_key_signs_for_nobody_else(house, pair, tmp_path):
    """
    A private key in place of a public one, or a text that is no key, is told; and so is a key without heads.
    """
    private, public = pair
    heads = tmp_path / "heads.jsonl"
    heads.write_text(called("audit", "heads", house, "--sign", private).stdout)

    assert Exit.COULD_NOT_RUN == called("audit", "heads", house, "--sign", public).exit_code
    assert Exit.COULD_NOT_RUN == called("audit", "verify", house, "--heads", heads, "--public-key", heads).exit_code
    assert Exit.WRONG_USAGE == called("audit", "verify", house, "--public-key", public).exit_code


# ---- moving cases ----------------------------------------------------------------------------------------------------


@pytest.fixture
def visit(tmp_path):
    """
    A store with a case of the first version, and files of both.
    """
    store = SqlStore.at(str(tmp_path / "visits.db"))
    book, _ = dined(store=store)
    book.open("strands", people={}, actor="hal")
    book.record("strands", "old-list", True, actor="hal")
    store.engine.dispose()
    (tmp_path / "first.workflow.yaml").write_text(FIRST)
    return tmp_path / "visits.db"


def test_a_dry_run_says_what_would_come_of_each_case(visit, tmp_path):
    """
    Case by case it is said which would move and what keeps the others; nothing is stored, and the exit code says that some would not.
    """
    file = tmp_path / "second.workflow.yaml"
    file.write_text(
        SECOND.replace("  old-list: {label: the old list, flag", "  new-list: {label: the new list, flag") + MOVES
    )
    before = sql(visit, "SELECT * FROM rjflow_cases")
    answer = called("migrate", visit, file, "--dry-run")
    told = json.loads(called("migrate", visit, file, "--dry-run", "--format", "json").stdout)

    assert Exit.REFUSED == answer.exit_code
    assert "visit: would move: “invited” → “invited”" in answer.stdout
    assert "strands: would be refused" in answer.stdout
    assert "1 would move, 1 would be refused" in answer.stdout
    assert {"strands": "refused", "visit": "moves"} == {one["case"]: one["outcome"] for one in told["cases"]}
    assert before == sql(visit, "SELECT * FROM rjflow_cases")


def test_cases_are_moved_by_somebody(visit, tmp_path):
    """
    Without a name nothing moves; with one, every case does that can, an audit derives it, and the second time there is none left.
    """
    file = tmp_path / "second.workflow.yaml"
    file.write_text(SECOND + MOVES)

    assert Exit.WRONG_USAGE == called("migrate", visit, file).exit_code
    assert Exit.YES == called("migrate", visit, file, "--as", "ops").exit_code
    assert [(2,), (2,)] == sql(
        visit, "SELECT version FROM rjflow_cases JOIN rjflow_definitions USING (fingerprint) ORDER BY id"
    )
    assert Exit.YES == called("audit", "verify", visit).exit_code
    assert "no case runs under an earlier version of visits\n" == called("migrate", visit, file, "--as", "ops").stdout


def test_cases_without_a_state_to_go_to_strand(visit, tmp_path):
    """
    A case whose state is gone is told as stranded; a version that is not proved moves nothing.
    """
    file = tmp_path / "second.workflow.yaml"
    file.write_text(SECOND.replace("invited", "expected") + MOVES)
    answer = called("migrate", visit, file, "--as", "ops")
    file.write_text(SECOND + MOVES + "safeguards: [{id: S, never: in over}]\n")

    assert (Exit.REFUSED, True) == (answer.exit_code, "visit: stranded, in “invited”" in answer.stdout)
    assert Exit.BROKEN == called("migrate", visit, file, "--as", "ops").exit_code
