"""The command line of ``vardag notices``."""

import argparse

from vardag.doors.ops.starting import check_that_all_is_there, or_say_why, set_up

type _Parts = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_notices(commands: _Parts) -> None:
    """Add ``vardag notices`` and its parts to the command line."""
    notices = commands.add_parser("notices", help="how it goes with what people are told")
    parts = notices.add_subparsers(required=True, metavar="WHAT")
    show = parts.add_parser("list", help="show what waits, and what reached nobody")
    show.set_defaults(run=_parsed, act="list")
    again = parts.add_parser("again", help="put what reached nobody on its way again")
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("key", nargs="?", metavar="KEY", help="of one mailing")
    which.add_argument("--all", action="store_true", help="all that failed")
    again.set_defaults(run=_parsed, act="again")
    trial = parts.add_parser("try", help="have a trial sent to somebody's own address")
    trial.add_argument("hsa_id", metavar="HSA-ID")
    trial.set_defaults(run=_parsed, act="try")
    bounce = parts.add_parser("bounce", help="read a message that came back, on standard input")
    bounce.set_defaults(run=_parsed, act="bounce")


@or_say_why("notices")
def _run(*, options: argparse.Namespace) -> int:
    set_up(quiet=True)
    check_that_all_is_there()
    from vardag.doors.ops.notices import perform

    return perform(options)


def _parsed(options: argparse.Namespace) -> int:
    return _run(options=options)
