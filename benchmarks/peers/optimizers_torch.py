"""The peer's side of the `optimizers` benchmark: one optimizer step over the 535,818 parameters of the MLP 784-512-256-10.

Every optimizer of torch in both its forms, one call per parameter and one per list of parameters (foreach); what this torch does not have
in numpy, in place. Started by the benchmark through run_torch.sh, with which it takes turns: for each line "NAME MILLISECONDS" on standard
input it steps that optimizer for so long and answers with a line of JSON, the samples of each form in microseconds; for "account", with
the versions. A sample is one call of step().
"""

import argparse
import json
import sys
import time

import numpy
import torch

from account import versions

LAYERS = ((784, 512), (512, 256), (256, 10))
TORCH = {
    "sgd": (torch.optim.SGD, {"lr": 1e-3}),
    "sgd_momentum": (torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9}),
    "sgd_nesterov": (torch.optim.SGD, {"lr": 1e-3, "momentum": 0.9, "nesterov": True}),
    "adam": (torch.optim.Adam, {}),
    "adam_amsgrad": (torch.optim.Adam, {"amsgrad": True}),
    "adamw": (torch.optim.AdamW, {}),
    "adamax": (torch.optim.Adamax, {}),
    "nadam": (torch.optim.NAdam, {}),
    "radam": (torch.optim.RAdam, {}),
    "adagrad": (torch.optim.Adagrad, {}),
    "adadelta": (torch.optim.Adadelta, {}),
    "rmsprop": (torch.optim.RMSprop, {}),
    "rmsprop_centered_momentum": (torch.optim.RMSprop, {"centered": True, "momentum": 0.9}),
    "rprop": (torch.optim.Rprop, {}),
    "asgd": (torch.optim.ASGD, {}),
}


class TorchForm:
    """The gradients take turns with their negatives, so that no state dies away and no parameter runs off."""

    def __init__(self, make, options, foreach):
        self.parameters = [torch.nn.Parameter(0.05 * torch.randn(shape)) for shape in shapes()]
        self.gradients = [torch.randn(shape) for shape in shapes()]
        self.negatives = [-gradient for gradient in self.gradients]
        self.optimizer = make(self.parameters, foreach=foreach, **options)
        self.step = self.optimizer.step

    def prepare(self):
        self.gradients, self.negatives = self.negatives, self.gradients
        for parameter, gradient in zip(self.parameters, self.gradients):
            parameter.grad = gradient


class NumpyForm:
    """The same with numpy; a rule updates one parameter in place."""

    def __init__(self, rule, matrices_only=False):
        self.shapes = [shape for shape in shapes() if len(shape) == 2 or not matrices_only]
        self.parameters = [0.05 * self.random(shape) for shape in self.shapes]
        self.gradients = [self.random(shape) for shape in self.shapes]
        self.negatives = [-gradient for gradient in self.gradients]
        self.rules = [rule(parameter) for parameter in self.parameters]

    @staticmethod
    def random(shape):
        return numpy.random.standard_normal(shape).astype(numpy.float32)

    def prepare(self):
        self.gradients, self.negatives = self.negatives, self.gradients

    def step(self):
        for rule, gradient in zip(self.rules, self.gradients):
            rule.step(gradient)


class Lion:
    def __init__(self, parameter, lr=1e-4, betas=(0.9, 0.99), weight_decay=0):
        self.parameter, self.lr, self.betas, self.weight_decay = parameter, lr, betas, weight_decay
        self.average = numpy.zeros_like(parameter)
        self.update, self.part = numpy.empty_like(parameter), numpy.empty_like(parameter)

    def step(self, gradient):
        beta1, beta2 = self.betas
        numpy.multiply(self.average, beta1, out=self.update)
        numpy.multiply(gradient, 1 - beta1, out=self.part)
        self.update += self.part
        numpy.sign(self.update, out=self.update)
        self.update *= self.lr
        if self.weight_decay:
            self.parameter *= 1 - self.lr * self.weight_decay
        self.parameter -= self.update
        self.average *= beta2
        numpy.multiply(gradient, 1 - beta2, out=self.part)
        self.average += self.part


