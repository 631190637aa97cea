"""
Two pages: open a case, and make an event happen.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from letters.cases import book
from letters.models import Assignment
from rjflow import RjflowError
from rjflow.integrations.django.models import Case
from rjflow.report.answers import step_document
from rjflow.report.problems import error_problem, refusal_problem


def with_problems(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """Answer every error of a casebook as a problem: there is such a case already, there is no such event, somebody else was quicker."""

    @wraps(view)
    def answered(request: HttpRequest, **asked: str) -> JsonResponse:
        try:
            return view(request, **asked)
        except RjflowError as wrong:
            said = error_problem(wrong)
            return JsonResponse(said, status=said["status"], content_type="application/problem+json")

    return answered


@login_required
@require_POST
@with_problems
def opened(request: HttpRequest, case: str) -> JsonResponse:
    """Open a case, and take it on: both, or neither."""
    with transaction.atomic():
        Assignment.objects.create(case=case, user=request.user, role="facilitator")
        people = {request.POST["harmed"]: "victim", request.POST["responsible"]: "offender"}
        step = book().open(case, people=people, actor=request.user.username)
    return JsonResponse(step_document(book().workflow(case), step), status=201)


@login_required
@require_POST
@with_problems
def fired(request: HttpRequest, case: str, event: str) -> JsonResponse:
    """Make an event happen in a case that the user works on; of any other, say that there is none."""
    mine = Assignment.objects.filter(user=request.user).values("case")
    get_object_or_404(Case, id=case, id__in=mine)
    step = book().fire(case, event, actor=request.user.username)
    workflow = book().workflow(case)
    if not step.allowed:
        said = refusal_problem(workflow, step.decision)
        return JsonResponse(said, status=422, content_type="application/problem+json")
    return JsonResponse(step_document(workflow, step))
