# SPDX-License-Identifier: Apache-2.0
"""The local organisation with few and with many actions: create, read, list, and a scan as an export does it."""
import base64
import contextlib
import http.client
import json
import statistics
import subprocess
import tempfile
import time
import urllib.parse

import deployments

FEW, MANY = 1_000, 10_000
PATH = "/api/v2/integrations/actions"
PAGE = 100


class Client:
    """One connection, kept."""

    def __init__(self, origin, credentials):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(origin).netloc)
        basic = base64.b64encode(("%(client_id)s:%(client_secret)s" % credentials).encode()).decode()
        self.headers = {"Authorization": "Basic " + basic, "Content-Type": "application/x-www-form-urlencoded"}
        token = self.call("POST", "/oauth/token", "grant_type=client_credentials")["access_token"]
        self.headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}

    def call(self, method, path, body=None):
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError("%s %s answered %d: %s" % (method, path, answer.status, text[:500]))
        return json.loads(text) if text else None


def body(integration, number):
    properties = {"p%d" % i: {"type": "string", "title": "Property %d" % i} for i in range(20)}
    return json.dumps({
        "name": "Action %d" % number, "category": "bench", "integrationId": integration,
        "config": {"request": {"requestType": "POST", "requestUrlTemplate": "https://crm.example.com/v1/cases",
                               "requestTemplate": "${input.rawRequest}"}},
        "contract": {"input": {"inputSchema": {"type": "object", "properties": properties}},
                     "output": {"successSchema": {"type": "object", "properties": properties}}}})


def seconds(work):
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def list_all(client, more=""):
    ids, number = [], 1
    while True:
        page = client.call("GET", "%s?pageSize=%d&pageNumber=%d%s" % (PATH, PAGE, number, more))
        ids += [entity["id"] for entity in page["entities"]]
        if number >= page["pageCount"]:
            return ids
        number += 1


@contextlib.contextmanager
def running(programs, state):
    """(origin, the OAuth client) of a local cloud that serves from the state directory."""
    import boto3
    process = subprocess.Popen([*deployments.Cli(programs, state).command, "local", "--port", "0", "--output", "json"],
                               stdout=subprocess.PIPE, text=True)
    try:
        lines = []
        while not lines or not lines[-1].startswith("}"):
            lines.append(process.stdout.readline())
        origin = json.loads("".join(lines))["origin"]
        secrets = boto3.client("secretsmanager", endpoint_url=origin, region_name="us-east-1",
                               aws_access_key_id="AKIAGENESYSCFNLOCAL0", aws_secret_access_key="local-access-only")
        yield origin, json.loads(secrets.get_secret_value(SecretId="/genesys/oauth/credentials")["SecretString"])
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def cloud(programs):
    with tempfile.TemporaryDirectory(prefix="genesys-cfn-bench-") as state:
        with running(programs, state) as (origin, client):
            yield Client(origin, client)


def measure_size(client, integration, made, size):
    create, _ = seconds(lambda: [client.call("POST", PATH, body(integration, n)) for n in range(made, size)])
    listed, ids = seconds(lambda: list_all(client))
    if len(ids) != size:
        raise RuntimeError("%d actions are listed of %d" % (len(ids), size))
    sample = ids[::max(1, size // 500)]
    read, _ = seconds(lambda: [client.call("GET", PATH + "/" + each) for each in sample])
    named, _ = seconds(lambda: client.call("GET", PATH + "?name=Action%20" + str(size - 1)))
    scan, _ = seconds(lambda: [client.call("GET", "%s/%s?expand=contract&includeConfig=true" % (PATH, each))
                               for each in list_all(client)])
    return {"create_each_ms": create / (size - made) * 1e3, "list_s": listed, "read_ms": read / len(sample) * 1e3,
            "named_ms": named * 1e3, "scan_s": scan}


def measure(programs, runs):
    results = {FEW: [], MANY: []}
    for _ in range(max(1, runs // 3)):
        with cloud(programs) as client:
            integrations = client.call("GET", "/api/v2/integrations")["entities"]
            made = 0
            for size in (FEW, MANY):
                results[size].append(measure_size(client, integrations[0]["id"], made, size))
                made = size
    return {size: {key: statistics.median(each[key] for each in all_of) for key in all_of[0]}
            for size, all_of in results.items()}
