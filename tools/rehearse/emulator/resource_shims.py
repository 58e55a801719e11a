"""Resources, and properties of resources, that moto knows by its APIs but not by its templates: made by
the API, because somebody looks at them, or because nothing works without them.
"""

import json
import os

import boto3


def api(service):
    return boto3.client(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"])


# whole resources: from their properties ----------------------------------------------------------


def bucket_policy(properties):
    policy = json.dumps(properties["PolicyDocument"], separators=(",", ":"))
    api("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=policy)


def queue_policy(properties):
    policy = json.dumps(properties["PolicyDocument"], separators=(",", ":"))
    for url in properties["Queues"]:
        api("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


def replication_group(properties):
    client = api("elasticache")
    members = client.meta.service_model.operation_model("CreateReplicationGroup").input_shape.members
    known = {name: typed(members[name], v) for name, v in properties.items() if name in members}
    # moto counts replicas only
    known["ReplicasPerNodeGroup"] = known.pop("NumCacheClusters") - 1
    client.create_replication_group(**known)


def alarm(properties):
    client = api("cloudwatch")
    members = client.meta.service_model.operation_model("PutMetricAlarm").input_shape.members
    known = {name: typed(members[name], v) for name, v in properties.items() if name in members}
    client.put_metric_alarm(**known)


def subscription(properties):
    """An e-mail goes nowhere; a queue is told."""
    api("sns").subscribe(**{name: properties[name] for name in ("TopicArn", "Protocol", "Endpoint")})


def user_pool(properties):
    client, name = api("cognito-idp"), properties["UserPoolName"]
    known = {pool["Name"]: pool["Id"] for pool in client.list_user_pools(MaxResults=60)["UserPools"]}
    if name in known:
        return known[name]
    made = client.create_user_pool(
        PoolName=name,
        UsernameAttributes=properties["UsernameAttributes"],
        DeletionProtection=properties["DeletionProtection"],
    )
    return made["UserPool"]["Id"]


def user_pool_client(properties):
    client, pool = api("cognito-idp"), properties["UserPoolId"]
    listed = client.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    known = {each["ClientName"]: each["ClientId"] for each in listed}
    name = properties["ClientName"]
    if name in known:
        return known[name]
    made = client.create_user_pool_client(
        UserPoolId=pool, ClientName=name, ExplicitAuthFlows=properties["ExplicitAuthFlows"]
    )
    return made["UserPoolClient"]["ClientId"]


def user_pool_group(properties):
    client = api("cognito-idp")
    place = {name: properties[name] for name in ("GroupName", "UserPoolId")}
    try:
        client.create_group(**place)
    except client.exceptions.GroupExistsException:
        pass
    return properties["GroupName"]


def remove_user_pool(name):
    client = api("cognito-idp")
    try:
        client.delete_user_pool(UserPoolId=name)
    except client.exceptions.ResourceNotFoundException:
        pass


def typed(shape, value):
    """A template may write numbers and booleans as text."""
    if shape.type_name == "integer":
        return int(value)
    if shape.type_name == "boolean":
        return str(value).lower() == "true"
    return value


MADE_BY_API = {
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::Cognito::UserPool": user_pool,
    "AWS::Cognito::UserPoolClient": user_pool_client,
    "AWS::Cognito::UserPoolGroup": user_pool_group,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::SQS::QueuePolicy": queue_policy,
    "AWS::SNS::Subscription": subscription,
    "AWS::ElastiCache::ReplicationGroup": replication_group,
}

UNMADE_BY_API = {
    "AWS::Cognito::UserPool": remove_user_pool,
    "AWS::CloudWatch::Alarm": lambda name: api("cloudwatch").delete_alarms(AlarmNames=[name]),
    "AWS::ElastiCache::ReplicationGroup": lambda name: api("elasticache").delete_replication_group(
        ReplicationGroupId=name
    ),
}


# properties: of what moto has made ---------------------------------------------------------------


def bucket(made, properties):
    s3, name = api("s3"), {"Bucket": made.name}
    if "VersioningConfiguration" in properties:
        s3.put_bucket_versioning(
            **name, VersioningConfiguration=properties["VersioningConfiguration"]
        )
    if "EventBridgeConfiguration" in properties.get("NotificationConfiguration", {}):
        s3.put_bucket_notification_configuration(
            **name, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )
    if "PublicAccessBlockConfiguration" in properties:
        block = properties["PublicAccessBlockConfiguration"]
        s3.put_public_access_block(
            **name,
            PublicAccessBlockConfiguration={
                setting: str(value).lower() == "true" for setting, value in block.items()
            },
        )


def database(made, properties):
    made.deletion_protection = str(properties.get("DeletionProtection", False)).lower() == "true"


def service(made, properties):
    made.network_configuration = camel(properties["NetworkConfiguration"])
    # CloudFormation's own number, when a template says none; the rehearsal runs them
    made.desired_count = made.running_count = int(properties.get("DesiredCount", 1))


def cluster(made, properties):
    made.tags = [camel(tag) for tag in properties.get("Tags", [])]


def alias(made, properties):
    client = api("lambda")
    wanted = {name: properties[name] for name in ("FunctionName", "FunctionVersion", "Name")}
    try:
        client.create_alias(**wanted)
    except client.exceptions.ResourceConflictException:
        client.update_alias(**wanted)


def camel(value):
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: camel(each) for name, each in value.items()}
    return value


COMPLETED = {
    "AWS::RDS::DBInstance": database,
    "AWS::S3::Bucket": bucket,
    "AWS::ECS::Service": service,
    "AWS::ECS::Cluster": cluster,
    "AWS::Lambda::Alias": alias,
}
