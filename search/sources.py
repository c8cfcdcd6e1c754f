"""Who makes the records: an app above this one says so when the site starts."""

from collections.abc import Callable, Collection, Iterator

from search.records import Record

# Keys → records of those that anybody may see now; None → all of them.
Build = Callable[[Collection[int] | None], Iterator[Record]]
Count = Callable[[], int]

_registered: dict[str, Callable] = {}


def register(build: Build, count: Count | None = None) -> None:
    """Name the function that makes records, and one that tells how many there are (for progress).

    Args:
        build: takes keys and yields the records of those that are public now; a key without an answer is taken out of
            the index. Takes None and yields all. It must read the database when it is called, not before.
    """
    _registered["build"] = build
    _registered["count"] = count or (lambda: 0)


def is_registered() -> bool:
    return "build" in _registered


def build(keys: Collection[int] | None) -> Iterator[Record]:
    """Raises LookupError when no app has registered."""
    return _registered_as("build")(keys)


def count() -> int:
    return _registered_as("count")()


def _registered_as(name: str) -> Callable:
    if name not in _registered:
        raise LookupError("No source of records: call search.sources.register() in an AppConfig.ready().")
    return _registered[name]
