"""PyTorch's side of the end-to-end comparison: the MNIST example, with PyTorch at its best.

The same network (784-256-128-10, ReLU), loss, optimizer, batches and evaluation as examples/Mnist. Run it through run_torch.sh, which sets
the environment that torch is fastest in. Prints one line of JSON an epoch, then one with the totals and the versions.
"""

import argparse
import gzip
import json
import os
import struct
import time

import torch
import torch.nn.functional as F

from account import versions


def read_idx(path):
    with gzip.open(path, "rb") as file:
        data = file.read()
    rank = data[3]
    shape = struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank])
    return torch.frombuffer(bytearray(data[4 + 4 * rank :]), dtype=torch.uint8).reshape(shape)


def load(folder, part):
    images = read_idx(os.path.join(folder, f"{part}-images-idx3-ubyte.gz")).reshape(-1, 784)
    labels = read_idx(os.path.join(folder, f"{part}-labels-idx1-ubyte.gz"))
    return (images.to(torch.float32) / 255 - 0.1307) / 0.3081, labels.to(torch.int64)


def train(model, optimizer, images, labels, batch_size):
    model.train()
    total = torch.zeros(())
    # Indexing the tensors by batches of a permutation: the DataLoader would collate sample by sample and cost more than the training.
    for index in torch.randperm(len(images)).split(batch_size):
        loss = F.cross_entropy(model(images.index_select(0, index)), labels.index_select(0, index))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(index)
    return total.item() / len(images)


def evaluate(model, images, labels, batch_size=1000):
    model.eval()
    loss, correct = 0.0, 0
    with torch.inference_mode():
        for x, y in zip(images.split(batch_size), labels.split(batch_size)):
            output = model(x)
            loss += F.cross_entropy(output, y, reduction="sum").item()
            correct += (output.argmax(1) == y).sum().item()
    return loss / len(images), correct / len(images)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="folder with the four MNIST IDX .gz files")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--lr", type=float, default=1e-3)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(arguments.seed)

    started = time.perf_counter()
    train_images, train_labels = load(arguments.data, "train")
    test_images, test_labels = load(arguments.data, "t10k")
    loading = time.perf_counter() - started

    model = torch.nn.Sequential(
        torch.nn.Linear(784, 256),
        torch.nn.ReLU(inplace=True),
        torch.nn.Linear(256, 128),
        torch.nn.ReLU(inplace=True),
        torch.nn.Linear(128, 10),
    )
    # One kernel call per parameter: for six parameters on a CPU the foreach form is slower by a few percent.
    optimizer = torch.optim.Adam(model.parameters(), lr=arguments.lr, foreach=False)

    train_total = eval_total = 0.0
    for epoch in range(1, arguments.epochs + 1):
        started = time.perf_counter()
        train_loss = train(model, optimizer, train_images, train_labels, arguments.batch_size)
        trained = time.perf_counter()
        test_loss, accuracy = evaluate(model, test_images, test_labels)
        evaluated = time.perf_counter()
        train_total += trained - started
        eval_total += evaluated - trained
        line = {"epoch": epoch, "train_loss": round(train_loss, 5), "test_loss": round(test_loss, 5), "test_accuracy": accuracy}
        print(json.dumps(line | {"seconds": round(evaluated - started, 3)}), flush=True)

    totals = {"train_seconds": round(train_total, 3), "eval_seconds": round(eval_total, 3), "load_seconds": round(loading, 3)}
    print(json.dumps(totals | versions()))


if __name__ == "__main__":
    main()
