# SPDX-License-Identifier: Apache-2.0
"""Measures what ships: start, events, memory, deployments, and against other providers. Prints a table; it says which
budget is missed, and only a wrong answer fails."""
import argparse
import json
import os
import pathlib
import sys

import compare
import compare_report
import deployments
import events
import first_event
import load
import organisation
import plan
import start
import test
import validate

NOTES = {
    "test": "The shortest of the runs, the start of the program included; %d files of %d cases, each with a definition of "
            "its own." % (test.FILES, test.CASES_EACH),
    "validate": "The shortest of the runs, the start of the program included; each definition a file of its own.",
    "start": "The floor is the least that a dynamic C++ program does: libstdc++ and the shared libcurl with OpenSSL "
             "loaded, libcurl initialised, one GET (bench/dynamic_floor.cc). Node.js is `node -e` with one http.get, "
             "no SDK.",
    "first event": "From before the start of the process to the arrival of the answer, over TLS, with the given round "
                   "trip between the function and every host; some of the time is the other side's own.",
    "events": "Requests in brackets: with IntegrationName, which has to be looked up, in place of IntegrationId.",
    "baselines": "The zip's bootstrap and the providers of bench/baselines under aws-lambda-ric, in alternation, over "
                 "TLS; warm events in turns of ten lives, because the first events after another program find the "
                 "processor's caches cold. The processor's share is that of a Lambda function with so much memory.",
    "load": "One running cloud, spoken to in the Query API; the history is made by stacks of 500 actions.",
    "organisation": "One running cloud and one client with one connection, written in Python.",
    "plan": "An organisation of 10,000 actions made of real exports, as far as they are there, behind a counting server in "
            "Python, which takes most of the time. The floor is what the rate limit of 300 requests a minute allows.",
    "deployments": "Each deployment on a new local cloud, made beforehand; the time is that of the whole command.",
}


def start_rows(result):
    bootstrap = result["bootstrap"]
    yield "start to first poll: bootstrap", "%.2f ms" % bootstrap, ""
    yield "start to first poll: dynamic C++ floor", "%.2f ms" % result["floor"], ""
    yield "bootstrap : floor", "%.2f" % (bootstrap / result["floor"]), "<= 0.5"
    if "node" in result:
        yield "start to first poll: Node.js", "%.1f ms" % result["node"], ""
        yield "bootstrap : Node.js", "%.3f" % (bootstrap / result["node"]), "<= 0.03 (with the SDK)"


def first_event_rows(result):
    for round_trip, milliseconds in result.items():
        budget = first_event.BUDGET_ROUND_TRIPS * round_trip * 1.1
        yield ("first event, round trip %d ms" % round_trip, "%.1f ms" % milliseconds,
               "<= %.1f ms" % budget if budget else "")


REQUEST_BUDGETS = {"Create": 1, "no-op Update": 3, "Update": 4, "Delete": 2}


def event_rows(result):
    for kind, values in result["kinds"].items():
        yield "warm %s: wall time" % kind, "%.2f ms" % values["wall_ms"], ""
        yield "warm %s: processor time" % kind, "%.3f ms" % values["processor_ms"], ""
        requests = "%d (%d)" % (values["requests"], values["requests_by_name"])
        yield "warm %s: requests to Genesys" % kind, requests, "<= %d" % REQUEST_BUDGETS[kind]
    yield "warm event, mean of the kinds: wall time", "%.2f ms" % result["wall_ms"], ""
    yield "warm event, mean of the kinds: processor time", "%.3f ms" % result["processor_ms"], "< 0.4 ms"
    memory = result["memory_mib"]
    yield "resident memory after %d events" % result["events"], "%.1f MiB" % memory["VmRSS"], "< 12 MiB"
    yield "resident memory at its highest", "%.1f MiB" % memory["VmHWM"], "< 12 MiB"


def deployment_rows(result):
    for size, times in result.items():
        actions = "1 action" if size == 1 else "%d actions" % size
        yield "deploy %s" % actions, "%.2f s" % times["deploy"], "< 3 s" if size == 500 else ""
        yield "delete %s" % actions, "%.2f s" % times["delete"], ""
    few, half, many = (result[size]["deploy"] for size in (50, 250, 500))
    yield "deploy 500 : deploy 50", "%.1f" % (many / few), "<= 10: linear"
    yield "each action more, from 50 to 250", "%.2f ms" % ((half - few) / 200 * 1e3), ""
    yield "each action more, from 250 to 500", "%.2f ms" % ((many - half) / 250 * 1e3), "about the same: linear"


def load_rows(result):
    actions = load.STACKS * load.ACTIONS_EACH
    yield "%d stacks of %d actions at once" % (load.STACKS, load.ACTIONS_EACH), "%.2f s" % result["many_s"], ""
    yield "the same : one stack of %d actions" % actions, "%.2f" % (result["many_s"] / result["one_s"]), ""
    yield ("stack of %d made and deleted: after %d events : at first" % (load.CYCLE, load.EVENTS),
           "%.2f" % (result["last_s"] / result["first_s"]), "about 1: linear")
    yield "resident memory of the cloud at first", "%.1f MiB" % result["memory_first_mib"], ""
    yield "the same after %d events" % load.EVENTS, "%.1f MiB" % result["memory_last_mib"], "bounded"
    yield "the same after a restart", "%.1f MiB" % result["memory_restarted_mib"], ""
    yield "a page of the oldest stack's events", "%.1f ms" % result["page_ms"], ""
    yield "start of the cloud: new, with %d events" % load.EVENTS, "%.0f, %.0f ms" % (
        result["start_new_ms"], result["start_old_ms"]), ""


