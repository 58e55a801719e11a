"""Every resource of a template is noted as it was made: its name, and its properties with all references
resolved. A type that moto has no model of gets a stub, which the record names as one. Where
moto has the API of such a type, and somebody looks at it, the resource is made by that API.
"""

import re

from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel
from botocore.exceptions import ClientError
from refusals import refuse_unlike_aws
from resource_shims import COMPLETED, MADE_BY_API, UNMADE_BY_API
import deployed
from record import note_removal, note_resource


def install():
    modelled = parsing.resource_class_from_type
    create = parsing.parse_and_create_resource
    update = parsing.parse_and_update_resource
    update_stack = parsing.ResourceMap.update

    def resource_class_from_type(resource_type):
        if resource_type.startswith("Custom::"):  # moto would run its function in Docker
            return Stub
        return modelled(resource_type) or (
            None if resource_type in parsing.NULL_MODELS else Stub
        )

    def parse_and_create_resource(logical_id, resource_json, resources_map, **place):
        refuse(logical_id, resource_json, resources_map)
        made = create(logical_id, resource_json, resources_map, **place)
        complete(resource_json, resources_map, made)
        note(logical_id, resource_json, resources_map, made, "created")
        return made

    def parse_and_update_resource(logical_id, resource_json, resources_map, **place):
        refuse(logical_id, resource_json, resources_map)
        before = resources_map[logical_id] if logical_id in resources_map else None
        made = update(logical_id, resource_json, resources_map, **place)
        # moto would lose a resource whose update it has no model of
        change = "not updated" if made is None else "updated"
        complete(resource_json, resources_map, made or before)
        note(logical_id, resource_json, resources_map, made or before, change)
        return made or before

    def update_and_note(self, *arguments):
        before = set(self._resource_json_map)
        update_stack(self, *arguments)
        for logical_id in before - set(self._resource_json_map):
            note_removal(stack=self["AWS::StackName"], logicalId=logical_id)
            deployed.drop(self["AWS::StackName"], logical_id)
        # moto goes by the text of a template: what refers to something that was replaced changes too
        place = {"account_id": self._account_id, "region_name": self._region_name}
        for logical_id, resource_json in self._resource_json_map.items():
            if is_changed(logical_id, resource_json, self):
                self._parsed_resources[logical_id] = parsing.parse_and_update_resource(
                    logical_id, resource_json, self, **place
                )

    parsing.ResourceMap.update = update_and_note
    parsing.resource_class_from_type = resource_class_from_type
    parsing.parse_and_create_resource = parse_and_create_resource
    parsing.parse_and_update_resource = parse_and_update_resource


def refuse(logical_id, resource_json, resources_map):
    """@raises ValidationError when CloudFormation would not take it"""
    condition = resource_json.get("Condition")
    if condition and not resources_map.lazy_condition_map[condition]:
        return
    properties = parsing.clean_json(resource_json, resources_map).get("Properties", {})
    refuse_unlike_aws(
        resources_map["AWS::StackName"], logical_id, resource_json["Type"], properties
    )


def complete(resource_json, resources_map, made):
    """Gives a resource those of its properties that moto's model of it passes over."""
    finish = COMPLETED.get(resource_json["Type"])
    if finish and made is not None:
        finish(made, parsing.clean_json(resource_json, resources_map).get("Properties", {}))


_noted = {}


def is_changed(logical_id, resource_json, resources_map):
    noted = _noted.get((resources_map["AWS::StackName"], logical_id))
    properties = parsing.clean_json(resource_json, resources_map).get("Properties", {})
    return noted is not None and noted != properties


def note(logical_id, resource_json, resources_map, made, change):
    if made is None:
        return
    resource = parsing.clean_json(resource_json, resources_map)
    _noted[(resources_map["AWS::StackName"], logical_id)] = resource.get("Properties", {})
    properties = resource.get("Properties", {})
    name = getattr(made, "physical_resource_id", None) or getattr(made, "name", None)
    stack = resources_map["AWS::StackName"]
    deployed.put(stack, logical_id, resource["Type"], name, properties)
    note_resource(
        type=resource["Type"],
        stack=stack,
        logicalId=logical_id,
        name=name,
        model=model_of(made),
        change=change,
        properties=properties,
    )


def model_of(made):
    if not isinstance(made, Stub):
        return "moto"
    return "api" if made.type in MADE_BY_API else "stub"


def make_once(make, properties):
    """moto makes a resource anew when somebody lists those of a stack."""
    try:
        return make(properties)
    except ClientError as error:
        if "AlreadyExists" not in error.response["Error"]["Code"]:
            raise


class Stub(CloudFormationModel):
    __module__ = "moto.cloudformation.stubs"  # by which moto knows a resource of its own

    def __init__(self, name, resource_type, properties, account_id, region):
        self.type = resource_type
        self.properties = properties
        self.name = self.given_name() or name
        self.account_id, self.region = account_id, region
        if resource_type in MADE_BY_API:
            # some are called what their API calls them
            self.name = make_once(MADE_BY_API[resource_type], properties) or self.name

    def given_name(self):
        thing = self.type.split("::")[-1]
        names = (f"{thing}Name", f"{thing}Id", "Name")
        return next((self.properties[name] for name in names if name in self.properties), None)

    @property
    def physical_resource_id(self):
        if self.type == "AWS::Lambda::Alias":  # the only one here whose Ref is an ARN
            function = self.properties["FunctionName"]
            return f"arn:aws:lambda:{self.region}:{self.account_id}:function:{function}:{self.name}"
        return self.name

    def get_cfn_attribute(self, attribute):
        if attribute == "Arn":
            _, service, thing = re.sub("(?<=[a-z])(?=[A-Z])", "-", self.type).lower().split("::")
            service = service.replace("-", "")
            return f"arn:aws:{service}:{self.region}:{self.account_id}:{thing}/{self.name}"
        if attribute == "ProviderURL":  # of a user pool, as moto signs its tokens
            return f"https://cognito-idp.{self.region}.amazonaws.com/{self.name}"
        if attribute.endswith("Port"):
            return str(self.properties.get("Port", 6379))
        return f"{self.name}.{attribute}"

    def is_created(self):
        return True

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "Stub"

    @classmethod
    def has_cfn_attr(cls, _):
        return True

    @classmethod
    def create_from_cloudformation_json(cls, name, resource, account_id, region, **about):
        return cls(name, about["ResourceType"], resource.get("Properties", {}), account_id, region)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        original_resource.properties = cloudformation_json.get("Properties", {})
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(cls, name, resource_json, *_):
        unmake = UNMADE_BY_API.get(resource_json.get("Type"))
        if unmake:
            unmake(name)

    def delete(self, *_):
        pass
