"""The reactor paper's network in PyTorch, eager, one thread: peer of Cuvette's recurrent stack.

Two recurrent layers of 64 units with ReLU and a linear head of 2 on 4 inputs that are held over 10
steps, mean squared error, Adam. Argument: rows of a batch. Prints the version of torch once it is
ready; then, for each line it reads, a number of steps, their seconds: of the clock and of the
processor.
"""
import sys
import time

import torch

rows = int(sys.argv[1])
torch.set_num_threads(1)
torch.manual_seed(0)
layers = torch.nn.RNN(4, 64, 2, nonlinearity="relu", batch_first=True)
head = torch.nn.Linear(64, 2)
parameters = list(layers.parameters()) + list(head.parameters())
adam = torch.optim.Adam(parameters, lr=1e-3, eps=1e-7)
x = torch.randn(rows, 1, 4).expand(rows, 10, 4).contiguous()
y = torch.randn(rows, 10, 2)


def step():
    adam.zero_grad()
    states, _ = layers(x)
    torch.nn.functional.mse_loss(head(states), y).backward()
    adam.step()


for _ in range(100):
    step()
print(torch.__version__, flush=True)
for line in sys.stdin:
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(int(line)):
        step()
    print(time.perf_counter() - wall, time.process_time() - processor, flush=True)
