"""A Spark cluster of its own: a master and two workers from the pip package, and one session for the whole run."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if shutil.which("java") is None:
        assert os.environ.get("CI") != "true", "CI=true, and there is no Java: see tools/java.sh"
        pytest.skip("no Java: the Spark tests are skipped; to run them: sudo apt install openjdk-17-jre-headless")
    folder = tmp_path_factory.mktemp("spark")
    port = _free()
    master = f"spark://127.0.0.1:{port}"
    running = [_start(folder, "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")]
    try:
        _listens(port)
        for n in range(2):
            work = ("--work-dir", str(folder / f"worker-{n}"), "--cores", "1", "--memory", "1g", "--webui-port", "0")
            running.append(_start(folder, "worker.Worker", "--host", "127.0.0.1", *work, master))
        yield master
    finally:
        for process in running:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def spark(cluster: str) -> "Iterator[SparkSession]":
    from exeat.adapters.spark.session import session

    with session(cluster, partitions=4) as found:
        yield found


def _start(folder: Path, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
    import pyspark

    home = Path(pyspark.__file__).parent
    env = dict(
        os.environ,
        SPARK_DAEMON_MEMORY="256m",
        SPARK_HOME=str(home),
        PYSPARK_PYTHON=sys.executable,
        SPARK_LOCAL_IP="127.0.0.1",
    )
    env["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    log = (folder / f"{name}.log").open("ab")
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments]
    return subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=folder)


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _listens(port: int) -> None:
    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the master of the cluster does not answer")
