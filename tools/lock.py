"""Resolve the dependencies anew and write down, with hashes, what came out.

Three readers need the same pins in three forms: the two requirements files for ./dev and for pip,
``constraint-dependencies`` in pyproject.toml for people who write ``uv run``, and
``tools/bootstrap.lock`` for uv itself. uv's own ``uv.lock`` is not kept: every line of it names the
registry it was made from, and a hospital's mirror has another name.

Runs on any Python from 3.12 without the environment, since that may be what does not install.
"""

import argparse
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
PINS = re.compile(r"^constraint-dependencies = \[\n(.*?)^\]\n", re.MULTILINE | re.DOTALL)
PLAIN = ("--no-header", "--no-annotate", "--no-emit-project", "--format=requirements-txt")
UV_ITSELF = "uv>=0.13,<0.14"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="./dev lock", description=__doc__)
    parser.add_argument("--uv", required=True, help=argparse.SUPPRESS)
    parser.add_argument(
        "--keep", action="store_true", help="change only the pins that pyproject.toml asks for"
    )
    arguments = parser.parse_args(argv)
    resolve(arguments.uv, keep=arguments.keep)


def resolve(uv: str, *, keep: bool) -> None:
    before = PYPROJECT.read_text()
    try:
        if not keep:
            write_pins([])
        run(uv, "lock", "--quiet", *([] if keep else ["--upgrade"]))
        pins = export(uv, "--all-extras", "--all-groups", "--no-hashes")
        write_pins([line for line in pins.splitlines() if line])
        run(uv, "lock", "--quiet")
    except BaseException:
        PYPROJECT.write_text(before)
        raise
    write("requirements.lock", export(uv, "--no-default-groups", "--group=build"))
    write("requirements-dev.lock", export(uv, "--all-extras", "--all-groups"))
    write("tools/bootstrap.lock", pins_of_uv(uv))


def write_pins(pins: Sequence[str]) -> None:
    lines = "".join(f'    "{pin}",\n' for pin in pins)
    listed = f"constraint-dependencies = [\n{lines}]\n"
    text, found = PINS.subn(lambda _: listed, PYPROJECT.read_text())
    if found != 1:
        raise SystemExit(
            "./dev lock: [tool.uv] in pyproject.toml lacks its constraint-dependencies"
        )
    PYPROJECT.write_text(text)


def export(uv: str, *options: str) -> str:
    return run(uv, "export", "--quiet", "--locked", *PLAIN, *options)


def pins_of_uv(uv: str) -> str:
    oldest = "--python-version=3.8"  # the oldest python3 that ./dev promises to start from
    options = (
        "--quiet",
        "--universal",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        oldest,
    )
    return run(uv, "pip", "compile", *options, "-", given=UV_ITSELF)


def write(name: str, text: str) -> None:
    (ROOT / name).write_text(text)
    print(f"wrote {name}: {text.count('==')} packages")


def run(*command: str, given: str = "") -> str:
    done = subprocess.run(
        command, cwd=ROOT, input=given, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(
            f"./dev lock: '{' '.join(command[1:3])}' failed; pyproject.toml is as before"
        )
    return done.stdout


if __name__ == "__main__":
    main()
