"""The command line of ``vardag clinic``."""

import argparse

from vardag.doors.ops.starting import check_that_all_is_there, or_say_why, set_up

type _Parts = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_clinic(commands: _Parts) -> None:
    """Add ``vardag clinic`` and its parts to the command line."""
    clinic = commands.add_parser("clinic", help="put clinics into service")
    parts = clinic.add_subparsers(required=True, metavar="WHAT")
    _add_whole(parts)
    _add_pieces(parts)


def _add_whole(parts: _Parts) -> None:
    add = parts.add_parser("add", help="add a clinic")
    _key(add)
    add.add_argument("--name", required=True, help="as families read it")
    _said(add)
    add.set_defaults(run=_parsed, act="add")
    change = parts.add_parser("set", help="change what is said of a clinic")
    _key(change)
    change.add_argument("--name", help="as families read it")
    _said(change)
    change.set_defaults(run=_parsed, act="set")
    show = parts.add_parser("list", help="show clinics, and what they lack")
    show.add_argument("key", nargs="?", metavar="KEY", help="all if left out")
    show.set_defaults(run=_parsed, act="list")


def _add_pieces(parts: _Parts) -> None:
    link = parts.add_parser("link", help="set a clinic's own address for a link of the routine")
    _key(link)
    link.add_argument("link", metavar="LINK", help="the link's key in the routine")
    link.add_argument(
        "address", nargs="?", metavar="ADDRESS", help="without it: the routine's again"
    )
    link.set_defaults(run=_parsed, act="link")
    group = parts.add_parser("group", help="give a clinic a group of the routine")
    _key(group)
    group.add_argument("group", metavar="GROUP", help="the group's key in the routine")
    group.add_argument("--name", help="another name than the routine's")
    group.set_defaults(run=_parsed, act="group")
    close = parts.add_parser("close", help="mark a working day on which a clinic is closed")
    _key(close)
    close.add_argument("day", metavar="DAY", help="such as 2026-12-23")
    close.add_argument("--reason", required=True)
    close.set_defaults(run=_parsed, act="close")
    reopen = parts.add_parser("open", help="take a closed day to come away again")
    _key(reopen)
    reopen.add_argument("day", metavar="DAY")
    reopen.set_defaults(run=_parsed, act="open")


def _key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="the clinic's key, such as aviken")


def _said(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--short-name", help="where there is little room")
    parser.add_argument("--phone", help="where families call")
    parser.add_argument(
        "--postal-address", metavar="LINES", help="below its name in letters, commas between lines"
    )
    parser.add_argument(
        "--residents",
        action=argparse.BooleanOptionalAction,
        help="whether families send cases here (they do if nothing is said)",
    )


@or_say_why("clinic")
def _run(*, options: argparse.Namespace) -> int:
    set_up()
    check_that_all_is_there()
    from vardag.doors.ops.clinic import perform

    return perform(options)


def _parsed(options: argparse.Namespace) -> int:
    return _run(options=options)