def organisation_rows(result):
    few, many = result[organisation.FEW], result[organisation.MANY]
    times = organisation.MANY // organisation.FEW
    yield "organisation: one action made, from %d on" % organisation.FEW, "%.2f ms" % many["create_each_ms"], ""
    yield "the same : up to %d" % organisation.FEW, "%.2f" % (many["create_each_ms"] / few["create_each_ms"]), "about 1"
    yield "one action read, of %d" % organisation.MANY, "%.2f ms" % many["read_ms"], ""
    yield "the same : of %d" % organisation.FEW, "%.2f" % (many["read_ms"] / few["read_ms"]), "about 1"
    yield "looked up by name, of %d" % organisation.MANY, "%.1f ms" % many["named_ms"], ""
    yield "all %d listed" % organisation.MANY, "%.2f s" % many["list_s"], ""
    yield "the same : %d" % organisation.FEW, "%.1f" % (many["list_s"] / few["list_s"]), "<= %d: linear" % times
    yield "all %d listed and read, as an export does" % organisation.MANY, "%.2f s" % many["scan_s"], ""
    yield "the same : %d" % organisation.FEW, "%.1f" % (many["scan_s"] / few["scan_s"]), "<= %d: linear" % times


def validate_rows(result):
    yield "validate %d definitions" % validate.FILES, "%.2f s" % result["wall_s"], "< 1 s"
    yield "the same: processor time", "%.2f s" % result["processor_s"], "< 1 s"


def test_rows(result):
    yield "test %d cases" % (test.FILES * test.CASES_EACH), "%.2f s" % result["wall_s"], "< 1 s"
    yield "the same: processor time", "%.2f s" % result["processor_s"], "< 1 s"


def plan_rows(result):
    for what, values in (("export of %d actions" % plan.EXPORTED, result["export"]),
                         ("plan of %d updates among 10,000 actions" % plan.PLANNED, result["plan"])):
        yield what + ": requests", "%d" % values["requests"], ""
        yield what + ": time, and the rate limit's floor", "%.1f s, %.0f s" % (values["seconds"], values["floor_s"]), ""


COLUMNS = {"baselines": compare_report.COLUMNS}
DEFAULT_COLUMNS = ("what", "measured", "budget")
MEASURES = {
    "start": (start.measure, "starts", start_rows),
    "first event": (first_event.measure, "first_events", first_event_rows),
    "events": (events.measure, "cycles", event_rows),
    "deployments": (deployments.measure, "runs", deployment_rows),
    "load": (load.measure, "runs", load_rows),
    "organisation": (organisation.measure, "runs", organisation_rows),
    "validate": (validate.measure, "runs", validate_rows),
    "baselines": (compare.measure, "cycles", compare_report.rows),
    "test": (test.measure, "runs", test_rows),
    "plan": (plan.measure, "runs", plan_rows),
}


def print_rows(columns, rows, markdown):
    if markdown:
        print("| %s |\n|%s" % (" | ".join(columns), "---|" + "---:|" * (len(columns) - 2) + "---|"))
        for row in rows:
            print("| %s |" % " | ".join(row))
        return
    widths = [max(len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]
    for row in (columns, *rows):
        cells = [cell.ljust(width) if place in (0, len(columns) - 1) else cell.rjust(width)
                 for place, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=pathlib.Path, help="the folder with bootstrap, genesys-cfn and dynamic_floor")
    parser.add_argument("--only", choices=MEASURES, action="append", help="just this part; may be repeated")
    parser.add_argument("--picture", type=pathlib.Path, help="where to draw what \"baselines\" measured (SVG)")
    parser.add_argument("--starts", type=int, default=60, help="starts of each program (default 60)")
    parser.add_argument("--first-events", type=int, default=20, help="first events for each distance (default 20)")
    parser.add_argument("--cycles", type=int, default=100, help="lives of an action, four events each (default 100)")
    parser.add_argument("--runs", type=int, default=3, help="deployments of each size (default 3)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the bare numbers as JSON")
    form.add_argument("--markdown", action="store_true", help="a Markdown table")
    options = parser.parse_args()

    programs = options.programs.resolve()
    results, tables = {}, {}
    for name in options.only or MEASURES:
        measure, amount, describe = MEASURES[name]
        results[name] = measure(programs, getattr(options, amount))
        tables.setdefault(COLUMNS.get(name, DEFAULT_COLUMNS), []).extend(describe(results[name]))
    if options.picture and "baselines" in results:
        options.picture.write_text(compare_report.picture(
            results["baselines"], "Made by: ./dev bench " + " ".join(sys.argv[2:])), encoding="utf-8")
    if options.json:
        print(json.dumps(results, indent=2))
        return
    for columns, rows in tables.items():
        print_rows(columns, rows, options.markdown)
    print()
    for name in results:
        print(NOTES[name])
    print("%d processors, load %.1f at the end." % (os.cpu_count(), os.getloadavg()[0]))


if __name__ == "__main__":
    main()