class Adafactor:
    def __init__(self, parameter, lr=1e-2, beta2_decay=-0.8, eps2=1e-3, d=1.0):
        self.parameter, self.lr, self.beta2_decay, self.eps2, self.d = parameter, lr, beta2_decay, eps2, d
        self.eps1 = float(numpy.finfo(parameter.dtype).eps)
        self.count = 0
        self.update = numpy.empty_like(parameter)
        if parameter.ndim == 2:
            self.rows = numpy.zeros((parameter.shape[0], 1), parameter.dtype)
            self.columns = numpy.zeros((1, parameter.shape[1]), parameter.dtype)
        else:
            self.variance = numpy.zeros_like(parameter)

    def step(self, gradient):
        self.count += 1
        taken = self.count**self.beta2_decay
        alpha = max(self.eps2, rms(self.parameter)) * min(self.lr, self.count**-0.5)
        if gradient.ndim == 2:
            numpy.multiply(gradient, gradient, out=self.update)
            self.rows += taken * (self.update.mean(axis=1, keepdims=True) - self.rows)
            self.columns += taken * (self.update.mean(axis=0, keepdims=True) - self.columns)
            numpy.multiply(self.rows / max(self.rows.mean(), self.eps1), self.columns, out=self.update)
        else:
            self.variance += taken * (gradient * gradient - self.variance)
            self.update[:] = self.variance
        numpy.maximum(self.update, self.eps1 * self.eps1, out=self.update)
        numpy.sqrt(self.update, out=self.update)
        numpy.divide(gradient, self.update, out=self.update)
        self.update *= alpha / max(1.0, rms(self.update) / self.d)
        self.parameter -= self.update


class Muon:
    def __init__(self, parameter, lr=1e-3, weight_decay=0.1, momentum=0.95, coefficients=(3.4445, -4.775, 2.0315), eps=1e-7, steps=5):
        self.parameter, self.weight_decay, self.momentum, self.eps, self.steps = parameter, weight_decay, momentum, eps, steps
        self.lr, self.coefficients = lr, coefficients
        self.adjusted = lr * max(1.0, parameter.shape[0] / parameter.shape[1]) ** 0.5
        self.average, self.update = numpy.zeros_like(parameter), numpy.empty_like(parameter)
        small, large = min(parameter.shape), max(parameter.shape)
        self.gram, self.square = numpy.empty((2, small, small), parameter.dtype)
        self.x, self.product = numpy.empty((2, small, large), parameter.dtype)

    def step(self, gradient):
        self.average *= self.momentum
        numpy.multiply(gradient, 1 - self.momentum, out=self.update)
        self.average += self.update
        self.update[:] = gradient
        self.update *= 1 - self.momentum
        self.update += self.momentum * self.average
        self.parameter *= 1 - self.lr * self.weight_decay
        self.parameter -= self.adjusted * self.orthogonal(self.update)

    def orthogonal(self, update):
        tall = update.shape[0] > update.shape[1]
        self.x[:] = update.T if tall else update
        self.x /= max(norm(self.x), self.eps)
        a, b, c = self.coefficients
        for _ in range(self.steps):
            numpy.matmul(self.x, self.x.T, out=self.gram)
            numpy.matmul(self.gram, self.gram, out=self.square)
            self.square *= c
            self.gram *= b
            self.gram += self.square
            numpy.matmul(self.gram, self.x, out=self.product)
            self.x *= a
            self.x += self.product
        return self.x.T if tall else self.x


def norm(x):
    flat = x.ravel()
    return float(numpy.dot(flat, flat)) ** 0.5


def rms(x):
    return norm(x) / x.size**0.5


NUMPY = {"lion": lambda: NumpyForm(Lion), "adafactor": lambda: NumpyForm(Adafactor), "muon": lambda: NumpyForm(Muon, matrices_only=True)}


def shapes():
    return [shape for inputs, outputs in LAYERS for shape in ((outputs, inputs), (outputs,))]


def forms(name):
    if name in NUMPY:
        return {"numpy": NUMPY[name]()}
    make, options = TORCH[name]
    return {"single": TorchForm(make, options, foreach=False), "foreach": TorchForm(make, options, foreach=True)}


def run(form, milliseconds):
    """Steps for so long, three times at least; the first two are not counted: they fetch what others have displaced from the caches."""
    samples = []
    end = time.perf_counter() + milliseconds / 1000
    while len(samples) < 5 or time.perf_counter() < end:
        form.prepare()
        started = time.perf_counter()
        form.step()
        samples.append(time.perf_counter() - started)
    return [round(sample * 1e6, 1) for sample in samples[2:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    # This also sets the threads of the BLAS, which runs over OpenMP, and so numpy's.
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    numpy.random.seed(0)

    known = {}
    for line in sys.stdin:
        if line.strip() == "account":
            print(json.dumps(versions() | {"numpy": numpy.__version__}), flush=True)
            continue
        name, milliseconds = line.split()
        if name not in known:
            known[name] = forms(name)
        print(json.dumps({form: run(known[name][form], float(milliseconds)) for form in known[name]}), flush=True)


if __name__ == "__main__":
    main()
