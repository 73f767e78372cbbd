"""Write what the judges judge into a folder, a release a folder: `python -m tests.judges FOLDER`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITE = "import pathlib; from tests.judges import releases; releases.write_all(pathlib.Path({!r}))"


def main(folder: str) -> None:
    with tempfile.TemporaryDirectory(prefix="standpoint-judges-") as data:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        script = WRITE.format(str(Path(folder).resolve()))
        words = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
        subprocess.run(words, cwd=ROOT, env={**environment, "DATA_DIR": data}, check=True)


if __name__ == "__main__":
    main(sys.argv[1])
