# What is in the account, as moto itself tells it: asked past the proxy and past gm's own code, so that neither can
# hide anything. Prints one JSON object: {"<type>": [{"id": ..., "tags": ...}, ...]}, default network left out.
# `inventory.py ENDPOINT REGION --serve` prints one for each line that it reads, the default network under "theirs"; the
# line `public` first gives the default network a way to the internet, so that a stack may stand in it.
import json
import sys

import boto3


def tags(pairs):
    return {pair["Key"]: pair["Value"] for pair in pairs or []}


def client(name, region=sys.argv[2]):
    return boto3.client(name, endpoint_url=sys.argv[1], region_name=region, aws_access_key_id="AKIASANDBOX", aws_secret_access_key="sandbox")


ec2, efs, elb, iam, ssm = client("ec2"), client("efs"), client("elbv2"), client("iam"), client("ssm")
route53, cloudfront = client("route53"), client("cloudfront")
# Certificates of distributions are in us-east-1.
acms = [client("acm", region) for region in dict.fromkeys([sys.argv[2], "us-east-1"])]


def look(theirs):
    found = {}

    def put(kind, identity, labels):
        found.setdefault(kind, []).append({"id": identity, "tags": labels})

    default_vpcs = {v["VpcId"] for v in ec2.describe_vpcs()["Vpcs"] if v["IsDefault"]}
    for v in ec2.describe_vpcs()["Vpcs"]:
        if v["VpcId"] not in default_vpcs:
            put("vpc", v["VpcId"], tags(v.get("Tags")))
    for s in ec2.describe_subnets()["Subnets"]:
        if s["VpcId"] not in default_vpcs:
            put("subnet", s["SubnetId"], tags(s.get("Tags")))
    for g in ec2.describe_internet_gateways()["InternetGateways"]:
        if not any(a["VpcId"] in default_vpcs for a in g["Attachments"]):
            put("internet-gateway", g["InternetGatewayId"], tags(g.get("Tags")))
    for g in ec2.describe_security_groups()["SecurityGroups"]:
        if g["GroupName"] != "default":
            put("security-group", g["GroupId"], tags(g.get("Tags")))
    for r in ec2.describe_instances()["Reservations"]:
        for i in r["Instances"]:
            if i["State"]["Name"] not in ("terminated", "shutting-down"):
                put("instance", i["InstanceId"], tags(i.get("Tags")))
    for a in ec2.describe_addresses()["Addresses"]:
        put("elastic-ip", a["AllocationId"], tags(a.get("Tags")))
    for t in ec2.describe_launch_templates()["LaunchTemplates"]:
        put("launch-template", t["LaunchTemplateId"], tags(t.get("Tags")))
    for v in ec2.describe_volumes()["Volumes"]:
        put("volume", v["VolumeId"], tags(v.get("Tags")))
    for n in ec2.describe_network_interfaces()["NetworkInterfaces"]:
        put("interface", n["NetworkInterfaceId"], tags(n.get("TagSet")))
    for f in efs.describe_file_systems()["FileSystems"]:
        put("file-system", f["FileSystemId"], tags(f.get("Tags")))
        for m in efs.describe_mount_targets(FileSystemId=f["FileSystemId"])["MountTargets"]:
            put("mount-target", m["MountTargetId"], {})
    balancers = {b["LoadBalancerArn"]: b["LoadBalancerName"] for b in elb.describe_load_balancers()["LoadBalancers"]}
    groups = {g["TargetGroupArn"]: g["TargetGroupName"] for g in elb.describe_target_groups()["TargetGroups"]}
    labels = {}
    if balancers or groups:
        found_tags = elb.describe_tags(ResourceArns=[*balancers, *groups])["TagDescriptions"]
        labels = {d["ResourceArn"]: tags(d["Tags"]) for d in found_tags}
    for arn, name in balancers.items():
        put("load-balancer", name, labels[arn])
        for l in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
            put("listener", f"{l['Protocol']} {l['Port']}", {})
    for arn, name in groups.items():
        put("target-group", name, labels[arn])
        for t in elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]:
            put("target", t["Target"]["Id"], {})
    for d in cloudfront.list_distributions()["DistributionList"].get("Items", []):
        put("distribution", d["Id"], tags(cloudfront.list_tags_for_resource(Resource=d["ARN"])["Tags"]["Items"]))
    for acm in acms:
        for c in acm.list_certificates()["CertificateSummaryList"]:
            put("certificate", c["DomainName"], tags(acm.list_tags_for_certificate(CertificateArn=c["CertificateArn"])["Tags"]))
    for z in route53.list_hosted_zones()["HostedZones"]:
        for r in route53.list_resource_record_sets(HostedZoneId=z["Id"])["ResourceRecordSets"]:
            if r["Type"] not in ("NS", "SOA"):
                put("record", f"{r['Type']} {r['Name']}", {})
    for r in iam.list_roles()["Roles"]:
        put("role", r["RoleName"], tags(iam.list_role_tags(RoleName=r["RoleName"])["Tags"]))
    for p in iam.list_instance_profiles()["InstanceProfiles"]:
        put("instance-profile", p["InstanceProfileName"], {})
    bundles = set()
    for page in ssm.get_paginator("describe_parameters").paginate():
        for p in page["Parameters"]:
            if p["Name"].startswith("/geusemaker/bundles/"):
                bundles.add(p["Name"].rsplit("/", 1)[0])
            elif not p["Name"].startswith("/aws/"):
                put("parameter", p["Name"], {"version": str(p["Version"])})
    for b in sorted(bundles):
        put("bundle", b, {})
    if theirs:
        for v in sorted(default_vpcs):
            put("theirs", v, {})
        for s in ec2.describe_subnets()["Subnets"]:
            if s["VpcId"] in default_vpcs:
                put("theirs", s["SubnetId"], tags(s.get("Tags")))
    return found


def make_public():
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    main = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "association.main", "Values": ["true"]}]
    table = ec2.describe_route_tables(Filters=main)["RouteTables"][0]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)


if "--serve" in sys.argv:
    for line in sys.stdin:
        if line.strip() == "public":
            make_public()
        print(json.dumps(look(theirs=True)), flush=True)
else:
    print(json.dumps(look(theirs=False)))
