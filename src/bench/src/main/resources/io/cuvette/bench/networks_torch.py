"""The networks of fe, re and medl_plus in PyTorch, eager, one thread: peers of Cuvette's training.

fe: encoder G-512-132-50 with batch norm and SELU, tied decoder, adversary 694-512-132-K on all
encoder activations; two Adam steps a mini-batch, as in the MEDL paper's code. re: Bayesian tables of
the batch after every layer but the latent, decoder of its own, batch classifier 50-5-K, closed-form
divergence of all tables; one draw of each table and one Adam step a mini-batch. medl_plus: encoder
and tied decoder of fe, offsets by batch and gene at the output; one Adam step a mini-batch.

Arguments: METHOD GENES BATCHES BATCH_SIZE STEPS. Prints the version of torch once it is ready; then,
for each line it reads, the seconds of STEPS steps: of the clock and of the processor.
"""
import math
import sys
import time

import torch
import torch.nn.functional as F

method = sys.argv[1]
genes, batches, batch_size, steps = (int(a) for a in sys.argv[2:6])
torch.set_num_threads(1)
torch.manual_seed(0)


def dense(inputs, outputs):
    bound = (6 / (inputs + outputs)) ** 0.5
    weight = torch.empty(outputs, inputs).uniform_(-bound, bound).requires_grad_()
    return weight, torch.zeros(outputs, requires_grad=True)


class Norm:
    def __init__(self, units):
        self.gain = torch.ones(units, requires_grad=True)
        self.shift = torch.zeros(units, requires_grad=True)
        self.running = torch.zeros(units), torch.ones(units)

    def __call__(self, x):
        return F.batch_norm(x, *self.running, self.gain, self.shift, True, 0.01, 1e-3)

    def parameters(self):
        return [self.gain, self.shift]


def adam(parameters):
    return torch.optim.Adam(parameters, lr=1e-3, eps=1e-7)


class FixedEncoder:
    """Encoder that never sees the batch, and the decoder tied to it."""

    def __init__(self):
        self.layers = [dense(genes, 512), dense(512, 132), dense(132, 50)]
        self.norms = [Norm(512), Norm(132)]
        self.back = [torch.zeros(n, requires_grad=True) for n in (132, 512, genes)]

    def encode(self, x):
        first = F.selu(self.norms[0](F.linear(x, *self.layers[0])))
        second = F.selu(self.norms[1](F.linear(first, *self.layers[1])))
        return first, second, F.selu(F.linear(second, *self.layers[2]))

    def decode(self, h):
        u = F.selu(F.linear(h, self.layers[2][0].t(), self.back[0]))
        v = F.selu(F.linear(u, self.layers[1][0].t(), self.back[1]))
        return F.linear(v, self.layers[0][0].t(), self.back[2])

    def parameters(self):
        own = [p for layer in self.layers for p in layer] + self.back
        return own + [p for norm in self.norms for p in norm.parameters()]


class FixedEffects:
    def __init__(self):
        self.autoencoder = FixedEncoder()
        self.adversary = [dense(694, 512), dense(512, 132), dense(132, batches)]
        self.own = adam(self.autoencoder.parameters())
        self.theirs = adam([p for layer in self.adversary for p in layer])

    def judge(self, activations):
        x = torch.cat(activations, 1)
        x = torch.relu(F.linear(x, *self.adversary[0]))
        x = torch.relu(F.linear(x, *self.adversary[1]))
        return F.linear(x, *self.adversary[2])

    def step(self, x, z):
        with torch.no_grad():
            activations = self.autoencoder.encode(x)
        self.theirs.zero_grad()
        F.cross_entropy(self.judge(activations), z).backward()
        self.theirs.step()
        activations = self.autoencoder.encode(x)
        mse = F.mse_loss(self.autoencoder.decode(activations[2]), x)
        loss = 200 * mse - F.cross_entropy(self.judge(activations), z)
        # as a careful user writes it: no gradients of the adversary's weights in this step
        own = self.autoencoder.parameters()
        for parameter, gradient in zip(own, torch.autograd.grad(loss, own)):
            parameter.grad = gradient
        self.own.step()


