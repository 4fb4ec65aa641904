"""``vardag search rebuild``: the words by which cases and people are found, made anew."""


def rebuild() -> int:
    """Make the whole index anew, and say of how many cases and residents. People can go on working."""
    from vardag.rooms.cases.search_index import rebuild as rebuild_words
    from vardag.rooms.people.names import note_all_names

    print(f"{note_all_names()} residents can be found by their names")
    print(f"{rebuild_words()} cases can be found by their words")
    return 0


def fill_in() -> None:
    """Let cases and residents be found who aren't yet: those from before there was a search."""
    from vardag.rooms.cases.search_index import rebuild as rebuild_words
    from vardag.rooms.people.names import note_all_names

    note_all_names(only_missing=True)
    rebuild_words(only_missing=True)
