"""
Cases over HTTP: the same answers, as a client meets them.
"""

import json

import pytest
from fastapi import APIRouter, FastAPI, HTTPException, Request
from starlette.testclient import TestClient
from tests.papers import Desk
from tests.unit.integrations.houses import house_book

from rjflow.casebook.telling import MayNotSee
from rjflow.integrations.fastapi import ProblemRoute, cases_router
from rjflow.store.memory import MemoryStore
from rjflow.store.port import StoreBusy
from rjflow.store.safe import PersonErased

HIDDEN = {"house-9"}
PEOPLE = {"g1": "guest"}


def who(request: Request) -> str:
    """
    Believe a header, as only a test does.
    """
    found = request.headers.get("x-user")
    if found is None:
        raise HTTPException(401)
    return found


def application(book, **more) -> FastAPI:
    """
    An application that has nothing but the router.
    """
    app = FastAPI()
    options = {
        "who": who,
        "sees": lambda actor, case: case not in HIDDEN or actor == "oda",
        "opens": lambda actor, workflow: actor != "eve",
        **more,
    }
    app.include_router(cases_router(book, **options))
    return app


@pytest.fixture
def house():
    """
    A store with a house in it, a client for it, and its clock.
    """
    store = MemoryStore()
    book, clock = house_book(store)
    for case in ("house-7", "house-9"):
        book.open(case, people=PEOPLE, actor="ann")
    client = TestClient(application(book), headers={"x-user": "ann"})
    client.store, client.clock = store, clock
    return client


def problem(answer) -> tuple[int, str]:
    """
    Give the status and the kind of a problem, which must be one.
    """
    assert "application/problem+json" == answer.headers["content-type"]
    said = answer.json()
    assert answer.status_code == said["status"]
    return answer.status_code, said["type"].removeprefix("urn:rjflow:problem:")


def entries(house, case="house-7") -> int:
    return len(house.store.entries(case))


def test_a_case_goes_its_way(house):
    """
    A case is opened, evidence is given, and an event ends it; each answer says where the case stands and carries its ETag.
    """
    opened = house.post("/cases", json={"case": "house-8", "people": PEOPLE})
    house.post("/cases/house-8/records", json={"evidence": "key", "value": "found"})
    trusted = {"evidence": "trust", "value": "much"}
    house.post("/cases/house-8/records", json=trusted, headers={"x-user": "oda"})
    locked = house.post("/cases/house-8/events", json={"event": "lock", "reason": "night"})

    assert (201, "/cases/house-8", '"1"') == (
        opened.status_code,
        opened.headers["location"],
        opened.headers["etag"],
    )
    assert (200, '"4"') == (locked.status_code, locked.headers["etag"])
    assert {
        "case": "house-8",
        "workflow": "house",
        "version": 1,
        "state": "shut",
        "label": "shut",
        "final": True,
        "revision": 4,
        "counts": True,
        "moves": [{"cause": "event", "source": "open", "target": "shut", "event": "lock"}],
    } == locked.json()
    assert {**locked.json(), "counts": 0, "moves": 0} == {
        **house.get("/cases/house-8").json(),
        "counts": 0,
        "moves": 0,
    }


def test_a_refusal_is_a_problem_with_its_reasons(house):
    """
    What stands in the way is told one by one, and nothing is stored.
    """
    refused = house.post("/cases/house-7/events", json={"event": "lock", "reason": "night"})

    assert (422, "refused") == problem(refused)
    assert [
        ("needs", "“the key” is “found”", "unknown", [{"name": "key", "life": "absent"}]),
        ("needs", "“the owner's trust” is “much”", "not met", []),
    ] == [(one["asked"], one["told"], one["answer"], one["evidence"]) for one in refused.json()["reasons"]]
    assert "2 conditions are not met." == refused.json()["detail"]
    assert 1 == entries(house)


