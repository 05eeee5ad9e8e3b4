# TorchScript source of the operations that DJL's API lacks; compiled by TorchOps, not by Python.
# Syntax is that of a serialized TorchScript class body: two spaces, typed arguments, torch.* names.
# Element types as numbers: 6 = float32, 15 = bfloat16.

  def fill(self: __torch__.Ops, x: Tensor, value: float) -> Tensor:
    return torch.fill_(x, value)

  def gradients(self: __torch__.Ops, y: Tensor, xs: List[Tensor], create_graph: bool) -> List[Tensor]:
    found = torch.autograd.grad([y], xs, None, create_graph, create_graph, True)
    result = annotate(List[Tensor], [])
    for i in range(torch.len(xs)):
      g = found[i]
      if g is not None:
        torch.append(result, unchecked_cast(Tensor, g))
      else:
        torch.append(result, torch.zeros_like(xs[i]))
    return result

  def gradients_along(self: __torch__.Ops, y: Tensor, direction: Tensor, xs: List[Tensor], create_graph: bool) -> List[Tensor]:
    along = annotate(List[Optional[Tensor]], [direction])
    found = torch.autograd.grad([y], xs, along, create_graph, create_graph, True)
    result = annotate(List[Tensor], [])
    for i in range(torch.len(xs)):
      g = found[i]
      if g is not None:
        torch.append(result, unchecked_cast(Tensor, g))
      else:
        torch.append(result, torch.zeros_like(xs[i]))
    return result

  def gradients_kept(self: __torch__.Ops, y: Tensor, direction: Tensor, xs: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    if ops.prim.requires_grad(y):
      along = annotate(List[Optional[Tensor]], [direction])
      found = torch.autograd.grad([y], xs, along, True, False, True)
      for i in range(torch.len(xs)):
        g = found[i]
        if g is not None:
          torch.append(result, unchecked_cast(Tensor, g))
        else:
          torch.append(result, torch.zeros_like(xs[i]))
    else:
      for i in range(torch.len(xs)):
        torch.append(result, torch.zeros_like(xs[i]))
    return result

  def logsumexp(self: __torch__.Ops, x: Tensor, axis: int, keep: bool) -> Tensor:
    return torch.logsumexp(x, [axis], keep)

  def svd(self: __torch__.Ops, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    u, s, vh = torch.linalg_svd(x, False)
    return (u, s, vh)

  def eigh(self: __torch__.Ops, x: Tensor) -> Tuple[Tensor, Tensor]:
    values, vectors = torch.linalg_eigh(x)
    return (values, vectors)

  def cholesky(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.linalg_cholesky(x)

  def solve_triangular(self: __torch__.Ops, a: Tensor, b: Tensor, upper: bool) -> Tensor:
    return torch.linalg_solve_triangular(a, b, upper=upper)

  def scatter_add(self: __torch__.Ops, x: Tensor, axis: int, index: Tensor, source: Tensor) -> Tensor:
    return torch.scatter_add(x, axis, index, source)

  def index_add(self: __torch__.Ops, x: Tensor, axis: int, index: Tensor, source: Tensor) -> Tensor:
    return torch.index_add(x, axis, index, source)

  def softplus(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.softplus(x)

  def times(self: __torch__.Ops, x: Tensor, factor: float) -> Tensor:
    return torch.mul(x, factor)

  def attention(self: __torch__.Ops, query: Tensor, key: Tensor, value: Tensor, causal: bool) -> Tensor:
    return torch.scaled_dot_product_attention(query, key, value, None, 0., causal)

  def linear_bf16(self: __torch__.Ops, x: Tensor, weight: Tensor) -> Tensor:
    y = torch.matmul(torch.to(x, 15), torch.to(weight, 15))
    return torch.to(y, 6)

  def addmm(self: __torch__.Ops, bias: Tensor, x: Tensor, weight: Tensor) -> Tensor:
    return torch.addmm(bias, x, weight)

  def cross_entropy(self: __torch__.Ops, logits: Tensor, codes: Tensor) -> Tensor:
    return torch.cross_entropy_loss(logits, codes)

  def mse(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
    return torch.mse_loss(x, y)

  def embedding_bag(self: __torch__.Ops, weight: Tensor, columns: Tensor, offsets: Tensor, values: Tensor) -> Tensor:
    y, _1, _2, _3 = torch.embedding_bag(weight, columns, offsets, False, 0, False, values, True)
    return y

  def batch_norm_train(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, running_mean: Tensor, running_var: Tensor, momentum: float, eps: float) -> Tensor:
    y, mean, invstd = torch.native_batch_norm(x, gamma, beta, None, None, True, 0., eps)
    # biased variance, as Keras keeps it; torch's own running variance is the unbiased one
    var = torch.sub(torch.pow(torch.detach(invstd), -2), eps)
    _1 = torch.lerp_(running_mean, torch.detach(mean), 1. - momentum)
    _2 = torch.lerp_(running_var, torch.clamp_min(var, 0.), 1. - momentum)
    return y

  def batch_norm_eval(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, running_mean: Tensor, running_var: Tensor, eps: float) -> Tensor:
    return torch.batch_norm(x, gamma, beta, running_mean, running_var, False, 0., eps, False)

  def dropout(self: __torch__.Ops, x: Tensor, p: float, seed: int) -> Tensor:
    generator = torch.Generator(device=ops.prim.device(x), seed=seed)
    mask = torch.bernoulli_(torch.empty_like(torch.detach(x)), 1. - p, generator=generator)
    return torch.mul(x, torch.div_(mask, 1. - p))

  def normal(self: __torch__.Ops, like: Tensor, seed: int) -> Tensor:
    generator = torch.Generator(device=ops.prim.device(like), seed=seed)
    return torch.normal_(torch.empty_like(torch.detach(like)), 0., 1., generator=generator)

  def uniform(self: __torch__.Ops, like: Tensor, seed: int) -> Tensor:
    generator = torch.Generator(device=ops.prim.device(like), seed=seed)
    return torch.uniform_(torch.empty_like(torch.detach(like)), 0., 1., generator=generator)

  def poisson(self: __torch__.Ops, rates: Tensor, seed: int) -> Tensor:
    generator = torch.Generator(device=ops.prim.device(rates), seed=seed)
    return torch.poisson(torch.detach(rates), generator)

  def multinomial(self: __torch__.Ops, weights: Tensor, draws: int, replacement: bool, seed: int) -> Tensor:
    generator = torch.Generator(device=ops.prim.device(weights), seed=seed)
    return torch.multinomial(torch.detach(weights), draws, replacement, generator=generator)

  def fused_adamw(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], m: List[Tensor], v: List[Tensor], step: int, rate: float, beta1: float, beta2: float, decay: float, eps: float) -> NoneType:
    steps = annotate(List[Tensor], [])
    count = torch.full([], step, dtype=6, layout=None, device=ops.prim.device(params[0]), pin_memory=False)
    for i in range(torch.len(params)):
      torch.append(steps, count)
    torch._fused_adamw_(params, grads, m, v, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)

  def fused_sgd(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], momenta: List[Tensor], rate: float, momentum: float, nesterov: bool, first: bool) -> NoneType:
    torch._fused_sgd_(params, grads, momenta, weight_decay=0., momentum=momentum, lr=rate, dampening=0., nesterov=nesterov, maximize=False, is_first_step=first)

  def add_scaled(self: __torch__.Ops, xs: List[Tensor], ys: List[Tensor], scale: float) -> NoneType:
    torch._foreach_add_(xs, ys, alpha=scale)

  def scale(self: __torch__.Ops, xs: List[Tensor], factor: float) -> NoneType:
    torch._foreach_mul_(xs, factor)

  def zero(self: __torch__.Ops, xs: List[Tensor]) -> NoneType:
    torch._foreach_zero_(xs)

  def norms(self: __torch__.Ops, xs: List[Tensor]) -> Tensor:
    return torch.stack(torch._foreach_norm(xs, 2))

  def report(self: __torch__.Ops, scalars: List[Tensor], grads: List[Tensor]) -> Tensor:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads, 2)))
    values = annotate(List[Tensor], [torch.to(norm, 7)])
    for i in range(torch.len(scalars)):
      torch.append(values, torch.to(torch.reshape(torch.detach(scalars[i]), []), 7))
    return torch.stack(values)

  def activate(self: __torch__.Ops, x: Tensor, relu: bool) -> Tensor:
    if relu:
      y = torch.relu(x)
    else:
      y = torch.tanh(x)
    return y

  # Simple recurrent layers and a linear head, for E models at once: x [E, T or 1, B, F], params
  # (w [E, F, H], u [E, H, H], b [E, 1, H]) a layer, then the head's (w [E, H, O], b [E, 1, O]).
  # A time axis of 1 is an input held over all steps. Returns y [E, T, B, O] and each layer's h.
  def recurrent_forward(self: __torch__.Ops, x: Tensor, params: List[Tensor], steps: int, relu: bool) -> List[Tensor]:
    states = annotate(List[Tensor], [])
    layers = torch.len(params) // 3
    below = x
    for layer in range(layers):
      w = params[3 * layer]
      u = params[3 * layer + 1]
      b = params[3 * layer + 2]
      s = torch.size(below)
      a = torch.baddbmm(b, torch.reshape(below, [s[0], s[1] * s[2], s[3]]), w)
      a = torch.reshape(a, [s[0], s[1], s[2], torch.size(w)[2]])
      h = torch.new_empty(a, [s[0], steps, s[2], torch.size(w)[2]])
      state = self.activate(torch.select(a, 1, 0), relu)
      torch.copy_(torch.select(h, 1, 0), state)
      for i in range(steps - 1):
        if s[1] == 1:
          now = torch.select(a, 1, 0)
        else:
          now = torch.select(a, 1, i + 1)
        state = torch.baddbmm(now, state, u)
        if relu:
          state = torch.relu_(state)
        else:
          state = torch.tanh_(state)
        torch.copy_(torch.select(h, 1, i + 1), state)
      torch.append(states, h)
      below = h
    s = torch.size(below)
    wo = params[3 * layers]
    y = torch.baddbmm(params[3 * layers + 1], torch.reshape(below, [s[0], s[1] * s[2], s[3]]), wo)
    result = annotate(List[Tensor], [torch.reshape(y, [s[0], s[1], s[2], torch.size(wo)[2]])])
    return torch.add(result, states)

  # Back-propagation through time of the above: gradients of params in their order, then of x.
  def recurrent_backward(self: __torch__.Ops, x: Tensor, params: List[Tensor], states: List[Tensor], dy: Tensor, relu: bool) -> List[Tensor]:
    layers = torch.len(params) // 3
    back = annotate(List[Tensor], [])
    top = states[layers - 1]
    s = torch.size(top)
    rows = [s[0], s[1] * s[2], s[3]]
    dyf = torch.reshape(dy, [s[0], s[1] * s[2], torch.size(dy)[3]])
    wo = params[3 * layers]
    torch.append(back, torch.sum(dyf, [1], True))
    torch.append(back, torch.bmm(torch.transpose(torch.reshape(top, rows), 1, 2), dyf))
    dh = torch.reshape(torch.bmm(dyf, torch.transpose(wo, 1, 2)), s)
    for j in range(layers):
      layer = layers - 1 - j
      h = states[layer]
      w = params[3 * layer]
      ut = torch.transpose(params[3 * layer + 1], 1, 2)
      s = torch.size(h)
      steps = s[1]
      da = torch.empty_like(h)
      carry = torch.select(dh, 1, steps - 1)
      for i in range(steps):
        t = steps - 1 - i
        if i > 0:
          carry = torch.baddbmm(torch.select(dh, 1, t), carry, ut)
        else:
          pass
        if relu:
          carry = torch.threshold_backward(carry, torch.select(h, 1, t), 0)
        else:
          carry = torch.tanh_backward(carry, torch.select(h, 1, t))
        torch.copy_(torch.select(da, 1, t), carry)
      daf = torch.reshape(da, [s[0], s[1] * s[2], s[3]])
      before = torch.flatten(torch.slice(h, 1, 0, steps - 1), 1, 2)
      after = torch.flatten(torch.slice(da, 1, 1, steps), 1, 2)
      if layer > 0:
        below = states[layer - 1]
      else:
        below = x
      q = torch.size(below)
      if q[1] == 1:
        dat = torch.sum(da, [1], False)
      else:
        dat = daf
      torch.append(back, torch.sum(dat, [1], True))
      torch.append(back, torch.bmm(torch.transpose(before, 1, 2), after))
      torch.append(back, torch.bmm(torch.transpose(torch.reshape(below, [q[0], q[1] * q[2], q[3]]), 1, 2), dat))
      dh = torch.reshape(torch.bmm(dat, torch.transpose(w, 1, 2)), q)
    result = annotate(List[Tensor], [])
    for i in range(torch.len(back)):
      torch.append(result, back[torch.len(back) - 1 - i])
    torch.append(result, dh)
    return result

  # The same forward pass without writing into tensors, so that autograd may differentiate it twice.
  def recurrent_unrolled(self: __torch__.Ops, x: Tensor, params: List[Tensor], steps: int, relu: bool) -> Tensor:
    layers = torch.len(params) // 3
    below = x
    for layer in range(layers):
      w = params[3 * layer]
      u = params[3 * layer + 1]
      s = torch.size(below)
      a = torch.baddbmm(params[3 * layer + 2], torch.reshape(below, [s[0], s[1] * s[2], s[3]]), w)
      a = torch.reshape(a, [s[0], s[1], s[2], torch.size(w)[2]])
      state = self.activate(torch.select(a, 1, 0), relu)
      states = annotate(List[Tensor], [state])
      for i in range(steps - 1):
        if s[1] == 1:
          now = torch.select(a, 1, 0)
        else:
          now = torch.select(a, 1, i + 1)
        state = self.activate(torch.baddbmm(now, state, u), relu)
        torch.append(states, state)
      below = torch.stack(states, 1)
    s = torch.size(below)
    wo = params[3 * layers]
    y = torch.baddbmm(params[3 * layers + 1], torch.reshape(below, [s[0], s[1] * s[2], s[3]]), wo)
    return torch.reshape(y, [s[0], s[1], s[2], torch.size(wo)[2]])
