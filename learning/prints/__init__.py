"""What learning puts on paper."""

from learning.prints.events import sign_in_sheet
from learning.prints.pieces import approval_form, compendium

__all__ = ["approval_form", "compendium", "sign_in_sheet"]