def test_what_is_hidden_from_somebody_shows_nowhere(house):
    """
    Whether hidden evidence is absent, void or says something else, those who may not see it are told the same, to the letter.
    """
    asked = []
    for value in (None, "little"):
        if value is not None:
            told = house.post(
                "/cases/house-7/records", json={"evidence": "trust", "value": value}, headers={"x-user": "oda"}
            )
            assert 200 == told.status_code
        answers = [
            house.post("/cases/house-7/events", json={"event": "lock", "reason": "night"}).json(),
            house.get("/cases/house-7/options").json(),
        ]
        asked.append(json.dumps(answers))
    to_the_owner = house.post(
        "/cases/house-7/events", json={"event": "lock", "reason": "night"}, headers={"x-user": "oda"}
    )

    assert asked[0] == asked[1]
    assert "little" not in to_the_owner.text
    assert ["no"] == [one["answer"] for one in to_the_owner.json()["reasons"] if "trust" in one["told"]]


def test_a_case_out_of_scope_is_as_one_that_is_not_there(house):
    """
    On every path, with every method, both get the same answer to the letter; nothing is stored.
    """
    asked = [
        ("GET", "", None),
        ("GET", "/options", None),
        ("POST", "/events", {"event": "lock"}),
        ("POST", "/records", {"evidence": "key", "value": "found"}),
        ("POST", "/notices", {"notice": "break-in"}),
        ("POST", "/people", {"person": "g2", "kind": "guest"}),
        ("DELETE", "/people/g1", None),
    ]
    for method, path, body in asked:
        hidden, absent = (house.request(method, f"/cases/{case}{path}", json=body) for case in ("house-9", "house-0"))

        assert (404, "not-found") == problem(hidden)
        assert hidden.content == absent.content
        assert hidden.headers == absent.headers
    assert 1 == entries(house, "house-9")
    assert 200 == house.get("/cases/house-9", headers={"x-user": "oda"}).status_code


def test_opening_a_case_is_for_whom_the_host_says(house):
    """
    Who may not open a case gets the answer of a place that is not there; without a rule, the path is not there at all.
    """
    refused = house.post("/cases", json={"case": "house-8"}, headers={"x-user": "eve"})
    again = house.post("/cases", json={"case": "house-7"})
    hidden = house.post("/cases", json={"case": "house-9"})
    bare = FastAPI()
    bare.include_router(cases_router(house_book()[0], who=who, sees=lambda actor, case: True))

    assert (404, "not-found") == problem(refused)
    assert (409, "stale") == problem(again)
    assert ((404, "not-found"), refused.content) == (problem(hidden), hidden.content)
    assert "post" not in bare.openapi()["paths"].get("/cases", {})


def test_nobody_is_believed_without_the_hosts_word(house):
    """
    Whom the host's own dependency turns away gets the host's answer; a scope that says anything but yes says no.
    """
    del house.headers["x-user"]
    vague = TestClient(application(house_book()[0], sees=lambda actor, case: "perhaps"), headers={"x-user": "ann"})

    assert 401 == house.get("/cases/house-7").status_code
    assert 404 == vague.get("/cases/house-7").status_code


def test_a_stale_etag_changes_nothing(house):
    """
    With If-Match, only the very revision that was seen is changed; the answer says which one there is.
    """
    seen = house.get("/cases/house-7").headers["etag"]
    body = {"evidence": "key", "value": "found"}
    first, second = (house.post("/cases/house-7/records", json=body, headers={"if-match": seen}) for _ in range(2))
    current = house.get("/cases/house-7", headers={"if-none-match": '"1", "2"'})

    assert (200, '"2"') == (first.status_code, first.headers["etag"])
    assert (409, "stale") == problem(second)
    assert (2, '"2"') == (second.json()["current"], second.headers["etag"])
    assert (304, b"") == (current.status_code, current.content)
    assert 2 == entries(house)


@pytest.mark.parametrize("tag", ['W/"1"', "1", '"01"', '"1", "2"', '"x"', '"-1"', '"' + "9" * 30 + '"', '"²"', ""])
def test_an_etag_that_is_none_of_ours_is_refused(house, tag):
    """
    A condition that cannot be understood is never taken for no condition.
    """
    body = {"evidence": "key", "value": "found"}
    answer = house.post("/cases/house-7/records", json=body, headers={"if-match": tag.encode()})

    assert (400, "malformed") == problem(answer)
    assert 1 == entries(house)


