"""Password hashing that five hundred people can afford at nine o'clock."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's lower setting (19 MiB, two passes).

    Django's default costs 114 ms and 100 MiB a sign-in; two cores would need half a minute for 500 people.
    """

    algorithm = "argon2"
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
