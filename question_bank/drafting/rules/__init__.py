"""The rules, one a file: each reads a policy and yields drafts, good or not; the validation decides."""
