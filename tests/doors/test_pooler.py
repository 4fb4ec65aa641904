"""Behind PgBouncer, as deploy/pgbouncer/pgbouncer.ini sets it: what people send is there."""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tests.harness.postgres import free_port
from tests.harness.postgres_programs import account_for_servers
from tests.promises import history
from tests.promises.clients import Crowd
from tests.promises.sites import Site, site
from vardag.config.database import database

GIVEN = Path(__file__).resolve().parents[2] / "deploy/pgbouncer/pgbouncer.ini"
KEEPS_PREPARED = (1, 21)
ENOUGH = 10  # forms that were acknowledged, to say something


def address(url: str) -> dict[str, Any]:
    return database(url, data=Path("/nowhere"))


def test_a_pooler_is_named_in_the_address_and_goes_no_further():
    lends = address("postgresql://u:p@db/vardag?pooler=transaction")

    assert lends["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert "pooler" not in lends["OPTIONS"]
    assert address("postgresql://u:p@db/vardag")["DISABLE_SERVER_SIDE_CURSORS"] is False


def test_a_pooler_that_is_not_known_is_refused_with_what_helps():
    with pytest.raises(ImproperlyConfigured, match=r"pooler=statement\. Write pooler=transaction"):
        address("postgresql://u:p@db/vardag?pooler=statement")


def test_several_servers_can_be_named_of_which_the_one_that_takes_writes_is_meant():
    named = address(
        "postgresql://u:p@/vardag?host=db1,db2&port=5432,5433&target_session_attrs=read-write"
    )

    assert (named["HOST"], named["NAME"]) == ("", "vardag")
    assert (named["OPTIONS"]["host"], named["OPTIONS"]["port"]) == ("db1,db2", "5432,5433")
    assert named["OPTIONS"]["target_session_attrs"] == "read-write"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["session", "transaction"])
def test_what_people_send_by_way_of_a_pooler_is_there(mode, tmp_path):
    program, version = pgbouncer()
    if mode == "transaction" and version < KEEPS_PREPARED:
        pytest.skip(f"PgBouncer {version} doesn't keep prepared statements")
    with site() as place:
        straight = place.url
        with pooled(program, place, mode) as place.url:
            place.await_answer()
            crowd = Crowd(place, random.Random(1177))
            with crowd.at_work():
                for _ in range(10):  # longer on a busy machine
                    crowd.waits(6)
                    if len(crowd.journal.acknowledged) > ENOUGH:
                        break
            crowd.settle()
            sessions = sessions_of(straight)
        place.stop()

        assert len(crowd.journal.acknowledged) > ENOUGH
        assert sessions >= {"vardag-behind-pgbouncer"}
        assert not history.check(straight, crowd.journal, files=place.files)


def pgbouncer() -> tuple[str, tuple[int, ...]]:
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None or connection.vendor != "postgresql":
        pytest.skip("there is no PgBouncer here, or nothing to put it before")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"PgBouncer (\d+)\.(\d+)", said)
    assert found, said
    return program, tuple(map(int, found.groups()))


@contextmanager
def pooled(program: str, place: Site, mode: str) -> Iterator[str]:
    """Run a pooler before a site's database, and give its address."""
    folder, port, account = place.folder / "pgbouncer", free_port(), account_for_servers()
    folder.mkdir()
    place.folder.chmod(0o755)
    there = urlsplit(place.url)
    (folder / "users").write_text(f'"{there.username}" "{there.password}"\n')
    (folder / "pgbouncer.ini").write_text(filled_in(place, mode, port, folder))
    for each in (folder, *folder.iterdir()):
        account.own(each)
    running = subprocess.Popen(
        [program, "-q", str(folder / "pgbouncer.ini")],
        user=account.uid,
        group=account.gid,
        extra_groups=account.groups,
        start_new_session=True,
    )
    try:
        more = "?pooler=transaction" if mode == "transaction" else ""
        yield f"postgresql://{there.username}:{there.password}@127.0.0.1:{port}/vardag{more}"
    finally:
        running.kill()  # told politely, it waits for everybody to go
        running.wait(10)


def filled_in(place: Site, mode: str, port: int, folder: Path) -> str:
    there, text = urlsplit(place.url), GIVEN.read_text()
    changed = {
        "host=127.0.0.1 port=5432 dbname=vardag": f"host=127.0.0.1 port={there.port} "
        f"dbname={there.path[1:]} application_name=vardag-behind-pgbouncer",
        "listen_port = 6432": f"listen_port = {port}",
        "/etc/pgbouncer/userlist.txt": str(folder / "users"),
        "pool_mode = transaction": f"pool_mode = {mode}",
    }
    if pgbouncer()[1] < KEEPS_PREPARED:
        changed["max_prepared_statements = 500"] = ""
    for before, after in changed.items():
        assert before in text, f"{before} isn't in the file any more"
        text = text.replace(before, after)
    return f"{text}\nunix_socket_dir =\nlogfile = {folder}/log\n"


def sessions_of(url: str) -> set[str]:
    with psycopg.connect(url) as server:
        told = server.execute(
            "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
        )
        return {name for (name,) in told}
