# TorchScript source of the losses of paired views; compiled by PairLossOps, not by Python.

  def unit_rows(self: __torch__.Ops, x: Tensor) -> Tensor:
    return torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [-1], True), 1e-12))

  def products(self: __torch__.Ops, a: Tensor, b: Tensor) -> Tensor:
    return torch.matmul(a, torch.transpose(b, 0, 1))

  def infonce(self: __torch__.Ops, a: Tensor, b: Tensor, log_scale: Tensor) -> Tensor:
    s = torch.mul(self.products(a, b), torch.exp(log_scale))
    rows = torch.mean(torch.diagonal(torch.log_softmax(s, 1)))
    columns = torch.mean(torch.diagonal(torch.log_softmax(s, 0)))
    return torch.mul(torch.add(rows, columns), -0.5)

  def siglip(self: __torch__.Ops, a: Tensor, b: Tensor, log_scale: Tensor, bias: Tensor) -> Tensor:
    z = torch.add(torch.mul(self.products(a, b), torch.exp(log_scale)), bias)
    rows = torch.size(a)[0]
    y = torch.sub(torch.mul(torch.eye(rows, dtype=ops.prim.dtype(a), device=ops.prim.device(a)), 2.), 1.)
    return torch.div(torch.neg(torch.sum(torch.log_sigmoid(torch.mul(y, z)))), rows)

  def clamp(self: __torch__.Ops, x: Tensor, low: float, high: float) -> Tensor:
    return torch.clamp_(x, low, high)

  # One side of iSogCLR: h [B, B] holds the similarities of anchor i less that of its own pair; the
  # state of all samples is [N] each. Its value is the robust loss, its gradient the weighted one.
  def isogclr_side(self: __torch__.Ops, h: Tensor, ids: Tensor, log_s: Tensor, u: Tensor, tau: Tensor, gamma: float, rho: float, beta: float, clip: float, rate: float, low: float, high: float, update: bool) -> Tensor:
    rows = torch.size(h)[0]
    others = float(rows - 1)
    own = torch.eye(rows, dtype=11, device=ops.prim.device(h))
    t = torch.index_select(tau, 0, ids)
    z = torch.div(torch.detach(h), torch.unsqueeze(t, 1))
    log_g = torch.sub(torch.logsumexp(torch.masked_fill(z, own, -1e30), [1]), torch.log(others))
    before = torch.index_select(log_s, 0, ids)
    if gamma < 1.:
      mixed = torch.logaddexp(torch.add(before, torch.log(1. - gamma)), torch.add(log_g, torch.log(gamma)))
    else:
      mixed = log_g
    now = torch.where(torch.lt(before, -1e29), log_g, mixed)
    w = torch.div(torch.exp(torch.sub(torch.masked_fill(z, own, -1e30), torch.unsqueeze(now, 1))), others)
    pulled = torch.sum(torch.mul(w, h), [1])
    robust = torch.mul(t, torch.add(now, rho))
    if update:
      slope = torch.sub(torch.add(now, rho), torch.sum(torch.mul(w, z), [1]))
      slope = torch.clamp(slope, -clip, clip)
      v = torch.add(torch.mul(torch.index_select(u, 0, ids), 1. - beta), torch.mul(slope, beta))
      _1 = torch.index_copy_(log_s, 0, ids, now)
      _2 = torch.index_copy_(u, 0, ids, v)
      next = torch.clamp(torch.sub(t, torch.mul(v, rate)), low, high)
      _3 = torch.index_copy_(tau, 0, ids, next)
    else:
      pass
    return torch.mean(torch.add(torch.sub(robust, torch.detach(pulled)), pulled))

  # State is [2, N]: first the anchors of a, then those of b.
  def isogclr(self: __torch__.Ops, a: Tensor, b: Tensor, ids: Tensor, log_s: Tensor, u: Tensor, tau: Tensor, gamma: float, rho: float, beta: float, clip: float, rate: float, low: float, high: float, update: bool) -> Tensor:
    s = self.products(self.unit_rows(a), self.unit_rows(b))
    own = torch.unsqueeze(torch.diagonal(s), 1)
    ha = torch.sub(s, own)
    hb = torch.sub(torch.transpose(s, 0, 1), own)
    x = self.isogclr_side(ha, ids, torch.select(log_s, 0, 0), torch.select(u, 0, 0), torch.select(tau, 0, 0), gamma, rho, beta, clip, rate, low, high, update)
    y = self.isogclr_side(hb, ids, torch.select(log_s, 0, 1), torch.select(u, 0, 1), torch.select(tau, 0, 1), gamma, rho, beta, clip, rate, low, high, update)
    return torch.add(x, y)

  def standardised(self: __torch__.Ops, z: Tensor) -> Tensor:
    c = torch.sub(z, torch.mean(z, [0], True))
    return torch.div(c, torch.sqrt(torch.add(torch.mean(torch.square(c), [0], True), 1e-5)))

  def correlation(self: __torch__.Ops, x: Tensor, y: Tensor) -> Tensor:
    return torch.div(torch.matmul(torch.transpose(x, 0, 1), y), torch.size(x)[0])

  def barlow(self: __torch__.Ops, a: Tensor, b: Tensor, redundancy: float) -> Tensor:
    c = self.correlation(self.standardised(a), self.standardised(b))
    on = torch.diagonal(c)
    all = torch.sum(torch.square(c))
    off = torch.sub(all, torch.sum(torch.square(on)))
    return torch.add(torch.sum(torch.square(torch.sub(on, 1.))), torch.mul(off, redundancy))

  def barlow_mixing(self: __torch__.Ops, a: Tensor, b: Tensor, m: Tensor, order: Tensor, share: float) -> Tensor:
    za = self.standardised(a)
    zb = self.standardised(b)
    zm = self.standardised(m)
    target = torch.add(torch.mul(za, share), torch.mul(torch.index_select(zb, 0, order), 1. - share))
    difference = torch.sub(zm, target)
    return torch.add(torch.sum(torch.square(self.correlation(difference, za))), torch.sum(torch.square(self.correlation(difference, zb))))
