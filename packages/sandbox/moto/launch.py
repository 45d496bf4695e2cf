"""Runs moto for one sandbox account, on a free loopback port, until standard input closes.

Standard input is a pipe from the sandbox: when the sandbox dies, however it dies, the pipe closes and moto ends with it.
Identifiers that AWS makes longer, and public addresses, are shaped here at their source, so that every answer agrees.
"""

import itertools
import json
import logging
import os
import sys
import threading

import moto.backends
import moto.ec2.models.elastic_ip_addresses as elastic_ip_addresses
import moto.ec2.models.elastic_network_interfaces as elastic_network_interfaces
import moto.efs.models as efs_models
from moto.moto_api._internal import mock_random
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

DOCUMENTATION_RANGES = ("203.0.113", "198.51.100")  # RFC 5737: never routed, so never a stranger's machine
SERVICES = ("ec2", "efs", "ssm", "iam", "sts")


class LongIds:
    """moto's random source with the 17 hexadecimal digits that EFS identifiers have had since 2018."""

    def get_random_hex(self, length: int = 17) -> str:
        return mock_random.get_random_hex(length)


def public_addresses():
    """Every host of the documentation ranges, over and over."""
    return itertools.cycle(f"{prefix}.{host}" for prefix in DOCUMENTATION_RANGES for host in range(1, 255))


def shape_identifiers() -> None:
    addresses = public_addresses()
    elastic_ip_addresses.random_ip = lambda: next(addresses)
    elastic_network_interfaces.random_public_ip = lambda: next(addresses)
    efs_models.mock_random = LongIds()


class KeepAlive(WSGIRequestHandler):
    """Connections are kept open between calls, which halves the time of one."""

    protocol_version = "HTTP/1.1"


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for service in SERVICES:
        moto.backends.get_backend(service)
    shape_identifiers()
    threading.Thread(target=end_with_parent, daemon=True).start()
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True, request_handler=KeepAlive)
    print(json.dumps({"port": server.port}), flush=True)
    server.serve_forever()


main()
