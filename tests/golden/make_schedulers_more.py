"""Makes schedulers_more.json: cases of the form of schedulers.json for options and compositions that it lacks. Needs PyTorch 1.13."""
import json
import os
import warnings

import torch
from torch.optim import lr_scheduler, swa_utils

STEPS = 24
METRICS = [1, .9, .9, .95, .85, .86, .87, .88, .7, .71, .72, .73, .74, .6, .6, .6, .6, .6, .6, .6, .6, .59, .58, .6]

CASES = [
    ("OneCycleLR", dict(max_lr=1.0, total_steps=24, three_phase=True)),
    ("OneCycleLR", dict(max_lr=[1.0, 0.5], total_steps=24, anneal_strategy="linear", pct_start=0.1, div_factor=10.0, final_div_factor=100.0,
                        base_momentum=[0.7, 0.8], max_momentum=[0.9, 0.99])),
    ("OneCycleLR", dict(max_lr=0.3, epochs=6, steps_per_epoch=4, cycle_momentum=False, pct_start=0.9)),
    ("OneCycleLR", dict(max_lr=0.3, total_steps=30, pct_start=0.01)),
    ("CyclicLR", dict(base_lr=[0.01, 0.02], max_lr=[0.1, 0.4], step_size_up=4, step_size_down=2, base_momentum=[0.5, 0.6],
                      max_momentum=[0.8, 0.95])),
    ("CyclicLR", dict(base_lr=0.05, max_lr=0.5, step_size_up=3, mode="triangular2", cycle_momentum=False)),
    ("CyclicLR", dict(base_lr=0.0, max_lr=0.5, step_size_up=2, step_size_down=5, mode="exp_range", gamma=0.9)),
    ("CosineAnnealingWarmRestarts", dict(T_0=4, eta_min=0.01)),
    ("CosineAnnealingWarmRestarts", dict(T_0=2, T_mult=3)),
    ("ReduceLROnPlateau", dict(factor=0.5, patience=1, threshold=0.05, threshold_mode="abs", min_lr=[0.1, 0.2])),
    ("ReduceLROnPlateau", dict(mode="max", factor=0.3, patience=2, cooldown=1)),
    ("ReduceLROnPlateau", dict(factor=0.5, patience=0, threshold=0.01, eps=0.06)),
    ("SWALR", dict(swa_lr=0.05, anneal_epochs=7)),
    ("SWALR", dict(swa_lr=[0.05, 1.0], anneal_epochs=5, anneal_strategy="linear")),
    ("SWALR", dict(swa_lr=0.05, anneal_epochs=0)),
    ("MultiStepLR", dict(milestones=[7, 2, 2, 0], gamma=0.5)),
    ("PolynomialLR", dict(total_iters=9, power=0.5)),
    ("LinearLR", dict(start_factor=1.0, end_factor=0.2, total_iters=11)),
    ("ChainedScheduler", [("CosineAnnealingLR", dict(T_max=5, eta_min=0.1)), ("ExponentialLR", dict(gamma=0.9))], None),
    ("ChainedScheduler", [("ExponentialLR", dict(gamma=0.9)), ("CosineAnnealingLR", dict(T_max=5, eta_min=0.1))], None),
    ("ChainedScheduler", [("CosineAnnealingLR", dict(T_max=5)), ("StepLR", dict(step_size=4, gamma=0.5))], None),
    ("ChainedScheduler", [("CosineAnnealingLR", dict(T_max=5)), ("CosineAnnealingLR", dict(T_max=7))], None),
    ("ChainedScheduler", [("LinearLR", dict(start_factor=0.25)), ("PolynomialLR", dict(total_iters=20, power=2.0)),
                          ("StepLR", dict(step_size=3, gamma=0.5)), ("MultiStepLR", dict(milestones=[5, 5, 8], gamma=1.5))], None),
    ("ChainedScheduler", [("PolynomialLR", dict(total_iters=6, power=2.0)), ("CosineAnnealingLR", dict(T_max=4))], None),
    ("ChainedScheduler", [("ExponentialLR", dict(gamma=0.9)), ("SWALR", dict(swa_lr=0.05, anneal_epochs=6))], None),
    ("SequentialLR", [("ExponentialLR", dict(gamma=0.9)), ("SWALR", dict(swa_lr=0.05, anneal_epochs=5))], [4]),
    ("SequentialLR", [("SWALR", dict(swa_lr=0.05, anneal_epochs=5)), ("StepLR", dict(step_size=4, gamma=0.5))], [8]),
    ("SequentialLR", [("LinearLR", dict(start_factor=0.1)), ("OneCycleLR", dict(max_lr=1.0, total_steps=20))], [4]),
    ("SequentialLR", [("ConstantLR", dict(factor=0.1, total_iters=3)), ("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=3))], [6]),
    ("SequentialLR", [("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=3)), ("ExponentialLR", dict(gamma=0.8))], [6]),
    ("SequentialLR", [("LinearLR", dict(start_factor=0.5)), ("CosineAnnealingWarmRestarts", dict(T_0=3, T_mult=2)),
                      ("PolynomialLR", dict(total_iters=4))], [5, 15]),
]


def build(name, options, optimizer):
    return getattr(swa_utils if name == "SWALR" else lr_scheduler, name)(optimizer, **options)


def run(case):
    name = case[0]
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in (0.8, 0.4)]
    optimizer = torch.optim.SGD(groups, lr=0.8, momentum=0.9)
    item = {"scheduler": name}
    if len(case) == 2:
        scheduler = build(name, case[1], optimizer)
        item["options"] = case[1]
    else:
        parts = [build(part, options, optimizer) for part, options in case[1]]
        item["parts"] = [{"scheduler": part, "options": options} for part, options in case[1]]
        if name == "SequentialLR":
            scheduler = lr_scheduler.SequentialLR(optimizer, parts, case[2])
            item["milestones"] = case[2]
        else:
            scheduler = lr_scheduler.ChainedScheduler(parts)
    takes_metric = name == "ReduceLROnPlateau"
    if takes_metric:
        item["metrics"] = METRICS
    item["lrs"], item["momenta"] = [], []
    for step in range(STEPS):
        item["lrs"].append([group["lr"] for group in optimizer.param_groups])
        item["momenta"].append([group["momentum"] for group in optimizer.param_groups])
        optimizer.step()
        scheduler.step(METRICS[step]) if takes_metric else scheduler.step()
    return item


warnings.filterwarnings("ignore")
cases = ",\n".join(json.dumps(run(case), separators=(",", ":")) for case in CASES)
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schedulers_more.json")
with open(path, "w", encoding="utf-8") as file:
    file.write(f'{{"source":"PyTorch {torch.__version__}","cases":[\n{cases}\n]}}\n')
