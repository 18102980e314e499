"""What a published ratio must name of a peer: versions, libraries, processor, threads and environment."""

import os
import platform

import torch

VARIABLES = ("OMP_", "GOMP_", "OPENBLAS_", "MALLOC_", "ATEN_")


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        fields = dict(line.split(":", 1) for line in file if ":" in line)
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    # A virtual machine may hide the name; family and model still tell the generation.
    return f"{fields.get('model name', platform.processor())} (family {fields.get('cpu family')}, model {fields.get('model')})"


def loaded_libraries():
    """The BLAS and OpenMP libraries that this process really runs, which the build summary does not tell."""
    with open("/proc/self/maps", encoding="utf-8") as file:
        paths = {line.split()[-1] for line in file if ".so" in line}
    names = ("blas", "libdnnl", "libgomp", "libomp", "libiomp", "libmkl")
    return sorted(os.path.realpath(path) for path in paths if any(name in os.path.basename(path) for name in names))


def versions():
    summary = [line.strip(" -") for line in torch.__config__.show().splitlines()]
    return {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "build": [line for line in summary if line.startswith(("Intel", "OpenMP", "CPU capability"))],
        "libraries": loaded_libraries(),
        "cpu": cpu_model(),
        "threads": torch.get_num_threads(),
        "environment": {key: value for key, value in sorted(os.environ.items()) if key.startswith(VARIABLES)},
    }
