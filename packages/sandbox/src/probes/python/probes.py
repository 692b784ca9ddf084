"""Hostile acts in Python, one a process: `probes.py NAME VICTIM [LOCK]`.

Prints "control" when its own code runs, loads the lock object where one is named, prints "control" again, and then what the act came to:
"passed", or the name of an error. Whatever it needs is imported before the lock, as a model's code would have it too.
"""
import asyncio
import ctypes
import errno
import fcntl
import http.client
import mmap
import multiprocessing.shared_memory
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading

LIBC = ctypes.CDLL(None, use_errno=True)
FILE = "/tmp/horngate-probe"


def call(number, *args):
    """A system call by number."""
    answer = LIBC.syscall(ctypes.c_long(number), *[ctypes.c_long(x) if isinstance(x, int) else x for x in args])
    if answer < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return answer


def thread():
    one = threading.Thread(target=lambda: None)
    one.start()
    one.join()


def read_environment(victim):
    fd = os.open(f"/proc/{victim}/environ", os.O_RDONLY)
    return os.read(fd, 10)


def executable_page():
    page = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\xb8\x2a\x00\x00\x00\xc3")
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()


def take():
    held = []
    while len(held) < 768:
        held.append(bytearray(b"x" * 2**20))


def spin():
    while True:
        pass


async def serve():
    await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)


PROBES = {
    "read_users": lambda victim: open("/etc/passwd").read(),
    "read_victim": lambda victim: read_environment(victim),
    "list_root": lambda victim: os.listdir("/"),
    "list_processes": lambda victim: os.listdir("/proc"),
    "write_file": lambda victim: open(FILE, "w"),
    "temporary_file": lambda victim: tempfile.TemporaryFile(dir="/tmp"),
    "make_folder": lambda victim: os.mkdir("/tmp/horngate-probe-folder"),
    "make_link": lambda victim: os.symlink("/etc/passwd", "/tmp/horngate-probe-link"),
    "remove_file": lambda victim: os.unlink(FILE),
    "change_folder": lambda victim: os.chdir("/etc"),
    "shell": lambda victim: subprocess.run(["/bin/sh", "-c", "true"]),
    "system": lambda victim: (_ for _ in ()).throw(OSError(errno.EPERM, "")) if os.system("true") != 0 else 0,
    "fork": lambda victim: os.fork() or os._exit(0),
    "execute": lambda victim: os.execv("/bin/sh", ["sh", "-c", "exit 77"]),
    "spawn": lambda victim: os.posix_spawn("/bin/sh", ["sh", "-c", "true"], {}),
    "thread": lambda victim: thread(),
    "socket": lambda victim: socket.socket(),
    "listen": lambda victim: asyncio.run(serve()),
    "http": lambda victim: http.client.HTTPConnection("127.0.0.1", 1).request("GET", "/"),
    "abstract_name": lambda victim: socket.socket(socket.AF_UNIX).bind("\0horngate-probe"),
    "resolve": lambda victim: socket.getaddrinfo("localhost", 80),
    "signal_victim": lambda victim: os.kill(victim, 0),
    "hold_victim": lambda victim: os.pidfd_open(victim),
    "memory_file": lambda victim: os.memfd_create("x"),
    "shared_memory": lambda victim: multiprocessing.shared_memory.SharedMemory(create=True, size=4096),
    "shared_mapping": lambda victim: mmap.mmap(-1, 4096),
    "executable_page": lambda victim: executable_page(),
    "database": lambda victim: sqlite3.connect(FILE + ".db").execute("create table x (y)"),
    "library": lambda victim: ctypes.CDLL("libutil.so.1"),
    "import_file": lambda victim: __import__("wave"),
    "raise_limit": lambda victim: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)),
    "priority": lambda victim: os.nice(-5),
    "pin": lambda victim: os.sched_setaffinity(0, {0}),
    "become_root": lambda victim: os.setuid(0),
    "terminal": lambda victim: fcntl.ioctl(0, 0x5412, b"x"),
    "lock_file": lambda victim: fcntl.flock(0, fcntl.LOCK_EX | fcntl.LOCK_NB),
    "alarm": lambda victim: signal.setitimer(signal.ITIMER_REAL, 100),
    "trace_victim": lambda victim: call(101, 0x4206, victim, 0, 0),
    "read_memory_of_victim": lambda victim: call(310, victim, 0, 0, 0, 0, 0),
    "new_namespace": lambda victim: call(272, 0x10000000),
    "kernel_program": lambda victim: call(321, 0, 0, 0),
    "ring_of_calls": lambda victim: call(425, 1, ctypes.create_string_buffer(120)),
    "keys": lambda victim: call(250, 0, -3, 1),
    "host_name": lambda victim: os.uname(),
    "take_memory": lambda victim: take(),
    "compute": lambda victim: spin(),
}


def main():
    name, victim, lock = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    say = lambda text: os.write(1, text.encode() + b"\n")
    if name == "names":
        return say(" ".join(PROBES))
    say("control")
    if lock:
        ctypes.CDLL(lock[0])
    say("control")
    try:
        PROBES[name](victim)
        say("passed")
    except OSError as error:
        say(errno.errorcode.get(error.errno, type(error).__name__))
    except MemoryError:
        say("ENOMEM")
    except BaseException as error:
        say(type(error).__name__)
    finally:
        os._exit(0)


main()
