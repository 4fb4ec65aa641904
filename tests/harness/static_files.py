"""Static files that are looked up once.

Each client of a test makes the middleware anew, and WhiteNoise's looks through every folder for files
as it is made: half the time of a small request. The files are those of the package, whoever asks.
"""

from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware


def look_for_them_once() -> None:
    """From now on, in this process, let a new middleware take over what the first has found."""
    look: Any = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[tuple[object, ...], dict[str, Any]] = {}

    def take_over(middleware: WhiteNoiseMiddleware) -> None:
        key = (middleware.static_prefix, middleware.max_age, middleware.immutable_file_test)
        if key not in found:
            look(middleware)
            found[key] = dict(middleware.files)
        middleware.files.update(found[key])

    WhiteNoiseMiddleware.add_files_from_finders = take_over
