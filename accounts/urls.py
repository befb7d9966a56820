"""Addresses."""

from __future__ import annotations

from django.urls import path

from accounts.views import codes, cohorts, people, roles, rosters, sign_in, tokens, units

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("set-password/", sign_in.set_password, name="set_password"),
    path("me/", sign_in.me, name="me"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/add/", tokens.token_add, name="token_add"),
    path("me/tokens/<int:token>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/codes/", codes.codes, name="codes"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/edit/", people.person_edit, name="person_edit"),
    path("people/<uuid:person>/move/", people.person_move, name="person_move"),
    path("people/<uuid:person>/leave/", people.person_leave, name="person_leave"),
    path("people/<uuid:person>/return/", people.person_return, name="person_return"),
    path("people/<uuid:person>/reset-password/", codes.person_reset, name="person_reset"),
    path("people/rosters/", rosters.roster_upload, name="roster_upload"),
    path("people/rosters/template.xlsx", rosters.roster_template, name="roster_template"),
    path("people/rosters/<uuid:roster>/", rosters.roster, name="roster"),
    path("people/rosters/<uuid:roster>/commit/", rosters.roster_commit, name="roster_commit"),
    path("people/rosters/<uuid:roster>/faults.xlsx", rosters.roster_faults, name="roster_faults"),
    path("people/units/", units.units, name="units"),
    path("people/units/<uuid:unit>/", units.unit, name="unit"),
    path("people/units/<uuid:unit>/add/", units.unit_add, name="unit_add"),
    path("people/units/<uuid:unit>/shift/", units.unit_shift, name="unit_shift"),
    path("people/cohorts/", cohorts.cohorts, name="cohorts"),
    path("people/cohorts/add/", cohorts.cohort_add, name="cohort_add"),
    path("people/cohorts/<uuid:cohort>/", cohorts.cohort, name="cohort"),
    path("people/cohorts/<uuid:cohort>/edit/", cohorts.cohort_edit, name="cohort_edit"),
    path("people/roles/", roles.roles, name="roles"),
    path("people/roles/grant/", roles.role_grant, name="role_grant"),
    path("people/roles/<int:assignment>/end/", roles.role_end, name="role_end"),
]
