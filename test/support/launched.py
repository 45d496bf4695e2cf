# The values that must be nowhere else, and everything that instances are launched with, as moto itself tells it.
import json
import sys

import boto3


def client(name):
    return boto3.client(name, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="AKIASANDBOX", aws_secret_access_key="sandbox")


ssm, ec2 = client("ssm"), client("ec2")
values, launches, bundles = {}, [], {}
for page in ssm.get_paginator("get_parameters_by_path").paginate(Path="/geusemaker", Recursive=True, WithDecryption=True):
    for p in page["Parameters"]:
        if p["Name"].startswith("/geusemaker/bundles/"):
            bundles.setdefault(p["Name"].rsplit("/", 1)[0], []).append((p["Name"], p["Value"]))
        else:
            values[p["Name"]] = [p["Type"], p["Value"]]
launches += [{"UserData": "".join(value for _, value in sorted(parts))} for parts in bundles.values()]
for template in ec2.describe_launch_templates()["LaunchTemplates"]:
    launches += ec2.describe_launch_template_versions(LaunchTemplateId=template["LaunchTemplateId"])["LaunchTemplateVersions"]
for reservation in ec2.describe_instances()["Reservations"]:
    for instance in reservation["Instances"]:
        data = ec2.describe_instance_attribute(InstanceId=instance["InstanceId"], Attribute="userData")["UserData"].get("Value", "")
        launches.append({"instance": instance, "UserData": data})
print(json.dumps({"values": values, "launches": launches}, default=str))
