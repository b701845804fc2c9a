"""A graph's weights as this machine multiplies them, in one file that all processes share.

ONNX Runtime lays matrices out anew for the processor at every start, in each process its own copy.
Written down once, they are mapped into memory instead: one copy a machine, and nothing to lay out.
"""

import hashlib
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]

from nlp.models.session import session

GRAPH, WEIGHTS = "model.onnx", "weights.bin"
ALIGNED = 64  # bytes: products read whole lines, and ONNX Runtime writes at any place
# In another process: where ONNX Runtime does not bear what it is given, it does not say so, but
# ends the process.
TRIAL = """
import sys, numpy, onnxruntime
one = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
said = one.run(None, {"ids": numpy.arange(int(sys.argv[2]))[None]})[0]
sys.stdout.buffer.write(said.tobytes())
"""
TOKENS = 48


def machine() -> str:
    """Names what a layout is good for: the processor and the version of the runtime."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    except OSError:
        lines = []  # no Linux: what the interpreter knows must do
    kept = ("vendor_id", "cpu family", "model", "flags", "Features", "CPU ")
    said = [platform.machine(), platform.processor(), onnxruntime.__version__]
    said += [line for line in lines if line.startswith(kept)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:8]


def lay_out(graph: bytes, folder: Path) -> list[str]:
    """Writes a graph of token ids, and its weights beside it; says the names of the files.

    Where a session of these files says anything else than one of the graph itself, that is written
    instead, with the weights in it.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / GRAPH)
    for name, value in {
        "session.optimized_model_external_initializers_file_name": WEIGHTS,
        "session.optimized_model_external_initializers_min_size_in_bytes": "1024",
        "session.save_external_prepacked_constant_initializers": "1",
    }.items():
        options.add_session_config_entry(name, value)
    onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    _align(folder)
    if _agrees(graph, folder):
        return [GRAPH, WEIGHTS]
    (folder / WEIGHTS).unlink()
    (folder / GRAPH).write_bytes(graph)
    return [GRAPH]


def _align(folder: Path) -> None:
    model = onnx.load(str(folder / GRAPH), load_external_data=False)
    written = (folder / WEIGHTS).read_bytes()
    with (folder / WEIGHTS).open("wb") as file:

        def place(start: str, length: str) -> int:
            file.write(bytes(-file.tell() % ALIGNED))
            at = file.tell()
            file.write(written[int(start) : int(start) + int(length)])
            return at

        for tensor in model.graph.initializer:
            said = {entry.key: entry for entry in tensor.external_data}
            for key, entry in said.items():
                if key == "offset":
                    entry.value = str(place(entry.value, said["length"].value))
                elif key.startswith("prepacked"):
                    kind, _, rest = entry.value.partition("|")
                    start, length, checked = rest.split(";")
                    entry.value = f"{kind}|{place(start, length)};{length};{checked}"
        file.write(bytes(ALIGNED))
    (folder / GRAPH).write_bytes(model.SerializeToString())


def _agrees(graph: bytes, folder: Path) -> bool:
    (wanted,) = session(graph).run(None, {"ids": np.arange(TOKENS)[None]})
    tried = subprocess.run(
        [sys.executable, "-c", TRIAL, str(folder / GRAPH), str(TOKENS)],
        capture_output=True,
        check=False,
    )
    found = np.frombuffer(tried.stdout, np.float32) if tried.returncode == 0 else np.empty(0)
    return found.size == wanted.size and bool(np.allclose(found, wanted.reshape(-1), atol=1e-4))
