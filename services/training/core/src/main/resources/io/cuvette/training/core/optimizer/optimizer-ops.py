# TorchScript source of the optimizers' steps; compiled by OptimizerOps, not by Python. All of them
# change parameters and state in place, many tensors a call. Element type 7 = float64.

  def group_norm(self: __torch__.Ops, xs: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(xs, 2)))

  def adagrad(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], sums: List[Tensor], rate: float, eps: float) -> NoneType:
    torch._foreach_addcmul_(sums, grads, grads, 1.)
    root = torch._foreach_sqrt(sums)
    torch._foreach_add_(root, eps)
    torch._foreach_addcdiv_(params, grads, root, -rate)

  def adagrad_norm(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], square: Tensor, rate: float) -> NoneType:
    _1 = torch.add_(square, torch.square(torch.to(self.group_norm(grads), 7)))
    factor = torch.type_as(torch.mul(torch.rsqrt(square), -rate), params[0])
    torch._foreach_add_(params, torch._foreach_mul(grads, factor))

  def normalized(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], rate: float) -> NoneType:
    norm = self.group_norm(grads)
    factor = torch.div(torch.full_like(norm, -rate), norm)
    factor = torch.where(torch.eq(norm, 0), torch.zeros_like(norm), factor)
    torch._foreach_add_(params, torch._foreach_mul(grads, factor))

  # clamp(|w|, low, high) / |s| a tensor; 1 for tensors of fewer axes and where either is 0
  def trust(self: __torch__.Ops, weights: List[Tensor], steps: List[Tensor], low: float, high: float, axes: int) -> List[Tensor]:
    w = torch.clamp(torch.stack(torch._foreach_norm(weights, 2)), low, high)
    s = torch.stack(torch._foreach_norm(steps, 2))
    plain = torch.logical_or(torch.eq(w, 0), torch.eq(s, 0))
    ratios = torch.unbind(torch.where(plain, torch.ones_like(w), torch.div(w, s)))
    result = annotate(List[Tensor], [])
    for i in range(torch.len(weights)):
      if torch.lt(torch.dim(weights[i]), axes):
        torch.append(result, torch.ones_like(ratios[i]))
      else:
        torch.append(result, ratios[i])
    return result

  def lars(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], m: List[Tensor], rate: float, beta: float, decay: float, low: float, high: float, axes: int) -> NoneType:
    torch._foreach_lerp_(m, torch._foreach_add(grads, params, alpha=decay), 1. - beta)
    step = torch._foreach_mul(m, self.trust(params, m, low, high, axes))
    torch._foreach_add_(params, step, alpha=-rate)

  def lamb(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], m: List[Tensor], v: List[Tensor], correction1: float, correction2: float, rate: float, beta1: float, beta2: float, eps: float, decay: float, low: float, high: float, axes: int) -> NoneType:
    torch._foreach_lerp_(m, grads, 1. - beta1)
    torch._foreach_mul_(v, beta2)
    torch._foreach_addcmul_(v, grads, grads, 1. - beta2)
    root = torch._foreach_div(v, correction2)
    torch._foreach_sqrt_(root)
    torch._foreach_add_(root, eps)
    step = torch._foreach_div(m, correction1)
    torch._foreach_div_(step, root)
    torch._foreach_add_(step, params, alpha=decay)
    torch._foreach_mul_(step, self.trust(params, step, low, high, axes))
    torch._foreach_add_(params, step, alpha=-rate)

  # Newton-Schulz iteration of the quintic 3.4445 x - 4.775 x^3 + 2.0315 x^5 on singular values
  def orthogonalised(self: __torch__.Ops, g: Tensor, steps: int) -> Tensor:
    tall = torch.gt(torch.size(g, -2), torch.size(g, -1))
    if tall:
      x = torch.transpose(g, -2, -1)
    else:
      x = g
    norm = torch.linalg_vector_norm(x, 2, [-2, -1], True)
    x = torch.div(x, torch.add(norm, 1e-7))
    for i in range(steps):
      a = torch.matmul(x, torch.transpose(x, -2, -1))
      b = torch.add(torch.mul(a, -4.775), torch.matmul(a, a), alpha=2.0315)
      x = torch.add(torch.matmul(b, x), x, alpha=3.4445)
    if tall:
      x = torch.transpose(x, -2, -1)
    else:
      pass
    return x

  def muon(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], momenta: List[Tensor], rate: float, beta: float, nesterov: bool, steps: int, decay: float) -> NoneType:
    torch._foreach_lerp_(momenta, grads, 1. - beta)
    if nesterov:
      ahead = torch._foreach_lerp(grads, momenta, beta)
    else:
      ahead = momenta
    torch._foreach_mul_(params, 1. - torch.mul(rate, decay))
    for i in range(torch.len(params)):
      p = params[i]
      scale = torch.sqrt(ops.prim.max(1., torch.div(torch.size(p, -1), torch.size(p, -2))))
      _1 = torch.add_(p, self.orthogonalised(ahead[i], steps), alpha=torch.mul(-rate, scale))

  # p += rho g / |g|; gives back what p was
  def climb(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], rho: float) -> List[Tensor]:
    before = torch._foreach_mul(params, 1.)
    norm = self.group_norm(grads)
    factor = torch.div(torch.full_like(norm, rho), torch.add(norm, 1e-12))
    torch._foreach_add_(params, torch._foreach_mul(grads, factor))
    return before

  def put(self: __torch__.Ops, params: List[Tensor], values: List[Tensor]) -> NoneType:
    torch._foreach_copy_(params, values)

  # Adam on the chosen columns of each tensor, the sign of the gradient on the others
  def frugal(self: __torch__.Ops, params: List[Tensor], grads: List[Tensor], columns: List[Tensor], m: List[Tensor], v: List[Tensor], correction1: float, correction2: float, rate: float, sign_rate: float, beta1: float, beta2: float, eps: float, decay: float) -> NoneType:
    torch._foreach_mul_(params, 1. - torch.mul(rate, decay))
    for i in range(torch.len(params)):
      chosen = torch.index_select(grads[i], -1, columns[i])
      mi = torch.lerp_(m[i], chosen, 1. - beta1)
      vi = torch.addcmul_(torch.mul_(v[i], beta2), chosen, chosen, value=1. - beta2)
      root = torch.add_(torch.sqrt_(torch.div(vi, correction2)), eps)
      step = torch.mul_(torch.div_(torch.div(mi, correction1), root), rate)
      update = torch.mul_(torch.sign(grads[i]), sign_rate)
      _1 = torch.sub_(params[i], torch.index_copy_(update, -1, columns[i], step))

  # what Adam would make of a gradient, but for the rate and the bias correction
  def preconditioned(self: __torch__.Ops, grads: List[Tensor], v: List[Tensor], beta2: float, eps: float) -> List[Tensor]:
    root = torch._foreach_mul(v, beta2)
    torch._foreach_addcmul_(root, grads, grads, 1. - beta2)
    torch._foreach_sqrt_(root)
    torch._foreach_add_(root, eps)
    return torch._foreach_div(grads, root)

  # cosine of the angle between two groups of tensors, each as one vector
  def cosine(self: __torch__.Ops, xs: List[Tensor], ys: List[Tensor]) -> Tensor:
    dots = annotate(List[Tensor], [])
    for i in range(torch.len(xs)):
      torch.append(dots, torch.sum(torch.mul(xs[i], ys[i])))
    norms = torch.mul(self.group_norm(xs), self.group_norm(ys))
    return torch.div(torch.sum(torch.stack(dots)), torch.clamp_min(norms, 1e-30))
