"""What every terminal written in Python does first: code generated from our protos, and a channel with a client certificate."""
import argparse
import importlib
import json
import pathlib
import subprocess
import sys
import tempfile

import grpc


def generate(protos: pathlib.Path, out: str) -> None:
    files = sorted(str(file.relative_to(protos)) for file in protos.rglob("*.proto"))
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", "-I.", f"--python_out={out}", f"--grpc_python_out={out}", *files],
        cwd=protos, check=True)
    sys.path.insert(0, out)
    # The standard protos live in packages below `grpc`, which is also the name of the library: let it look here too.
    grpc.__path__.append(str(pathlib.Path(out, "grpc")))


def generated(module: str):
    return importlib.import_module(module + "_pb2"), importlib.import_module(module + "_pb2_grpc")


def secure_channel(address: str, pki: pathlib.Path, name: str) -> grpc.Channel:
    credentials = grpc.ssl_channel_credentials(
        (pki / "ca.pem").read_bytes(), (pki / f"{name}.key").read_bytes(), (pki / f"{name}.pem").read_bytes())
    return grpc.secure_channel(address, credentials)


def run(talk) -> None:
    """Opens the channel that the words of the command line name, talks, and prints what came of it as one JSON object."""
    words = argparse.ArgumentParser()
    for name in ("protos", "pki", "address", "app-code", "item"):
        words.add_argument(f"--{name}", required=True)
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as out:
        generate(pathlib.Path(given.protos), out)
        with secure_channel(given.address, pathlib.Path(given.pki), "bike-dock") as channel:
            print(json.dumps(talk(channel, given.app_code, given.item)))
