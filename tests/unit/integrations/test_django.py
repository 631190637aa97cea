"""
rjflow inside Django: the store keeps the store's promise on Django's own connections, and Django's word counts.
"""

import contextlib
import threading
import uuid

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from sqlalchemy import MetaData, make_url, text
from sqlalchemy.exc import DBAPIError
from tests.unit.integrations.django_project import database
from tests.unit.integrations.houses import house_book

from rjflow.auditing import audit
from rjflow.engine.asking import NotAsked
from rjflow.integrations.django import models
from rjflow.integrations.django.store import DjangoStore
from rjflow.store.connecting import engine_of
from rjflow.store.port import StaleRevision, Store
from rjflow.store.ready import Statements
from rjflow.store.rows import read_row
from rjflow.store.tables import tables
from rjflow.store.upgrading import differences
from rjflow.testing.storing import StoreContract

pytestmark = pytest.mark.xdist_group("postgres")
TABLES = tuple(
    one
    for one in vars(models).values()
    if isinstance(one, type) and issubclass(one, models.Row) and one is not models.Row
)


@pytest.fixture(scope="module")
def on_postgres(postgres_url):
    """
    A PostgreSQL database that Django has made the tables in.
    """
    name, url = f"django_{uuid.uuid4().hex}", make_url(postgres_url)
    how = {"HOST": url.query["host"], "USER": url.username, "ENGINE": "django.db.backends.postgresql"}
    engine = engine_of(postgres_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
        server.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    with database("on-postgres", NAME=name, **how) as alias:
        yield alias


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    """
    An SQLite file that Django has made the tables in.
    """
    with database("on-sqlite", NAME=str(tmp_path_factory.mktemp("django") / "django.db")) as alias:
        yield alias


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def alias(request):
    """
    A database of Django's, with nothing in our tables.
    """
    return emptied(request.getfixturevalue(request.param))


def emptied(alias):
    metadata = MetaData()
    tables(metadata)
    with connections[alias].cursor() as cursor:
        for table in reversed(metadata.sorted_tables):
            cursor.execute(f"DELETE FROM {table.name}")
    return alias


class ClosingStore(DjangoStore):
    """
    A store whose threads close their connections when they have written, as the end of a request does.
    """

    def append(self, writing):
        with closing_in_threads():
            super().append(writing)

    def claim(self, message, *, tries, rests):
        with closing_in_threads():
            return super().claim(message, tries=tries, rests=rests)


@contextlib.contextmanager
def closing_in_threads():
    try:
        yield
    finally:
        if threading.current_thread() is not threading.main_thread():
            connections.close_all()


class TestOnSQLite(StoreContract):
    """
    A file of Django's.
    """

    @pytest.fixture(autouse=True)
    def _there(self, on_sqlite):
        self.alias = emptied(on_sqlite)

    def fresh(self) -> Store:
        return ClosingStore(self.alias)


class TestOnPostgreSQL(TestOnSQLite):
    """
    A server of Django's.
    """

    @pytest.fixture(autouse=True)
    def _there(self, on_postgres):
        self.alias = emptied(on_postgres)


# ---- Django's word counts --------------------------------------------------------------------------------------------


class Changed(Exception):
    """
    Why a host takes something back.
    """


def counted(alias):
    """
    Count the rows of every table of ours, and of the host's notes.
    """
    names = ("definitions", "cases", "entries", "deadlines", "keys", "outbox")
    with connections[alias].cursor() as cursor:
        return [cursor.execute(f"SELECT count(*) FROM rjflow_{name}") and cursor.fetchone()[0] for name in names]


def host(alias):
    """
    A casebook over Django's database, which tells of every step.
    """
    return house_book(DjangoStore(alias), announce=lambda step: [("told", step.case.state)])


def lived(book, clock, case="house-7"):
    """
    Do a bit of everything with a case.
    """
    book.open(case, people={"g1": "guest"}, actor="ann", key="k")
    book.record(case, "key", "found", actor="ann", key="l")
    assert not book.fire(case, "lock", actor="eve").allowed
    clock.forward(hours=13)
    assert [case] == [one.id for one in book.sweep().moved]
    assert "watched" == book.case(case).state


def test_each_command_is_a_transaction_of_its_own(alias):
    """
    Outside of `atomic`, what was answered is kept, and Django's connection is as it was before.
    """
    lived(*host(alias))
    connections[alias].close()

    assert [1, 1, 3, 0, 2, 3] == counted(alias)
    assert (True, False) == (connections[alias].get_autocommit(), connections[alias].in_atomic_block)
    assert () == audit(DjangoStore(alias)).flaws


@pytest.mark.parametrize("commits", [True, False])
def test_what_atomic_says_counts(alias, commits):
    """
    Inside `atomic`, everything is kept with the host's own rows when it ends well, and gone with them when it does not.
    """
    book, clock = host(alias)
    with contextlib.suppress(Changed), transaction.atomic(using=alias):
        lived(book, clock)
        if not commits:
            raise Changed
    connections[alias].close()

    assert ([1, 1, 3, 0, 2, 3] if commits else [0] * 6) == counted(alias)


def test_an_inner_block_is_taken_back_alone(alias):
    """
    What an inner `atomic` takes back is gone, and what was done around it is kept; so is what follows.
    """
    book, _ = host(alias)
    with transaction.atomic(using=alias):
        book.open("house-7", people={}, actor="ann")
        with contextlib.suppress(Changed), transaction.atomic(using=alias):
            book.record("house-7", "key", "lost", actor="ann", key="once")
            raise Changed
        assert 1 == book.case("house-7").revision
        book.record("house-7", "key", "found", actor="ann", key="once")
    connections[alias].close()

    assert [1, 1, 2, 1, 1, 2] == counted(alias)
    assert "found" == book.case("house-7").situation.records[0].value


def test_a_block_that_is_taken_back_by_a_flag_keeps_nothing(alias):
    """
    `set_rollback` takes back what a casebook did, as it does everything else.
    """
    book, clock = host(alias)
    with transaction.atomic(using=alias):
        lived(book, clock)
        transaction.set_rollback(True, using=alias)
    connections[alias].close()

    assert [0] * 6 == counted(alias)


@pytest.mark.parametrize("inside", [True, False])
def test_a_command_that_breaks_half_way_leaves_nothing(alias, monkeypatch, inside):
    """
    When the database fails after the case's row was written, that row is gone too, and a block around it can go on.
    """
    book, _ = host(alias)
    book.open("house-7", people={}, actor="ann")
    monkeypatch.setattr(Statements, "steps", lambda self, writing: [("SELEC", ())])
    block = transaction.atomic(using=alias) if inside else contextlib.nullcontext()
    with block:
        with pytest.raises(DBAPIError):
            book.record("house-7", "key", "found", actor="ann")
        assert 1 == book.case("house-7").revision
        monkeypatch.undo()
        book.record("house-7", "key", "found", actor="ann")
    connections[alias].close()

    assert [1, 1, 2, 1, 0, 2] == counted(alias)
    assert () == audit(DjangoStore(alias)).flaws


def test_a_stale_command_leaves_the_block_usable(alias):
    """
    Who is told inside a block that the case has moved on can go on in it.
    """
    book, _ = host(alias)
    book.open("house-7", people={}, actor="ann")
    with transaction.atomic(using=alias):
        with pytest.raises(StaleRevision) as stale:
            book.record("house-7", "key", "found", actor="ann", revision=7)
        book.record("house-7", "key", "found", actor="ann", revision=1)

    assert 1 == stale.value.current
    assert 2 == book.case("house-7").revision


def test_nobody_sees_what_django_has_not_committed(alias):
    """
    Another connection sees nothing of a case before the block ends.
    """
    book, _ = host(alias)
    seen = []

    def look():
        seen.append(counted(alias)[1])
        connections.close_all()

    with transaction.atomic(using=alias):
        book.open("house-7", people={}, actor="ann")
        other = threading.Thread(target=look)
        other.start()
        other.join()

    assert ([0], 1) == (seen, counted(alias)[1])


def test_a_broken_block_is_not_hidden(alias):
    """
    After the host's own error in a block, Django's rule holds: nothing is kept, whatever a casebook did there.
    """
    book, _ = host(alias)
    with contextlib.suppress(DatabaseError), transaction.atomic(using=alias):
        book.open("house-7", people={}, actor="ann")
        connections[alias].cursor().execute("SELEC")

    assert [0] * 6 == counted(alias)


def test_sqlalchemy_cannot_end_what_django_began(alias):
    """
    Even an engine's own commit keeps nothing that Django takes back, and its close leaves Django's connection open.
    """
    note = "INSERT INTO rjflow_definitions VALUES ('f', 'n', 1, 'd', 't')"
    with transaction.atomic(using=alias):
        with DjangoStore(alias).engine.begin() as connection:
            connection.exec_driver_sql(note)
        assert 1 == counted(alias)[0]
        transaction.set_rollback(True, using=alias)
    connections[alias].close()

    assert [0] * 6 == counted(alias)


def test_django_keeps_its_own_ways(alias):
    """
    What Django has set up on its connection, its functions for SQLite among them, is as it was after a casebook used it.
    """
    book, _ = host(alias)
    book.open("house-7", people={}, actor="ann")
    before = connections[alias].connection

    assert ["house-7"] == list(
        models.Case.objects.using(alias).filter(revision__regex="1").values_list("id", flat=True)
    )
    assert before is connections[alias].connection


def test_no_other_transaction_is_joined(on_sqlite):
    """
    A store of Django's is inside Django's transaction, and inside nobody else's.
    """
    with pytest.raises(NotAsked, match="joins no other"):
        DjangoStore(on_sqlite).within(object())


# ---- tables, models, admin -------------------------------------------------------------------------------------------


def test_migrate_makes_what_is_needed(alias):
    """
    After `migrate`, the tables are what this version needs; again, it does nothing; the models call for no migration more.
    """
    call_command("migrate", "rjflow", database=alias, verbosity=0)
    call_command("makemigrations", "rjflow", check=True, dry_run=True, verbosity=0)

    assert [] == list(differences(DjangoStore(alias).engine))


def test_making_the_tables_is_part_of_the_block(alias):
    """
    When a block in which the tables were made is taken back, there are none: a migration that breaks leaves nothing half-made.
    """
    store = DjangoStore(alias)
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            metadata = MetaData()
            tables(metadata)
            for table in [*reversed(metadata.sorted_tables), "rjflow_version"]:
                cursor.execute(f"DROP TABLE {table}")
            cursor.execute("SAVEPOINT none_there")
            store.upgrade()
            cursor.execute("ROLLBACK TO none_there")
            there = connections[alias].introspection.table_names(cursor)
        transaction.set_rollback(True, using=alias)

    assert [] == [name for name in there if name.startswith("rjflow_")]
    assert [] == list(differences(store.engine))


def test_models_show_what_a_casebook_did(alias):
    """
    Rows are found by Django's own questions.
    """
    book, _ = host(alias)
    book.open("house-7", people={}, actor="ann")
    case = models.Case.objects.using(alias).select_related("definition", "deadline").get(state="open")

    assert ("house-7", "house", "late") == (case.id, case.definition.name, case.deadline.event)
    assert "house, version 1" == str(case.definition)
    assert [("house-7", 1)] == [entry.pk for entry in case.entries.all()]
    assert [("told", 0)] == [(one.topic, one.taken) for one in case.messages.all()]


@pytest.mark.parametrize("model", TABLES)
def test_nothing_is_written_through_a_model(on_sqlite, model):
    """
    Whatever way Django has of writing a row, it is refused.
    """
    rows = model.objects.using(emptied(on_sqlite))
    attempts = [
        lambda: model().save(using=on_sqlite),
        lambda: model().delete(using=on_sqlite),
        rows.create,
        rows.update,
        rows.delete,
        lambda: rows.all().update(),
        lambda: rows.all().delete(),
        lambda: rows.bulk_create([model()]),
        lambda: rows.bulk_update([model()], []),
        rows.get_or_create,
        rows.update_or_create,
    ]
    for attempt in attempts:
        with pytest.raises(NotAsked, match="by a casebook alone"):
            attempt()


@pytest.fixture
def in_the_admin():
    """
    Somebody with every permission, and a house in the default database.
    """
    call_command("migrate", verbosity=0)
    book, _ = house_book(DjangoStore())
    book.open("house-7", people={"g1": "guest"}, actor="ann")
    book.record("house-7", "key", "lost", actor="ann")
    user = User.objects.create_superuser("root")
    client = Client()
    client.force_login(user)
    yield client
    user.delete()
    emptied("default")
    connection.close()


def test_the_admin_shows_cases(in_the_admin):
    """
    A case is listed and shown with what happened to it; what was recorded, and who did it, is not.
    """
    listed = in_the_admin.get("/admin/rjflow/case/")
    shown = in_the_admin.get("/admin/rjflow/case/house-7/change/")
    page = shown.content.decode()

    assert (200, 200) == (listed.status_code, shown.status_code)
    assert "house-7" in listed.content.decode()
    assert "2026-03-02 20:00 &nbsp; record &nbsp; open" in page
    assert [] == [word for word in ("lost", "ann", "g1") if f">{word}<" in page or f'"{word}"' in page]


def test_models_show_what_stands_beside_the_facts(alias):
    """
    Personal values, what was written in forms, who has a case, and who read it are rows like others, sealed as they are stored.
    """
    from tests.papers import Desk

    desk = Desk(DjangoStore(emptied(alias)))
    desk.register()
    assert desk.give()
    assert desk.book.tell("c1", "o1", {"phone": "0113 496 0001"}, actor="fay").allowed
    desk.store.log_read(read_row("c1", 5, "cora", "case", None, allowed=True))
    case = models.Case.objects.using(alias).get(id="c1")

    assert [("fay", "facilitator")] == [(one.worker, one.field) for one in case.assignments.all()]
    assert {(None, "phone"), ("referral-form", "route"), ("allocation", "facilitator")} == {
        (one.form, one.name) for one in case.personal_values.all()
    }
    assert not [one for one in case.personal_values.all() if "0113 496" in one.sealed]
    assert {"", "o1"} == {one.person for one in case.person_keys.all()}
    assert [("c1", "cora", 1)] == [(one.case, one.actor, one.place) for one in models.Read.objects.using(alias).all()]
    assert [("cora", 1)] == [(one.actor, one.count) for one in models.ReadCount.objects.using(alias).all()]
    emptied(alias)


def test_the_admin_shows_what_stands_beside_the_facts(in_the_admin):
    """
    With a case, it is shown who has it, what was announced, and under which names something is kept of people; neither what nor of whom.
    """
    from tests.papers import Desk

    emptied("default")
    desk = Desk(DjangoStore())
    desk.register()
    assert desk.give()
    assert desk.book.tell("c1", "o1", {"phone": "0113 496 0001"}, actor="fay").allowed
    desk.book.fire("c1", "decline", actor="cora")
    assert (
        "fay &nbsp; allocation, facilitator" not in in_the_admin.get("/admin/rjflow/case/c1/change/").content.decode()
    )
    desk.open("c2")
    assert desk.give("c2")
    desk.store.log_read(read_row("c2", 5, "cora", "case", None, allowed=False))
    page = in_the_admin.get("/admin/rjflow/case/c2/change/").content.decode()
    reads = in_the_admin.get("/admin/rjflow/read/").content.decode()

    assert "fay &nbsp; allocation, facilitator" in page
    assert "referral-form &nbsp; route" in page
    assert ("victim" in page, "o1" in page) == (False, False)
    assert all(word in reads for word in ("cora", "c2"))


@pytest.mark.parametrize("model", ["case", "definition", "read"])
def test_the_admin_changes_nothing(in_the_admin, model):
    """
    Even who may do everything can add, change or delete nothing there.
    """
    DjangoStore().log_read(read_row("house-7", 5, "ann", "case", None, allowed=True))
    key = getattr(models, model.capitalize()).objects.get().pk
    before = list(models.Case.objects.values_list())
    tried = [
        in_the_admin.get(f"/admin/rjflow/{model}/add/"),
        in_the_admin.post(f"/admin/rjflow/{model}/add/", {"id": "x"}),
        in_the_admin.post(f"/admin/rjflow/{model}/{key}/change/", {"state": "shut"}),
        in_the_admin.post(f"/admin/rjflow/{model}/{key}/delete/", {"post": "yes"}),
    ]

    assert [403] * 4 == [one.status_code for one in tried]
    assert before == list(models.Case.objects.values_list())


def test_the_admin_asks_for_permission(in_the_admin):
    """
    Who has no permission to view cases sees none.
    """
    user = User.objects.create_user("reader", is_staff=True)
    reader = Client()
    reader.force_login(user)
    refused = reader.get("/admin/rjflow/case/").status_code
    user.user_permissions.add(Permission.objects.get(codename="view_case"))
    allowed = reader.get("/admin/rjflow/case/").status_code
    user.delete()

    assert (403, 200) == (refused, allowed)