def test_a_case_that_somebody_holds_is_asked_for_later(house, monkeypatch):
    """
    Who waited for somebody else for too long is told to come again, and then is heard.
    """

    def busy(*_):
        raise StoreBusy

    body = {"evidence": "key", "value": "found"}
    with monkeypatch.context() as held:
        held.setattr(MemoryStore, "append", busy)
        assert (503, "busy") == problem(house.post("/cases/house-7/records", json=body))

    assert 1 == entries(house)
    assert 200 == house.post("/cases/house-7/records", json=body).status_code


def test_a_request_that_is_sent_twice_happens_once(house):
    """
    The same idempotency key gets the first answer again, whatever the ETag says by then; another request under it is refused.
    """
    key = {"idempotency-key": "k-1", "if-match": '"1"'}
    first, again = (
        house.post("/cases/house-7/records", json={"evidence": "key", "value": "found"}, headers=key) for _ in range(2)
    )
    other = house.post("/cases/house-7/records", json={"evidence": "key", "value": "lost"}, headers=key)

    assert (200, first.content) == (again.status_code, again.content)
    assert first.headers == again.headers
    assert (422, "key-reused") == problem(other)
    assert 2 == entries(house)


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("events", {"event": "lok"}, "mistake"),
        ("events", {}, "malformed"),
        ("events", {"event": "lock", "given": [{"evidence": "key", "value": 1.5}]}, "malformed"),
        ("records", {"evidence": "key", "value": None}, "malformed"),
        ("records", {"evidence": "key", "value": {"date": "2026-02-30"}}, "malformed"),
        ("records", {"evidence": "key", "value": "a\ud800"}, "mistake"),
        ("records", {"evidence": "key", "value": "stolen"}, "refused"),
        ("people", {"person": "", "kind": "guest"}, "mistake"),
        ("notices", {"notice": "fire"}, "mistake"),
    ],
)
def test_a_mistake_is_told(house, path, body, kind):
    """
    What cannot be asked is a problem that says so, and nothing is stored.
    """
    answer = house.post(
        f"/cases/house-7/{path}", content=json.dumps(body), headers={"content-type": "application/json"}
    )

    assert (422, kind) == problem(answer)
    assert 1 == entries(house)


def test_a_date_is_a_date(house):
    """
    A value that is a date is written as one, so that no text is ever taken for one.
    """
    body = {"evidence": "leaving", "person": "g1", "value": {"date": "2026-03-09"}}
    there = house.post("/cases/house-7/records", json=body, headers={"x-user": "gus"})
    text = house.post("/cases/house-7/records", json={**body, "value": "2026-03-09"}, headers={"x-user": "gus"})

    assert 200 == there.status_code
    assert (422, "refused") == problem(text)


def test_people_come_and_go(house):
    """
    Somebody is added and removed by their paths.
    """
    joined = house.post("/cases/house-7/people", json={"person": "g2", "kind": "guest"})
    left = house.delete("/cases/house-7/people/g2")
    noticed = house.post("/cases/house-7/notices", json={"notice": "break-in"})

    assert [200, 200, 200] == [joined.status_code, left.status_code, noticed.status_code]
    assert 4 == entries(house)


def test_what_is_the_hosts_fault_is_told_to_nobody(house):
    """
    A row that was edited gives an answer that says nothing of it.
    """
    store = house.store
    store._cases["house-7"] = store._cases["house-7"]._replace(state="shut")

    answer = house.get("/cases/house-7")

    assert (500, "fault") == problem(answer)
    assert "row" not in answer.text


def test_options_tell_what_could_be_done(house):
    """
    Each event, whether the asker could make it happen, and what stands in the way.
    """
    house.post("/cases/house-7/records", json={"evidence": "key", "value": "found"})
    before = house.get("/cases/house-7/options").json()
    house.post("/cases/house-7/records", json={"evidence": "trust", "value": "much"}, headers={"x-user": "oda"})
    after = house.get("/cases/house-7/options").json()

    assert [("lock", False, 1), ("late", False, 1)] == [
        (one["event"], one["open"], len(one["missing"])) for one in before
    ]
    assert ("lock", True, ["night", "storm"], []) == tuple(
        after[0][key] for key in ("event", "open", "reasons", "missing")
    )


