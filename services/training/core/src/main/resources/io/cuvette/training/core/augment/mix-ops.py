# TorchScript source of the augmentations; compiled by MixOps, not by Python.
# z are logits [B, K], codes [B].

  # A uniformly random order of the rows of x.
  def partners(self: __torch__.Ops, x: Tensor, seed: int) -> Tensor:
    generator = torch.Generator(device=ops.prim.device(x), seed=seed)
    u = torch.empty([torch.size(x)[0]], dtype=7, layout=None, device=ops.prim.device(x), pin_memory=False)
    return torch.argsort(torch.uniform_(u, 0., 1., generator=generator))

  def blend(self: __torch__.Ops, x: Tensor, partners: Tensor, share: float) -> Tensor:
    return torch.lerp(torch.index_select(x, 0, partners), x, share)

  def rows(self: __torch__.Ops, z: Tensor, first: int, end: int) -> Tensor:
    return torch.slice(z, 0, first, end)

  def pick(self: __torch__.Ops, codes: Tensor, partners: Tensor) -> Tensor:
    return torch.index_select(codes, 0, partners)

  def stack_rows(self: __torch__.Ops, xs: List[Tensor]) -> Tensor:
    return torch.cat(xs, 0)

  # ln of exp(z_a) / sum_{c != b} exp(z_c)
  def without_rival(self: __torch__.Ops, z: Tensor, a: Tensor, b: Tensor) -> Tensor:
    rival = torch.to(torch.one_hot(b, torch.size(z)[1]), 11)
    own = torch.squeeze(torch.gather(z, 1, torch.unsqueeze(a, 1)), 1)
    return torch.sub(own, torch.logsumexp(torch.masked_fill(z, rival, -1.0e+30), [1]))

  # Mean over the rows; rows of one class count zero.
  def decoupled(self: __torch__.Ops, z: Tensor, a: Tensor, b: Tensor) -> Tensor:
    both = torch.add(self.without_rival(z, a, b), self.without_rival(z, b, a))
    return torch.neg(torch.mean(torch.masked_fill(both, torch.eq(a, b), 0.)))

  # Mean of max(0, largest mixed logit - largest plain logit + margin); rows of one class count zero.
  def rank_margin(self: __torch__.Ops, plain: Tensor, mixed: Tensor, same: Tensor, margin: float) -> Tensor:
    sure = torch.amax(plain, [1])
    less_sure = torch.reshape(torch.amax(mixed, [1]), [-1, torch.size(plain)[0]])
    excess = torch.relu(torch.add(torch.sub(less_sure, sure), margin))
    return torch.mean(torch.masked_fill(excess, torch.reshape(same, [-1, torch.size(plain)[0]]), 0.))

  # Mean of 1 - NDCG of confidences, in the order of the shares [Q, B] of the leading class.
  def rank_gain(self: __torch__.Ops, plain: Tensor, mixed: Tensor, shares: Tensor) -> Tensor:
    b = torch.size(plain)[0]
    sure = torch.amax(torch.softmax(plain, 1), [1], True)
    confidences = torch.t(torch.reshape(torch.amax(torch.softmax(mixed, 1), [1]), [-1, b]))
    ideal, order = torch.sort(torch.t(shares), 1, True)
    gains = torch.cat([sure, torch.gather(confidences, 1, order)], 1)
    ideals = torch.cat([torch.ones_like(sure), ideal], 1)
    places = torch.log2(torch.add(torch.cumsum(torch.ones_like(torch.detach(gains)), 1), 1.))
    dcg = torch.sum(torch.div(gains, places), [1])
    idcg = torch.sum(torch.div(ideals, places), [1])
    ratio = torch.where(torch.gt(idcg, dcg), torch.div(dcg, idcg), torch.div(idcg, dcg))
    return torch.add(torch.neg(torch.mean(ratio)), 1.)

  def same_class(self: __torch__.Ops, a: Tensor, b: Tensor) -> Tensor:
    return torch.eq(a, b)

  # The larger share of a class in each blend, 1 for blends of one class: [1, B].
  def leading_shares(self: __torch__.Ops, like: Tensor, a: Tensor, b: Tensor, share: float) -> Tensor:
    same = torch.type_as(torch.eq(a, b), like)
    return torch.unsqueeze(torch.add(torch.mul(same, 1. - share), share), 0)
