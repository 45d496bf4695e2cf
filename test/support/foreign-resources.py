# Somebody else's things, with a stack of the same name: `make` makes them, `tell` says everything that moto knows of
# them, so that any touch shows.
import json
import sys

import boto3

mode, endpoint, region, name = sys.argv[1:5]
TAGS = {"Stack": name, "geusemaker:stack": name, "geusemaker:stack-id": "11111111-2222-4333-8444-555555555555", "geusemaker:node": "vpc"}
PAIRS = [{"Key": key, "Value": value} for key, value in TAGS.items()]


def client(service):
    return boto3.client(service, endpoint_url=endpoint, region_name=region, aws_access_key_id="AKIASANDBOX", aws_secret_access_key="sandbox")


ec2, efs, ssm, iam = client("ec2"), client("efs"), client("ssm"), client("iam")


def tagged(kind):
    return [{"ResourceType": kind, "Tags": PAIRS}]


def make():
    vpc = ec2.create_vpc(CidrBlock="10.99.0.0/16", TagSpecifications=tagged("vpc"))["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.99.1.0/24", TagSpecifications=tagged("subnet"))["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway(TagSpecifications=tagged("internet-gateway"))["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    group = ec2.create_security_group(GroupName=f"gm-{name}-instance", Description="a stranger", VpcId=vpc, TagSpecifications=tagged("security-group"))["GroupId"]
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=image, InstanceType="t3.nano", MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=[group], TagSpecifications=tagged("instance"))
    address = ec2.allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip"))["AllocationId"]
    files = efs.create_file_system(CreationToken="stranger", Tags=PAIRS)["FileSystemId"]
    ssm.put_parameter(Name=f"/geusemaker/{name}/n8n/encryption-key", Value="strange", Type="SecureString", Tags=PAIRS)
    iam.create_role(RoleName=f"gm-{name}-stranger", AssumeRolePolicyDocument="{}", Tags=PAIRS)
    return [vpc, subnet, gateway, group, instance["Instances"][0]["InstanceId"], address, files]


def tell():
    ours = {"Filters": [{"Name": "tag:geusemaker:stack-id", "Values": [TAGS["geusemaker:stack-id"]]}]}
    return {
        "vpc": ec2.describe_vpcs(**ours)["Vpcs"],
        "subnet": ec2.describe_subnets(**ours)["Subnets"],
        "internet-gateway": ec2.describe_internet_gateways(**ours)["InternetGateways"],
        "security-group": ec2.describe_security_groups(**ours)["SecurityGroups"],
        "instance": [(i["InstanceId"], i["State"], i["Tags"]) for r in ec2.describe_instances(**ours)["Reservations"] for i in r["Instances"]],
        "elastic-ip": ec2.describe_addresses(**ours)["Addresses"],
        "file-system": [{k: v for k, v in f.items() if k != "SizeInBytes"} for f in efs.describe_file_systems()["FileSystems"] if f["CreationToken"] == "stranger"],
        "parameter": ssm.get_parameter(Name=f"/geusemaker/{name}/n8n/encryption-key", WithDecryption=True)["Parameter"],
        "role": iam.get_role(RoleName=f"gm-{name}-stranger")["Role"],
    }


print(json.dumps(make() if mode == "make" else tell(), default=str, sort_keys=True))
