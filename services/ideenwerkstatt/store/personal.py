"""Relations to what is somebody's own: registrations, bookings, applications. What each takes beside keys is named."""

from __future__ import annotations

from datetime import datetime

from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedApplicationRow, LockedSlotRow, LockedWorkshopRow, OwnRow
from services.ideenwerkstatt.store.personal_rows import (
    ApplicationRow,
    ApplicationUnder,
    BookingRow,
    RegistrationRow,
    RegistrationUnder,
    SlotUnder,
)
from services.ideenwerkstatt.store.rows import CountUnder, PilotProjectUnder, StateCountUnder
from services.kit.paged import Paged
from services.kit.relation import many, one

visible_registrations_by_ids = one(RegistrationRow, QUERIES.visible_registrations_by_ids)  # viewer, is staff
own_registration_of_workshop = one(RegistrationUnder, QUERIES.own_registration_of_workshop, key="parent")  # viewer
registrations_of_workshop = Paged(  # states
    many(RegistrationUnder, QUERIES.registrations_of_workshop),
    one(CountUnder, QUERIES.registration_count_of_workshop, key="parent"),
    {"queue_number": int},
)
registrations_of_actor = Paged(  # states
    many(RegistrationUnder, QUERIES.registrations_of_actor),
    one(CountUnder, QUERIES.registration_count_of_actor, key="parent"),
    {"registered_at": datetime, "id": str},
)
workshops_seen = one(LockedWorkshopRow, QUERIES.workshops_seen)  # moment
visible_bookings_by_slots = one(BookingRow, QUERIES.visible_bookings_by_slots, key="slot_id")  # viewer, is staff
slots_seen = one(LockedSlotRow, QUERIES.slots_seen)  # moment, viewer
slots_of_actor = Paged(
    many(SlotUnder, QUERIES.slots_of_actor),
    one(CountUnder, QUERIES.slot_count_of_actor, key="parent"),
    {"booked_at": datetime, "id": str},
)
# Viewer, is staff, has the scope of experts.
visible_applications_by_ids = one(ApplicationRow, QUERIES.visible_applications_by_ids)
applications_of_call = Paged(  # states
    many(ApplicationUnder, QUERIES.applications_of_call),
    one(CountUnder, QUERIES.application_count_of_call, key="parent"),
    {"submitted_at": datetime, "id": str},
)
applications_of_actor = Paged(
    many(ApplicationUnder, QUERIES.applications_of_actor),
    one(CountUnder, QUERIES.application_count_of_actor, key="parent"),
    {"submitted_at": datetime, "id": str},
)
applications_seen = one(LockedApplicationRow, QUERIES.applications_seen)  # viewer, is staff, has the scope of experts
project_of_application = one(PilotProjectUnder, QUERIES.project_of_application, key="parent")
built_prototypes_by_ids = one(OwnRow, QUERIES.built_prototypes_by_ids)  # member
programme_over = one(OwnRow, QUERIES.programme_over)  # moment
members_by_ids = one(OwnRow, QUERIES.members_by_ids)
states_of_applications_of_call = many(StateCountUnder, QUERIES.states_of_applications_of_call)
own_actors_by_ids = one(OwnRow, QUERIES.own_actors_by_ids)  # viewer
