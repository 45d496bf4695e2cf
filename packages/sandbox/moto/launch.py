"""Runs moto for one sandbox account, on a free loopback port, until standard input closes.

Standard input is a pipe from the sandbox: when the sandbox dies, however it dies, the pipe closes and moto ends with it.
Identifiers that AWS makes longer, and public addresses, are shaped here at their source, so that every answer agrees.
"""

import functools
import itertools
import json
import logging
import os
import sys
import threading

import moto.backends
import moto.core.base_backend as base_backend
import moto.core.responses as responses
import moto.ec2.models.amis as amis
import moto.ec2.models.elastic_ip_addresses as elastic_ip_addresses
import moto.ec2.models.elastic_network_interfaces as elastic_network_interfaces
import moto.efs.models as efs_models
import moto.route53.models as route53_models
from moto.moto_api._internal import mock_random
from moto.server import DomainDispatcherApplication, create_backend_app
from waitress import create_server

DOCUMENTATION_RANGES = ("203.0.113", "198.51.100")  # RFC 5737: never routed, so never a stranger's instance
# As signed: as moto calls it.
SCOPES = {"ec2": "ec2", "elasticfilesystem": "efs", "elasticloadbalancing": "elbv2", "ssm": "ssm", "iam": "iam", "sts": "sts", "acm": "acm", "route53": "route53", "cloudfront": "cloudfront"}


class LongIds:
    """moto's random source with the 17 hexadecimal digits that EFS identifiers have had since 2018."""

    def get_random_hex(self, length: int = 17) -> str:
        return mock_random.get_random_hex(length)


class PublicAddresses:
    """Every host of the documentation ranges in turn, from the first again after a reset."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.hosts = itertools.cycle(f"{prefix}.{host}" for prefix in DOCUMENTATION_RANGES for host in range(1, 255))

    def take(self) -> str:
        return next(self.hosts)


def shape_identifiers(addresses: PublicAddresses) -> None:
    elastic_ip_addresses.random_ip = addresses.take
    elastic_network_interfaces.random_public_ip = addresses.take
    efs_models.mock_random = LongIds()
    zone_id = route53_models.create_route53_zone_id
    route53_models.create_route53_zone_id = lambda **words: "Z" + zone_id(**words)[1:]


def leave_out_container_hosts() -> None:
    """Of 1,300 images of a region 1,227 are for ECS hosts; nobody asks for them here, and each costs time at every reset."""
    load = amis.load_resource
    amis.load_resource = lambda path: [] if "/ecs/" in path else load(path)


def look_up_once() -> None:
    """What operations a class has does not change: moto finds it out anew at every call."""
    responses.method_names_from_class = functools.lru_cache(maxsize=None)(responses.method_names_from_class)


def forget_at_once(addresses: PublicAddresses) -> None:
    """A reset drops every backend anyway; filling each anew just before is time lost."""
    base_backend.AccountSpecificBackend.reset = lambda self: addresses.restart()


class ByScope:
    """Goes straight to the service that the signature names; moto looks through all its services at every call."""

    def __init__(self) -> None:
        self.otherwise = DomainDispatcherApplication(create_backend_app)
        self.services = {name: create_backend_app(service) for name, service in SCOPES.items()}

    def __call__(self, environ, start_response):
        scope = environ.get("HTTP_AUTHORIZATION", "").partition("/aws4_request")[0]
        return self.services.get(scope.rpartition("/")[2], self.otherwise)(environ, start_response)


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    logging.getLogger("waitress").setLevel(logging.ERROR)
    for service in SCOPES.values():
        moto.backends.get_backend(service)
    addresses = PublicAddresses()
    shape_identifiers(addresses)
    leave_out_container_hosts()
    forget_at_once(addresses)
    look_up_once()
    threading.Thread(target=end_with_parent, daemon=True).start()
    # werkzeug's own server closes the connection after every answer.
    server = create_server(ByScope(), host="127.0.0.1", port=0, threads=4, channel_timeout=3600)
    print(json.dumps({"port": server.effective_port}), flush=True)
    server.run()


main()
