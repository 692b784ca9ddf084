"""Horngate and other scanners over the same corpus: `python peers.py PEERS OUT [PARTS]`, where PEERS/<peer> is a virtual environment with that peer.

Each is its own command line with the options of its documentation, one artifact at a time, in turn, without a network. The corpus is seen in ten parts, each of them
every tenth artifact of a family; PARTS: how many of them, since some peers take seconds to start. Writes OUT.jsonl, a line an artifact and scanner (exit code, seconds),
and after each part OUT.md, the table so far, so that a run that is stopped has looked at a fair part.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent
HORNGATE = ROOT.parent.parent / "packages/cli/bin/horngate.js"
SECONDS = 60
PARTS = 10
# No peer may talk to anybody: one of them sends what it saw to its makers.
ALONE = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--setenv", "PROMPTFOO_DISABLE_TELEMETRY", "1", "--setenv", "DO_NOT_TRACK", "1"]

# Package, arguments before the path, exit codes that say "found something", and such that say "did not come to an end".
PEERS = {
    "picklescan": (["bin/picklescan", "-g", "-p"], {1}, {2}),
    "modelscan": (["bin/modelscan", "scan", "-p"], {1}, {2, 4}),
    "fickling": (["bin/fickling", "--check-safety"], {1}, {2}),
    "modelaudit": (["bin/modelaudit", "scan", "--format", "json"], {1}, {2}),
}


def cases(part):
    for manifest in sorted(ROOT.glob("*/manifest.json")):
        for case in json.loads(manifest.read_text())["cases"][part::PARTS]:
            yield manifest.parent / case["file"], case


def command(peers, name):
    """Its command line, and what its exit codes say."""
    if name == "horngate":
        return ["node", str(HORNGATE), "scan", "--quiet"], {1}, {3}
    arguments, flagged, stopped = PEERS[name]
    return [*ALONE, str(peers / name / arguments[0]), *arguments[1:]], flagged, stopped


def version(peers, name):
    if name == "horngate":
        return subprocess.run(["node", HORNGATE, "--version"], capture_output=True, text=True).stdout.strip()
    script = f"import importlib.metadata as m; print(m.version({name!r}))"
    return subprocess.run([peers / name / "bin/python", "-c", script], capture_output=True, text=True).stdout.strip()


def judge(line, flagged, stopped, path):
    begun = time.monotonic()
    try:
        code = subprocess.run([*line, str(path)], capture_output=True, timeout=SECONDS, cwd=tempfile.gettempdir()).returncode
    except subprocess.TimeoutExpired:
        return {"said": "timeout", "code": None, "seconds": SECONDS}
    said = "flagged" if code in flagged else "stopped" if code in stopped or code < 0 or code > 4 else "passed"
    return {"said": said, "code": code, "seconds": round(time.monotonic() - begun, 3)}


def table(rows, versions):
    sums = collections.defaultdict(collections.Counter)
    for row in rows:
        sums[row["scanner"], row["hostile"]][row["said"]] += 1
    seconds = {name: sorted(row["seconds"] for row in rows if row["scanner"] == name) for name in versions}
    yield "| scanner | hostile flagged | hostile flagged or stopped | benign flagged | benign flagged or stopped | median s a file | longest s |"
    yield "|---|---|---|---|---|---|---|"
    for name in versions:
        cells = []
        for hostile in (True, False):
            count = sums[name, hostile]
            total, found = sum(count.values()), count["flagged"]
            stopped = found + count["stopped"] + count["timeout"]
            cells += [f"{part} of {total} ({100 * part / total:.1f} %)" for part in (found, stopped)]
        times = seconds[name]
        yield f"| {name} {versions[name]} | {' | '.join(cells)} | {times[len(times) // 2]:.2f} | {times[-1]:.1f} |"


def page(rows, versions, parts):
    part = "" if parts == PARTS else f" {parts} of {PARTS} parts, each of them every tenth artifact of a family."
    head = f"`npm run peers`: every scanner as its own command line over `conformance/scanner`, one artifact at a time, in turn, without a network.{part}"
    lines = "\n".join(table(rows, versions))
    return f"# Scanners over the same corpus\n\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors. {head}\n\n{lines}\n"


def main(peers, out, parts=PARTS):
    peers = pathlib.Path(peers).resolve()
    versions = {name: version(peers, name) for name in ("horngate", *(name for name in PEERS if (peers / name).exists()))}
    rows = []
    with open(f"{out}.jsonl", "w") as lines:
        for part in range(int(parts)):
            for path, case in cases(part):
                for name in versions:
                    rows.append({"scanner": name, "case": case["name"], "hostile": case["hostile"], **judge(*command(peers, name), path)})
                    lines.write(json.dumps(rows[-1]) + "\n")
            lines.flush()
            pathlib.Path(f"{out}.md").write_text(page(rows, versions, part + 1))


main(*sys.argv[1:])
