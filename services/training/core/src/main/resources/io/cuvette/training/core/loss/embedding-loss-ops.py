# TorchScript source of the losses of embeddings; compiled by EmbeddingLossOps, not by Python.
# Embeddings are [B, D], class codes INT64 [B].

  def same_class(self: __torch__.Ops, codes: Tensor) -> Tensor:
    return torch.eq(torch.unsqueeze(codes, 1), torch.unsqueeze(codes, 0))

  def own(self: __torch__.Ops, codes: Tensor) -> Tensor:
    return torch.eye(torch.size(codes)[0], dtype=11, device=ops.prim.device(codes))

  def soft_count(self: __torch__.Ops, x: Tensor, chosen: Tensor) -> Tensor:
    exponents = torch.masked_fill(x, torch.logical_not(chosen), -1e30)
    zero = torch.zeros_like(torch.slice(exponents, 1, 0, 1))
    return torch.logsumexp(torch.cat([zero, exponents], 1), [1])

  def multi_similarity(self: __torch__.Ops, x: Tensor, codes: Tensor, alpha: float, beta: float, base: float, margin: float) -> Tensor:
    z = torch.div(x, torch.clamp_min(torch.linalg_vector_norm(x, 2, [-1], True), 1e-12))
    s = torch.matmul(z, torch.transpose(z, 0, 1))
    same = self.same_class(codes)
    other = torch.logical_not(same)
    pair = torch.logical_and(same, torch.logical_not(self.own(codes)))
    d = torch.detach(s)
    hard_pair = torch.amin(torch.masked_fill(d, torch.logical_not(pair), 1e30), [1], True)
    hard_other = torch.amax(torch.masked_fill(d, same, -1e30), [1], True)
    pulled = torch.logical_and(pair, torch.lt(d, torch.add(hard_other, margin)))
    pushed = torch.logical_and(other, torch.gt(d, torch.sub(hard_pair, margin)))
    from_base = torch.sub(s, base)
    pull = torch.div(self.soft_count(torch.mul(from_base, -alpha), pulled), alpha)
    push = torch.div(self.soft_count(torch.mul(from_base, beta), pushed), beta)
    return torch.mean(torch.add(pull, push))

  # The first rows of each class, up to `shots`, make its prototype; the others are its queries.
  # Returns distances [B, B] to the prototype of column's class, columns that stand for their class,
  # rows that are queries.
  def episode(self: __torch__.Ops, x: Tensor, codes: Tensor, shots: int) -> Tuple[Tensor, Tensor, Tensor]:
    same = self.same_class(codes)
    place = torch.sum(torch.tril(torch.to(same, 4), -1), [1])
    supports = torch.lt(place, shots)
    weights = torch.to(torch.logical_and(same, torch.unsqueeze(supports, 0)), ops.prim.dtype(x))
    weights = torch.div(weights, torch.sum(weights, [1], True))
    prototypes = torch.matmul(weights, x)
    distances = torch.cdist(x, prototypes, 2., 2)
    return (distances, torch.unsqueeze(torch.eq(place, 0), 0), torch.logical_not(supports))

  def mean_of_queries(self: __torch__.Ops, terms: Tensor, queries: Tensor) -> Tensor:
    chosen = torch.sum(torch.masked_fill(terms, torch.logical_not(queries), 0.))
    return torch.div(chosen, torch.clamp_min(torch.sum(queries), 1))

  def prototypical(self: __torch__.Ops, x: Tensor, codes: Tensor, shots: int) -> Tensor:
    distances, first, queries = self.episode(x, codes, shots)
    logits = torch.masked_fill(torch.neg(torch.square(distances)), torch.logical_not(first), -1e30)
    right = torch.logical_and(self.same_class(codes), first)
    terms = torch.masked_fill(torch.log_softmax(logits, 1), torch.logical_not(right), 0.)
    return self.mean_of_queries(torch.neg(torch.sum(terms, [1])), queries)

  def proto_triplet(self: __torch__.Ops, x: Tensor, codes: Tensor, shots: int, margin: float) -> Tensor:
    distances, first, queries = self.episode(x, codes, shots)
    same = self.same_class(codes)
    right = torch.logical_and(same, first)
    wrong = torch.logical_and(torch.logical_not(same), first)
    near = torch.sum(torch.masked_fill(distances, torch.logical_not(right), 0.), [1])
    far = torch.amin(torch.masked_fill(distances, torch.logical_not(wrong), 1e30), [1])
    return self.mean_of_queries(torch.relu(torch.add(torch.sub(near, far), margin)), queries)

  def mean_where(self: __torch__.Ops, x: Tensor, chosen: Tensor) -> Tuple[Tensor, Tensor]:
    count = torch.sum(chosen, [1])
    sums = torch.sum(torch.masked_fill(x, torch.logical_not(chosen), 0.), [1])
    means = torch.div(sums, torch.clamp_min(count, 1))
    rows = torch.sum(torch.gt(count, 0))
    return (torch.div(torch.sum(means), torch.clamp_min(rows, 1)), rows)

  def icnn(self: __torch__.Ops, x: Tensor, codes: Tensor, k: int, spread: bool) -> Tensor:
    all = torch.cdist(x, x, 2., 2)
    same = self.same_class(codes)
    near, index = torch.topk(torch.masked_fill(all, self.own(codes), 1e30), k, -1, False, True)
    pair = torch.gather(same, 1, index)
    other = torch.logical_not(pair)
    border = torch.amin(torch.masked_fill(all, same, 1e30), [1], True)
    scaled = torch.div(near, torch.add(border, 1e-7))
    scaled = torch.div(scaled, torch.clamp_min(torch.amax(scaled, [1], True), 1.))
    within, _1 = self.mean_where(scaled, pair)
    apart = torch.masked_fill(near, pair, 0.)
    apart = torch.div(apart, torch.add(torch.amax(apart), 1e-7))
    between, strangers = self.mean_where(apart, other)
    between = torch.add(between, torch.to(torch.eq(strangers, 0), ops.prim.dtype(x)))
    distance = torch.mul(torch.add(torch.sub(between, within), 1.), 0.5)
    score = torch.add(distance, torch.mean(torch.to(pair, ops.prim.dtype(x))))
    if spread:
      deviation = torch.add(torch.var(torch.masked_fill(scaled, other, 0.)), torch.var(apart))
      score = torch.div(torch.add(score, torch.sub(1., deviation)), 3.)
    else:
      score = torch.mul(score, 0.5)
    return torch.neg(torch.log(score))
