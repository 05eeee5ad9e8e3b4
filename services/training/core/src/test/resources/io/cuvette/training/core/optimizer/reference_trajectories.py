"""Makes reference-trajectories.json with PyTorch and numpy: python3 reference_trajectories.py > reference-trajectories.json

Parameters a [2, 3] and b [4] in float64 move over 200 steps with the gradient
    g[i] = scale[i] * (p[i] - target[i]) + 0.1 * sin(0.37 * t + i),  t = 1, 2, ...
(i counts through a, then b) and the learning rate 0.05 * (1 + cos(pi * (t - 1) / 200)) / 2.
Decoupled decay of SGD is p *= 1 - rate * decay before torch's own step, as in AdamW.

What PyTorch has is from PyTorch ("torch"), the rest is written out here from the papers' formulas.
Methods that look again see the same formula at other weights; its two tasks have shares w and 1 - w
of it, w[i] = 0.3 + 0.05 i; its two batches are g +- 0.3 sin(1.7 t + 2 i + 1); the network's outputs
are the weights themselves.
"""
import json
import math
import sys

import numpy as np
import torch

STEPS, KEPT = 200, (1, 2, 3, 10, 50, 100, 150, 200)
N = 10
I = np.arange(N)
SCALE = np.array([0.1 * (i + 1) ** 1.5 for i in range(N)])
TARGET = np.array([math.cos(i) for i in range(N)])
START = np.array([math.sin(i + 1) for i in range(N)])
TASK = 0.3 + 0.05 * I
LAYERS = (slice(0, 6), slice(6, 10))


def gradient(p, t):
    return SCALE * (p - TARGET) + 0.1 * np.sin(0.37 * t + I)


def rate_of(t):
    return 0.05 * (1 + math.cos(math.pi * (t - 1) / STEPS)) / 2


def by_torch(make, decay=0.0):
    a = torch.tensor(START[:6], dtype=torch.float64).reshape(2, 3)
    b = torch.tensor(START[6:], dtype=torch.float64)
    optimizer = make([a.requires_grad_(), b.requires_grad_()])
    kept = {}
    for t in range(1, STEPS + 1):
        g = gradient(torch.cat([a.detach().reshape(-1), b.detach()]).numpy(), t)
        a.grad = torch.tensor(g[:6], dtype=torch.float64).reshape(2, 3)
        b.grad = torch.tensor(g[6:], dtype=torch.float64)
        rate = rate_of(t)
        for group in optimizer.param_groups:
            group["lr"] = rate
        with torch.no_grad():
            for p in (a, b):
                p.mul_(1 - rate * decay)
        optimizer.step()
        if t in KEPT:
            kept[str(t)] = torch.cat([a.detach().reshape(-1), b.detach()]).tolist()
    return kept


def by_formula(step):
    """step(p, t, rate, memory) gives the next p."""
    p, memory, kept = START.copy(), {}, {}
    for t in range(1, STEPS + 1):
        p = step(p, t, rate_of(t), memory)
        if t in KEPT:
            kept[str(t)] = p.tolist()
    return kept


def momentum(memory, g, beta, key="b"):
    memory[key] = beta * memory[key] + g if key in memory else g.copy()
    return memory[key]


def mean(memory, key, x, beta):
    memory[key] = beta * memory.get(key, np.zeros_like(x)) + (1 - beta) * x
    return memory[key]


def adam(memory, g, t, beta1, beta2, eps, key=""):
    m = mean(memory, key + "m", g, beta1) / (1 - beta1**t)
    v = mean(memory, key + "v", g * g, beta2) / (1 - beta2**t)
    return m / (np.sqrt(v) + eps)


def trusted(p, step, low, high, vectors):
    result = step.copy()
    for layer, rows in zip(LAYERS, (2, 1)):
        size, length = np.linalg.norm(p[layer]), np.linalg.norm(step[layer])
        if rows > 1 or vectors:
            result[layer] = step[layer] * min(max(size, low), high) / length
    return result


def adagrad_norm(start):
    def step(p, t, rate, memory):
        g = gradient(p, t)
        memory["b"] = memory.get("b", start**2) + float(g @ g)
        return p - rate * g / math.sqrt(memory["b"])
    return step


def normalized(p, t, rate, memory):
    g = gradient(p, t)
    return p - rate * g / math.sqrt(float(g @ g))


def lars(beta, decay, low, high, vectors):
    def step(p, t, rate, memory):
        m = mean(memory, "m", gradient(p, t) + decay * p, beta)
        return p - rate * trusted(p, m, low, high, vectors)
    return step


def lamb(beta1, beta2, eps, decay, low, high, vectors):
    def step(p, t, rate, memory):
        r = adam(memory, gradient(p, t), t, beta1, beta2, eps) + decay * p
        return p - rate * trusted(p, r, low, high, vectors)
    return step


