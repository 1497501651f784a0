# SPDX-License-Identifier: Apache-2.0
"""`test` of 1,000 cases by the program that ships."""
import json
import pathlib
import resource
import subprocess
import tempfile
import time

FILES = 100
CASES_EACH = 10
ROOT = pathlib.Path(__file__).resolve().parents[1]


def case(number):
    return {"name": f"case {number}", "inputs": {"orderId": f"A-{number}"},
            "request": {"method": "GET", "url": f"https://shop.example.com/orders/A-{number}"},
            "response": {"body": {"order": {"state": "sent", "lines": [{"sku": f"s-{line}"} for line in range(20)]}}},
            "output": {"state": "sent"}}


def measure(programs, runs):
    definition = (ROOT / "examples/definition-in-s3/actions/look-up-order.json").read_text(encoding="utf-8")
    tests = {"substitutions": {"ShopHost": "shop.example.com"}, "cases": [case(i) for i in range(CASES_EACH)]}
    with tempfile.TemporaryDirectory() as directory:
        for number in range(FILES):
            path = pathlib.Path(directory, f"{number}.json")
            path.write_text(definition, encoding="utf-8")
            path.with_suffix(".test.json").write_text(json.dumps(tests, indent=2), encoding="utf-8")
        walls, processors = [], []
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run([programs / "genesys-cfn", "test", directory], check=True, stdout=subprocess.DEVNULL)
            walls.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"wall_s": min(walls), "processor_s": min(processors)}
