"""The life cycle of a prototype: develop, try out, put to use (entwickeln, erproben, in Anwendung bringen). Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import strawberry

from services.ideenwerkstatt.rules.vocabulary import PrototypeStage
from services.kit.changing import Fault, FaultCode
from services.kit.faults import LONGEST_TITLE, faults_of_line, faults_of_list, faults_of_url, invalid, wrong_state
from services.kit.transitions import LifeCycle, Transition, deeds

MOST_PARAMETERS = 100_000_000.0  # millions


class Role(Enum):
    """What somebody is to a prototype."""

    BUILDER = "BUILDER"  # takes part in its project, acts for who does, or is one of its experts
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a prototype: to change it, and the stages that it can go on to.")
class PrototypeAction(Enum):
    EDIT = "EDIT"
    MOCKUP = "MOCKUP"
    PROOF_OF_CONCEPT = "PROOF_OF_CONCEPT"
    PROTOTYPE = "PROTOTYPE"
    FIELD_TEST = "FIELD_TEST"
    HANDED_OVER = "HANDED_OVER"
    DISCARDED = "DISCARDED"


BUILDER, STAFF = frozenset({Role.BUILDER}), frozenset({Role.STAFF})
ORDER: tuple[PrototypeStage, ...] = tuple(stage for stage in PrototypeStage if stage is not PrototypeStage.DISCARDED)
STAGES: LifeCycle[PrototypeStage, Role] = LifeCycle(
    "prototype",
    (
        # Steps may be skipped forward, not back; an action is called as the stage that it leads to.
        *(
            Transition(stage.value, frozenset(ORDER[:place]), stage, BUILDER | STAFF)
            for place, stage in enumerate(ORDER)
            if place
        ),
        Transition("DISCARDED", frozenset(ORDER), PrototypeStage.DISCARDED, BUILDER | STAFF),
    ),
    deeds(("EDIT", ORDER, BUILDER | STAFF)),
)


@dataclass(frozen=True, slots=True)
class PrototypeText:
    """What somebody writes about a prototype (PrototypeInput)."""

    title: str
    stage: PrototypeStage
    idea_id: str | None
    project_id: str | None
    dataset_ids: tuple[str, ...]
    ai_methods: tuple[str, ...]
    model_parameters_million: float | None
    repository_url: str | None
    license: str | None


def faults_of_text(text: PrototypeText) -> list[Fault]:
    """What is wrong with it in itself: what is handed over needs licence and repository, so that others can use it."""
    found = faults_of_line("title", text.title) + faults_of_list("datasetIds", text.dataset_ids)
    found += faults_of_list("aiMethods", text.ai_methods) + faults_of_url("repositoryUrl", text.repository_url)
    if text.license is not None:
        found += faults_of_line("license", text.license, LONGEST_TITLE)
    size = text.model_parameters_million
    if size is not None and not 0 <= size <= MOST_PARAMETERS:
        found.append(invalid("modelParametersMillion", "is from 0 to {most}", most=int(MOST_PARAMETERS)))
    if text.stage is PrototypeStage.HANDED_OVER:
        lacking = (("license", text.license), ("repositoryUrl", text.repository_url))
        found += [invalid(path, "is needed before a prototype is handed over") for path, value in lacking if not value]
    return found


def faults_of_saving(before: PrototypeStage | None, to: PrototypeStage, roles: frozenset[Role]) -> list[Fault]:
    """Why it cannot be saved in that stage; ``before``: None for a new one, which may begin at any stage.

    Who may not, may not in this project, or not with this prototype; what may not be, is the stage.
    """
    if before is None:
        refused = STAGES.refusal("EDIT", PrototypeStage.SKETCH, roles)
        if refused is not None:
            return [replace(refused, path=("projectId",))]
        return [invalid("stage", "cannot be discarded from the beginning")] if to is PrototypeStage.DISCARDED else []
    if before is to or to is ORDER[0]:
        refused = STAGES.refusal("EDIT", before, roles)
        if refused is None and before is not to:
            refused = wrong_state("This prototype is {state}; stages go forward, not back.", state=before)
        came = refused
    else:
        target = STAGES.target(to.value, before, roles)
        came = target if isinstance(target, Fault) else None
    path = "id" if came is not None and came.code is FaultCode.FORBIDDEN else "stage"
    return [] if came is None else [replace(came, path=(path,))]


def roles_of(*, is_builder: bool, is_staff: bool) -> frozenset[Role]:
    return (BUILDER if is_builder else frozenset()) | (STAFF if is_staff else frozenset())


def actions_of_prototype(stage: PrototypeStage, roles: frozenset[Role]) -> list[PrototypeAction]:
    return [PrototypeAction(action) for action in STAGES.actions(stage, roles)]