def test_the_openapi_document_names_every_path(house):
    """
    Every path stands in the document, with its headers, its body and its problems.
    """
    paths = house.app.openapi()["paths"]
    fire = paths["/cases/{case}/events"]["post"]

    assert [
        "/cases",
        "/cases/{case}",
        "/cases/{case}/events",
        "/cases/{case}/forms",
        "/cases/{case}/forms/{form}",
        "/cases/{case}/notices",
        "/cases/{case}/options",
        "/cases/{case}/people",
        "/cases/{case}/people/{person}",
        "/cases/{case}/records",
    ] == sorted(paths)
    assert {"case", "if-match", "idempotency-key"} == {one["name"] for one in fire["parameters"]}
    assert "application/problem+json" in fire["responses"]["409"]["content"]


# ---- forms -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def papers():
    """
    A little case with forms, and a client for it.
    """
    desk = Desk()
    client = TestClient(application(desk.book), headers={"x-user": "fay"})
    client.desk = desk
    return client


def test_a_form_is_described_handed_in_and_shown(papers):
    """
    A form is drawn from its schema, handed in like any command, with the words kept, and shown to those who may see it.
    """
    values = {"answered": "answered", "rating": 8, "words": "It was fine."}
    schema = papers.get("/cases/c1/forms/feedback-form").json()
    done = papers.post("/cases/c1/forms/feedback-form", json={"values": values, "person": "o1"})
    seen = {who: papers.get("/cases/c1/forms", headers={"x-user": who}).json() for who in ("fay", "cora")}
    only_told = papers.get("/cases/c1/forms", headers={"x-user": "om"})

    assert ["answered"] == schema["required"]
    assert (200, "new") == (done.status_code, done.json()["state"])
    assert {"rating": 8, "words": "It was fine."} == seen["fay"][-1]["values"]
    assert ("feedback-form", "o1", "fay", {"rating": 8}) == tuple(
        seen["cora"][-1][key] for key in ("form", "person", "by", "values")
    )
    assert 404 == only_told.status_code
    assert ["referral-form"] == [
        one["form"] for one in papers.get("/cases/c1/forms", headers={"x-user": "cora"}).json()
    ][:1]


def test_a_form_that_is_not_taken_says_why(papers):
    """
    What is wrong with a form is told field by field, one that is somebody else's is refused, and of who was erased nothing more is kept.
    """
    wrong = papers.post("/cases/c1/forms/feedback-form", json={"values": {"rating": 11}, "person": "o1"})
    theirs = papers.post("/cases/c1/forms/referral-form", json={"values": {}})
    unknown = papers.post("/cases/c1/forms/nothing", json={"values": {}})
    bare = papers.post("/cases/c1/forms/feedback-form", json={"values": 3})
    papers.desk.book.tell("c1", "o1", {"phone": "1"}, actor="fay")
    papers.desk.book.erase("c1", "o1", actor="fay")
    words = {"answered": "answered", "words": "gone"}
    erased = papers.post("/cases/c1/forms/feedback-form", json={"values": words, "person": "o1"})

    assert [
        (422, "malformed"),
        (422, "refused"),
        (422, "mistake"),
        (422, "malformed"),
        (422, "erased"),
    ] == [problem(one) for one in (wrong, theirs, unknown, bare, erased)]
    assert [
        {"where": ["answered"], "what": "answered: it must be filled in"},
        {"where": ["rating"], "what": "rating: it must be a whole number from 1 to 10"},
    ] == wrong.json()["mistakes"]
    assert "o1" not in erased.text


