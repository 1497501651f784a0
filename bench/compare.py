# SPDX-License-Identifier: Apache-2.0
"""The zip's bootstrap against the Node.js providers of bench/baselines: same events, same peers, in alternation.

Every answer is checked, and what the organisation then holds. A provider that does less than its work fails the run."""
import contextlib
import http.client
import json
import math
import pathlib
import shutil
import ssl
import statistics
import subprocess
import tempfile
import time
import zipfile

import events
import far_peers
import first_event
import quota
import start
import wire

ROOT = pathlib.Path(__file__).resolve().parents[1]
BASELINES = ROOT / "build/baselines"  # tools/install_baselines
CASE = "/cases/${input.caseId}"  # events.properties
KINDS = ("Create", "Update", "Delete")
ROUND_TRIPS_MS = (0, 30)
SHARES = {"128 MB": 0.07, "512 MB": 0.29}  # of a processor, by the function's memory
SEQUENCE = {"Create": 2, "Update": 3, "Delete": 3}  # round trips of bootstrap, the answer included
LIVES_IN_TURN = 10  # of one provider, before the next one has the processor and its caches
SLOWEST_EVERY = 4  # the guide's handler takes part in every fourth turn at a distance
# The times of a short program depend on where in the quota's period its work falls.
QUOTA_RUNS = {"bootstrap": 24, "sdk3": 5, "guide": 5}


class Provider:
    def __init__(self, name, command, folder, zip_bytes):
        self.name, self.command, self.folder, self.zip_bytes = name, command, folder, zip_bytes

    def run(self, peers, limit=None):
        environment = peers.environment() if self.name == "bootstrap" else peers.node_environment()
        command = limit.inside(self.command) if limit else self.command
        return contextlib.closing(events.Function(command, environment, peers, self.folder))


def zip_size(folder):
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        return file.tell()


def providers(programs, folder):
    subprocess.run([ROOT / "tools/package", programs, folder / "dist"], check=True, stdout=subprocess.DEVNULL)
    package, = (folder / "dist").glob("genesys-cfn-provider-*.zip")
    with zipfile.ZipFile(package) as archive:
        archive.extract("bootstrap", folder)
    (folder / "bootstrap").chmod(0o755)
    runtime = [shutil.which("node"), str(BASELINES / "node_modules/aws-lambda-ric/bin/index.mjs")]
    return [Provider("bootstrap", [str(folder / "bootstrap")], folder, package.stat().st_size),
            Provider("sdk3", [*runtime, "provider.handler"], BASELINES / "sdk3", zip_size(BASELINES / "sdk3")),
            Provider("guide", [*runtime, "index.handler"], BASELINES / "guide", zip_size(BASELINES / "guide"))]


def look_up(peers, action_id):
    """What the organisation holds, with the authorisation that the provider itself used: (version, URL), or None."""
    name, value = peers.authorisation.decode("latin-1").split(":", 1)
    connection = http.client.HTTPConnection(*peers.cloud)
    connection.request("GET", "/api/v2/integrations/actions/%s?includeConfig=true" % action_id, headers={name: value})
    answer = connection.getresponse()
    action = json.loads(answer.read())
    connection.close()
    return (action["version"], action["config"]["request"]["requestUrlTemplate"]) if answer.status == 200 else None


def check(function, integration):
    """One life, in which each step shows in the organisation."""
    seen = []
    handle = function.handle

    def looked_at(event):
        result = handle(event)
        seen.append(look_up(function.sink, result[0]["PhysicalResourceId"]))
        return result

    function.handle = looked_at
    events.cycle(function, 1, integration, KINDS)
    function.handle = handle
    if seen != [(1, "https://crm.example.com/v1" + CASE), (2, "https://crm.example.com/v2" + CASE), None]:
        raise RuntimeError("the organisation after Create, Update and Delete: %s" % seen)


def percentile(values, share):
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def measure_starts(all_providers, starts):
    times = {provider.name: [] for provider in all_providers}
    with wire.listen() as server:
        server.settimeout(60)
        for _ in range(starts + 2):
            for provider in all_providers:
                times[provider.name].append(start.first_poll(provider.command, server, provider.folder))
    return {name: statistics.median(values[2:]) / 1e6 for name, values in times.items()}


