"""The real site in processes of its own: started as `make run` starts it, on a free port, on its own data."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN = 180
OF_ITS_OWN = {"DATABASE_URL", "REDIS_URL"}


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running site; ``kill`` ends all its processes at once, as a power cut would."""

    def __init__(self, data_dir, *, settings="curation.settings", port=None):
        self.data_dir = Path(data_dir)
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in OF_ITS_OWN},
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": settings,
        }
        self.process = None

    def manage(self, *words, check=True):
        """Run a management command on this server's data; returns the finished process."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=check, timeout=600
        )

    def start(self):
        log = (self.data_dir / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.wait()
        return self

    def wait(self):
        end = time.monotonic() + START_WITHIN
        while time.monotonic() < end:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{self.url}/login/", timeout=5)
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"The site did not start:\n{self.log()}")

    def log(self):
        return (self.data_dir / "server.log").read_text(errors="replace")

    def stop(self):
        """End it as Ctrl-C does, and return its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def __enter__(self):
        return self.start()

    def __exit__(self, *problem):
        if self.process.poll() is None:
            self.kill()
