"""Rules that hold for all four subgraphs together: shared types are alike, and the border is nullable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

import pytest
from graphql import parse, print_ast
from graphql.language import (
    FieldDefinitionNode,
    InterfaceTypeDefinitionNode,
    ListTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    TypeNode,
)

from services.cip.schema import SCHEMA as CIP
from services.civic_data_lab.schema import SCHEMA as CIVIC_DATA_LAB
from services.ideenwerkstatt.schema import SCHEMA as IDEENWERKSTATT
from services.marketplace.schema import SCHEMA as MARKETPLACE
from tests.kit.sdl_compare import MACHINERY
from tests.kit.sdl_compare import facts as uncached_facts

facts = cache(uncached_facts)
SUBGRAPHS = MappingProxyType(
    {
        "cip": CIP.as_str(),
        "ideenwerkstatt": IDEENWERKSTATT.as_str(),
        "civic_data_lab": CIVIC_DATA_LAB.as_str(),
        "marketplace": MARKETPLACE.as_str(),
    }
)
MINISTRIES = ("cip", "ideenwerkstatt", "civic_data_lab")
SPANNING = ("Programme", "AnchorProject", "SupportOffer", "CivicProject")
OWNERS = MappingProxyType(
    {
        "marketplace": (
            *("Idea", "Actor", "Member", "Organisation", "Profile", "OpenRole", "Topic", "Region", "Ministry", "Match"),
            *("CivicCodingProgramme", "ProjectCounselling", "CommunityEvent", "AcceleratorProgramme", "Challenge"),
            *("Amendment", "Comment", "TeamRequest", "ContactRequest", "Conversation", "Message", "Notification"),
            *("ModerationCase", "DataExport", "ErasureRequest", "SavedSearch"),
        ),
        "cip": (
            *("CipProgramme", "CompetitionRound", "CompetitionEntry", "Award", "FundingCall", "FundedProject"),
            "GrantApplication",
        ),
        "ideenwerkstatt": (
            *("IdeenwerkstattProgramme", "Workshop", "AiConsultation", "PilotCall", "ComputeQuota", "PilotProject"),
            *("Expert", "Prototype", "Demonstrator", "SustainabilityAssessment", "ConsultationSlot", "Material"),
            *("WorkshopRegistration", "PilotApplication"),
        ),
        "civic_data_lab": (
            *(
                "CivicDataLabProgramme",
                "DataConsultation",
                "DataProjectCall",
                "LearningModule",
                "CommunityFormat",
                "ToolboxItem",
            ),
            *("DataProject", "DataConsultationSlot", "DataConsultationSession", "Dataset", "License", "Enrolment"),
        ),
    }
)
OWNER_OF = MappingProxyType({name: owner for owner, names in OWNERS.items() for name in names})

Definition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode


def definitions(subgraph: str) -> Iterator[Definition]:
    for definition in parse(SUBGRAPHS[subgraph]).definitions:
        if isinstance(definition, Definition) and definition.name.value not in MACHINERY:
            yield definition


def facts_about(sdl: str, name: str) -> Mapping[str, str]:
    """What an SDL says of one type and its fields."""
    return {
        place: said
        for place, said in facts(sdl).items()
        if place == name or place.startswith((f"{name}.", f"{name} ", f"{name}("))
    }


def shared_names() -> set[str]:
    """Value types and enums that more than one subgraph defines."""
    said = [facts(sdl) for sdl in SUBGRAPHS.values()]
    names = {name for one in said for name, fact in one.items() if "@shareable" in fact or "enum_type" in fact}
    return {name for name in names if sum(name in one for one in said) > 1 and "." not in name}


@pytest.mark.parametrize("name", sorted(shared_names()))
def test_shared_types_are_alike_everywhere(name: str) -> None:
    found = [facts_about(sdl, name) for sdl in SUBGRAPHS.values() if name in facts(sdl)]
    assert all(one == found[0] for one in found)


def test_the_shared_types_are_those_of_the_network() -> None:
    assert {"LocalizedText", "Money", "DateRange", "PageInfo", "Sector", "SupportOfferConnection"} <= shared_names()


@pytest.mark.parametrize("name", SPANNING)
def test_the_ministries_have_the_same_interfaces(name: str) -> None:
    first, *others = (facts_about(SUBGRAPHS[ministry], name) for ministry in MINISTRIES)
    assert len(first) > 9
    assert all(other == first for other in others)


def named(kind: TypeNode) -> str:
    while isinstance(kind, NonNullTypeNode | ListTypeNode):
        kind = kind.type
    return str(getattr(kind, "name").value)  # noqa: B009 - the loop leaves a NamedTypeNode, which the checker cannot see


def border_faults(subgraph: str) -> set[str]:
    """Fields that take more down with another service than need be (nullable at the border)."""
    return {
        f"{definition.name.value}.{field.name.value}"
        for definition in definitions(subgraph)
        for field in definition.fields or ()
        if field.name.value not in MACHINERY and breaks_the_border(subgraph, definition, field)
    }


def breaks_the_border(subgraph: str, definition: Definition, field: FieldDefinitionNode) -> bool:
    owner_of_type = OWNER_OF.get(definition.name.value, subgraph)
    owner_of_value = OWNER_OF.get(named(field.type), subgraph)
    is_required = isinstance(field.type, NonNullTypeNode)
    if definition.name.value == "Query":
        return is_required
    if is_external(field):
        return False
    if owner_of_type != subgraph and is_required and not is_key(definition, field.name.value):
        return True
    return owner_of_value != subgraph and requires_each(field.type)


def is_key(definition: Definition, field: str) -> bool:
    keys = [directive for directive in definition.directives or () if directive.name.value == "key"]
    arguments = [argument for key in keys for argument in key.arguments or () if argument.name.value == "fields"]
    # A plain interface of a foreign entity has no @key here, and yet its id.
    return field == "id" or field in {print_ast(argument.value).strip('"') for argument in arguments}


def is_external(field: FieldDefinitionNode) -> bool:
    """An @external field is only named here; its owner says what it is."""
    return any(directive.name.value == "external" for directive in field.directives or ())


def requires_each(kind: TypeNode) -> bool:
    """Whether the value itself, or each item of a list, must be there."""
    if isinstance(kind, NonNullTypeNode):
        inner = kind.type
        return not isinstance(inner, ListTypeNode) or isinstance(inner.type, NonNullTypeNode)
    return isinstance(kind, ListTypeNode) and isinstance(kind.type, NonNullTypeNode)


@pytest.mark.parametrize(
    ("subgraph", "known"),
    [
        # Fields of the former community, until the marketplace's override has made them superfluous.
        ("cip", {"Member.displayName", "Member.memberSince", "Idea.title", "Idea.summary"}),
        ("ideenwerkstatt", set()),
        ("civic_data_lab", set()),
        ("marketplace", set()),
    ],
)
def test_the_border_is_nullable(subgraph: str, known: set[str]) -> None:
    assert border_faults(subgraph) == known


def test_every_entity_has_its_owner() -> None:
    for subgraph in SUBGRAPHS:
        for definition in definitions(subgraph):
            if any(directive.name.value == "key" for directive in definition.directives or ()):
                assert definition.name.value in OWNER_OF, (subgraph, definition.name.value)


RELAY = ("nodes", "edges", "pageInfo", "totalCount")


@cache
def connections(subgraph: str) -> dict[str, Definition]:
    return {one.name.value: one for one in definitions(subgraph) if one.name.value.endswith("Connection")}


def fields_of(definition: Definition) -> dict[str, FieldDefinitionNode]:
    return {field.name.value: field for field in definition.fields or ()}


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_every_connection_has_the_one_form(subgraph: str) -> None:
    """``nodes``, ``edges { cursor node }``, ``pageInfo`` and ``totalCount``, from the kit."""
    known = {one.name.value: one for one in definitions(subgraph)}
    assert connections(subgraph)
    for name, connection in connections(subgraph).items():
        fields = fields_of(connection)
        assert tuple(fields)[:4] == RELAY, name
        node = print_ast(fields["nodes"].type).removeprefix("[").removesuffix("]!")
        edge = node.removesuffix("!") + "Edge"
        assert print_ast(fields["edges"].type) == f"[{edge}!]!"
        told = {field: print_ast(said.type) for field, said in fields_of(known[edge]).items()}
        assert told == {"cursor": "String!", "node": node}
        assert print_ast(fields["pageInfo"].type) == "PageInfo!"
        assert print_ast(fields["totalCount"].type) == "Int!"


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_every_field_with_a_connection_takes_a_page_and_its_size(subgraph: str) -> None:
    """A cursor that no argument takes would be of no use; @listSize tells what both lists cost."""
    for definition in definitions(subgraph):
        for name, field in fields_of(definition).items():
            if named(field.type) in connections(subgraph):
                taken = {one.name.value: print_ast(one.type) for one in field.arguments or ()}
                assert (taken["first"], taken["after"]) == ("Int", "String"), (definition.name.value, name)
                sizes = [print_ast(one) for one in field.directives or () if one.name.value == "listSize"]
                if not isinstance(definition, InterfaceTypeDefinitionNode):
                    assert sizes == ['@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"])'], name
