# TorchScript source of the batching tests; compiled by BatchingOps. 7 = float64.

  # Inner products (x, x) and (x, y) over all tensors of two lists, in double precision.
  def products(self: __torch__.Ops, xs: List[Tensor], ys: List[Tensor]) -> Tensor:
    square = torch.zeros([], dtype=7, layout=None, device=ops.prim.device(xs[0]), pin_memory=False)
    inner = torch.zeros([], dtype=7, layout=None, device=ops.prim.device(xs[0]), pin_memory=False)
    for i in range(torch.len(xs)):
      x = torch.to(torch.reshape(torch.detach(xs[i]), [-1]), 7)
      y = torch.to(torch.reshape(torch.detach(ys[i]), [-1]), 7)
      square = torch.add(square, torch.dot(x, x))
      inner = torch.add(inner, torch.dot(x, y))
    return torch.stack([square, inner])
