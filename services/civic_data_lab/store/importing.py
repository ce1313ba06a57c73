"""What comes in from files: offers, data projects, data sets (these also as DCAT-AP.de)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.civic_data_lab.rules import datasets as rules
from services.civic_data_lab.rules import dcat_reading
from services.civic_data_lab.rules.datasets import DescriptionWish, DistributionWish, Known
from services.civic_data_lab.rules.projects import MATURITY, SHOWN_STATUS
from services.civic_data_lab.rules.searching import THEME_CODES, THEMES
from services.civic_data_lab.rules.vocabulary import (
    AccessRights,
    CommunityFormatKind,
    DataProjectStage,
    GeocodingLevel,
    LearningFormat,
    LearningLevel,
    PersonalDataKind,
)
from services.civic_data_lab.store.connection import QUERIES
from services.kit.actors import actors_by_ids
from services.kit.apart import Apart
from services.kit.changing import Fault
from services.kit.civic import Maturity
from services.kit.civic_columns import OFFER, PROJECT, names_of, topics_known, topics_of, unknown_by_key
from services.kit.columns import (
    UnfitError,
    address,
    amount,
    anything,
    day,
    free,
    identifier,
    moment,
    needed,
    one_of,
    region,
    several,
    text,
    whole,
    words,
)
from services.kit.context import Language
from services.kit.database import Database
from services.kit.identifiers import new_id
from services.kit.importing import NOW, Rows, Step, Table, words_of
from services.kit.reading import Record
from services.kit.sentences import as_of_file
from services.kit.topics import unknown_topics

CALL, MODULE, FORMAT, TOOL = "DataProjectCall", "LearningModule", "CommunityFormat", "ToolboxItem"
KINDS = {"DataConsultation": "CONSULTATION", CALL: "DATA_PROJECT_SUPPORT", MODULE: "TRAINING", FORMAT: "EVENT"}
LANGUAGES = [each.value for each in Language]


def kind_of_offer(row: Record) -> Mapping[str, Any]:
    """The kind of support follows from the type, where the file does not say it."""
    return {"kind": row["kind"] or KINDS.get(row["type"], "TRAINING")}


async def offers_fit(inside: Database, rows: Rows, now: datetime) -> Mapping[str, Sequence[str]]:
    """Topics are there; an id is of no other type."""
    found = await topics_known(inside, rows, now)
    there = await words_of(inside, QUERIES.types_of_offers, [row["id"] for row in rows])
    for row in rows:
        if there.get(row["id"], row["type"]) != row["type"]:
            found[row["id"]].append(f"id {row['id']} is a {there[row['id']]}")
    return found


OFFERS = Table(
    columns=(
        needed("type", one_of({*KINDS, TOOL})),
        *OFFER,
        needed("places", whole(1, 1_000), CALL),
        needed("level", one_of(names_of(LearningLevel)), MODULE),
        needed("format", one_of([*names_of(LearningFormat), *names_of(CommunityFormatKind)]), MODULE, FORMAT),
        needed("minutes", whole(1, 100_000), MODULE),
        needed("language", one_of(LANGUAGES), MODULE),
        needed("starts_at", moment, FORMAT),
        free("languages", several(one_of(LANGUAGES)), TOOL, default=["DE"]),
        needed("license", text(), TOOL),
    ),
    steps=(
        Step(
            QUERIES.import_offers,
            (
                *(
                    "id",
                    "type",
                    "title",
                    "summary",
                    "kind",
                    "status",
                    "audiences",
                    "apply_until",
                    "opens_at",
                    "ends_at",
                ),
                *("url", "published_on", NOW),
            ),
        ),
        Step(QUERIES.import_topics, ("id", "topics")),
        Step(QUERIES.import_consultations, ("id",), frozenset({"DataConsultation"})),
        Step(QUERIES.import_calls, ("id", "places"), frozenset({CALL})),
        Step(QUERIES.import_modules, ("id", "level", "format", "minutes", "language"), frozenset({MODULE})),
        Step(QUERIES.import_formats, ("id", "format", "starts_at"), frozenset({FORMAT})),
        Step(QUERIES.import_tools, ("id", "languages", "license"), frozenset({TOOL})),
    ),
    standing=QUERIES.offers_standing,
    check=offers_fit,
    prepare=kind_of_offer,
)


def state_of_project(row: Record) -> Mapping[str, Any]:
    """Status and maturity follow from the stage."""
    stage = DataProjectStage(row["stage"])
    return {"status": SHOWN_STATUS[stage], "maturity": row["maturity"] or MATURITY.get(stage, "CONCEPT")}


PROJECTS = Table(
    columns=(
        *PROJECT,
        needed("stage", one_of(names_of(DataProjectStage))),
        free("maturity", one_of(names_of(Maturity))),
        free("region_ars", region),
        needed("applicant_id", identifier),
        free("participants", several(identifier), default=[]),
        free("methods", several(text()), default=[]),
        free("service_provider_id", identifier),
        free("budget", amount),
        words("learnings", is_required=False),
    ),
    steps=(
        Step(
            QUERIES.import_projects,
            (
                *("id", "title", "abstract", "status", "maturity", "runs_from", "runs_until", "idea_id", "region_ars"),
                *("repository_url", "license", "applicant_id", "stage", "methods", "service_provider_id", "budget"),
                "learnings",
            ),
        ),
        Step(QUERIES.import_stages, ("id", "stage", NOW)),
        Step(QUERIES.import_participants, ("id", "participants")),
        Step(QUERIES.import_topics, ("id", "topics")),
    ),
    standing=QUERIES.projects_standing,
    check=topics_known,
    prepare=state_of_project,
)


def form_wish(said: Any) -> DistributionWish:
    """A form of JSON or DCAT; ``UnfitError`` for what is none."""
    texts = ("format", "accessUrl", "license", "mediaType", "downloadUrl", "checksum")
    if not isinstance(said, dict) or not all(isinstance(said.get(name, ""), str | None) for name in texts):
        raise UnfitError("distributions has something that is no object with format, accessUrl and license")
    lacking = [name for name in texts[:3] if not said.get(name)]
    if lacking:
        raise UnfitError(f"distributions has one without {', '.join(lacking)}")
    size, title = said.get("byteSize"), said.get("title")
    if not (size is None or type(size) is int) or not (title is None or isinstance(title, dict)):
        raise UnfitError("distributions has a byteSize or a title that cannot be")
    optional = (said.get("downloadUrl"), size, said["license"], said.get("checksum"))
    return DistributionWish(title, said["format"], said.get("mediaType"), said["accessUrl"], *optional)


def forms_of_dataset(row: Record) -> Mapping[str, Any]:
    """The forms of a data set: its list, or the one that a line of CSV names."""
    given = row["distributions"]
    if given is None and row["access_url"] is not None:
        single = {"format": "format", "accessUrl": "access_url", "license": "license", "mediaType": "media_type"}
        given = [{name: row[column] for name, column in single.items()} | {"downloadUrl": row["download_url"]}]
    if not isinstance(given or [], list):
        raise UnfitError("distributions is no list")
    wishes = tuple(form_wish(each) for each in given or [])
    forms = [
        {
            "id": new_id("distribution"),
            "title": wish.title,
            "format": wish.format,
            "mediaType": wish.media_type,
            "accessUrl": wish.access_url,
            "downloadUrl": wish.download_url,
            "byteSize": wish.byte_size,
            "license": wish.license_uri,
            "checksum": wish.checksum,
        }
        for wish in wishes
    ]
    return {"id": new_id("dataset"), "wishes": wishes, "forms": forms}


async def datasets_fit(inside: Database, rows: Rows, now: datetime) -> Mapping[str, Sequence[str]]:
    """The same guards as for a data set that somebody describes by hand."""
    wishes = {row["uri"]: wish_of(row) for row in rows}
    known = await _known(inside, [*wishes.values()])
    stored = await words_of(inside, QUERIES.status_at_addresses, [*wishes])
    topics = unknown_by_key(rows, await unknown_topics(inside, topics_of(rows)), "uri")
    found = {}
    for row in rows:
        wish, status = wishes[row["uri"]], stored.get(row["uri"])
        faults = rules.faults_of_description(wish) + rules.faults_of_known(wish, known[wish.publisher_id])
        # What was decided here stays: a file neither brings back what was withdrawn, nor empties what is published.
        if (status or row["status"]) in ("PUBLISHED", "DEPRECATED"):
            faults += rules.faults_of_publishing(len(wish.distributions))
        gone = ["it was withdrawn, and its address stays empty"] if status == "WITHDRAWN" else []
        found[row["uri"]] = [*map(_said, faults), *topics[row["uri"]], *gone]
    return found


def wish_of(row: Record) -> DescriptionWish:
    """A row as somebody would describe it by hand."""
    return DescriptionWish(
        title=row["title"],
        description=row["description"],
        keywords=tuple(row["keywords"]),
        topic_slugs=tuple(row["topics"]),
        region_ars=tuple(row["region_ars"]),
        publisher_id=row["publisher_id"],
        contact_point=row["contact_point"],
        temporal_from=row["temporal_from"],
        temporal_until=row["temporal_until"],
        accrual_periodicity=row["accrual_periodicity"],
        access_rights=row["access_rights"],
        legal_basis=row["legal_basis"],
        personal_data=row["personal_data"],
        distributions=row["wishes"],
        project_id=None,
    )


async def _known(inside: Database, wishes: Sequence[DescriptionWish]) -> Mapping[str, Known]:
    """What the house knows of all that is named, by publisher."""
    publishers = {wish.publisher_id for wish in wishes}
    named_licenses = {form.license_uri for wish in wishes for form in wish.distributions}
    named_regions = {ars for wish in wishes for ars in wish.region_ars}
    actors = await actors_by_ids(inside, publishers)
    licenses = await inside.rows(str, QUERIES.known_licenses, [*named_licenses])
    regions = await inside.rows(str, QUERIES.known_regions, [*named_regions])
    return {each: Known(actors[each].sector if each in actors else None, licenses, regions) for each in publishers}


def _said(fault: Fault) -> str:
    return as_of_file(fault).removesuffix(".")


DATASETS = Table(
    columns=(
        needed("uri", address),
        words("title"),
        words("description"),
        free("keywords", several(text()), default=[]),
        needed("publisher_id", identifier),
        free("contact_point", text()),
        free("issued", moment),
        free("modified", moment),
        free("temporal_from", day),
        free("temporal_until", day),
        free("geocoding_level", one_of(names_of(GeocodingLevel))),
        free("accrual_periodicity", text()),
        free("access_rights", one_of(names_of(AccessRights)), default="PUBLIC"),
        free("legal_basis", text(1_000)),
        needed("personal_data", one_of(names_of(PersonalDataKind))),
        free("status", one_of({"DRAFT", "IN_REVIEW", "PUBLISHED", "DEPRECATED"}), default="PUBLISHED"),
        free("topics", several(identifier), default=[]),
        free("themes", several(one_of({f"{THEMES}{code}" for code in THEME_CODES})), default=[]),
        free("region_ars", several(region), default=[]),
        free("distributions", anything),
        free("format", text()),
        free("access_url", address),
        free("download_url", address),
        free("media_type", text()),
        free("license", text()),
    ),
    steps=(
        Step(
            QUERIES.import_datasets,
            (
                *(
                    "id",
                    "uri",
                    "title",
                    "description",
                    "keywords",
                    "publisher_id",
                    "contact_point",
                    "issued",
                    "modified",
                ),
                *("temporal_from", "temporal_until", "geocoding_level", "accrual_periodicity", "access_rights"),
                *("legal_basis", "personal_data", "status", NOW),
            ),
        ),
        Step(QUERIES.import_dataset_topics, ("uri", "topics")),
        Step(QUERIES.import_dataset_themes, ("uri", "themes")),
        Step(QUERIES.import_dataset_regions, ("uri", "region_ars")),
        Step(QUERIES.import_distributions, ("uri", "forms")),
    ),
    key="uri",
    standing=QUERIES.datasets_standing,
    check=datasets_fit,
    last=Step(QUERIES.touch_datasets, ("uri", "modified", NOW)),
    parse={ending: Apart(parse) for ending, parse in dcat_reading.PARSERS.items()},
    prepare=forms_of_dataset,
)
TABLES: Mapping[str, Table] = {"offers": OFFERS, "projects": PROJECTS, "datasets": DATASETS}