def test_the_same_form_sent_again_is_handed_in_once(papers):
    """
    Under an idempotency key the second form gets the first answer, and other words are another request.
    """
    body = {"values": {"answered": "answered", "words": "It was fine."}, "person": "o1"}
    first, again = (
        papers.post("/cases/c1/forms/feedback-form", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2)
    )
    body["values"]["words"] = "Or not."
    other = papers.post("/cases/c1/forms/feedback-form", json=body, headers={"Idempotency-Key": "k"})

    assert (first.json(), first.headers["etag"]) == (again.json(), again.headers["etag"])
    assert (422, "key-reused") == problem(other)


def test_a_route_of_the_hosts_own_answers_as_the_routers_do():
    """
    On a router with `ProblemRoute`, whoever may not see something of a case is told so, and nothing of what is there; other errors stay the host's.
    """
    beside = APIRouter(route_class=ProblemRoute)

    @beside.get("/told/{what}")
    def told(what: str):
        raise {"hidden": MayNotSee("door-7", "xenia"), "gone": PersonErased("door-7", "p1")}.get(
            what, ZeroDivisionError()
        )

    app = FastAPI()
    app.include_router(beside)
    client = TestClient(app, raise_server_exceptions=False)

    hidden, gone, other = (client.get(f"/told/{what}") for what in ("hidden", "gone", "other"))

    assert (403, "urn:rjflow:problem:not-for-you") == (hidden.status_code, hidden.json()["type"])
    assert (422, "urn:rjflow:problem:erased") == (gone.status_code, gone.json()["type"])
    assert "xenia" not in hidden.text
    assert "p1" not in gone.text
    assert (500, "Internal Server Error") == (other.status_code, other.text)


@pytest.mark.parametrize("case", ["house/8", "/", ".", ".."])
def test_a_case_that_no_path_leads_to_is_not_opened(house, case):
    """
    An id that cannot be a part of a path is a mistake, and nothing is kept under it.
    """
    answer = house.post("/cases", json={"case": case, "people": PEOPLE})

    assert (422, "mistake") == problem(answer)
    assert ("house-7", "house-9") == tuple(house.store.cases(most=9))


@pytest.mark.parametrize("path", ["%00", "a%0Ab", "%E2%80%A8"])
def test_a_host_is_asked_only_about_what_can_be_an_id(house, path):
    """
    A host's own lookup never meets a text that no case can be called, such as one its database would not take; the answer is the same.
    """
    asked = []
    book, _ = house_book(house.store)
    app = application(book, sees=lambda actor, case: asked.append(case) or True)
    with TestClient(app, headers={"x-user": "ann"}) as client:
        here, there = client.get(f"/cases/{path}"), client.get("/cases/house-1")

    assert (404, "not-found") == problem(here)
    assert here.content == there.content
    assert ["house-1"] == asked


def test_a_host_is_asked_only_about_what_can_name_a_workflow(house):
    """
    Whether somebody may open a case is asked about a name, and never about a text that no workflow can be called.
    """
    asked = []
    book, _ = house_book(house.store)
    app = application(book, opens=lambda actor, workflow: asked.append(workflow) or True)
    with TestClient(app, headers={"x-user": "ann"}) as client:
        answer = client.post("/cases", json={"case": "house-8", "people": PEOPLE, "workflow": "a\0"})

    assert (422, "mistake") == problem(answer)
    assert [] == asked


@pytest.mark.parametrize(
    ("tag", "status"), [('W/"1"', 304), ('"7", W/"1"', 304), ("*", 304), ('W/"2"', 200), ('w/"1"', 200), ("W/1", 200)]
)
def test_a_body_is_saved_behind_a_proxy_too(house, tag, status):
    """
    A proxy that packs what it hands on makes ETags weak; to save a body they are as good, and so is `*`.
    """
    assert status == house.get("/cases/house-7", headers={"If-None-Match": tag}).status_code


def test_a_body_that_nests_too_deeply_is_a_problem(house):
    """
    What cannot be read because it nests a hundred thousand times is told like any other mistake in a body.
    """
    deep = '{"given": ' + "[" * 100_000 + "]" * 100_000 + "}"
    answer = house.post("/cases/house-7/events", content=deep, headers={"Content-Type": "application/json"})

    assert (422, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    assert [{"where": ["body"], "what": "nested too deeply to be read"}] == answer.json()["mistakes"]
