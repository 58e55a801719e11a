"""Run by policies.test.ts: what AWS documents of the evaluation of policies, rule by rule."""

import unittest

from conditions import UnknownCondition
from policies import ENDPOINT, IDENTITY, KEY, RESOURCE, Request, check_document, decide

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/worker"
QUEUE = f"arn:aws:sqs:ap-northeast-1:{ACCOUNT}:uploads"
KEY_ARN = f"arn:aws:kms:ap-northeast-1:{ACCOUNT}:key/1"
RULE = f"arn:aws:events:ap-northeast-1:{ACCOUNT}:rule/arrived"
EVENTS = "events.amazonaws.com"


def allow(action="sqs:SendMessage", resource=QUEUE, **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(**more):
    return {**allow("sqs:*"), "Effect": "Deny", **more}


def asked(*policies, principal=ROLE, action="sqs:SendMessage", arn=QUEUE, **context):
    keys = {name.replace("__", ":"): value for name, value in context.items()}
    documents = [(kind, {"Statement": list(statements)}) for kind, *statements in policies]
    return decide(Request(principal, ACCOUNT, action, arn, keys), documents)


class Presence(unittest.TestCase):
    def test_null_asks_whether_a_request_has_a_key(self):
        creates = allow(Condition={"Null": {"s3:if-none-match": "false"}})
        self.assertIsNone(asked((IDENTITY, creates)))
        self.assertIsNotNone(asked((IDENTITY, creates), **{"s3:if-none-match": "*"}))
        replaces = allow(Condition={"Null": {"s3:if-none-match": "true"}})
        self.assertIsNotNone(asked((IDENTITY, replaces)))
        self.assertIsNone(asked((IDENTITY, replaces), **{"s3:if-none-match": "*"}))


class Decision(unittest.TestCase):
    def test_nothing_allows_nothing(self):
        self.assertIsNone(asked((IDENTITY, allow("sqs:ReceiveMessage"))))

    def test_the_role_is_enough_and_so_is_the_resource(self):
        self.assertEqual(asked((IDENTITY, allow())), ["sqs:SendMessage", QUEUE])
        self.assertIsNotNone(asked((RESOURCE, allow(Principal={"AWS": ROLE}))))

    def test_a_resource_that_names_the_account_leaves_it_to_the_roles(self):
        account = (RESOURCE, allow(Principal={"AWS": ACCOUNT}))
        self.assertIsNone(asked(account))
        self.assertIsNotNone(asked((IDENTITY, allow()), account))

    def test_a_deny_of_the_resource_wins_over_the_role(self):
        policy = (RESOURCE, deny(Principal="*"))
        self.assertIsNone(asked((IDENTITY, allow()), policy))

    def test_a_deny_of_the_role_wins_over_the_resource(self):
        self.assertIsNone(asked((IDENTITY, deny()), (RESOURCE, allow(Principal={"AWS": ROLE}))))

    def test_a_deny_whose_condition_is_not_met_denies_nothing(self):
        plain = deny(Principal="*", Condition={"Bool": {"aws:SecureTransport": "false"}})
        over_tls = {"aws__SecureTransport": "true"}
        self.assertIsNotNone(asked((IDENTITY, allow()), (RESOURCE, plain), **over_tls))
        self.assertIsNone(
            asked((IDENTITY, allow()), (RESOURCE, plain), aws__SecureTransport="false")
        )

    def test_a_service_needs_the_policy_of_its_target(self):
        self.assertIsNone(asked((RESOURCE, deny(Principal="*")), principal=EVENTS))
        self.assertIsNone(asked((RESOURCE, allow(Principal={"Service": "sns.amazonaws.com"})), principal=EVENTS))
        self.assertIsNotNone(asked((RESOURCE, allow(Principal={"Service": EVENTS})), principal=EVENTS))

    def test_a_service_is_bound_by_its_source(self):
        own = allow(Principal={"Service": EVENTS}, Condition={"ArnEquals": {"aws:SourceArn": RULE}})
        self.assertIsNotNone(asked((RESOURCE, own), principal=EVENTS, aws__SourceArn=RULE))
        self.assertIsNone(asked((RESOURCE, own), principal=EVENTS, aws__SourceArn=RULE + "2"))
        self.assertIsNone(asked((RESOURCE, own), principal=EVENTS))

    def test_an_endpoint_must_allow_it_too(self):
        self.assertIsNone(asked((IDENTITY, allow()), (ENDPOINT, allow("sqs:ReceiveMessage", "*", Principal="*"))))
        self.assertIsNotNone(asked((IDENTITY, allow()), (ENDPOINT, allow("sqs:*", "*", Principal="*"))))
        self.assertIsNone(asked((ENDPOINT, allow("sqs:*", "*", Principal="*"))))


class OfKeys(unittest.TestCase):
    def ask(self, *policies, **more):
        return asked(*policies, action="kms:Decrypt", arn=KEY_ARN, **more)

    def test_a_key_that_does_not_name_the_account_ignores_its_roles(self):
        role = (IDENTITY, allow("kms:Decrypt", KEY_ARN))
        other = allow("kms:*", "*", Principal={"Service": "logs.ap-northeast-1.amazonaws.com"})
        self.assertIsNone(self.ask(role, (KEY, other)))

    def test_a_key_that_names_the_account_leaves_it_to_the_roles(self):
        root = (KEY, allow("kms:*", "*", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
        self.assertIsNone(self.ask(root))
        self.assertIsNotNone(self.ask((IDENTITY, allow("kms:Decrypt", KEY_ARN)), root))
        self.assertIsNone(self.ask(root, principal="cloudwatch.amazonaws.com"))

    def test_a_key_that_names_the_role_is_enough(self):
        self.assertIsNotNone(self.ask((KEY, allow("kms:Decrypt", "*", Principal={"AWS": ROLE}))))

    def test_by_way_of_a_service(self):
        by_s3 = {"StringEquals": {"kms:ViaService": "s3.ap-northeast-1.amazonaws.com"}}
        key = (KEY, allow("kms:Decrypt", "*", Principal={"AWS": ROLE}, Condition=by_s3))
        self.assertIsNotNone(self.ask(key, kms__ViaService="s3.ap-northeast-1.amazonaws.com"))
        self.assertIsNone(self.ask(key, kms__ViaService="sqs.ap-northeast-1.amazonaws.com"))


class Conditions(unittest.TestCase):
    def met(self, operator, key, wanted, value):
        policy = allow(Condition={operator: {key: wanted}})
        return asked((IDENTITY, policy), **{key: value}) is not None

    def test_operators(self):
        for operator, key, wanted, value, expected in [
            ("StringEquals", "aws:SourceAccount", "1", "1", True),
            ("StringEquals", "aws:SourceAccount", ["2", "1"], "1", True),
            ("StringEquals", "aws:SourceAccount", "1*", "12", False),
            ("StringLike", "iam:PassedToService", "ecs*.amazonaws.com", "ecs-tasks.amazonaws.com", True),
            ("ArnLike", "aws:SourceArn", "arn:aws:s3:::in*", "arn:aws:s3:::ingest", True),
            ("ArnLike", "aws:SourceArn", "arn:aws:*", "arn:aws:s3:::ingest", False),
            ("Bool", "aws:SecureTransport", "True", "true", True),
            ("NumericLessThan", "s3:TlsVersion", 1.2, "1.1", True),
            ("NumericLessThan", "s3:TlsVersion", 1.2, "1.3", False),
            ("ForAnyValue:StringEquals", "iam:ResourceTag/role", ["a", "b"], ["c", "b"], True),
        ]:
            with self.subTest(operator=operator, wanted=wanted, value=value):
                self.assertEqual(self.met(operator, key, wanted, value), expected)

    def test_all_must_be_met(self):
        policy = allow(
            Condition={
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": RULE},
            }
        )
        self.assertIsNone(asked((IDENTITY, policy), aws__SourceAccount=ACCOUNT))

    def test_what_is_not_known_is_an_error(self):
        for condition in [
            {"DateLessThan": {"aws:CurrentTime": "2030"}},
            {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
            {"ForAllValues:StringEquals": {"aws:SourceAccount": ACCOUNT}},
        ]:
            with self.subTest(condition=condition), self.assertRaises(UnknownCondition):
                check_document({"Statement": [allow(Condition=condition)]})
        with self.assertRaises(UnknownCondition):
            asked((IDENTITY, {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}))


if __name__ == "__main__":
    unittest.main()
