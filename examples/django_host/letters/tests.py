"""
The host's own tests: `python examples/django_host/manage.py test letters`.
"""

from django.contrib.auth.models import User
from django.test import TestCase

from letters.cases import book
from letters.models import Assignment
from rjflow.integrations.django.models import Case

PEOPLE = {"harmed": "robin", "responsible": "kit"}


class Letters(TestCase):
    """Each test is in a transaction that is taken back, and the cases with it."""

    def setUp(self):
        for name in ("ben", "bea"):
            User.objects.create_user(name)
        self.client.force_login(User.objects.get(username="ben"))

    def test_a_case_is_opened_and_moved(self):
        opened = self.client.post("/cases/north-1", PEOPLE)
        moved = self.client.post("/cases/north-1/hand-in")
        refused = self.client.post("/cases/north-1/pass-on")

        self.assertEqual([201, 200, 422], [opened.status_code, moved.status_code, refused.status_code])
        self.assertEqual(2, len(refused.json()["reasons"]))
        self.assertEqual(("written", 2), Case.objects.values_list("state", "revision").get())

    def test_a_case_that_is_there_takes_the_assignment_back(self):
        book().open("north-1", people={"robin": "victim", "kit": "offender"}, actor="bea")
        again = self.client.post("/cases/north-1", PEOPLE)

        self.assertEqual(409, again.status_code)
        self.assertEqual(0, Assignment.objects.count())

    def test_a_mistake_is_a_problem_and_no_fault(self):
        for path in ("/cases/north%0A1", f"/cases/{'x' * 251}"):
            opened = self.client.post(path, PEOPLE)

            self.assertEqual((422, "application/problem+json"), (opened.status_code, opened.headers["content-type"]))
        self.assertEqual(0, Assignment.objects.count())

        self.client.post("/cases/north-1", PEOPLE)
        self.assertEqual(422, self.client.post("/cases/north-1/no-such-event").status_code)

    def test_who_does_not_work_on_a_case_finds_none(self):
        self.client.post("/cases/north-1", PEOPLE)
        self.client.force_login(User.objects.get(username="bea"))

        self.assertEqual(404, self.client.post("/cases/north-1/hand-in").status_code)

    def test_nothing_is_left_of_the_other_tests(self):
        self.assertEqual(0, Case.objects.count())
