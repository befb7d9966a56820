"""Write question sheets into the bank: keep for review, mend in place, bring the good rows in."""

from __future__ import annotations

from question_bank.services.imports.batches import (
    batch_commit,
    batch_import_ask,
    batch_pair,
    files_unpacked,
    import_pair,
)
from question_bank.services.imports.committing import (
    COMMIT_AT_ONCE,
    ImportSummary,
    import_cancel,
    import_commit,
    import_commit_ask,
    import_commit_steps,
    import_finish,
)
from question_bank.services.imports.reading import (
    READ_AT_ONCE,
    import_read,
    sheet_import,
    sheet_import_ask,
    sheet_read,
    sheet_reread,
)
from question_bank.services.imports.rows import row_accept, row_cite, row_restore, row_revise, row_skip, rows_accept
from question_bank.services.imports.words import mappings_of, word_forget, words_learn

__all__ = [
    "COMMIT_AT_ONCE",
    "READ_AT_ONCE",
    "ImportSummary",
    "batch_commit",
    "batch_import_ask",
    "batch_pair",
    "files_unpacked",
    "import_cancel",
    "import_commit",
    "import_commit_ask",
    "import_commit_steps",
    "import_finish",
    "import_pair",
    "import_read",
    "mappings_of",
    "row_accept",
    "row_cite",
    "row_restore",
    "row_revise",
    "row_skip",
    "rows_accept",
    "sheet_import",
    "sheet_import_ask",
    "sheet_read",
    "sheet_reread",
    "word_forget",
    "words_learn",
]
