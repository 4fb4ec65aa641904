"""The ``vardag`` command. Each subcommand imports what it needs when it is called."""

import argparse
import os
import sys
from collections.abc import Sequence

from vardag.doors.ops.backup.command_line import add_backup
from vardag.doors.ops.clinic_commands import add_clinic
from vardag.doors.ops.disposing import add_dispose
from vardag.doors.ops.files import add_files
from vardag.doors.ops.log.command_line import add_audit
from vardag.doors.ops.notice_commands import add_notices
from vardag.doors.ops.running_commands import add_running

EPILOG = "Settings come from the environment; docs/reference/settings.md lists them."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardag.config.settings")
    try:
        return int(options.run(options))
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(prog="vardag", epilog=EPILOG)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    add_running(commands)
    _add_routine(commands)
    _add_scenario(commands)
    _add_response_due(commands)
    _add_ledger(commands)
    _add_search(commands)
    add_clinic(commands)
    _add_staff(commands)
    add_audit(commands)
    add_files(commands)
    add_backup(commands)
    add_dispose(commands)
    add_notices(commands)
    _add_sign_in(commands)
    return top


type Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add_routine(commands: Commands) -> None:
    routine = commands.add_parser("routine", help="check and show routines")
    parts = routine.add_subparsers(required=True, metavar="WHAT")
    check = parts.add_parser("check", help="find what could strand a case")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.set_defaults(run=_routine_check)
    show = parts.add_parser("show", help="show a routine as the document that a nurse reads")
    show.add_argument("file", nargs="?", metavar="FILE", help="the packaged one if left out")
    show.add_argument("--format", choices=("text", "html"), default="text")
    show.add_argument("--language", choices=("sv", "en"), default="sv")
    show.set_defaults(run=_routine_show)


def _add_scenario(commands: Commands) -> None:
    scenario = commands.add_parser("scenario", help="play a routine's test cases")
    parts = scenario.add_subparsers(required=True, metavar="WHAT")
    run = parts.add_parser("run", help="play each file in a fresh throw-away database")
    run.add_argument("files", nargs="+", metavar="FILE")
    run.add_argument("--routine", metavar="FILE", help="another routine than the packaged one")
    run.set_defaults(run=_scenario_run)


def _add_response_due(commands: Commands) -> None:
    due = commands.add_parser(
        "response-due", help="by when a case that comes at a moment is owed a response"
    )
    due.add_argument(
        "moments",
        nargs="*",
        metavar="MOMENT",
        help="ISO local times in Europe/Stockholm; without any, a line each on standard input "
        "(where nothing gives nothing)",
    )
    due.add_argument("--explain", action="store_true", help="say which days were counted")
    due.set_defaults(run=_response_due)


def _add_ledger(commands: Commands) -> None:
    ledger = commands.add_parser("ledger", help="hold the rows against the ledgers")
    parts = ledger.add_subparsers(required=True, metavar="WHAT")
    check = parts.add_parser("check", help="fold every ledger and compare it with the rows")
    check.set_defaults(run=_ledger_check)


def _add_search(commands: Commands) -> None:
    search = commands.add_parser("search", help="the words by which cases are found")
    parts = search.add_subparsers(required=True, metavar="WHAT")
    rebuild = parts.add_parser("rebuild", help="make them anew, while people work")
    rebuild.set_defaults(run=_search_rebuild)


def _add_staff(commands: Commands) -> None:
    staff = commands.add_parser("staff", help="what no colleague can do about staff")
    parts = staff.add_subparsers(required=True, metavar="WHAT")
    first = parts.add_parser(
        "add-administrator", help="make somebody of the staff directory an administrator at once"
    )
    first.add_argument("hsa_id", metavar="HSA-ID")
    first.add_argument("--clinic", required=True, metavar="KEY", help="of which clinic")
    first.set_defaults(run=_add_administrator)


def _add_sign_in(commands: Commands) -> None:
    sign_in = commands.add_parser("sign-in", help="identity providers, and who came in by them")
    parts = sign_in.add_subparsers(required=True, metavar="WHAT")
    check = parts.add_parser("check", help="ask every provider of the sign-in file")
    check.set_defaults(run=_sign_in_check)
    untie = parts.add_parser(
        "untie", help="let somebody's next sign-in tie a new identity; number on standard input"
    )
    untie.add_argument("--issuer", required=True)
    untie.set_defaults(run=_sign_in_untie)


def _routine_check(options: argparse.Namespace) -> int:
    from vardag.doors.ops.routine.command import check_files

    return check_files(options.files)


def _routine_show(options: argparse.Namespace) -> int:
    from vardag.doors.ops.routine.command import show

    return show(options.file, format=options.format, language=options.language)


def _scenario_run(options: argparse.Namespace) -> int:
    os.environ["VARDAG_THROW_AWAY"] = "1"
    import django

    django.setup()
    from vardag.doors.ops.scenario.command import run

    return run(options.files, routine=options.routine)


def _response_due(options: argparse.Namespace) -> int:
    os.environ.setdefault("VARDAG_THROW_AWAY", "1")
    from vardag.doors.ops.response_due import run

    return run(options.moments, explain=options.explain)


def _add_administrator(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from vardag.doors.ops.staff import add_administrator

    return add_administrator(options.hsa_id, clinic=options.clinic)


def _ledger_check(_: argparse.Namespace) -> int:
    import django

    django.setup()
    from vardag.doors.ops.ledger import check

    return check()


def _search_rebuild(_: argparse.Namespace) -> int:
    import django

    django.setup()
    from vardag.doors.ops.search import rebuild

    return rebuild()


def _sign_in_check(_: argparse.Namespace) -> int:
    from vardag.doors.ops.sign_in import check

    return check()


def _sign_in_untie(options: argparse.Namespace) -> int:
    from vardag.doors.ops.sign_in import untie

    return untie(issuer=options.issuer)


if __name__ == "__main__":
    sys.exit(main())