def first_answers(all_providers, peers, integration, runs, share=None):
    """Medians in ms of start and answer, from before the start of the process, and of the time between the two.

    runs: how many, by provider."""
    times = {provider.name: [] for provider in all_providers}
    for number in range(max(runs.values()) + 1):
        for provider in all_providers:
            if number > runs[provider.name]:
                continue
            with quota.Quota(share) if share else contextlib.nullcontext() as limit:
                with provider.run(peers, limit) as function:
                    function.handle(events.create_event(1000 + number, integration))
                    answer = peers.arrived - function.begin
                    times[provider.name].append((function.start, answer, answer - function.start))
    return {name: [statistics.median(column) * 1e3 for column in zip(*values[1:])] for name, values in times.items()}


def measure_warm(all_providers, peers, integration, turns):
    """Per provider and kind: wall times in ms; mean processor ms, of all lives and of the first of each turn; requests
    and handshakes an event; memory in MiB."""
    results = {provider.name: {"wall": {kind: [] for kind in KINDS}, "processor": [], "first": [], "requests": 0,
                               "handshakes": 0} for provider in all_providers}
    with contextlib.ExitStack() as stack:
        functions = {provider.name: stack.enter_context(provider.run(peers)) for provider in all_providers}
        for function in functions.values():
            check(function, integration)
            for number in range(4):
                events.cycle(function, 10 + number, integration, KINDS)
        for turn in range(turns):
            for name, function in functions.items():
                if name == "guide" and peers.round_trip and turn % SLOWEST_EVERY:
                    continue
                result, before = results[name], (len(peers.requests), len(peers.handshakes))
                for number in range(LIVES_IN_TURN):
                    life = events.cycle(function, 100 + turn * LIVES_IN_TURN + number, integration, KINDS)
                    for kind, (_, wall, processor) in life.items():
                        result["wall"][kind].append(wall * 1e3)
                        result["processor"].append(processor * 1e3)
                        if number == 0:
                            result["first"].append(processor * 1e3)
                result["requests"] += len(peers.requests) - before[0]
                result["handshakes"] += len(peers.handshakes) - before[1]
        for name, function in functions.items():
            results[name]["memory_mib"] = function.memory()
    for result in results.values():
        count = len(result["processor"])
        result.update(processor_ms=statistics.fmean(result.pop("processor")),
                      first_processor_ms=statistics.fmean(result.pop("first")),
                      requests=result["requests"] / count, handshakes=result["handshakes"] / count)
        result["wall"] = {kind: {"p50": statistics.median(times), "p99": percentile(times, 0.99), "count": len(times)}
                          for kind, times in result["wall"].items()}
    return results


def measure_round_trip(peers, exchanges):
    """Milliseconds of an exchange with the answers' host on a kept connection: the distance, and the peer's own time."""
    port = peers.ports[peers.origin.removeprefix("https://")]
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=ssl.create_default_context(
        cafile=peers.certificate))
    times = []
    for _ in range(exchanges + 2):
        begin = time.perf_counter()
        connection.request("PUT", "/answer", b"{}")
        connection.getresponse().read()
        times.append((time.perf_counter() - begin) * 1e3)
        peers.answers.get()
    connection.close()
    return statistics.median(times[2:])


def measure(programs, cycles):
    """All of it; cycles: lives of an action for each distance."""
    if not (BASELINES / "installed").exists():
        raise RuntimeError("the baselines are not installed: run tools/install_baselines")
    results = {"first": {}, "warm": {}, "round_trip": {}}
    with tempfile.TemporaryDirectory() as name, wire.local_cloud(programs) as (cloud, integrations):
        folder = pathlib.Path(name)
        all_providers = providers(programs, folder)
        certificate, both = first_event.make_certificate(folder)
        integration = {"IntegrationId": integrations[events.INTEGRATION]}
        results["zip_bytes"] = {provider.name: provider.zip_bytes for provider in all_providers}
        results["start"] = measure_starts(all_providers, min(cycles, 30))
        for round_trip in ROUND_TRIPS_MS:
            with contextlib.closing(far_peers.FarPeers(cloud, certificate, both, round_trip / 1e3)) as peers:
                results["first"]["%d ms" % round_trip] = first_answers(
                    all_providers, peers, integration, dict.fromkeys(QUOTA_RUNS, min(cycles, 10)))
                if round_trip and quota.permitted():
                    for memory, share in SHARES.items():
                        results["first"]["%d ms, %s" % (round_trip, memory)] = first_answers(
                            all_providers, peers, integration,
                            {name: min(cycles, runs) for name, runs in QUOTA_RUNS.items()}, share)
                results["warm"]["%d ms" % round_trip] = measure_warm(all_providers, peers, integration,
                                                                     -(-cycles // LIVES_IN_TURN))
                results["round_trip"]["%d ms" % round_trip] = measure_round_trip(peers, 40)
    return results
