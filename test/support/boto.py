# One call to the account as somebody else makes it: `boto.py ENDPOINT REGION SERVICE OPERATION PARAMETERS`, the operation
# as boto3 spells it and the parameters as JSON. Prints the answer.
import json
import sys

import boto3

endpoint, region, service, operation, parameters = sys.argv[1:]
client = boto3.client(service, endpoint_url=endpoint, region_name=region, aws_access_key_id="AKIASANDBOX", aws_secret_access_key="sandbox")
print(json.dumps(getattr(client, operation)(**json.loads(parameters)), default=str))
