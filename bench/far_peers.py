# SPDX-License-Identifier: Apache-2.0
"""The hosts that a provider speaks to, each a TLS server of its own, with a distance in between.

Each direction takes half of a round trip, and what a client sends first on a connection waits for one more, which is what
the handshake of TCP would have taken. Behind the servers is the local cloud; answers end here. The hosts have their
real names: bootstrap comes here by a proxy, Node.js programs by baselines/hosts.js."""
import asyncio
import contextlib
import json
import logging
import pathlib
import queue
import ssl
import threading
import time

import wire

HOSTS = {"secretsmanager.us-east-1.amazonaws.com": "secrets", "login.mypurecloud.com": "login",
         "api.mypurecloud.com": "api", "cloudformation-custom-resource-response-useast1.s3.amazonaws.com": "answers"}
PRELOAD = pathlib.Path(__file__).resolve().parent / "baselines/hosts.js"


class FarPeers:
    """In a thread of its own until closed. `certificate`: as of first_event.make_certificate."""

    def __init__(self, cloud, certificate, both, round_trip):
        self.cloud = cloud.split(":")
        self.certificate = certificate
        self.round_trip = round_trip
        self.answers = queue.Queue()
        self.arrived = None  # when the latest answer did
        self.requests = []  # (party, request line)
        self.handshakes = []  # party
        self.authorisation = None  # of the latest request to the API
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(both)
        self.ready = threading.Event()
        self.loop = asyncio.new_event_loop()
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # functions are killed with their connections open
        self.thread = wire.in_thread(self.run)
        self.ready.wait()

    def environment(self):
        return {**wire.LOCAL_ENVIRONMENT, "GENESYS_REGION": "us-east-1", "HTTPS_PROXY": self.proxy,
                "SSL_CERT_FILE": str(self.certificate)}

    def node_environment(self):
        return {**wire.LOCAL_ENVIRONMENT, "GENESYS_LOGIN_URL": "https://login.mypurecloud.com",
                "GENESYS_API_URL": "https://api.mypurecloud.com", "NODE_EXTRA_CA_CERTS": str(self.certificate),
                "NODE_OPTIONS": "--require " + str(PRELOAD), "BENCH_HOSTS": json.dumps(self.ports),
                "NODE_NO_WARNINGS": "1"}  # the SDKs' notes about versions cost time

    origin = "https://" + next(host for host, party in HOSTS.items() if party == "answers")

    def run(self):
        self.loop.run_until_complete(self.listen())
        self.ready.set()
        self.loop.run_forever()
        self.loop.run_until_complete(self.cancel_all())

    @staticmethod
    async def cancel_all():
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def listen(self):
        self.ports, self.inside = {}, {}
        for host, party in HOSTS.items():
            server = await asyncio.start_server(
                lambda reader, writer, party=party: self.terminate(reader, writer, party), "127.0.0.1", 0,
                ssl=self.context)
            entrance = await asyncio.start_server(
                lambda reader, writer, host=host: self.enter(reader, writer, host), "127.0.0.1", 0)
            self.inside[host] = server.sockets[0].getsockname()
            self.ports[host] = entrance.sockets[0].getsockname()[1]
        proxy = await asyncio.start_server(self.tunnel, "127.0.0.1", 0)
        self.proxy = "http://127.0.0.1:%d" % proxy.sockets[0].getsockname()[1]

    async def tunnel(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await self.enter(reader, writer, head.split(b" ")[1].split(b":")[0].decode("latin-1"))

    async def enter(self, reader, writer, host):
        established = time.perf_counter() + self.round_trip
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_connection(*self.inside[host])
            await asyncio.gather(self.carry(reader, back, established), self.carry(there, writer, 0))

    async def carry(self, source, destination, not_before):
        while data := await source.read(65536):
            delay = max(not_before - time.perf_counter(), 0) + self.round_trip / 2
            if self.round_trip:
                self.loop.call_later(delay, destination.write, data)
            else:
                destination.write(data)
        self.loop.call_later(self.round_trip, destination.close)

    async def terminate(self, reader, writer, party):
        self.handshakes.append(party)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            back = None
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                fields = head.split(b"\r\n")
                self.requests.append((party, fields[0].decode("latin-1")))
                length = next((int(line.split(b":")[1]) for line in fields
                               if line.lower().startswith(b"content-length:")), 0)
                body = await reader.readexactly(length)
                if party == "api":
                    self.authorisation = next(line for line in fields if line.lower().startswith(b"authorization:"))
                if party == "answers":
                    self.arrived = time.perf_counter()
                    self.answers.put(json.loads(body))
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                    continue
                if back is None:
                    there, back = await asyncio.open_connection(*self.cloud)
                    returning = asyncio.ensure_future(self.give_back(there, writer))
                back.write(head + body)
        if back is not None:
            back.close()
            await returning

    @staticmethod
    async def give_back(source, destination):
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                destination.write(data)
