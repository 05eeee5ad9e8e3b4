"""The fe networks in PyTorch, eager, one thread: the peer of Cuvette's training throughput.

Encoder G-512-132-50 with batch norm and SELU, tied decoder, adversary 694-512-132-K on all encoder
activations; two Adam steps a mini-batch, as in the MEDL paper's code. Prints the version of torch
once it is ready; then, for each line it reads, the seconds of STEPS steps: of the clock and of the
processor.
"""
import sys
import time

import torch
import torch.nn.functional as F

genes, batches, batch_size, steps = (int(a) for a in sys.argv[1:5])
torch.set_num_threads(1)
torch.manual_seed(0)


def dense(inputs, outputs):
    bound = (6 / (inputs + outputs)) ** 0.5
    weight = torch.empty(outputs, inputs).uniform_(-bound, bound).requires_grad_()
    return weight, torch.zeros(outputs, requires_grad=True)


w0, b0 = dense(genes, 512)
w1, b1 = dense(512, 132)
w2, b2 = dense(132, 50)
c2, c1, c0 = (torch.zeros(n, requires_grad=True) for n in (132, 512, genes))
gain = [torch.ones(n, requires_grad=True) for n in (512, 132)]
shift = [torch.zeros(n, requires_grad=True) for n in (512, 132)]
running = [(torch.zeros(n), torch.ones(n)) for n in (512, 132)]
adversary = [dense(694, 512), dense(512, 132), dense(132, batches)]


def norm(x, i):
    return F.batch_norm(x, *running[i], gain[i], shift[i], True, 0.01, 1e-3)


def encode(x):
    a1 = F.selu(norm(F.linear(x, w0, b0), 0))
    a2 = F.selu(norm(F.linear(a1, w1, b1), 1))
    return a1, a2, F.selu(F.linear(a2, w2, b2))


def decode(h):
    u = F.selu(F.linear(h, w2.t(), c2))
    v = F.selu(F.linear(u, w1.t(), c1))
    return F.linear(v, w0.t(), c0)


def judge(acts):
    x = torch.cat(acts, 1)
    for i, (weight, bias) in enumerate(adversary):
        x = F.linear(x, weight, bias)
        x = torch.relu(x) if i < 2 else x
    return x


own = [w0, b0, w1, b1, w2, b2, c2, c1, c0, *gain, *shift]
theirs = [p for layer in adversary for p in layer]
adam_own = torch.optim.Adam(own, lr=1e-3, eps=1e-7)
adam_theirs = torch.optim.Adam(theirs, lr=1e-3, eps=1e-7)

data = torch.rand(4096, genes) * (torch.rand(4096, genes) < 0.15)
batch = torch.randint(0, batches, (4096,))


def step():
    rows = torch.randint(0, 4096, (batch_size,))
    x, z = data[rows], batch[rows]
    with torch.no_grad():
        acts = encode(x)
    adam_theirs.zero_grad()
    F.cross_entropy(judge(acts), z).backward()
    adam_theirs.step()
    adam_own.zero_grad()
    acts = encode(x)
    loss = 1000 * F.mse_loss(decode(acts[2]), x) - F.cross_entropy(judge(acts), z)
    loss.backward()
    adam_own.step()


for _ in range(10):
    step()
print(torch.__version__, flush=True)
while sys.stdin.readline():
    begin, processor = time.perf_counter(), time.process_time()
    for _ in range(steps):
        step()
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
