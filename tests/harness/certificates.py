"""Certificates of an authority of our own, for servers on this machine that speak TLS for real."""

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vardag.doors.shared.moments import now

HERE = "127.0.0.1"
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """Who signs: ``file`` is what a client trusts (``SSL_CERT_FILE``), ``server`` what a server has."""

    file: Path
    server: ssl.SSLContext


def an_authority(folder: Path, *, of: str = HERE, ended: bool = False) -> Authority:
    """Make an authority in a folder, and a server's certificate by it.

    :param of: the server's address
    :param ended: whether the server's certificate holds no more
    """
    folder.mkdir(parents=True, exist_ok=True)
    key, signs = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Tests", signs, by="Tests", with_key=signs, is_authority=True)
    until = now() + (-_A_DAY if ended else _A_DAY)
    server = _certificate("Server", key, by="Tests", with_key=signs, until=until, address=of)
    (folder / "authority.pem").write_bytes(_pem(authority))
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "server.pem").write_bytes(private + _pem(server))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "server.pem")
    return Authority(folder / "authority.pem", context)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    by: str,
    with_key: ec.EllipticCurvePrivateKey,
    until: datetime | None = None,
    address: str = HERE,
    is_authority: bool = False,
) -> x509.Certificate:
    begun = now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(by))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun - 2 * _A_DAY)
        .not_valid_after(until or begun + _A_DAY)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    key_of_signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(with_key.public_key())
    builder = builder.add_extension(key_of_signer, critical=False)
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = builder.add_extension(own, critical=False)
    if is_authority:
        builder = builder.add_extension(_signs_certificates(), critical=True)
    else:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(with_key, hashes.SHA256())


def _signs_certificates() -> x509.KeyUsage:
    wanted = ("key_cert_sign", "crl_sign")
    others = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**dict.fromkeys(wanted, True), **dict.fromkeys(others, False))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
