# TorchScript source of the classification losses; compiled by ClassificationLossOps, not by Python.
# z are logits [B, K], codes [B]; each result is [B] unless said otherwise.

  # Whether all codes are classes, and whether all logits are finite: [2].
  def values_fit(self: __torch__.Ops, z: Tensor, codes: Tensor) -> Tensor:
    inside = torch.logical_and(torch.ge(codes, 0), torch.lt(codes, torch.size(z)[1]))
    return torch.to(torch.stack([torch.all(inside), torch.all(torch.isfinite(z))]), 4)

  def cross_entropy_each(self: __torch__.Ops, z: Tensor, codes: Tensor, penalty: float) -> Tensor:
    nll = torch.cross_entropy_loss(z, codes, None, 0)
    if penalty > 0.:
      squares = torch.square(torch.logsumexp(z, [1]))
      result = torch.add(nll, torch.mul(squares, penalty))
    else:
      result = nll
    return result

  def comp_sum(self: __torch__.Ops, z: Tensor, codes: Tensor, tau: float, rho: float) -> Tensor:
    nll = torch.cross_entropy_loss(torch.div(z, rho), codes, None, 0)
    if tau == 1.:
      result = nll
    else:
      result = torch.div(torch.expm1(torch.mul(nll, 1. - tau)), 1. - tau)
    return result

  # Euclidean distance of the vectors of margins z_y - z_k at two inputs.
  def margin_shift(self: __torch__.Ops, z: Tensor, other: Tensor, codes: Tensor) -> Tensor:
    d = torch.sub(z, other)
    own = torch.gather(d, 1, torch.unsqueeze(codes, 1))
    return torch.linalg_vector_norm(torch.sub(own, d), 2, [1])

  # One step of projected gradient ascent in the cube of the radius around x.
  def attack_step(self: __torch__.Ops, x: Tensor, now: Tensor, gradient: Tensor, step: float, radius: float) -> Tensor:
    moved = torch.add(torch.sub(now, x), torch.mul(torch.sign(gradient), step))
    return torch.detach(torch.add(x, torch.clamp(moved, -radius, radius)))

  # A uniformly random point of the cube.
  def attack_start(self: __torch__.Ops, x: Tensor, radius: float, seed: int) -> Tensor:
    generator = torch.Generator(device=ops.prim.device(x), seed=seed)
    u = torch.uniform_(torch.empty_like(torch.detach(x)), -radius, radius, generator=generator)
    return torch.add(torch.detach(x), u)

  # eps is the element type's; a row whose spread is rounding counts as constant, of deviation 1.
  def z_loss(self: __torch__.Ops, z: Tensor, codes: Tensor, a: float, b: float, eps: float) -> Tensor:
    centred = torch.sub(z, torch.mean(z, [1], True))
    variance = torch.mean(torch.square(centred), [1], True)
    rounding = torch.mul(torch.mean(torch.square(torch.detach(z)), [1], True), 16. * eps * eps)
    constant = torch.le(torch.detach(variance), rounding)
    deviation = torch.sqrt(torch.masked_fill(variance, constant, 1.))
    own = torch.gather(torch.div(centred, deviation), 1, torch.unsqueeze(codes, 1))
    return torch.softplus(torch.add(torch.neg(torch.squeeze(own, 1)), b), a, 40.)

  # ln(1 - softmax(z)) [B, K], exact where the softmax is nearly 1 as well.
  def log_rest(self: __torch__.Ops, z: Tensor) -> Tensor:
    top = torch.to(torch.one_hot(torch.argmax(z, 1), torch.size(z)[1]), 11)
    others = torch.logsumexp(torch.masked_fill(z, top, -1.0e+30), [1], True)
    of_top = torch.sub(others, torch.logsumexp(z, [1], True))
    small = torch.masked_fill(torch.log_softmax(z, 1), top, -1.)
    return torch.where(top, of_top, torch.log1p(torch.neg(torch.exp(small))))

  # The positive class of two, or all of more: [B, 1] or [B, K].
  def problems(self: __torch__.Ops, x: Tensor) -> Tensor:
    if torch.size(x)[1] == 2:
      result = torch.slice(x, 1, 1, 2)
    else:
      result = x
    return result

  def targets(self: __torch__.Ops, z: Tensor, codes: Tensor) -> Tensor:
    return self.problems(torch.type_as(torch.one_hot(codes, torch.size(z)[1]), z))

  # The soft membership q [B, 1] or [B, K] of the positive classes.
  def adjusted(self: __torch__.Ops, z: Tensor, alpha: float) -> Tensor:
    return self.problems(torch.exp(torch.add(torch.log_softmax(z, 1), torch.mul(self.log_rest(z), alpha))))

  def dice_each(self: __torch__.Ops, z: Tensor, codes: Tensor, alpha: float, gamma: float) -> Tensor:
    q = self.adjusted(z, alpha)
    y = self.targets(z, codes)
    above = torch.add(torch.mul(torch.mul(q, y), 2.), gamma)
    below = torch.add(torch.add(q, y), gamma)
    return torch.add(torch.neg(torch.mean(torch.div(above, below), [1])), 1.)

  # Of the batch as one set: one value.
  def dice_set(self: __torch__.Ops, z: Tensor, codes: Tensor, alpha: float, gamma: float) -> Tensor:
    q = self.adjusted(z, alpha)
    y = self.targets(z, codes)
    above = torch.add(torch.mul(torch.sum(torch.mul(q, y), [0]), 2.), gamma)
    below = torch.add(torch.sum(torch.add(q, y), [0]), gamma)
    return torch.add(torch.neg(torch.mean(torch.div(above, below))), 1.)

  # One minus a metric of the soft confusion matrix: one value.
  def any_loss(self: __torch__.Ops, z: Tensor, codes: Tensor, sharpness: float, metric: int) -> Tensor:
    p = self.problems(torch.softmax(z, 1))
    said = torch.sigmoid(torch.mul(torch.sub(p, 0.5), sharpness))
    y = self.targets(z, codes)
    positives = torch.sum(y, [0])
    negatives = torch.sum(torch.add(torch.neg(y), 1.), [0])
    tp = torch.sum(torch.mul(said, y), [0])
    fp = torch.sub(torch.sum(said, [0]), tp)
    fn = torch.sub(positives, tp)
    tn = torch.sub(negatives, fp)
    # nothing is missed of a class that the batch does not have
    no_positives = torch.eq(positives, 0.)
    no_negatives = torch.eq(negatives, 0.)
    sensitivity = torch.masked_fill(torch.div(tp, torch.clamp_min(positives, 1.)), no_positives, 1.)
    specificity = torch.masked_fill(torch.div(tn, torch.clamp_min(negatives, 1.)), no_negatives, 1.)
    if metric == 0:
      value = torch.div(torch.mul(tp, 2.), torch.clamp_min(torch.add(torch.add(torch.mul(tp, 2.), fp), fn), 1.0e-12))
    elif metric == 1:
      value = torch.mul(torch.add(sensitivity, specificity), 0.5)
    elif metric == 2:
      value = torch.div(torch.add(tp, tn), torch.add(positives, negatives))
    else:
      value = torch.sqrt(torch.clamp_min(torch.mul(sensitivity, specificity), 1.0e-12))
    return torch.add(torch.neg(torch.mean(value)), 1.)

  # The robust loss at each sample's own temperature; then the temperatures.
  def ldr(self: __torch__.Ops, z: Tensor, codes: Tensor, margin: float, lambda0: float, spread: float, tolerance: float) -> Tuple[Tensor, Tensor]:
    y = torch.type_as(torch.one_hot(codes, torch.size(z)[1]), z)
    own = torch.gather(z, 1, torch.unsqueeze(codes, 1))
    d = torch.add(torch.sub(z, own), torch.mul(torch.add(torch.neg(y), 1.), margin))
    log_k = torch.logsumexp(torch.mul(torch.detach(d), 0.), [1], True)
    fixed = torch.detach(d)
    temperature = torch.mul(torch.ones_like(log_k), lambda0)
    going = True
    for i in range(60):
      if going:
        q = torch.log_softmax(torch.div(fixed, temperature), 1)
        kl = torch.add(torch.sum(torch.mul(torch.exp(q), q), [1], True), log_k)
        next = torch.mul(torch.add(torch.neg(torch.div(kl, torch.mul(log_k, spread))), 1.), lambda0)
        going = bool(torch.gt(torch.max(torch.abs(torch.sub(next, temperature))), tolerance * lambda0))
        temperature = next
      else:
        pass
    mean_exp = torch.sub(torch.logsumexp(torch.div(d, temperature), [1], True), log_k)
    off = torch.square(torch.sub(temperature, lambda0))
    cost = torch.mul(torch.mul(off, log_k), 0.5 * spread / lambda0)
    loss = torch.sub(torch.mul(temperature, mean_exp), cost)
    return (torch.squeeze(loss, 1), torch.squeeze(temperature, 1))

  # Margins of the binary problems: log-odds of the class against the rest, with the label's sign.
  def margins(self: __torch__.Ops, z: Tensor, codes: Tensor) -> Tensor:
    odds = self.problems(torch.sub(torch.log_softmax(z, 1), self.log_rest(z)))
    return torch.mul(odds, torch.sub(torch.mul(self.targets(z, codes), 2.), 1.))

  # Random derivatives (without sign) of a calibrated loss at given margins, the same in shape.
  def calibrated_slopes(self: __torch__.Ops, margins: Tensor, power: float, seed: int) -> Tensor:
    m = torch.detach(margins)
    generator = torch.Generator(device=ops.prim.device(m), seed=seed)
    normal = torch.normal_(torch.empty_like(m), 0., 1., generator=generator)
    if power == 0.:
      drawn = torch.exp(normal)
    else:
      drawn = torch.pow(torch.clamp_min(torch.add(torch.mul(normal, power), 1.), 0.), 1. / power)
    steepest_first, _1 = torch.sort(torch.clamp_max(drawn, 1.), 0, True)
    slopes = torch.scatter(torch.zeros_like(m), 0, torch.argsort(m, 0), steepest_first)
    tail = torch.div(slopes, torch.clamp_min(m, 1.))
    return torch.add(tail, 1.0e-6)

  # One value, whose gradient is that of the drawn loss.
  def drawn_loss(self: __torch__.Ops, margins: Tensor, slopes: Tensor) -> Tensor:
    return torch.neg(torch.mean(torch.mul(margins, slopes)))
