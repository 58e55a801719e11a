"""What a request needs to be allowed: action and resource, as IAM names them, and what conditions may ask
of it. A resource of None is one that is not worked out here, and is allowed by any.
"""

import re
from xml.sax.saxutils import unescape

from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends
from deployed import tags_of


def requirements(request, role, s3_resource):
    scope, _ = signature_of(request)
    _, region, service, _ = scope.split("/")
    if service == "s3":
        return s3(request, s3_resource)
    action = request._get_action()
    if action == "GetCallerIdentity":  # nobody can be denied it
        return []
    if service == "sqs":  # a batch is allowed as its parts are
        action = action.removesuffix("Batch")
    name = f"{PREFIXES.get(service, service)}:{action}"
    arn = f"arn:aws:{service}:{region}:{request.current_account}"
    find = RESOURCES.get(service)
    return find(request, role, name, arn) if find else [(name, None)]


PREFIXES = {"tagging": "tag", "monitoring": "cloudwatch"}


def signature_of(request):
    """Scope and access key, from the header, or from an address that was signed."""
    signed = request.headers.get("Authorization", "") + "".join(
        request.querystring.get("X-Amz-Credential", [])
    )
    found = re.search(r"(\w+)/(\d{8}/[\w-]+/[\w-]+/aws4_request)", signed)
    return (found[2], found[1]) if found else ("///", None)


# S3 --------------------------------------------------------------------------------------------

BUCKET_ACTIONS = {
    ("GET", "encryption"): "GetEncryptionConfiguration",
    ("GET", "publicAccessBlock"): "GetBucketPublicAccessBlock",
    ("GET", "policyStatus"): "GetBucketPolicyStatus",
}


def s3(request, resource):
    action = request.data["Action"]
    for (method, query), name in BUCKET_ACTIONS.items():
        if request.method == method and query in request.querystring:
            action = name
    if action == "GetObject" and "versionId" in request.querystring:
        action = "GetObjectVersion"
    if action == "HeadBucket":
        action = "ListBucket"
    bucket = request.bucket_name
    if action == "DeleteObject" and "delete" in request.querystring:
        return [deleted(found, resource) for found in OBJECT.findall(request.body.decode())]
    asked = creation(request) if action == "PutObject" else {}
    return [(f"s3:{action}", resource, asked), *s3_key(request.current_account, bucket, action)]


def creation(request):
    """What is asked of a write: whether it makes an object, which a part and its beginning do not."""
    query = request.querystring
    is_part = "partNumber" in query or "uploads" in query
    asked = {"s3:ObjectCreationOperation": "false" if is_part else "true"}
    condition = request.headers.get("If-None-Match")
    return {**asked, "s3:if-none-match": condition} if condition else asked


OBJECT = re.compile(r"<Object>.*?</Object>", re.DOTALL)


def deleted(found, bucket):
    """Of one of many objects that are deleted by one request."""
    key = unescape(re.search("<Key>(.*?)</Key>", found, re.DOTALL)[1])
    version = "Version" if "<VersionId>" in found else ""
    return f"s3:DeleteObject{version}", f"{bucket}/{key}"


def s3_key(account, bucket, action):
    """S3 uses the key of the bucket in the name of who asks."""
    needed = {
        "GetObject": ["kms:Decrypt"],
        "GetObjectVersion": ["kms:Decrypt"],
        "PutObject": ["kms:GenerateDataKey"],
    }.get(action, [])
    found = s3_backends[account]["aws"].buckets.get(bucket)
    key = re.search(r"arn:aws:kms:[^'\"]+", str(found.encryption if found else ""))
    return [(name, key[0], by_way_of("s3", request_region(key[0]))) for name in needed] if key else []


def request_region(key_arn):
    return key_arn.split(":")[3]


def by_way_of(service, region):
    return {"kms:ViaService": f"{service}.{region}.amazonaws.com"}


# others ----------------------------------------------------------------------------------------


def queue(request, role, name, arn):
    url = request._get_param("QueueUrl") or ""
    resource = f"{arn}:{url.split('/')[-1]}"
    if name == "sqs:ListQueues":
        return [(name, "*")]
    return [(name, resource), *queue_key(request, name, resource)]


