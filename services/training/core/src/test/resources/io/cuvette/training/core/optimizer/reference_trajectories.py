"""Makes reference-trajectories.json with PyTorch: python3 reference_trajectories.py > reference-trajectories.json

Parameters a [2, 3] and b [4] in float64 move over 200 steps with the gradient
    g[i] = scale[i] * (p[i] - target[i]) + 0.1 * sin(0.37 * t + i),  t = 1, 2, ...
(i counts through a, then b) and the learning rate 0.05 * (1 + cos(pi * (t - 1) / 200)) / 2.
Decoupled decay of SGD is p *= 1 - rate * decay before torch's own step, as in AdamW.
"""
import json
import math
import sys

import torch

STEPS, KEPT = 200, (1, 2, 3, 10, 50, 100, 150, 200)
N = 10
SCALE = [0.1 * (i + 1) ** 1.5 for i in range(N)]
TARGET = [math.cos(i) for i in range(N)]


def run(make, decay=0.0):
    a = torch.tensor([math.sin(i + 1) for i in range(6)], dtype=torch.float64).reshape(2, 3)
    b = torch.tensor([math.sin(i + 1) for i in range(6, 10)], dtype=torch.float64)
    optimizer = make([a.requires_grad_(), b.requires_grad_()])
    kept = {}
    for t in range(1, STEPS + 1):
        flat = torch.cat([a.detach().reshape(-1), b.detach()]).tolist()
        g = [SCALE[i] * (flat[i] - TARGET[i]) + 0.1 * math.sin(0.37 * t + i) for i in range(N)]
        a.grad = torch.tensor(g[:6], dtype=torch.float64).reshape(2, 3)
        b.grad = torch.tensor(g[6:], dtype=torch.float64)
        rate = 0.05 * (1 + math.cos(math.pi * (t - 1) / STEPS)) / 2
        for group in optimizer.param_groups:
            group["lr"] = rate
        with torch.no_grad():
            for p in (a, b):
                p.mul_(1 - rate * decay)
        optimizer.step()
        if t in KEPT:
            kept[str(t)] = torch.cat([a.detach().reshape(-1), b.detach()]).tolist()
    return kept


cases = {
    "adamw": run(lambda p: torch.optim.AdamW(p, lr=1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)),
    "adamw-wide": run(lambda p: torch.optim.AdamW(p, lr=1, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.3)),
    "adam": run(lambda p: torch.optim.Adam(p, lr=1, eps=1e-7)),
    "sgd": run(lambda p: torch.optim.SGD(p, lr=1)),
    "sgd-decay": run(lambda p: torch.optim.SGD(p, lr=1), 0.2),
    "sgd-momentum": run(lambda p: torch.optim.SGD(p, lr=1, momentum=0.9)),
    "sgd-nesterov-decay": run(lambda p: torch.optim.SGD(p, lr=1, momentum=0.8, nesterov=True), 0.1),
}
json.dump({"torch": torch.__version__, "cases": cases}, sys.stdout, indent=1)
