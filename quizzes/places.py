"""Places on this app's pages that apps above may fill."""

from __future__ import annotations

from accounts.places import Place

#: On the organizer's results page; the subject is the exam.
exam_result_actions = Place()
#: Beside each question on the page of an exam's analysis; the subject is the slot, with its paper.
slot_actions = Place()
#: On a cadre's own result page; the subject is the candidate.
own_result_actions = Place()
#: On the list of one's own exams; the subject is oneself.
own_exams_actions = Place()
