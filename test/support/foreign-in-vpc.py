# What others put into a network that gm made: `foreign-in-vpc.py ENDPOINT REGION make VPC SUBNET` makes a group and an
# endpoint, as a security service of an account does, and the interface of a load balancer; `remove KIND ID` removes one.
import json
import sys

import boto3

endpoint, region, mode, *words = sys.argv[1:]
ec2 = boto3.client("ec2", endpoint_url=endpoint, region_name=region, aws_access_key_id="AKIASANDBOX", aws_secret_access_key="sandbox")
TAGS = [{"Key": "GuardDutyManaged", "Value": "true"}]


def make(vpc, subnet):
    group = ec2.create_security_group(
        GroupName=f"GuardDutyManagedSecurityGroup-{vpc}",
        Description="Associated with VPC-" + vpc,
        VpcId=vpc,
        TagSpecifications=[{"ResourceType": "security-group", "Tags": TAGS}],
    )["GroupId"]
    service = f"com.amazonaws.{region}.guardduty-data"
    made = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=service, VpcEndpointType="Interface", TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": TAGS}])
    interface = ec2.create_network_interface(SubnetId=subnet, Description="ELB app/theirs/0123456789abcdef")
    return {"group": group, "endpoint": made["VpcEndpoint"]["VpcEndpointId"], "interface": interface["NetworkInterface"]["NetworkInterfaceId"]}


def remove(kind, identity):
    if kind == "group":
        ec2.delete_security_group(GroupId=identity)
    elif kind == "endpoint":
        ec2.delete_vpc_endpoints(VpcEndpointIds=[identity])
    else:
        ec2.delete_network_interface(NetworkInterfaceId=identity)
    return {}


print(json.dumps(make(*words) if mode == "make" else remove(*words)))