def queue_key(request, name, resource):
    """SQS uses the key of the queue in the name of who asks."""
    needed = {
        "sqs:SendMessage": ["kms:GenerateDataKey", "kms:Decrypt"],
        "sqs:ReceiveMessage": ["kms:Decrypt"],
    }.get(name, [])
    queues = sqs_backends[request.current_account][request.region].queues
    found = queues.get(resource.split(":")[-1])
    key = found.kms_master_key_id if found else None
    return [(action, key, by_way_of("sqs", request.region)) for action in needed] if key else []


def parameter(pattern, *names):
    """The resource is what a parameter says: an ARN, or the last part of one."""

    def find(request, role, name, arn):
        values = next((v for v in map(request._get_param, names) if v), None)
        if values is None:
            return [(name, "*")]
        values = values if isinstance(values, list) else [values]
        return [(name, v if v.startswith("arn:") else f"{arn}:{pattern}{v}") for v in values]

    return find


def bus(request, role, name, arn):
    entries = request._get_param("Entries") or []
    named = {entry.get("EventBusName", "default").split("/")[-1] for entry in entries}
    return [(name, f"{arn}:event-bus/{each}") for each in named]


def ecs(request, role, name, arn):
    action = name.split(":")[1]
    if action == "RunTask":
        return run_task(request, role, name, arn)
    if action == "ListTasks":
        return [(name, "*", in_cluster(request))]
    thing = {"DescribeTasks": "tasks", "StopTask": "task", "UpdateTaskProtection": "tasks"}.get(
        action
    )
    if action == "DescribeServices":
        cluster = (request._get_param("cluster") or "").split("/")[-1]
        return parameter(f"service/{cluster}/", "services")(request, role, name, arn)
    return parameter("task/", thing)(request, role, name, arn) if thing else [(name, None)]


def run_task(request, role, name, arn):
    """Whoever starts a task passes its roles on."""
    definition = request.ecs_backend.describe_task_definition(request._get_param("taskDefinition"))
    passed = [definition.task_role_arn, definition.execution_role_arn]
    to_ecs = {"iam:PassedToService": "ecs-tasks.amazonaws.com"}
    return [
        (name, definition.arn, in_cluster(request)),
        *(("iam:PassRole", each, to_ecs) for each in passed if each),
    ]


def in_cluster(request):
    cluster = request._get_param("cluster") or "default"
    if not cluster.startswith("arn:"):
        cluster = f"arn:aws:ecs:{request.region}:{request.current_account}:cluster/{cluster}"
    return {"ecs:cluster": cluster}


def stacks(request, role, name, arn):
    name_or_id = request._get_param("StackName")
    if name_or_id is None:
        return [(name, "*")]
    if name_or_id.startswith("arn:"):
        return [(name, name_or_id)]
    return [(name, f"{arn}:stack/{name_or_id}/any")]


def assumed_role(request, role, name, _):
    """The role that is assumed must allow it too."""
    arn = request._get_param("RoleArn")
    taken = next((each for each in roles(request) if each.arn == arn), None)
    trusted = taken is not None and trusts_role(taken, role)
    tags = {f"iam:ResourceTag/{key}": value for key, value in tags_of(arn).items()}
    return [(name, arn if trusted else f"{arn}, which must trust {role.name}", tags)]


def trusts_role(taken, role):
    """By its own name, or with all of its account."""
    account = role.arn.split(":")[4]
    named = {f'"{name}"' for name in (role.arn, account, f"arn:aws:iam::{account}:root")}
    return any(name in taken.assume_role_policy_document for name in named)


def roles(request):
    return iam_backends[request.current_account]["aws"].roles.values()


RESOURCES = {
    "sqs": queue,
    "events": bus,
    "ecs": ecs,
    "cloudformation": stacks,
    "sts": assumed_role,
    "secretsmanager": parameter("secret:", "SecretId"),
    "lambda": parameter("function:", "FunctionName"),
    "rds": parameter("db:", "DBInstanceIdentifier"),
    "elasticache": parameter("replicationgroup:", "ReplicationGroupId"),
    "elasticfilesystem": parameter("file-system/", "FileSystemId"),
    "kms": parameter("key/", "KeyId"),
    "tagging": lambda request, role, name, arn: [(name, "*")],
}
