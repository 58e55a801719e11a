"""Conditions of policies: the operators and the keys that our templates use, and no other."""

import re
from functools import lru_cache


class UnknownCondition(Exception):
    """A policy goes by something that is not modelled here: nobody may take it for met."""


def holds(conditions, context):
    """All keys of all operators; a key that the request does not have is not met."""
    return all(
        meets(operator, key, listed(wanted), context)
        for operator, keys in conditions.items()
        for key, wanted in keys.items()
    )


def meets(operator, key, wanted, context):
    check_known(operator, key)
    many, _, name = operator.rpartition(":")
    if name == "Null":
        return any((key not in context) == (str(each).lower() == "true") for each in wanted)
    compare = OPERATORS[name]
    if key not in context:
        return False
    values = listed(context[key])
    if not many and len(values) > 1:
        raise UnknownCondition(f"'{operator}' must be asked of one value of '{key}', got {values}")
    return any(compare(str(value), str(each)) for value in values for each in wanted)


def check_known(operator, key):
    """@raises UnknownCondition"""
    many, _, name = operator.rpartition(":")
    if (name not in OPERATORS and name != "Null") or many not in ("", "ForAnyValue"):
        raise UnknownCondition(f"'{operator}' must be an operator of policies.py, is none")
    if not any(known.match(key) for known in KEYS):
        raise UnknownCondition(f"'{key}' must be a condition key of policies.py, is none")


def like(value, pattern):
    return glob(pattern).match(value) is not None


def arn_like(value, pattern):
    """Each of the six parts for itself."""
    values, patterns = value.split(":", 5), pattern.split(":", 5)
    return len(values) == len(patterns) and all(map(like, values, patterns))


OPERATORS = {
    "StringEquals": lambda value, wanted: value == wanted,
    "StringLike": like,
    "ArnEquals": arn_like,  # IAM User Guide: the two behave the same
    "ArnLike": arn_like,
    "Bool": lambda value, wanted: value.lower() == wanted.lower(),
    "NumericLessThan": lambda value, wanted: float(value) < float(wanted),
}

KEYS = [
    re.compile(pattern + r"\Z")
    for pattern in (
        "aws:PrincipalAccount",
        "aws:ResourceAccount",
        "aws:ResourceTag/.+",
        "aws:SecureTransport",
        "aws:SourceAccount",
        "aws:SourceArn",
        "ecs:cluster",
        "elasticfilesystem:AccessedViaMountTarget",
        "iam:PassedToService",
        "iam:ResourceTag/.+",
        "kms:EncryptionContext:.+",
        "kms:ViaService",
        "s3:ObjectCreationOperation",
        "s3:TlsVersion",
        "s3:if-none-match",
    )
]


@lru_cache(maxsize=None)
def glob(pattern):
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".") + r"\Z", re.DOTALL)


def listed(value):
    return value if isinstance(value, list) else [value]
