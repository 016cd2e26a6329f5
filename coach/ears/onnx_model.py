"""Opens a model by onnxruntime, the only file that imports it: one thread, and not a word of it."""

from typing import Any

from coach.errors import MachineError, Problem
from coach.system.install_hint import install_command
from coach.system.telemetry import disable_telemetry


def open_model(content: bytes) -> Any:
    """Return a session that runs a model; raises MachineError where there is no onnxruntime."""
    disable_telemetry()
    try:
        import onnxruntime
    except ImportError as error:
        message = f"spoken commands need onnxruntime, which does not load: {error}"
        raise MachineError(Problem(message, hint=install_command("onnxruntime"))) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # A plan for each length of sound that ever came would take 200 MB, and saves no time.
    options.enable_mem_pattern = False
    options.log_severity_level = 4  # it would write over the screen of a session
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
