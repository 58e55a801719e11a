"""What CloudFormation refuses and moto takes: a null anywhere in a template, a value that is empty where it
must not be or longer than its service allows (the schemas of resource types, as cfn-lint ships them), and
conditions of policies that the rehearsal does not know.
"""

import functools
import inspect
import json
import os

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from conditions import UnknownCondition
from policies import check_document

OURS = "StreamTech-"
"""Begins the name of every stack of ours; the bootstrap's is AWS's own."""


def install():
    for name in ("create_stack", "update_stack", "create_change_set"):
        setattr(CloudFormationBackend, name, without_null(getattr(CloudFormationBackend, name)))


def without_null(take):
    parameters = inspect.signature(take)

    @functools.wraps(take)
    def taken(*arguments, **named):
        template = parameters.bind(*arguments, **named).arguments.get("template")
        if template and template.lstrip().startswith("{"):
            for path in nulls(json.loads(template)):
                raise ValidationError(message=f"[{path}] 'null' values are not allowed in templates")
        return take(*arguments, **named)

    return taken


def nulls(value, path=""):
    if value is None:
        yield path
    for name, each in parts(value):
        yield from nulls(each, f"{path}/{name}")


def parts(value):
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def refuse_unlike_aws(stack, logical_id, kind, properties):
    """@raises ValidationError"""
    if not stack.startswith(OURS):
        return
    for problem in [*wrong_lengths(schema_of(kind), properties), *unknown_conditions(properties)]:
        raise ValidationError(message=f"{logical_id} ({kind}): {problem}")


def unknown_conditions(value):
    if isinstance(value, dict) and "Statement" in value:
        try:
            check_document(value)
        except UnknownCondition as error:
            yield str(error)
    for _, each in parts(value):
        yield from unknown_conditions(each)


# lengths ------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=None)
def schema_of(kind):
    """Of a type that is AWS's own; a custom resource may hold anything."""
    if not kind.startswith("AWS::") or kind == "AWS::CloudFormation::CustomResource":
        return {}
    region = os.environ.get("AWS_DEFAULT_REGION", "ap-northeast-1")
    return PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, kind).schema


def wrong_lengths(schema, properties):
    yield from lengths(schema, schema.get("definitions", {}), properties, "")


def lengths(schema, definitions, value, path):
    while "$ref" in schema:
        schema = definitions.get(schema["$ref"].split("/")[-1], {})
    if isinstance(value, str):
        least, most = schema.get("minLength", 0), schema.get("maxLength")
        if len(value) < least or (most is not None and len(value) > most):
            wanted = f"{least} to {'any number of' if most is None else most}"
            yield f"'{path}' must have {wanted} characters, got {len(value)}"
    for name, each in parts(value):
        of_list = isinstance(value, list)
        inner = schema.get("items", {}) if of_list else schema.get("properties", {}).get(name, {})
        if isinstance(inner, dict):
            yield from lengths(inner, definitions, each, f"{path}/{name}")
