"""Faults of moto 5.2 that would stop what AWS takes."""

import json
import time

from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.common_models import CloudFormationModel
from moto.core.utils import camelcase_to_underscores
from moto.ec2.models.vpcs import VPCBackend
from moto.ecs.models import EC2ContainerServiceBackend, TaskDefinition
from moto.efs.models import AccessPoint
from moto.events.models import EventBus, Rule
from moto.iam.exceptions import NotFoundException
from moto.iam.models import InlinePolicy
from moto.kms import responses as kms
from moto.rds import utils as rds
from moto.rds.models import DBParameterGroup
from moto.sqs.models import Queue, SQSBackend
from moto.ssm.models import SimpleSystemManagerBackend
from moto.utilities.tagging_service import TaggingService


def install():
    TaggingService.tag_resource = with_own_names(TaggingService.tag_resource)
    for model in (DBParameterGroup, EventBus):  # what a Ref to it says
        model.physical_resource_id = property(lambda made: made.name)
    AccessPoint.physical_resource_id = property(lambda made: made.access_point_id)
    TaskDefinition.create_from_cloudformation_json = with_roles(
        TaskDefinition.create_from_cloudformation_json
    )
    TaskDefinition.update_from_cloudformation_json = with_roles(
        TaskDefinition.update_from_cloudformation_json
    )
    # moto asks each container for the memory that on Fargate the task has
    EC2ContainerServiceBackend._calculate_task_resource_requirements = lambda *_: {}
    Queue.policy = property(as_written, Queue.policy.fset)
    Rule.send_to_targets = in_sequence(Rule.send_to_targets)
    overlap = rds.get_overlap_between_two_date_ranges
    # windows that meet do not overlap
    rds.get_overlap_between_two_date_ranges = lambda *ranges: overlap(*ranges) or -1
    # of a template's address, only that with the name of this machine says bucket and key by its path
    read = CloudFormationResponse._get_stack_from_s3_url
    CloudFormationResponse._get_stack_from_s3_url = lambda self, url: read(
        self, url.replace("//127.0.0.1:", "//localhost:")
    )
    CloudFormationBackend.delete_change_set = without_fail(
        CloudFormationBackend.delete_change_set, UnboundLocalError
    )
    InlinePolicy.unapply_policy = without_fail(InlinePolicy.unapply_policy, NotFoundException)
    CloudFormationBackend._resolve_update_parameters = of_those_given(
        CloudFormationBackend._resolve_update_parameters
    )
    CloudFormationBackend.update_stack = with_exports(CloudFormationBackend.update_stack)
    CloudFormationModel.get_cfn_attribute = attribute_by_its_name
    # it takes the policy of a template for text; permissions.py decides
    kms.validate_policy = lambda *_: None
    VPCBackend.delete_vpc = with_its_route_tables(VPCBackend.delete_vpc)
    SQSBackend.receive_message = in_short(SQSBackend.receive_message)
    SimpleSystemManagerBackend.put_parameter = with_tags_of_a_template(
        SimpleSystemManagerBackend.put_parameter
    )


def in_short(receive):
    """moto goes on with a poll whose caller is gone, and takes a message for nobody: polls end soon."""

    def received(self, queue_name, count, wait_seconds_timeout, *options, **named):
        wait = min(wait_seconds_timeout or 0, LONGEST_POLL_SECONDS)
        return receive(self, queue_name, count, wait, *options, **named)

    return received


LONGEST_POLL_SECONDS = 1


def with_tags_of_a_template(put_parameter):
    """Those of a parameter are a map in a template, as of no other resource, and a list in the API."""

    def put(self, *arguments, tags=None, **named):
        if isinstance(tags, dict):
            tags = [{"Key": key, "Value": value} for key, value in tags.items()]
        return put_parameter(self, *arguments, tags=tags, **named)

    return put


def with_its_route_tables(delete_vpc):
    """moto leaves those that a template made."""

    def deleted(self, vpc_id):
        if not self.describe_subnets(filters={"vpc-id": vpc_id}):
            for table in self.describe_route_tables(filters={"vpc-id": vpc_id}):
                self.route_tables.pop(table.id, None)
        return delete_vpc(self, vpc_id)

    return deleted


def with_own_names(tag_resource):
    """A template says Key and Value, whatever the API of the service calls them."""

    def renamed(self, arn, tags=None):
        names = {"Key": self.key_name, "Value": self.value_name}
        tags = [{names.get(n, n): value for n, value in tag.items()} for tag in tags or []]
        return tag_resource(self, arn, tags)

    return renamed


def without_fail(delete, error):
    """moto stumbles over what is gone already."""

    def deleted(*arguments, **named):
        try:
            delete(*arguments, **named)
        except error:
            pass

    return deleted


def of_those_given(resolve):
    """moto has no previous value of a parameter that was left to its default."""

    def resolved(self, instance, incoming_params):
        given = [p for p in incoming_params if p["ParameterKey"] in instance.parameters]
        return resolve(self, instance=instance, incoming_params=given)

    return resolved


def with_exports(update_stack):
    """moto has the exports of a stack as it was made: those that an update brings are imported, too."""

    def updated(self, *given, **named):
        stack = update_stack(self, *given, **named)
        for export in stack.exports:
            self.exports[export.name] = export
        return stack

    return updated


def with_roles(make):
    """moto forgets the roles of a task definition that a template makes, or makes anew."""

    def made_with_roles(*given, **about):
        definition = make(*given, **about)
        values = [*given, *about.values()]
        resource = next(each for each in values if isinstance(each, dict))
        definition.task_role_arn = resource["Properties"].get("TaskRoleArn")
        definition.execution_role_arn = resource["Properties"].get("ExecutionRoleArn")
        return definition

    return made_with_roles


def as_written(queue):
    """Without the blanks that moto puts into a policy."""
    policy = queue._policy_json
    return json.dumps(policy, separators=(",", ":")) if policy.get("Statement") else None


def in_sequence(send):
    """moto gives all events of a bucket one number; they must tell which came later."""

    def sent_in_sequence(self, event, *options, **named):
        if event.get("source") == "aws.s3":
            event["detail"]["object"]["sequencer"] = f"{time.time_ns():016X}"
        return send(self, event, *options, **named)

    return sent_in_sequence


def attribute_by_its_name(self, attribute):
    """Of a model that says nothing of its attributes: an `Arn` is its `arn`, or its `file_system_arn`.
    A number is text, as in a template.
    """
    name = camelcase_to_underscores(attribute)
    thing = camelcase_to_underscores(type(self).__name__)
    for candidate in (name, f"{thing}_{name}"):
        if hasattr(self, candidate):
            value = getattr(self, candidate)
            return str(value) if isinstance(value, int) else value
    raise NotImplementedError(f"{type(self).__name__} must have '{attribute}', got nothing")
