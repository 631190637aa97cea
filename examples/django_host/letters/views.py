"""
Two pages: open a case, and make an event happen.
"""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from letters.cases import book
from letters.models import Assignment
from rjflow import StaleRevision
from rjflow.integrations.django.models import Case
from rjflow.report.answers import step_document
from rjflow.report.problems import error_problem, refusal_problem


@login_required
@require_POST
def opened(request: HttpRequest, case: str) -> JsonResponse:
    """Open a case, and take it on: both, or neither."""
    try:
        with transaction.atomic():
            Assignment.objects.create(case=case, user=request.user, role="facilitator")
            people = {request.POST["harmed"]: "victim", request.POST["responsible"]: "offender"}
            step = book().open(case, people=people, actor=request.user.username)
    except StaleRevision as stale:
        return JsonResponse(error_problem(stale), status=409, content_type="application/problem+json")
    return JsonResponse(step_document(book().workflow(case), step), status=201)


@login_required
@require_POST
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
