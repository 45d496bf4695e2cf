"""For each host on a line of its own prints a self-signed certificate with its key, as JSON, until standard input closes.

The key never touches a disk.
"""

import datetime
import ipaddress
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


def alternative_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def self_signed(host: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host[:64])])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=x509.random_serial_number())
    builder = builder.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=2))
    return builder.add_extension(x509.SubjectAlternativeName([alternative_name(host)]), critical=False).sign(key, hashes.SHA256())


def main() -> None:
    pem = serialization.Encoding.PEM
    for line in sys.stdin:
        key = ec.generate_private_key(ec.SECP256R1())
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        print(json.dumps({"key": private.decode(), "cert": self_signed(line.strip(), key).public_bytes(pem).decode()}), flush=True)


main()
