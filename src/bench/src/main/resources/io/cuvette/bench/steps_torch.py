"""Training steps of four networks in PyTorch, eager, one thread: peers of TrainingSteps.

autoencoder: 2000-256-64-256-2000, batch norm, ReLU, squared error, 128 rows. decoder: causal
transformer of width 128, 4 pre-norm blocks of 4 heads, GELU layer of 512, 24 tokens of 16 values, 256
rows. lstm: 2 layers of 64 over 10 steps of 16 values, 64 rows. contrastive: encoders 1024-256-128 and
1000-256-128, InfoNCE in both directions with a learnt scale, 256 rows. torch.optim.AdamW as it comes.

Arguments: NETWORK STEPS. Prints the version of torch once it is ready; then, for each line it reads,
the seconds of STEPS steps: of the clock and of the processor.
"""
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

name, steps = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(1)
torch.manual_seed(0)
ROWS = 4096


class Autoencoder(nn.Module):
    batch = 128

    def __init__(self):
        super().__init__()
        sizes = (2000, 256, 64, 256, 2000)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm1d(n) for n in sizes[1:4])
        self.data = torch.rand(ROWS, 2000)

    def loss(self, rows):
        h = x = self.data[rows]
        for layer, norm in zip(self.layers, self.norms):
            h = F.relu(norm(layer(h)))
        return F.mse_loss(self.layers[3](h), x)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.LayerNorm(128), nn.LayerNorm(128)
        self.qkv, self.out = nn.Linear(128, 384), nn.Linear(128, 128)
        self.up, self.down = nn.Linear(128, 512), nn.Linear(512, 128)

    def forward(self, h):
        b, t, w = h.shape
        q, k, v = (z.view(b, t, 4, 32).transpose(1, 2) for z in self.qkv(self.first(h)).split(128, -1))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        h = h + self.out(y.transpose(1, 2).reshape(b, t, w))
        return h + self.down(F.gelu(self.up(self.second(h))))


class Decoder(nn.Module):
    batch = 256

    def __init__(self):
        super().__init__()
        self.embed, self.head = nn.Linear(16, 128), nn.Linear(128, 16)
        self.position = nn.Parameter(torch.full((24, 128), 0.01))
        self.blocks = nn.ModuleList(Block() for _ in range(4))
        self.last = nn.LayerNorm(128)
        self.data = torch.rand(ROWS, 24, 16)

    def loss(self, rows):
        x = self.data[rows]
        h = self.embed(x) + self.position
        for block in self.blocks:
            h = block(h)
        return F.mse_loss(self.head(self.last(h)), x)


class Lstm(nn.Module):
    batch = 64

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(16, 64, 2, batch_first=True)
        self.head = nn.Linear(64, 1)
        self.data, self.targets = torch.rand(ROWS, 10, 16), torch.rand(ROWS, 1)

    def loss(self, rows):
        _, (h, _) = self.lstm(self.data[rows])
        return F.mse_loss(self.head(h[-1]), self.targets[rows])


class Contrastive(nn.Module):
    batch = 256

    def __init__(self):
        super().__init__()
        self.image = nn.Sequential(nn.Linear(1024, 256), nn.ReLU(), nn.Linear(256, 128))
        self.expression = nn.Sequential(nn.Linear(1000, 256), nn.ReLU(), nn.Linear(256, 128))
        self.log_scale = nn.Parameter(torch.tensor([math.log(1 / 0.07)]))
        self.tiles, self.genes = torch.rand(ROWS, 1024), torch.rand(ROWS, 1000)
        self.diagonal = torch.arange(256)

    def loss(self, rows):
        a = F.normalize(self.image(self.tiles[rows]), dim=1)
        b = F.normalize(self.expression(self.genes[rows]), dim=1)
        logits = a * self.log_scale.exp() @ b.T
        return (F.cross_entropy(logits, self.diagonal) + F.cross_entropy(logits.T, self.diagonal)) / 2


network = {"autoencoder": Autoencoder, "decoder": Decoder, "lstm": Lstm, "contrastive": Contrastive}[name]()
adam = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.01)


def step():
    rows = torch.randint(0, ROWS, (network.batch,))
    adam.zero_grad()
    loss = network.loss(rows)
    loss.backward()
    adam.step()
    return loss.item()


for _ in range(max(2, 20 * steps // 40)):
    step()
print(torch.__version__, flush=True)
while sys.stdin.readline():
    begin, processor = time.perf_counter(), time.process_time()
    for _ in range(steps):
        step()
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
