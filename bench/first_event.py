# SPDX-License-Identifier: Apache-2.0
"""The first event of a new process, from before the spawn to the arrival of the answer, with TLS and a distance.

The function runs as in AWS, with the real names of all hosts: a proxy takes it to one TLS server of our own, and puts
the distance in between. Each direction takes half of a round trip, and what the function sends first waits for one more,
which is what the handshake of TCP would have taken. Behind the TLS server is the local cloud; the answer ends there."""
import asyncio
import contextlib
import json
import logging
import pathlib
import ssl
import statistics
import subprocess
import tempfile
import threading
import time
import uuid

import events
import wire

ROUND_TRIPS_MS = (0, 30)
BUDGET_ROUND_TRIPS = 5.5  # connect (2), secret, token, POST, half of the PUT; the connections side by side
ANSWERS = "cloudformation-custom-resource-response-useast1.s3.amazonaws.com"
HOSTS = ("secretsmanager.us-east-1.amazonaws.com", "login.mypurecloud.com", "api.mypurecloud.com", ANSWERS)


class Distance:
    """The proxy and the TLS server, in a thread of their own."""

    def __init__(self, cloud, certificate, round_trip):
        self.cloud = cloud.split(":")
        self.round_trip = round_trip
        self.arrived = None
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.ready = threading.Event()
        self.loop = asyncio.new_event_loop()
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # functions are killed with their connections open
        self.thread = wire.in_thread(self.run)
        self.ready.wait()

    def run(self):
        self.loop.run_until_complete(self.start())
        self.ready.set()
        self.loop.run_forever()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(self.loop), return_exceptions=True))

    async def start(self):
        self.server = await asyncio.start_server(self.terminate, "127.0.0.1", 0, ssl=self.context)
        self.proxy = await asyncio.start_server(self.tunnel, "127.0.0.1", 0)
        self.authority = "127.0.0.1:%d" % self.proxy.sockets[0].getsockname()[1]

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def tunnel(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            established = time.perf_counter() + self.round_trip
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            there, back = await asyncio.open_connection(*self.server.sockets[0].getsockname())
            await asyncio.gather(self.carry(reader, back, established), self.carry(there, writer, 0))

    async def carry(self, source, destination, not_before):
        while data := await source.read(65536):
            delay = max(not_before - time.perf_counter(), 0) + self.round_trip / 2
            if delay > 0:
                self.loop.call_later(delay, destination.write, data)
            else:
                destination.write(data)
        self.loop.call_later(self.round_trip, destination.close)

    async def terminate(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            head = await reader.readuntil(b"\r\n\r\n")
            if ("Host: " + ANSWERS).encode() in head:
                length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                              if line.lower().startswith(b"content-length:"))
                body = await reader.readexactly(length)
                self.arrived = (time.perf_counter(), json.loads(body))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                await reader.read(1)
                return
            there, back = await asyncio.open_connection(*self.cloud)
            back.write(head)
            await asyncio.gather(self.pass_on(reader, back), self.pass_on(there, writer))

    @staticmethod
    async def pass_on(source, destination):
        while data := await source.read(65536):
            destination.write(data)


def make_certificate(folder):
    """One certificate for every name and for loopback, which is its own authority."""
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    names = ",".join(["IP:127.0.0.1", *("DNS:" + host for host in HOSTS)])
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=first event", "-addext",
                    "subjectAltName=" + names], check=True, stderr=subprocess.DEVNULL)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return certificate, both


def first_event(programs, distance, certificate, integration, number):
    """Seconds from before the spawn to the arrival of the answer."""
    body = {**events.create_event(number, integration), "RequestId": str(uuid.uuid4()),
            "ResponseURL": "https://%s/k?X-Amz-Date=%s&X-Amz-Expires=7200" % (
                ANSWERS, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()))}
    over = threading.Event()

    def serve_runtime(connection):
        buffer = bytearray()
        wire.receive(connection, buffer)
        wire.respond(connection, "200 OK", json.dumps(body).encode(), [
            ("Lambda-Runtime-Aws-Request-Id", str(uuid.uuid4())),
            ("Lambda-Runtime-Deadline-Ms", str(int((time.time() + 60) * 1000)))])
        wire.receive(connection, buffer)
        over.set()

    with wire.listen() as runtime:
        wire.serve(runtime, serve_runtime)
        environment = {**wire.LOCAL_ENVIRONMENT, "AWS_LAMBDA_RUNTIME_API": wire.authority(runtime),
                       "GENESYS_REGION": "us-east-1", "HTTPS_PROXY": "http://" + distance.authority,
                       "SSL_CERT_FILE": str(certificate)}
        distance.arrived = None
        begin = time.perf_counter()
        process = subprocess.Popen([programs / "bootstrap"], env=environment, stdout=subprocess.DEVNULL)
        try:
            if not over.wait(30):
                raise RuntimeError("the first event was not answered")
        finally:
            process.kill()
            process.wait()
    when, answer = distance.arrived
    if answer["Status"] != "SUCCESS":
        raise RuntimeError("the first event failed: " + answer["Reason"])
    return when - begin


def measure(programs, events_each):
    """Medians in ms by round trip."""
    times = {round_trip: [] for round_trip in ROUND_TRIPS_MS}
    with tempfile.TemporaryDirectory() as folder, wire.local_cloud(programs) as (cloud, integrations):
        certificate, both = make_certificate(pathlib.Path(folder))
        integration = {"IntegrationId": integrations[events.INTEGRATION]}
        for round_trip in ROUND_TRIPS_MS:
            with contextlib.closing(Distance(cloud, both, round_trip / 1e3)) as distance:
                for number in range(events_each + 1):
                    times[round_trip].append(first_event(programs, distance, certificate, integration, number))
    # The first of each fills caches.
    return {round_trip: statistics.median(values[1:]) * 1e3 for round_trip, values in times.items()}
