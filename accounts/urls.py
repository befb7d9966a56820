"""Addresses."""

from __future__ import annotations

from django.urls import path

from accounts.views import codes, cohorts, people, roles, rosters, sign_in, units

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("set-password/", sign_in.set_password, name="set_password"),
    path("me/", sign_in.me, name="me"),
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/codes/", codes.codes, name="codes"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/edit/", people.person_edit, name="person_edit"),
    path("people/<uuid:person>/move/", people.person_move, name="person_move"),
    path("people/<uuid:person>/leave/", people.person_leave, name="person_leave"),
    path("people/<uuid:person>/return/", people.person_return, name="person_return"),
    path("people/<uuid:person>/reset-password/", codes.person_reset, name="person_reset"),
    path("rosters/", rosters.roster_upload, name="roster_upload"),
    path("rosters/template.xlsx", rosters.roster_template, name="roster_template"),
    path("rosters/<uuid:roster>/", rosters.roster, name="roster"),
    path("rosters/<uuid:roster>/commit/", rosters.roster_commit, name="roster_commit"),
    path("rosters/<uuid:roster>/faults.xlsx", rosters.roster_faults, name="roster_faults"),
    path("units/", units.units, name="units"),
    path("units/<uuid:unit>/", units.unit, name="unit"),
    path("units/<uuid:unit>/add/", units.unit_add, name="unit_add"),
    path("units/<uuid:unit>/shift/", units.unit_shift, name="unit_shift"),
    path("cohorts/", cohorts.cohorts, name="cohorts"),
    path("cohorts/add/", cohorts.cohort_add, name="cohort_add"),
    path("cohorts/<uuid:cohort>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:cohort>/edit/", cohorts.cohort_edit, name="cohort_edit"),
    path("roles/", roles.roles, name="roles"),
    path("roles/grant/", roles.role_grant, name="role_grant"),
    path("roles/<int:assignment>/end/", roles.role_end, name="role_end"),
]
