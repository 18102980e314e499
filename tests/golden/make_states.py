"""Writes states.json: what PyTorch's optimizers save after three steps, and where they go from there.

    python3 tests/golden/make_states.py > tests/golden/states.json

Needs PyTorch 1.13 (Debian's python3-torch).
"""
import json
import sys

import torch

torch.set_default_dtype(torch.float64)  # the numbers in states too, NAdam's and ASGD's

OPTIMIZERS = [
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.1, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.1}),
    ("Adam", {"lr": 0.02, "betas": [0.8, 0.99], "weight_decay": 0.01, "amsgrad": True}),
    ("AdamW", {"lr": 0.02, "weight_decay": 0.1, "maximize": True}),
    ("Adamax", {"lr": 0.03, "betas": [0.7, 0.95], "weight_decay": 0.01}),
    ("NAdam", {"lr": 0.03, "momentum_decay": 0.01, "weight_decay": 0.01}),
    ("NAdam", {"lr": 0.03, "momentum_decay": 0.05, "foreach": True}),  # another formula, MiniTorch's exact_product
    ("RAdam", {"lr": 0.03, "betas": [0.8, 0.9], "weight_decay": 0.01}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.01, "initial_accumulator_value": 0.2, "weight_decay": 0.01}),
    ("Adadelta", {"lr": 0.7, "rho": 0.8, "weight_decay": 0.01}),
    ("RMSprop", {"lr": 0.02, "alpha": 0.9, "momentum": 0.8}),
    ("RMSprop", {"lr": 0.02, "centered": True, "weight_decay": 0.01}),
    ("RMSprop", {"lr": 0.02, "centered": True, "momentum": 0.5}),
    ("Rprop", {"lr": 0.02, "etas": [0.4, 1.3], "step_sizes": [1e-4, 1.0]}),
    ("ASGD", {"lr": 0.05, "lambd": 1e-3, "alpha": 0.6, "t0": 2.0, "weight_decay": 0.01}),
]
SHAPES = [[2, 3], [4], []]


def plain(x):
    """What JSON can hold; a tensor as the golden files write it."""
    if isinstance(x, torch.Tensor):
        return {"shape": list(x.shape), "dtype": str(x.dtype).removeprefix("torch."), "data": x.reshape(-1).tolist()}
    if isinstance(x, dict):
        return {str(key): plain(value) for key, value in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(value) for value in x]
    return x


def case(name, options):
    generator = torch.Generator().manual_seed(1)
    draw = lambda: [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in SHAPES]
    parameters = [p.requires_grad_() for p in draw()]
    arguments = {key: tuple(value) if isinstance(value, list) else value for key, value in options.items()}
    optimizer = getattr(torch.optim, name)([{"params": parameters[:2]}, {"params": parameters[2:], "lr": 0.04}], **arguments)

    def step(gradients):
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient
        optimizer.step()
        return plain([p.detach() for p in parameters])

    for _ in range(3):
        initial = step(draw())
    state = plain(optimizer.state_dict())
    gradients = [draw() for _ in range(4)]
    if options.pop("foreach", False):
        options["exact_product"] = True
    return {
        "optimizer": name, "options": options, "initial": initial, "state_dict": state,
        "gradients": plain(gradients), "expected": [step(g) for g in gradients],
    }


json.dump({"source": f"PyTorch {torch.__version__}", "cases": [case(*each) for each in OPTIMIZERS]}, sys.stdout, separators=(",", ":"))
print()
