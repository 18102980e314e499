"""PyTorch's side of benchmarks/tiny.sh: the training step of the MLP 16-64-64-1, with PyTorch at its best.

The same network, loss, optimizer and batch as the benchmark's TinyProblem. Run it through run_torch.sh. Prints one line of JSON: the
median step in microseconds, and the versions. Every step is a sample: short, so that most are free of what else the machine does.
"""

import argparse
import json
import statistics
import time

import torch
import torch.nn.functional as F

from account import versions


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--warm-up", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=10000)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)

    model = torch.nn.Sequential(
        torch.nn.Linear(16, 64),
        torch.nn.ReLU(inplace=True),
        torch.nn.Linear(64, 64),
        torch.nn.ReLU(inplace=True),
        torch.nn.Linear(64, 1),
    )
    # The foreach form makes fewer calls from Python: a few percent faster for parameters as small as these.
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=True)
    x, y = torch.randn(32, 16), torch.randn(32, 1)

    samples = []
    for _ in range(arguments.warm_up + arguments.steps):
        started = time.perf_counter()
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        samples.append(time.perf_counter() - started)
    step = statistics.median(samples[arguments.warm_up :]) * 1e6
    print(json.dumps({"step_us": round(step, 3)} | versions()))


if __name__ == "__main__":
    main()
