"""The world as the tables of the KI-Ideenwerkstatt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from demo import chance
from demo.nouns.offers import Offer, offers_in
from demo.nouns.words import text_of
from demo.texts import read
from demo.world import WorkshopHouse, World
from demo.write.shared import offer_table, placed, programme_table, topic_table
from demo.write.table import Row, Table, table

VENUES = {
    "DE3": ("KI-Ideenwerkstatt", "Musterstraße 1 (fiktiv)", "12053", "Berlin"),
    "DEE02": ("Haus am Fluss (fiktiv)", "Musterufer 3", "06108", "Halle (Saale)"),
    "DE402": ("Busbahnhof, Halt KI-Bus", "Musterplatz 1", "03046", "Cottbus"),
    "DE803": ("Stadthafen, Halt KI-Bus", "Musterkai 7", "18057", "Rostock"),
    "DED2D": ("Marktplatz, Halt KI-Bus", "Mustermarkt 2", "02826", "Görlitz"),
    "DEB12": ("Rathaus (fiktiv)", "Musterstraße 10", "53474", "Bad Neuenahr-Ahrweiler"),
    "DED51": ("Offene Werkstatt (fiktiv)", "Mustergasse 5", "04103", "Leipzig"),
    "DEE03": ("Elbufer, Halt KI-Bus", "Musterweg 12", "39104", "Magdeburg"),
}


def tables(world: World) -> tuple[Table, ...]:
    """In the order of loading."""
    return (
        *hub_tables(world),
        *workshop_tables(world),
        *offer_tables(world),
        *project_tables(world),
        *prototype_tables(world),
    )


def all_offers(house: WorkshopHouse) -> list[Offer]:
    later = offers_in(house.later_workshops, house.later_calls)
    return [*offers_in(house.workshops, house.calls, house.compute), *house.consultations, *later]


def hub_tables(world: World) -> tuple[Table, ...]:
    house = world.ideenwerkstatt
    offers = all_offers(house)
    topics = [(one.id, one.topics) for one in offers]
    topics += [(one.id, one.topics) for one in house.experts]
    topics += [(one.project.id, one.project.topics) for one in house.projects]
    return (
        programme_table(world, "ki-ideenwerkstatt"),
        table("region_name", "nuts name", ((one.nuts, one.name) for one in world.hubs.regions if one.nuts)),
        offer_table(offers),
        topic_table(topics),
        table(
            "expert",
            "id actor_id fields languages accepts_consultations",
            ((one.id, one.actor, one.fields, one.languages, one.consults) for one in house.experts),
        ),
    )


def workshop_tables(world: World) -> tuple[Table, ...]:
    workshops = (*world.ideenwerkstatt.workshops, *world.ideenwerkstatt.later_workshops)
    return (
        table(
            "workshop",
            "id format starts_at ends_at venue_name venue_street venue_postal_code venue_city is_online "
            "region_nuts capacity accessibility",
            (
                (
                    *(one.offer.id, one.format, one.starts, one.ends),
                    *(VENUES[one.nuts] if one.nuts else (None, None, None, None)),
                    *(one.nuts is None, one.nuts, one.capacity, one.accessibility),
                )
                for one in workshops
            ),
        ),
        table("workshop_host", "workshop_id actor_id position", placed((one.offer.id, one.hosts) for one in workshops)),
        table(
            "workshop_expert",
            "workshop_id expert_id position",
            placed((one.offer.id, one.experts) for one in workshops),
        ),
        table(
            "workshop_registration",
            "id workshop_id actor_id status registered_at",
            ((r.id, one.offer.id, r.actor, r.status, r.registered) for one in workshops for r in one.registrations),
        ),
        table("material", "id workshop_id title url license media_type position", material_rows(world)),
    )


def material_rows(world: World) -> Iterator[Row]:
    """One to three materials for each workshop."""
    kinds = read("projects/phrases")["material"]
    for one in world.ideenwerkstatt.workshops:
        chosen = chance.sample(kinds, chance.between(1, 3, "materials", one.offer.id), "material", one.offer.id)
        for place, entry in enumerate(chosen):
            identity = f"material_{one.offer.id[-4:]}_{place + 1}"
            address = f"https://material.example.org/{identity.replace('_', '-')}"
            yield identity, one.offer.id, text_of(entry), address, "CC-BY-SA-4.0", entry["media"], place


def offer_tables(world: World) -> tuple[Table, ...]:
    house = world.ideenwerkstatt
    return (
        table("ai_consultation", "id", ((one.id,) for one in house.consultations)),
        table(
            "consultation_slot",
            "id consultation_id expert_id starts_at ends_at status",
            (
                (s.id, s.consultation, s.expert, s.starts, s.starts + timedelta(minutes=s.minutes), s.status)
                for s in house.slots
            ),
        ),
        table(
            "slot_booking",
            "slot_id actor_id booked_by idea_id question booked_at outcome",
            ((b.slot, b.actor, b.actor, None, b.question, b.booked, b.outcome) for b in house.bookings),
        ),
        table(
            "pilot_call",
            "id phase places",
            ((one.offer.id, one.phase, one.places) for one in (*house.calls, *house.later_calls)),
        ),
        table(
            "pilot_application",
            "id call_id applicant_id title description needs topic_slugs status submitted_at",
            (
                (a.id, a.call, a.applicant, a.title, a.description, a.needs, a.topics, "SUBMITTED", a.submitted)
                for a in house.pilot_applications
            ),
        ),
        table(
            "compute_quota",
            "id gpu_hours_per_project green_power_share",
            ((one.offer.id, one.gpu_hours, one.green_share) for one in house.compute),
        ),
    )


def project_tables(world: World) -> tuple[Table, ...]:
    projects = world.ideenwerkstatt.projects
    nuts = {one.ars: one.nuts for one in world.hubs.regions}
    return (
        table(
            "pilot_project",
            "id programme_slug title abstract status maturity runs_from runs_until idea_id region_nuts "
            "repository_url license call_id",
            (
                (
                    *(p.id, p.programme, p.title, p.abstract, p.status, p.maturity, p.runs_from, p.runs_until, p.idea),
                    *(nuts[p.region] if p.region else None, p.repository, p.license, one.call),
                )
                for one in projects
                for p in (one.project,)
            ),
        ),
        table(
            "project_participant",
            "project_id actor_id position",
            placed((one.project.id, one.participants) for one in projects),
        ),
        table(
            "project_expert", "project_id expert_id position", placed((one.project.id, one.experts) for one in projects)
        ),
    )


def prototype_tables(world: World) -> tuple[Table, ...]:
    house = world.ideenwerkstatt
    return (
        table(
            "prototype",
            "id title stage idea_id project_id ai_methods model_parameters_million repository_url license",
            (
                (p.id, p.title, p.stage, p.idea, p.project, p.methods, p.parameters, p.repository, p.license)
                for p in house.prototypes
            ),
        ),
        table(
            "prototype_dataset",
            "prototype_id dataset_id position",
            placed((one.id, one.datasets) for one in house.prototypes),
        ),
        table(
            "demonstrator",
            "id title prototype_id region_nuts is_travelling",
            ((one.id, one.title, one.prototype, one.nuts, one.travels) for one in house.demonstrators),
        ),
        table(
            "sustainability_assessment",
            "id project_type project_id rating training_kwh inference_kwh_per_year co2_kg_per_year embodied_co2_kg "
            "method assessed_on assessed_by",
            (
                (
                    *(a.id, a.project_type, a.project, a.rating, a.training_kwh, a.inference_kwh, a.co2_kg),
                    *(a.embodied_kg, a.method, a.assessed, a.expert),
                )
                for a in house.assessments
            ),
        ),
    )
