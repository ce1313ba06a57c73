"""The mutations of the data lab as tests send them."""

from __future__ import annotations

from typing import Any

from tests.services.civic_data_lab.verbs import CC_BY

BOOK = """mutation ($slot: ID!, $concern: String!, $idea: ID, $for: ID) {
  p: bookDataConsultation(slotId: $slot, concern: $concern, ideaId: $idea, onBehalfOf: $for) {
    session { id status concern slot { id isFree } requestedBy { id } idea { id } viewerActions }
    errors { code path } } }"""
CANCEL = """mutation ($id: ID!) { p: cancelDataConsultation(sessionId: $id) {
  session { id status slot { isFree } } errors { code path } } }"""
CONFIRM = """mutation ($id: ID!) { p: confirmDataConsultation(sessionId: $id) {
  session { id status slot { isFree } } errors { code path } } }"""
RECORD = """mutation ($id: ID!, $outcome: ConsultationOutcome!, $title: String) {
  p: recordDataConsultation(sessionId: $id, outcome: $outcome, sketchTitle: $title) {
    session { id status outcome dataProject { id title stage applicant { id } dataDescription } }
    errors { code path } } }"""
SLOTS = """mutation ($id: ID!, $slots: [DataSlotInput!]!) {
  p: openDataConsultationSlots(consultationId: $id, slots: $slots) {
  slots { id startsAt minutes isFree } errors { code path } } }"""
SUBMIT = """mutation ($input: DataProjectInput!, $key: ID!) {
  p: submitDataProject(input: $input, idempotencyKey: $key) {
  project { id title stage status applicant { id } dataDescription viewerMayEdit viewerActions topics { slug }
            stageHistory { stage note } }
  errors { code path } } }"""
WITHDRAW = (
    """mutation ($id: ID!) { p: withdrawDataProject(id: $id) { project { id stage status } errors { code path } } }"""
)
ADVANCE = """mutation ($id: ID!, $to: DataProjectStage!, $note: String, $learnings: LocalizedTextInput) {
  p: advanceDataProject(id: $id, to: $to, note: $note, learnings: $learnings) {
    project { id stage status maturity stageHistory { stage note } } errors { code path } } }"""
SAVE_CALL = """mutation ($id: ID, $input: DataProjectCallInput!, $key: ID) {
  p: saveDataProjectCall(id: $id, input: $input, idempotencyKey: $key) {
    call { id status places title { de } topics { slug } selectionPrinciples { key } } errors { code path } } }"""
SAVE = """mutation ($id: ID, $input: DatasetInput!, $key: ID) {
  p: saveDataset(id: $id, input: $input, idempotencyKey: $key) {
  dataset { id uri status title { de } publisher { id } themes coverage { ars name } viewerMayEdit viewerActions issued
            distributions { id format license { uri } } }
  errors { code path } } }"""
STATUS = """mutation ($id: ID!, $to: DatasetStatus!, $note: String) {
  p: changeDatasetStatus(id: $id, to: $to, note: $note) {
  dataset { id status reviewNote } errors { code path } } }"""
USE = """mutation ($dataset: ID!, $project: ID!, $purpose: LocalizedTextInput!) {
  p: recordDatasetUsage(datasetId: $dataset, projectId: $project, purpose: $purpose) {
    dataset { id usedBy { purpose { de } project { __typename } } } errors { code path } } }"""
ENROL = """mutation ($id: ID!) { p: enrol(moduleId: $id) {
  enrolment { id status progressPercent module { id } learner { id } viewerActions } errors { code path } } }"""
PROGRESS = """mutation ($id: ID!, $percent: Int!) {
  p: recordProgress(enrolmentId: $id, progressPercent: $percent) {
  enrolment { id status progressPercent completedAt } errors { code path } } }"""
LEAVE = (
    """mutation ($id: ID!) { p: cancelEnrolment(enrolmentId: $id) { enrolment { id status } errors { code path } } }"""
)

PROJECT: dict[str, Any] = {
    "callId": "dcall_1",
    "title": "Pflege zählen",
    "summary": "Wie viele Plätze gibt es?",
    "applicantId": "org_w",
    "topicSlugs": ["care"],
    "regionArs": "150020000000",
    "dataDescription": "Listen der Heime, zum Teil mit Namen",
    "privacyTextVersion": "2023-07",
}
CALL: dict[str, Any] = {
    "title": {"de": "Datenvorhaben 2026"},
    "summary": {"de": "Wir begleiten sechs Vorhaben."},
    "status": "OPEN",
    "topicSlugs": ["care"],
    "audiences": ["WELFARE"],
    "places": 6,
}
DATASET: dict[str, Any] = {
    "title": {"de": "Pflegeplätze"},
    "description": {"de": "Freie Plätze je Heim."},
    "keywords": ["Pflege"],
    "topicSlugs": ["mobility"],
    "regionArs": ["150020000000"],
    "publisherId": "org_w",
    "accessRights": "PUBLIC",
    "personalData": "NONE",
    "distributions": [{"format": "CSV", "accessUrl": "https://data.example.org/p", "licenseUri": CC_BY}],
}