def muon(beta, nesterov, iterations, decay, share):
    """The iteration acts on singular values alone, so it is done on them."""
    def step(p, t, rate, memory):
        g = gradient(p, t)
        b = mean(memory, "momentum", g[:6], beta)
        ahead = ((1 - beta) * g[:6] + beta * b if nesterov else b).reshape(2, 3)
        u, s, vh = np.linalg.svd(ahead, full_matrices=False)
        s = s / (np.linalg.norm(ahead) + 1e-7)
        for _ in range(iterations):
            s = 3.4445 * s - 4.775 * s**3 + 2.0315 * s**5
        update = math.sqrt(3 / 2) * (u * s) @ vh
        rest = adam(memory, g[6:], t, 0.9, 0.95, 1e-10)
        return np.concatenate([p[:6] * (1 - rate * decay) - rate * update.reshape(-1),
                               p[6:] - rate * share * rest])
    return step


def sam(rho, tasks, beta):
    def step(p, t, rate, memory):
        shares = (TASK, 1 - TASK) if tasks else (np.ones(N),)
        g = np.zeros(N)
        for share in shares:
            here = share * gradient(p, t)
            g += share * gradient(p + rho * here / np.linalg.norm(here), t)
        return p - rate * momentum(memory, g, beta)
    return step


def sam_adam(rho):
    def step(p, t, rate, memory):
        here = gradient(p, t)
        g = gradient(p + rho * here / np.linalg.norm(here), t)
        return p - rate * adam(memory, g, t, 0.9, 0.999, 1e-8)
    return step


def sso(inner, step_size):
    def step(p, t, rate, memory):
        z, d = p.copy(), gradient(p, t)
        for _ in range(inner):
            p = p - rate * (d + (p - z) / step_size)
        return p
    return step


def agvm(smoothing, interval, begin, use_adam):
    def step(p, t, rate, memory):
        g, noise = gradient(p, t), 0.3 * np.sin(1.7 * t + 2 * I + 1)
        scales = memory.setdefault("scales", np.ones(2))
        if t >= begin and (t - begin) % interval == 0:
            halves = [g + noise, g - noise]
            if use_adam:
                v = memory.get("v", np.zeros(N))
                halves = [h / (np.sqrt(0.999 * v + 0.001 * h * h) + 1e-8) for h in halves]
            phi = [1 - halves[0][s] @ halves[1][s]
                   / (np.linalg.norm(halves[0][s]) * np.linalg.norm(halves[1][s])) for s in LAYERS]
            u = [math.sqrt(min(max((phi[0] + 1e-6) / (x + 1e-6), 0.5), 10)) for x in phi]
            scales = memory["scales"] = smoothing * scales + (1 - smoothing) * np.array(u)
        if use_adam:
            move = adam(memory, g, t, 0.9, 0.999, 1e-8)
        else:
            move = momentum(memory, g, 0.9)
        return p - rate * np.repeat(scales, (6, 4)) * move
    return step


cases = {
    "adamw": by_torch(lambda p: torch.optim.AdamW(p, lr=1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)),
    "adamw-wide": by_torch(lambda p: torch.optim.AdamW(p, lr=1, betas=(0.5, 0.9), eps=1e-3, weight_decay=0.3)),
    "adam": by_torch(lambda p: torch.optim.Adam(p, lr=1, eps=1e-7)),
    "sgd": by_torch(lambda p: torch.optim.SGD(p, lr=1)),
    "sgd-decay": by_torch(lambda p: torch.optim.SGD(p, lr=1), 0.2),
    "sgd-momentum": by_torch(lambda p: torch.optim.SGD(p, lr=1, momentum=0.9)),
    "sgd-nesterov-decay": by_torch(lambda p: torch.optim.SGD(p, lr=1, momentum=0.8, nesterov=True), 0.1),
    "adagrad": by_torch(lambda p: torch.optim.Adagrad(p, lr=1)),
    "adagrad-wide": by_torch(lambda p: torch.optim.Adagrad(p, lr=1, eps=0.1)),
    "adagrad-norm": by_formula(adagrad_norm(1e-8)),
    "adagrad-norm-late": by_formula(adagrad_norm(3.0)),
    "normalized-gd": by_formula(normalized),
    "lars": by_formula(lars(0.9, 0, 0, 10, False)),
    "lars-vectors": by_formula(lars(0.8, 0.1, 0.5, 1.2, True)),
    "lamb": by_formula(lamb(0.9, 0.999, 1e-6, 0, 0, 10, False)),
    "lamb-vectors": by_formula(lamb(0.8, 0.9, 1e-4, 0.1, 0.5, 1.2, True)),
    "muon": by_formula(muon(0.95, True, 5, 0, 0.015)),
    "muon-plain": by_formula(muon(0.8, False, 3, 0.1, 0.5)),
    "sam": by_formula(sam(0.05, False, 0.9)),
    "sam-tasks": by_formula(sam(0.5, True, 0.5)),
    "sam-adamw": by_formula(sam_adam(0.1)),
    "sso": by_formula(sso(10, 1.0)),
    "agvm": by_formula(agvm(0.97, 5, 1, False)),
    "agvm-adamw": by_formula(agvm(0.5, 3, 10, True)),
}
json.dump({"torch": torch.__version__, "numpy": np.__version__, "cases": cases}, sys.stdout, indent=1)
