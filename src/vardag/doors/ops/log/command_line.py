"""The command line of ``vardag audit``. Each part imports what it needs when it is called."""

import argparse

type _Parts = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_audit(commands: _Parts) -> None:
    """Add ``vardag audit`` and its parts to the command line."""
    audit = commands.add_parser("audit", help="hold the access log against its seals")
    parts = audit.add_subparsers(required=True, metavar="WHAT")
    verify = parts.add_parser(
        "verify",
        help="find the first entry that isn't as it was written",
        epilog="0: the log is whole; 1: it isn't, and the first broken entry is named; "
        "2: that can't be told, since the database, the key or a file can't be read",
    )
    verify.add_argument("--key", metavar="FILE", help="another key than the settings'")
    verify.add_argument("--head", metavar="FILE", help="a copy of the head that was kept elsewhere")
    verify.add_argument(
        "--processes", type=int, metavar="N", help="side by side for a long log (one for each core)"
    )
    verify.set_defaults(run=_verify)
    _add_export(parts)
    _add_dispose(parts)


def _add_export(parts: _Parts) -> None:
    export = parts.add_parser(
        "export",
        help="write entries as FHIR AuditEvent resources, one a line",
        epilog="The export is itself an entry of the log.",
    )
    export.add_argument("--from", required=True, dest="first", metavar="DATE")
    export.add_argument("--to", required=True, dest="last", metavar="DATE", help="included")
    export.add_argument("--clinic", metavar="KEY", help="only what was done from this clinic")
    export.add_argument(
        "--patient", action="store_true", help="only what is about the number on standard input"
    )
    export.add_argument(
        "--by", required=True, metavar="HSA-ID", help="the log reviewer who asks for it"
    )
    export.set_defaults(run=_export)


def _add_dispose(parts: _Parts) -> None:
    dispose = parts.add_parser(
        "dispose",
        help="say which entries before a day would go by a decision; --for-good does it",
        epilog="Entries are kept for at least five years.",
    )
    dispose.add_argument("--before", required=True, metavar="DATE", help="the first day to keep")
    dispose.add_argument("--decision", required=True, metavar="TEXT", help="which decision")
    dispose.add_argument("--by", required=True, metavar="HSA-ID", help="who decided")
    dispose.add_argument("--for-good", action="store_true", help="do it; nothing brings them back")
    dispose.set_defaults(run=_dispose)


def _verify(options: argparse.Namespace) -> int:
    from vardag.doors.ops.log.command import run

    return run(key=options.key, head=options.head, processes=options.processes)


def _export(options: argparse.Namespace) -> int:
    from vardag.doors.ops.log.export import export

    return export(
        first=options.first,
        last=options.last,
        clinic=options.clinic,
        patient=options.patient,
        by=options.by,
    )


def _dispose(options: argparse.Namespace) -> int:
    from vardag.doors.ops.log.disposal import dispose

    return dispose(
        before=options.before,
        decision=options.decision,
        by=options.by,
        for_good=options.for_good,
    )
