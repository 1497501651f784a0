# SPDX-License-Identifier: Apache-2.0
"""What bench/compare.py measured: as rows with the budgets' verdicts, and as a picture."""
from xml.sax.saxutils import escape

import compare

NAMES = {"bootstrap": "bootstrap", "sdk3": "Node.js, SDK v3", "guide": "a guide's, SDK v2"}
COLUMNS = ("what", *NAMES.values(), "budget")
FIRST_ROUND_TRIPS = 5.5  # connect (2), secret, token, POST, half of the PUT; the connections side by side


def verdict(text, kept):
    return "%s: %s" % (text, "ok" if kept else "MISSED")


def row(what, form, values, budget=""):
    return (what, *(form % values[name] for name in NAMES), budget)


def first_rows(results):
    for distance, measured in results["first"].items():
        budget, round_trip = "", int(distance.split(" ")[0])
        after_start = measured["bootstrap"][2]
        if round_trip:
            most = 1.1 * FIRST_ROUND_TRIPS * round_trip
            budget = verdict("start + %.1f ms, <= start + %.1f ms" % (after_start, most), after_start <= most)
        what = "first answer of a new process, round trip " + distance.replace(", ", ", processor of ")
        yield row(what, "%.1f ms", {name: times[1] for name, times in measured.items()}, budget)


def warm_rows(results):
    for distance, measured in results["warm"].items():
        floor = results["round_trip"][distance]
        for kind in compare.KINDS:
            walls = {name: result["wall"][kind] for name, result in measured.items()}
            budget = ""
            if not distance.startswith("0 "):
                most = 1.05 * compare.SEQUENCE[kind] * floor
                budget = verdict("p50 <= %.1f ms" % most, walls["bootstrap"]["p50"] <= most)
            texts = {name: "%(p50).2f / %(p99).2f ms" % wall for name, wall in walls.items()}
            yield row("warm %s, round trip %s: p50 / p99" % (kind, distance), "%s", texts, budget)


def rows(results):
    starts, near = results["start"], results["warm"]["0 ms"]
    most = 0.03 * starts["sdk3"]
    yield row("start to first poll", "%.2f ms", starts, verdict("<= 0.03 of SDK v3's", starts["bootstrap"] <= most))
    yield from first_rows(results)
    yield from warm_rows(results)
    # Milliseconds for one event are seconds for a thousand.
    yield row("processor time for 1,000 warm events", "%.2f s", {n: r["processor_ms"] for n, r in near.items()},
              verdict("< 0.4 s", near["bootstrap"]["processor_ms"] < 0.4))
    yield row("the same, of those right after another provider's", "%.2f s",
              {name: result["first_processor_ms"] for name, result in near.items()})
    memory = {name: result["memory_mib"]["VmRSS"] for name, result in near.items()}
    yield row("resident memory afterwards", "%.1f MiB", memory, verdict("< 12 MiB", memory["bootstrap"] < 12))
    yield row("requests for a warm event, the answer included", "%.1f", {n: r["requests"] for n, r in near.items()})
    yield row("TLS handshakes for a warm event", "%.1f", {n: r["handshakes"] for n, r in near.items()})
    sizes = {name: size / (1 << 20) for name, size in results["zip_bytes"].items()}
    yield row("zip", "%.2f MiB", sizes, verdict("< 5 MiB", sizes["bootstrap"] < 5))


STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 } .note { font-size: 11px; fill: #57606a }
  .ours { fill: #1a7f37 } .theirs { fill: #8c959f }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .note { fill: #9198a1 } .ours { fill: #3fb950 } .theirs { fill: #6e7681 }
  }"""
WIDTH, COLUMN, LABEL, BAR = 880, 430, 122, 210


def panels(results):
    far, near = results["first"], results["warm"]["0 ms"]
    yield "Start to first poll", "ms", results["start"]
    for distance, measured in far.items():
        if not distance.startswith("0 "):
            share = distance.partition(", ")[2]
            title = "First answer, 30 ms round trips" + (", processor of " + share if share else "")
            yield title, "ms", {name: times[1] for name, times in measured.items()}
    yield "Processor time for 1,000 warm events", "s", {name: each["processor_ms"] for name, each in near.items()}
    yield "Resident memory", "MiB", {name: each["memory_mib"]["VmRSS"] for name, each in near.items()}


def number(value):
    return "%.0f" % value if value >= 100 else "%.1f" % value if value >= 10 else "%.2f" % value


def picture(results, comment):
    parts, place = [], 0
    for title, unit, values in panels(results):
        x, y = 10 + place % 2 * COLUMN, 24 + place // 2 * 104
        parts.append('<text class="title" x="%d" y="%d">%s</text>' % (x, y, escape(title)))
        for line, (name, label) in enumerate(NAMES.items()):
            top = y + 10 + line * 24
            length = max(1.0, BAR * values[name] / max(values.values()))
            parts.append('<text x="%d" y="%d">%s</text>' % (x, top + 13, escape(label)))
            parts.append('<rect class="%s" x="%d" y="%d" width="%.1f" height="17" rx="2"/>' % (
                "ours" if name == "bootstrap" else "theirs", x + LABEL + 10, top, length))
            parts.append('<text x="%.1f" y="%d">%s %s</text>' % (
                x + LABEL + 16 + length, top + 13, number(values[name]), unit))
        place += 1
    height = 24 + (place + 1) // 2 * 104
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" '
            'aria-label="bootstrap against two providers in Node.js">\n<metadata>%s</metadata>\n<style>%s\n</style>\n%s\n</svg>\n' % (
                WIDTH, height, WIDTH, height, escape(comment), STYLE, "\n".join(parts)))
