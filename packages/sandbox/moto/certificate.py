"""For each question on a line of its own prints a certificate as JSON, until standard input closes.

`self <host>` is signed by itself, `signed <host>` by the authority that lives as long as this process, and `authority`
asks for that authority's own. Keys never touch a disk.
"""

import datetime
import functools
import ipaddress
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PEM = serialization.Encoding.PEM


def alternative_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])


def builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.timezone.utc)
    made = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key.public_key(), serial_number=x509.random_serial_number())
    return made.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=2))


@functools.cache
def authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = named("Sandbox of GeuseMaker")
    made = builder(name, name, key).add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )
    made = made.add_extension(usage, critical=True).add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return made.sign(key, hashes.SHA256()), key


def certificate(host: str, signed: bool) -> dict[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer, signer = (authority()[0].subject, authority()[1]) if signed else (named(host), key)
    made = builder(named(host), issuer, key).add_extension(x509.SubjectAlternativeName([alternative_name(host)]), critical=False)
    if signed:
        made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {"key": private.decode(), "cert": made.sign(signer, hashes.SHA256()).public_bytes(PEM).decode()}


def main() -> None:
    for line in sys.stdin:
        kind, _, host = line.strip().partition(" ")
        answer = {"key": "", "cert": authority()[0].public_bytes(PEM).decode()} if kind == "authority" else certificate(host, kind == "signed")
        print(json.dumps(answer), flush=True)


main()
