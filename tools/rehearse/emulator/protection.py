"""What protects an environment, which moto passes over: the termination protection of a stack, the deletion
protection of a database that a template makes, and the policies by which a resource outlives its stack.
"""

import functools

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.parsing import ResourceMap
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult
from moto.rds.models import rds_backends


def install():
    CloudFormationResponse.update_termination_protection = update_termination_protection
    CloudFormationBackend.delete_stack = refusing(CloudFormationBackend.delete_stack)
    ResourceMap.delete = sparing(ResourceMap.delete)


def update_termination_protection(self):
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    stack.enable_termination_protection = self._get_bool_param("EnableTerminationProtection")
    return ActionResult({"StackId": stack.stack_id})


def refusing(delete_stack):
    """@raises ValidationError before anything is deleted; moto forgets a stack that it could not delete"""

    @functools.wraps(delete_stack)
    def deleted(self, name_or_stack_id):
        stack = next((s for s in self.stacks.values() if name_or_stack_id in (s.name, s.stack_id)), None)
        if stack and str(stack.enable_termination_protection).lower() == "true":
            raise ValidationError(
                message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
            )
        for database in databases_in(stack.resource_map) if stack else ():
            if database.deletion_protection:
                raise ValidationError(
                    message="Cannot delete protected DB Instance, please disable deletion protection and try again."
                )
        return delete_stack(self, name_or_stack_id)

    return deleted


def sparing(delete):
    @functools.wraps(delete)
    def deleted(self):
        for resource in self._resource_json_map.values():
            # moto knows the older policy only
            if resource.get("DeletionPolicy") == "RetainExceptOnCreate":
                resource["DeletionPolicy"] = "Retain"
        backend = rds_backends[self._account_id][self._region_name]
        for database in databases_in(self, policy="Snapshot"):
            name = database.db_instance_identifier
            stack = self["AWS::StackName"].lower()
            backend.create_db_snapshot(name, f"{stack}-snapshot-{name}")
        return delete(self)

    return deleted


def databases_in(resource_map, policy=None):
    """Of the template, as they are there now."""
    backend = rds_backends[resource_map._account_id][resource_map._region_name]
    for logical_id, resource in resource_map._resource_json_map.items():
        if resource["Type"] != "AWS::RDS::DBInstance":
            continue
        if policy in (None, resource.get("DeletionPolicy")):
            made = resource_map._parsed_resources.get(logical_id)
            if made is not None and made.db_instance_identifier in backend.databases:
                yield made
