"""Places on this app's pages that apps above may fill."""

from __future__ import annotations

from accounts.places import Place

#: On the page of a policy text that everybody may read; the subject is the provision it is opened at.
law_actions = Place()
#: A question exactly as a candidate sees it, framed at a phone's width; the subject is the question.
question_previews = Place()
#: The same for a question that is being written: an address that takes the form; the subject is None.
draft_previews = Place()
