# TorchScript source of the normalisation layers; compiled by NormOps, not by Python. See torch-ops.py.

  def layer_norm(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, eps: float) -> Tensor:
    return torch.layer_norm(x, torch.size(gamma), gamma, beta, eps, False)

  def ghost_batch_norm(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, running_mean: Tensor, running_var: Tensor, ghosts: int, momentum: float, eps: float) -> Tensor:
    parts = torch.tensor_split(x, ghosts, 0)
    ys = annotate(List[Tensor], [])
    for i in range(torch.len(parts)):
      y, mean, invstd = torch.native_batch_norm(parts[i], gamma, beta, None, None, True, 0., eps)
      var = torch.sub(torch.pow(torch.detach(invstd), -2), eps)
      _1 = torch.lerp_(running_mean, torch.detach(mean), 1. - momentum)
      _2 = torch.lerp_(running_var, torch.clamp_min(var, 0.), 1. - momentum)
      torch.append(ys, y)
    return torch.cat(ys, 0)

  # Quadratic means: of the batch, and the one that divides it. Counts the batch unless it is only
  # observed.
  def power_divisor(self: __torch__.Ops, x: Tensor, running: Tensor, steps: Tensor, warm_up: int, decay: float, move: bool) -> Tensor:
    batch = torch.mean(torch.mul(x, x), [0])
    warm = torch.lt(steps, warm_up)
    divisor = torch.where(warm, batch, running)
    if move:
      share = torch.where(warm, torch.reciprocal(torch.add(steps, 1)), torch.full_like(steps, 1. - decay))
      _1 = torch.copy_(running, torch.lerp(running, batch, share))
      _2 = torch.add_(steps, 1)
    else:
      pass
    return divisor

  # Gradients by x, gamma and beta; moves nu unless the batch is only observed.
  def power_backward(self: __torch__.Ops, dy: Tensor, x_hat: Tensor, divisor: Tensor, gamma: Tensor, nu: Tensor, decay: float, eps: float, move: bool) -> List[Tensor]:
    approximate = torch.sub(torch.mul(dy, gamma), torch.mul(x_hat, nu))
    dx = torch.div(approximate, torch.sqrt(torch.add(divisor, eps)))
    if move:
      _1 = torch.add_(nu, torch.mul(torch.mean(torch.mul(approximate, x_hat), [0]), 1. - decay))
    else:
      pass
    return [dx, torch.sum(torch.mul(dy, x_hat), [0]), torch.sum(dy, [0])]

  def standardised(self: __torch__.Ops, weight: Tensor, eps: float) -> Tensor:
    centred = torch.sub(weight, torch.mean(weight, [0], True))
    variance = torch.mean(torch.mul(centred, centred), [0], True)
    return torch.div(centred, torch.sqrt(torch.add(variance, eps)))

  def estimated_batch_norm(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, running_mean: Tensor, running_var: Tensor, rate: float, eps: float, move: bool) -> Tensor:
    rows = torch.detach(x)
    off = torch.sub(rows, running_mean)
    mean = torch.lerp(running_mean, torch.mean(rows, [0]), rate)
    var = torch.lerp(running_var, torch.mean(torch.mul(off, off), [0]), rate)
    if move:
      _1 = torch.copy_(running_mean, mean)
      _2 = torch.copy_(running_var, var)
    else:
      pass
    return torch.add(torch.mul(torch.div(torch.sub(x, mean), torch.sqrt(torch.add(var, eps))), gamma), beta)

  def channel_norm(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, eps: float) -> Tensor:
    groups = torch.size(gamma)[0]
    width = torch.size(x)[1] // groups
    scale = torch.reshape(torch.expand(torch.unsqueeze(gamma, 1), [groups, width]), [-1])
    offset = torch.reshape(torch.expand(torch.unsqueeze(beta, 1), [groups, width]), [-1])
    return torch.group_norm(x, groups, scale, offset, eps, False)

  def mixed_norm(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, source_share: float, eps: float) -> Tensor:
    batch_mean = torch.mean(x, [0])
    off = torch.sub(x, batch_mean)
    batch_var = torch.mean(torch.mul(off, off), [0])
    m = torch.lerp(batch_mean, mean, source_share)
    v = torch.lerp(batch_var, var, source_share)
    return torch.add(torch.mul(torch.div(torch.sub(x, m), torch.sqrt(torch.add(v, eps))), gamma), beta)

  # Moves the statistics of a stream by the batch, deviations taken from the former mean.
  def move_statistics(self: __torch__.Ops, x: Tensor, mean: Tensor, var: Tensor, share: float) -> NoneType:
    off = torch.sub(x, mean)
    _1 = torch.lerp_(var, torch.mean(torch.mul(off, off), [0]), share)
    _2 = torch.add_(mean, torch.mul(torch.mean(off, [0]), share))

  # x [B, F], components [K, F]; changes the components.
  def unmix(self: __torch__.Ops, x: Tensor, gamma: Tensor, beta: Tensor, means: Tensor, vars: Tensor, momentum: float, temperature: float, eps: float) -> Tensor:
    directions = torch.div(means, torch.clamp_min(torch.linalg_vector_norm(means, 2, [1], True), 1e-12))
    rows = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [1], True), 1e-12))
    p = torch.unsqueeze(torch.softmax(torch.div(torch.matmul(rows, torch.t(directions)), temperature), 1), 2)
    off = torch.sub(torch.unsqueeze(x, 1), means)
    square = torch.mul(off, off)
    rest = torch.rsub(p, 1.)
    component_mean = torch.add(means, torch.mul(p, off))
    component_var = torch.mul(rest, torch.add(vars, torch.mul(p, square)))
    mean = torch.mean(component_mean, [1])
    between = torch.sub(component_mean, torch.unsqueeze(mean, 1))
    var = torch.add(torch.mean(component_var, [1]), torch.mean(torch.mul(between, between), [1]))
    y = torch.div(torch.sub(x, mean), torch.sqrt(torch.add(var, eps)))
    _1 = torch.add_(means, torch.mul(torch.mean(torch.mul(p, off), [0]), momentum))
    _2 = torch.add_(vars, torch.mul(torch.mean(torch.mul(p, torch.sub(square, vars)), [0]), momentum))
    return torch.add(torch.mul(y, gamma), beta)

  def folded(self: __torch__.Ops, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, eps: float) -> List[Tensor]:
    scale = torch.div(torch.detach(gamma), torch.sqrt(torch.add(var, eps)))
    return [scale, torch.sub(torch.detach(beta), torch.mul(mean, scale))]
