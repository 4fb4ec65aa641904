"""The command line of ``vardag backup``, ``restore`` and ``backup-key``."""

import argparse

type _Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_backup(commands: _Commands) -> None:
    """Add what makes, checks and restores backups to the command line."""
    backup = commands.add_parser(
        "backup",
        help="copy database and files into a new folder, while the product runs",
        epilog="0: it is made; 3: it is made, and files were damaged already; 1: it isn't. "
        "Without a key it isn't encrypted.",
    )
    backup.add_argument("folder", metavar="DIR", help="a folder that isn't there yet, or is empty")
    _add_key(backup)
    backup.add_argument("--check", action="store_true", help="verify the backup that is there")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser(
        "restore",
        help="put a backup back where there is nothing yet",
        epilog="Refuses where there is a database, a file or a head of the access log already.",
    )
    restore.add_argument("folder", metavar="DIR", help="the folder of a backup")
    _add_key(restore)
    restore.set_defaults(run=_restore)
    key = commands.add_parser("backup-key", help="make a key by which backups are encrypted")
    key.add_argument("file", metavar="FILE", help="a file that isn't there yet")
    key.set_defaults(run=_make_key)


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", metavar="FILE", help="the file of the key (VARDAG_BACKUP_KEY)")


def _backup(options: argparse.Namespace) -> int:
    if options.check:
        from vardag.doors.ops.backup.restore import check

        return check(folder=options.folder, key=options.key)
    from vardag.doors.ops.backup.make import backup

    return backup(folder=options.folder, key=options.key)


def _restore(options: argparse.Namespace) -> int:
    from vardag.doors.ops.backup.restore import restore

    return restore(folder=options.folder, key=options.key)


def _make_key(options: argparse.Namespace) -> int:
    from pathlib import Path

    from vardag.doors.ops.backup.key import make
    from vardag.doors.ops.starting import or_say_why

    return or_say_why("backup-key")(make)(path=Path(options.file))
