"""Relations to what is somebody's own: registrations, bookings, applications. What each takes beside keys is named."""

from __future__ import annotations

from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedApplicationRow, LockedSlotRow, LockedWorkshopRow, OwnRow
from services.ideenwerkstatt.store.orders import APPLICATIONS, OWN_APPLICATIONS, OWN_REGISTRATIONS, OWN_SLOTS, QUEUE
from services.ideenwerkstatt.store.personal_rows import (
    ApplicationRow,
    ApplicationUnder,
    BookingRow,
    RegistrationOfActor,
    RegistrationRow,
    RegistrationUnder,
    SlotUnder,
)
from services.ideenwerkstatt.store.rows import CountUnder, PilotProjectUnder, StateCountUnder
from services.kit.paged import sorted_many
from services.kit.relation import One, many, one


def counts(name: str) -> One[CountUnder]:
    """How many there are under a key."""
    return one(CountUnder, getattr(QUERIES, name), key="parent")


visible_registrations_by_ids = one(RegistrationRow, QUERIES.visible_registrations_by_ids)  # viewer, is staff
own_registration_of_workshop = one(RegistrationUnder, QUERIES.own_registration_of_workshop, key="parent")  # viewer
registrations_of_workshop = sorted_many(  # states, first and last moment
    RegistrationUnder,
    QUERIES,
    "registrations_of_workshop",
    QUEUE,
    one(CountUnder, QUERIES.registration_count_of_workshop, key="parent"),
)
registrations_of_actor = sorted_many(  # states, first and last moment
    RegistrationOfActor,
    QUERIES,
    "registrations_of_actor",
    OWN_REGISTRATIONS,
    one(CountUnder, QUERIES.registration_count_of_actor, key="parent"),
)
workshops_seen = one(LockedWorkshopRow, QUERIES.workshops_seen)  # moment
visible_bookings_by_slots = one(BookingRow, QUERIES.visible_bookings_by_slots, key="slot_id")  # viewer, is staff
slots_seen = one(LockedSlotRow, QUERIES.slots_seen)  # moment, viewer
slots_of_actor = sorted_many(  # first and last moment of the beginning
    SlotUnder, QUERIES, "slots_of_actor", OWN_SLOTS, counts("slot_count_of_actor")
)
# Viewer, is staff, has the scope of experts.
visible_applications_by_ids = one(ApplicationRow, QUERIES.visible_applications_by_ids)
applications_of_call = sorted_many(  # states, first and last moment
    ApplicationUnder,
    QUERIES,
    "applications_of_call",
    APPLICATIONS,
    one(CountUnder, QUERIES.application_count_of_call, key="parent"),
)
applications_of_actor = sorted_many(  # first and last moment
    ApplicationUnder,
    QUERIES,
    "applications_of_actor",
    OWN_APPLICATIONS,
    one(CountUnder, QUERIES.application_count_of_actor, key="parent"),
)
applications_seen = one(LockedApplicationRow, QUERIES.applications_seen)  # viewer, is staff, has the scope of experts
project_of_application = one(PilotProjectUnder, QUERIES.project_of_application, key="parent")
built_prototypes_by_ids = one(OwnRow, QUERIES.built_prototypes_by_ids)  # member
programme_over = one(OwnRow, QUERIES.programme_over)  # moment
members_by_ids = one(OwnRow, QUERIES.members_by_ids)
calls_to_apply_in = one(OwnRow, QUERIES.calls_to_apply_in)  # viewer
states_of_applications_of_call = many(StateCountUnder, QUERIES.states_of_applications_of_call)
own_actors_by_ids = one(OwnRow, QUERIES.own_actors_by_ids)  # viewer
