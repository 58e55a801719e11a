"""What AWS gives the processes that it runs, where the rehearsal runs them: credentials of their role,
and ECS's agent beside a task. ECS learns from the rehearsal how a container has ended, and CodePipeline
what its one run has taken for its source; the stage of production begins when it is asked for.
"""

import json
import os
import time

from moto.codepipeline.responses import CodePipelineResponse
from moto.core.responses import ActionResult
from moto.ecs.models import ecs_backends
from moto.ecs.responses import EC2ContainerServiceResponse as Ecs
from moto.moto_api._internal.urls import url_paths
from moto.sts.models import sts_backends
from permissions import allow, role_named, trusts_service

ACCOUNT, REGION = "123456789012", "ap-northeast-1"
HOURS_12 = 12 * 3600


def install():
    url_paths["{0}/moto-api/credentials/(?P<service>[^/]+)/(?P<role>[^/]+)$"] = credentials
    url_paths["{0}/moto-api/agent/(?P<role>[^/]+)/(?P<task>.+)/task-protection/v1/state$"] = protect
    Ecs.submit_task_state_change = submit_task_state_change
    CodePipelineResponse.list_action_executions = list_action_executions
    CodePipelineResponse.get_pipeline_execution = get_pipeline_execution


def credentials(_, url, __):
    """As a container asks for them; the role must trust the service that runs it."""
    *_, service, name = url.split("/")
    role = role_named(name)
    if role is None or not trusts_service(role, service):
        return 403, {}, json.dumps({"message": f"'{name}' must trust {service}"})
    taken = sts_backends[ACCOUNT]["aws"].assume_role(
        REGION, "rehearsal", role.arn, policy=None, duration=HOURS_12, external_id=None
    )
    return 200, {}, json.dumps(
        {
            "AccessKeyId": taken.access_key_id,
            "SecretAccessKey": taken.secret_access_key,
            "Token": taken.session_token,
            "Expiration": taken.expiration.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    )


def protect(request, url, _):
    """The agent asks ECS in the name of the task."""
    *_, role, cluster, task, _, _, _ = url.split("/")
    arn = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task/{cluster}/{task}"
    in_cluster = {"ecs:cluster": f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/{cluster}"}
    if not allow(role_named(role), "ecs:UpdateTaskProtection", arn, in_cluster):
        return 400, {}, json.dumps({"error": {"Code": "AccessDeniedException"}})
    told = json.loads(request.data)
    return 200, {}, json.dumps({"protection": {**told, "TaskArn": arn}})


def submit_task_state_change(self):
    """As an agent calls it, with the exit code of a container that has ended."""
    backend = ecs_backends[self.current_account][self.region]
    (task,) = backend.describe_tasks(self._get_param("cluster"), [self._get_param("task")])
    (container,) = self._get_param("containers")
    task.containers[0].exit_code = container["exitCode"]
    task.desired_status = task.status = self._get_param("status")
    return ActionResult({"acknowledgment": "ok"})


def list_action_executions(_):
    with open(os.environ["REHEARSAL_COMMIT_MESSAGE"], encoding="utf-8") as message:
        source = {"CommitMessage": message.read()}
    deploy = {"stageName": "StreamTech-prod", "startTime": time.time(), "status": "InProgress"}
    return json.dumps({"actionExecutionDetails": [deploy, {"output": {"outputVariables": source}}]})


def get_pipeline_execution(_):
    return json.dumps({"pipelineExecution": {"executionType": "STANDARD"}})
