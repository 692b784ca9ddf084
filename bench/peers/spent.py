"""What a command and everything that it starts spend: `python spent.py cpu|memory COMMAND…` says one JSON line.

cpu: wall milliseconds and the task clock of all its processes (perf_event_open(2) with inherit, by way of `perf stat`).
memory: the largest sum of PSS of all its processes, in MB, looked at every 5 ms; looking costs time, so the two are never measured together.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

kind, *command = sys.argv[1:]


def descendants(of):
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="latin1") as file:
                parents.setdefault(int(file.read().rsplit(") ", 1)[1].split()[1]), []).append(int(name))
        except OSError:
            pass  # it ended meanwhile
    found = list(parents.get(of, []))
    for pid in found:
        found += parents.get(pid, [])
    return found


def pss(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            return next((int(line.split()[1]) for line in file if line.startswith("Pss:")), 0) * 1024 / 1e6
    except OSError:
        return 0


def memory():
    child, peak = subprocess.Popen(command, stdout=subprocess.DEVNULL), 0
    while child.poll() is None:
        peak = max(peak, sum(map(pss, descendants(os.getpid()))))
        time.sleep(0.005)
    return {"code": child.returncode, "megabytes": peak}


def cpu():
    with tempfile.NamedTemporaryFile("r") as counts:
        begun = time.monotonic()
        code = subprocess.run(["perf", "stat", "-x,", "-e", "task-clock", "-o", counts.name, *command], stdout=subprocess.DEVNULL).returncode
        wall = time.monotonic() - begun
        clock = next(line for line in counts.read().splitlines() if "task-clock" in line)
    return {"code": code, "wallMs": wall * 1e3, "cpuMs": float(clock.split(",")[0])}


print(json.dumps({"memory": memory, "cpu": cpu}[kind]()))
