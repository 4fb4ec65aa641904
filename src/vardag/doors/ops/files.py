"""``vardag files check``: hold the store of files against the rows."""

import argparse

type Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"

WHOLE, WRONG = 0, 1


def add_files(commands: Commands) -> None:
    """Add ``vardag files`` to the command line."""
    files = commands.add_parser("files", help="the files that people have sent")
    parts = files.add_subparsers(required=True, metavar="WHAT")
    check = parts.add_parser("check", help="hold their bytes against their rows")
    check.add_argument(
        "--remove-orphans", action="store_true", help="remove bytes that no row tells of"
    )
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    import django

    django.setup()
    return check(remove_orphans=options.remove_orphans)


def check(*, remove_orphans: bool) -> int:
    """Print what is wrong, by ids; 1 if a file's bytes are gone or changed. Orphans are no damage."""
    from vardag.doors.shared.moments import now
    from vardag.rooms.files.whole import damage, orphans

    wrong = list(damage())
    for sentence in wrong:
        print(sentence)
    left = list(orphans(at=now()))
    for path in left:
        if remove_orphans:
            path.unlink(missing_ok=True)
        print(f"{'removed' if remove_orphans else 'no row tells of'} {path.name}")
    print(f"{len(wrong)} files are damaged" if wrong else "every file is as it was kept")
    return WRONG if wrong else WHOLE
