"""What libraries would report to their makers, turned off before they are imported.

From version 1.29 on, onnxruntime writes an identifier of the device to the user's cache folder and
sends its makers how it is used, unless `ORT_DISABLE_TELEMETRY` is set when it is loaded. What
somebody does with their back is nobody's affair: nothing leaves the machine.
"""

import os


def disable_telemetry() -> None:
    """Turn off the reports of onnxruntime; to be called before it is imported."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
