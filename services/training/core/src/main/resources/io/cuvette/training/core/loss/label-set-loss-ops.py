# TorchScript source of the losses of label sets; compiled by LabelSetLossOps, not by Python.
# Scores are [B, L], positives BOOLEAN [B, L].

  def mean_of_positives(self: __torch__.Ops, terms: Tensor, positives: Tensor) -> Tensor:
    chosen = torch.sum(torch.masked_fill(terms, torch.logical_not(positives), 0.), [1])
    return torch.mean(torch.div(chosen, torch.clamp_min(torch.sum(positives, [1]), 1)))

  def mann_whitney(self: __torch__.Ops, scores: Tensor, positives: Tensor, scale: float) -> Tensor:
    high = torch.unsqueeze(torch.masked_select(scores, positives), 1)
    low = torch.unsqueeze(torch.masked_select(scores, torch.logical_not(positives)), 0)
    terms = torch.log_sigmoid(torch.mul(torch.sub(high, low), scale))
    pairs = torch.size(high)[0] * torch.size(low)[1]
    if pairs == 0:
      pairs = 1
    else:
      pass
    return torch.div(torch.neg(torch.sum(terms)), pairs)

  def decoupled_softmax(self: __torch__.Ops, scores: Tensor, positives: Tensor, scale: float) -> Tensor:
    s = torch.mul(scores, scale)
    negatives = torch.logsumexp(torch.masked_fill(s, positives, -1e30), [1], True)
    return self.mean_of_positives(torch.sub(torch.logaddexp(negatives, s), s), positives)

  # The shift is found without a graph, by bisection and then Newton's steps within the bracket; its gradient is that of the implicit function.
  def soft_top_k(self: __torch__.Ops, scores: Tensor, positives: Tensor, k: int, sharpness: float) -> Tensor:
    x = torch.detach(scores)
    reach = 40. / sharpness
    low = torch.sub(torch.neg(torch.amax(x, [1], True)), reach)
    high = torch.add(torch.neg(torch.amin(x, [1], True)), reach)
    for i in range(30):
      middle = torch.mul(torch.add(low, high), 0.5)
      sum = torch.sum(torch.sigmoid(torch.mul(torch.add(x, middle), sharpness)), [1], True)
      below = torch.lt(sum, k)
      low = torch.where(below, middle, low)
      high = torch.where(below, high, middle)
    shift = torch.mul(torch.add(low, high), 0.5)
    for i in range(3):
      p = torch.sigmoid(torch.mul(torch.add(x, shift), sharpness))
      slope = torch.mul(torch.sum(torch.mul(p, torch.sub(1., p)), [1], True), sharpness)
      over = torch.sub(torch.sum(p, [1], True), k)
      shift = torch.sub(shift, torch.div(over, torch.clamp_min(slope, 1e-30)))
      shift = torch.maximum(low, torch.minimum(high, shift))
    p = torch.sigmoid(torch.mul(torch.add(x, shift), sharpness))
    weights = torch.mul(p, torch.sub(1., p))
    weights = torch.div(weights, torch.clamp_min(torch.sum(weights, [1], True), 1e-30))
    moved = torch.sum(torch.mul(weights, torch.sub(scores, x)), [1], True)
    logits = torch.mul(torch.sub(torch.add(scores, shift), moved), sharpness)
    return self.mean_of_positives(torch.neg(torch.log_sigmoid(logits)), positives)

  def cosines(self: __torch__.Ops, a: Tensor, b: Tensor, scale: float) -> Tensor:
    x = torch.div(a, torch.clamp_min(torch.linalg_vector_norm(a, 2, [-1], True), 1e-12))
    y = torch.div(b, torch.clamp_min(torch.linalg_vector_norm(b, 2, [-1], True), 1e-12))
    return torch.mul(torch.matmul(x, torch.transpose(y, 0, 1)), scale)

  def diagonal_mask(self: __torch__.Ops, scores: Tensor) -> Tensor:
    return torch.eye(torch.size(scores)[0], dtype=11, device=ops.prim.device(scores))
