"""``vardag demo``, ``serve``, ``worker``, ``doctor`` and the like: what runs, and how it stands."""

import argparse

from vardag.doors.ops.stand_in import BEHAVIORS

type _Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_running(commands: _Commands) -> None:
    """Add what serves the pages, and what is done beside them, to the command line."""
    demo = commands.add_parser("demo", help="run the product on SQLite with invented data")
    demo.add_argument("--port", type=int, default=8000, help="where to serve (8000)")
    demo.add_argument("--data", metavar="DIR", help="the folder of its data")
    demo.add_argument("--fresh", action="store_true", help="start over with new data")
    demo.add_argument(
        "--monday", action="store_true", help="on a Monday at eight, with ninety cases since Friday"
    )
    demo.add_argument("--routine", metavar="FILE", help="another routine than the packaged one")
    demo.add_argument(
        "--oidc", action="store_true", help="sign in by OpenID providers, on the next two ports"
    )
    demo.set_defaults(run=_demo)
    serve = commands.add_parser("serve", help="serve the pages")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--processes", type=int, default=1, metavar="N", help="share the work (1)")
    serve.add_argument("--worker", action="store_true", help="also do what is due beside the pages")
    serve.add_argument("--check", action="store_true", help="say whether it could serve, and end")
    serve.set_defaults(run=_serve)
    _add_worker(commands)
    _add_stand_in(commands)
    _add_maintenance(commands)
    _add_doctor(commands)
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(run=_migrate)


def _add_worker(commands: _Commands) -> None:
    worker = commands.add_parser("worker", help="do what is due beside the pages")
    worker.add_argument("--once", action="store_true", help="one round, then end")
    worker.set_defaults(run=_worker)


def _add_doctor(commands: _Commands) -> None:
    doctor = commands.add_parser("doctor", help="how it stands with this installation")
    doctor.add_argument("--json", action="store_true", help="for programs")
    doctor.add_argument(
        "--thorough", action="store_true", help="also read the whole access log and database"
    )
    doctor.add_argument("--trouble", action="store_true", help="leave out what is in order")
    doctor.set_defaults(run=_doctor)
    metrics = commands.add_parser("metrics", help="numbers for Prometheus, of no person")
    metrics.add_argument("--file", metavar="FILE", help="instead of standard output")
    metrics.set_defaults(run=_metrics)


def _add_stand_in(commands: _Commands) -> None:
    stand_in = commands.add_parser(
        "stand-in", help="a system to try lines to other systems against"
    )
    stand_in.add_argument("--port", type=int, default=8090)
    stand_in.add_argument(
        "--behave", choices=BEHAVIORS, default="good", help="how it answers (good)"
    )
    stand_in.set_defaults(run=_stand_in)


def _add_maintenance(commands: _Commands) -> None:
    maintenance = commands.add_parser("maintenance", help="close the pages for a while")
    parts = maintenance.add_subparsers(required=True, metavar="WHAT")
    on = parts.add_parser("on", help="everybody reads that somebody is working on the service")
    on.add_argument("--until", metavar="TIME", help="when it is thought to open: 14:30")
    on.set_defaults(run=_maintenance_on)
    parts.add_parser("off", help="open again").set_defaults(run=_maintenance_off)
    parts.add_parser("state", help="open or closed").set_defaults(run=_maintenance_state)


def _demo(options: argparse.Namespace) -> int:
    from vardag.doors.ops.demo.command import Wanted, run

    wanted = Wanted(
        port=options.port,
        data=options.data,
        fresh=options.fresh,
        monday=options.monday,
        routine=options.routine,
        oidc=options.oidc,
    )
    return run(wanted=wanted)


def _serve(options: argparse.Namespace) -> int:
    from vardag.doors.ops.server import serve

    return serve(
        host=options.host,
        port=options.port,
        processes=options.processes,
        with_worker=options.worker,
        only_check=options.check,
    )


def _worker(options: argparse.Namespace) -> int:
    from vardag.doors.ops.worker import work

    return work(once=options.once)


def _stand_in(options: argparse.Namespace) -> int:
    from vardag.doors.ops.stand_in import run

    return run(port=options.port, behavior=options.behave)


def _doctor(options: argparse.Namespace) -> int:
    from vardag.doors.ops.doctor import run

    return run(as_json=options.json, thorough=options.thorough, only_trouble=options.trouble)


def _metrics(options: argparse.Namespace) -> int:
    from vardag.doors.ops.metrics import run

    return run(file=options.file)


def _migrate(_: argparse.Namespace) -> int:
    from vardag.doors.ops.server import migrate

    return migrate()


def _maintenance_on(options: argparse.Namespace) -> int:
    from vardag.doors.ops.maintenance import on

    return on(until=options.until)


def _maintenance_off(_: argparse.Namespace) -> int:
    from vardag.doors.ops.maintenance import off

    return off()


def _maintenance_state(_: argparse.Namespace) -> int:
    from vardag.doors.ops.maintenance import state

    return state()
