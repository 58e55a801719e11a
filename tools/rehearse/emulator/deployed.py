"""The resources that templates have made, as the policies among them are found: by what they are about."""

from policies import ENDPOINT, KEY, RESOURCE

_made = {}
"""By stack and logical id: type, name, and properties with all references resolved."""


def put(stack, logical_id, kind, name, properties):
    _made[stack, logical_id] = (kind, name, properties)


def drop(stack, logical_id):
    _made.pop((stack, logical_id), None)


def of_type(kind, environment=""):
    """Names and properties; of one environment, or of all."""
    for (stack, _), (each, name, properties) in list(_made.items()):
        if each == kind and stack.startswith(environment):
            yield name, properties


def policies_of(arn):
    """Pairs of a kind and the document of a policy that is about the resource."""
    service = arn.split(":")[2] if arn and arn.count(":") >= 5 else None
    find = {"s3": of_bucket, "sqs": of_queue, "sns": of_topic, "kms": of_key}.get(service)
    return find(arn) if find else []


def of_bucket(arn):
    name = arn.split(":::")[1].split("/")[0]
    return documents("AWS::S3::BucketPolicy", lambda about: about["Bucket"] == name)


def of_queue(arn):
    name = arn.split(":")[-1]
    return documents(
        "AWS::SQS::QueuePolicy",
        lambda about: any(url.split("/")[-1] == name for url in about["Queues"]),
    )


def of_topic(arn):
    """One that is given takes the place of what SNS says by itself: everybody of the account may."""
    given = documents("AWS::SNS::TopicPolicy", lambda about: arn in about["Topics"])
    return given or [(RESOURCE, {"Statement": [{**DEFAULT_OF_TOPIC, "Resource": arn}]})]


DEFAULT_OF_TOPIC = {"Effect": "Allow", "Principal": "*", "Action": "sns:*"}


def documents(kind, is_about):
    return [
        (RESOURCE, properties["PolicyDocument"])
        for _, properties in of_type(kind)
        if is_about(properties)
    ]


def of_key(arn):
    key_id = arn.split("/")[-1]
    return [
        (KEY, properties["KeyPolicy"])
        for name, properties in of_type("AWS::KMS::Key")
        if name == key_id
    ]


# the network ------------------------------------------------------------------------------------


def endpoint_of(role_arn, service):
    """The policy of the endpoint that a role's calls of a service go through, in a list; empty for roles
    outside of the network. Without an endpoint there is no way: a policy that allows nothing.
    """
    environment = environment_in_network(role_arn)
    if environment is None:
        return []
    for _, properties in of_type("AWS::EC2::VPCEndpoint", environment):
        if properties["ServiceName"].endswith(f".{service}"):
            return [(ENDPOINT, properties.get("PolicyDocument", OPEN))]
    return [(ENDPOINT, {"Statement": []})]


OPEN = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}
"""What an endpoint says that is given no policy."""


def environment_in_network(role_arn):
    """The stacks, by the beginning of their names, in whose network code runs as this role."""
    for (stack, _), (kind, _, properties) in list(_made.items()):
        if kind == "AWS::ECS::TaskDefinition" and properties.get("TaskRoleArn") == role_arn:
            return environment_of(stack)
        in_network = kind == "AWS::Lambda::Function" and properties.get("VpcConfig")
        if in_network and properties.get("Role") == role_arn:
            return environment_of(stack)
    return None


def environment_of(stack):
    return stack.rpartition("-")[0] + "-"


def tags_of(arn):
    """Of a resource that a template has tagged and that bears its name in its ARN."""
    for kind, name, properties in list(_made.values()):
        tags = properties.get("Tags")
        if name and isinstance(tags, list) and arn.endswith((f"/{name}", f":{name}")):
            return {tag["Key"]: tag["Value"] for tag in tags if "Key" in tag}
    return {}
