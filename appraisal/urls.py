"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern, path

from appraisal.views import awards, bulletins, exports, points

app_name = "appraisal"
urlpatterns: list[URLPattern] = [
    path("points/", points.my_points, name="my_points"),
    path("points/people/<uuid:person>/", points.person_points, name="person_points"),
    path("points/rules/", points.rule_list, name="rules"),
    path("points/rules/suggested/", points.rules_from_suggestion, name="rules_suggested"),
    path("points/rules/new/", points.rule_new, name="rule_new"),
    path("points/rules/catch-up/", points.rules_catch_up, name="rules_catch_up"),
    path("points/rules/<uuid:rule>/", points.rule_edit, name="rule_edit"),
    path("points/entries/<uuid:entry>/take-back/", points.entry_take_back, name="entry_take_back"),
    path("points/ledger/", points.ledger, name="ledger"),
    path("points/ledger/export/", points.ledger_export, name="ledger_export"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.bulletin_new, name="bulletin_new"),
    path("bulletins/<uuid:bulletin>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<uuid:bulletin>/refresh/", bulletins.refresh, name="bulletin_refresh"),
    path("bulletins/<uuid:bulletin>/issue/", bulletins.issue, name="bulletin_send"),
    path("bulletins/<uuid:bulletin>/critiques/", bulletins.critiques_new, name="critiques_new"),
    path("bulletins/critiques/<uuid:critique>/", bulletins.critique, name="critique"),
    path("bulletins/critiques/<uuid:critique>/remove/", bulletins.critique_remove, name="critique_remove"),
    path("bulletins/issues/<uuid:issue>/", bulletins.bulletin_issued, name="bulletin_issue"),
    path("bulletins/issues/<uuid:issue>/file/", bulletins.issue_file, name="bulletin_file"),
    path("awards/", awards.awards, name="awards"),
    path("awards/new/", awards.award_new, name="award_new"),
    path("awards/<uuid:award>/", awards.award, name="award"),
    path("awards/<uuid:award>/nominate/", awards.nominate, name="award_nominate"),
    path("awards/nominees/<uuid:nominee>/remove/", awards.nominee_remove, name="nominee_remove"),
    path("awards/<uuid:award>/jury/", awards.jury, name="award_jury"),
    path("awards/<uuid:award>/judged/", awards.judged, name="award_judged"),
    path("awards/<uuid:award>/decide/", awards.decide, name="award_decide"),
    path("awards/<uuid:award>/file/", awards.award_file, name="award_file"),
    path("awards/jurors/<uuid:juror>/", awards.juror, name="juror"),
    path("exports/", exports.exports, name="exports"),
    path("exports/make/", exports.export, name="export"),
]