class Table:
    """A Gaussian posterior for each batch and unit, prior N(0, 0.25^2)."""

    def __init__(self, units):
        self.mean = torch.empty(batches, units).normal_(0, 0.1).requires_grad_()
        self.rho = torch.empty(batches, units).uniform_(-9.9, -4.6).requires_grad_()

    def deviation(self):
        return F.softplus(self.rho) + 1e-5

    def rows(self, z):
        return F.embedding(z, self.mean + self.deviation() * torch.randn_like(self.mean))

    def divergence(self):
        s = self.deviation()
        terms = (s.square() + self.mean.square()) / (2 * 0.25 ** 2) - s.log()
        return (terms + (math.log(0.25) - 0.5)).sum()


class BatchEffects:
    def __init__(self, units):
        self.norm = Norm(units)
        self.gamma, self.beta = Table(units), Table(units)

    def __call__(self, x, z):
        return self.norm(x) * (1 + self.gamma.rows(z)) + self.beta.rows(z)

    def divergence(self):
        return self.gamma.divergence() + self.beta.divergence()

    def parameters(self):
        tables = [self.gamma.mean, self.gamma.rho, self.beta.mean, self.beta.rho]
        return self.norm.parameters() + tables


class RandomEffects:
    def __init__(self):
        sizes = [(genes, 512), (512, 132), (132, 50), (50, 132), (132, 512), (512, genes)]
        self.layers = [dense(*size) for size in sizes]
        self.classifier = [dense(50, 5), dense(5, batches)]
        self.encoder_effects = [BatchEffects(512), BatchEffects(132)]
        self.decoder_effects = [BatchEffects(132), BatchEffects(512), BatchEffects(genes)]
        effects = self.encoder_effects + self.decoder_effects
        dense_layers = self.layers + self.classifier
        self.adam = adam([p for part in dense_layers for p in part]
                         + [p for part in effects for p in part.parameters()])

    def divergence(self):
        encoder = sum(effects.divergence() for effects in self.encoder_effects) / 4
        return encoder + sum(effects.divergence() for effects in self.decoder_effects) / 6

    def step(self, x, z):
        self.adam.zero_grad()
        h = x
        for layer, effects in zip(self.layers[:2], self.encoder_effects):
            h = F.selu(effects(F.linear(h, *layer), z))
        latent = F.selu(F.linear(h, *self.layers[2]))
        h = latent
        for layer, effects in zip(self.layers[3:5], self.decoder_effects):
            h = F.selu(effects(F.linear(h, *layer), z))
        h = self.decoder_effects[2](F.linear(h, *self.layers[5]), z)
        logits = F.linear(torch.relu(F.linear(latent, *self.classifier[0])), *self.classifier[1])
        loss = 110 * F.mse_loss(h, x) + 0.1 * F.cross_entropy(logits, z)
        (loss + 1e-5 * self.divergence()).backward()
        self.adam.step()


class Offsets:
    def __init__(self):
        self.autoencoder = FixedEncoder()
        self.offsets = torch.zeros(batches, genes, requires_grad=True)
        self.adam = adam(self.autoencoder.parameters() + [self.offsets])

    def step(self, x, z):
        self.adam.zero_grad()
        latent = self.autoencoder.encode(x)[2]
        shown = self.autoencoder.decode(latent) + F.embedding(z, self.offsets)
        (100 * F.mse_loss(shown, x) + 1e-3 * self.offsets.square().sum()).backward()
        self.adam.step()


network = {"fe": FixedEffects, "re": RandomEffects, "medl_plus": Offsets}[method]()
data = torch.rand(4096, genes) * (torch.rand(4096, genes) < 0.15)
batch = torch.randint(0, batches, (4096,))


def step():
    rows = torch.randint(0, 4096, (batch_size,))
    network.step(data[rows], batch[rows])


for _ in range(10):
    step()
print(torch.__version__, flush=True)
while sys.stdin.readline():
    begin, processor = time.perf_counter(), time.process_time()
    for _ in range(steps):
        step()
    print(time.perf_counter() - begin, time.process_time() - processor, flush=True)
