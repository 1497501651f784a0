# SPDX-License-Identifier: Apache-2.0
"""`validate` of 1,000 definitions by the program that ships."""
import json
import pathlib
import resource
import subprocess
import tempfile
import time

FILES = 1000
ROOT = pathlib.Path(__file__).resolve().parents[1]


def measure(programs, runs):
    action = json.loads((ROOT / "src/lint/testdata/action.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as directory:
        for number in range(FILES):
            path = pathlib.Path(directory) / f"{number}.json"
            path.write_text(json.dumps({**action, "name": f"Action {number}"}, indent=2), encoding="utf-8")
        walls, processors = [], []
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run([programs / "genesys-cfn", "validate", directory], check=True, stdout=subprocess.DEVNULL)
            walls.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processors.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"wall_s": min(walls), "processor_s": min(processors)}
