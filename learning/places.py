"""Places on this app's pages that apps above may fill."""

from __future__ import annotations

from accounts.places import Place

#: Below a note being written: what it may be worth; the subject is its writer.
note_hints = Place()
#: On the page of a scheme, beside what it issues and awards; the subject is the scheme.
scheme_outputs = Place()
#: On the page of a training class, for who runs it; the subject is the class.
class_actions = Place()
