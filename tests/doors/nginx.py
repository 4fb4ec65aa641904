"""An nginx of our own, with the file that we hand out and what is to be filled in filled in."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.harness.postgres import free_port
from vardag.doors.shared.moments import now

GIVEN = Path(__file__).resolve().parents[2] / "deploy/nginx/vardag.conf"
NAME = "arenden.example.se"


def a_certificate(folder: Path) -> None:
    """Write a certificate that its own name has signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    since = now() - timedelta(hours=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def filled_in(folder: Path, *, port: int, behind: Sequence[int]) -> Path:
    """Write nginx' own file around ours, whose names, ports and paths are of this folder."""
    a_certificate(folder)
    ours = GIVEN.read_text()
    for before, after in (
        ("127.0.0.1:8001", f"127.0.0.1:{behind[0]}"),
        ("127.0.0.1:8002", f"127.0.0.1:{behind[1]}"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("/etc/ssl/vardag/fullchain.pem", str(folder / "fullchain.pem")),
        ("/etc/ssl/private/vardag.pem", str(folder / "key.pem")),
        ("/var/log/nginx/vardag.error.log", str(folder / "error.log")),
    ):
        assert before in ours, f"{before} isn't in the file any more"
        ours = ours.replace(before, after)
    (folder / "vardag.conf").write_text(ours)
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nerror_log {folder}/start.log;\npid {folder}/pid;\n"
        f"events {{}}\nhttp {{\n{kept}include {folder}/vardag.conf;\n}}\n"
    )
    return whole


def program() -> str:
    """Return nginx, or skip the test."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.skip("there is no nginx here")
    return found


@contextmanager
def nginx(folder: Path, *, behind: Sequence[int]) -> Iterator[int]:
    """Run it in front of two servers, and give its port."""
    port = free_port()
    whole = filled_in(folder, port=port, behind=behind)
    running = subprocess.Popen(
        [program(), "-p", str(folder), "-c", str(whole), "-e", str(folder / "start.log")],
        start_new_session=True,
    )
    try:
        yield port
    finally:
        running.terminate()
        running.wait(10)
