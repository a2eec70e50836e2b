#!/usr/bin/python3
"""Writes layers.csv: what PyTorch's layers give, and their gradients, for given numbers.

    python3 layers.py > layers.csv      # Debian's PyTorch 1.13.0

Each line: case, what, then numbers. Examples lie channels last, weights as [inputs x units] with the
bias as the last row, as in the engine; the objective is a weighted sum of all outputs. A long list
is thinned: every 97th number stands for it.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


def numbers(count, seed):
    return torch.tensor([((k * 7919 + seed * 104729) % 2003) / 1001.5 - 1 for k in range(count)], dtype=torch.float32)


class Dense(nn.Module):
    def __init__(self, inputs, units, curve=None):
        super().__init__()
        self.linear, self.curve = nn.Linear(inputs, units), curve

    def forward(self, x):
        y = self.linear(x.flatten(1))
        return self.curve(y) if self.curve else y

    def matrices(self):
        return [[self.linear.weight.t(), self.linear.bias[None]]]

    def rebuild(self, m):
        self.linear.weight.data, self.linear.bias.data = m[0][:-1].t().contiguous(), m[0][-1].clone()


class Conv(nn.Module):
    """Channels last."""

    def __init__(self, inputs, filters, kernel, curve=None, **more):
        super().__init__()
        self.conv, self.curve = nn.Conv2d(inputs, filters, kernel, **more), curve

    def forward(self, x):
        y = self.conv(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        return self.curve(y) if self.curve else y

    def matrices(self):
        groups, out = self.conv.groups, []
        for w, b in zip(self.conv.weight.chunk(groups), self.conv.bias.chunk(groups)):
            out.append([w.permute(2, 3, 1, 0).flatten(0, 2), b[None]])
        return out

    def rebuild(self, m):
        weights = []
        for part in m:
            _, channels, high, wide = self.conv.weight.shape
            weights.append(part[:-1].reshape(high, wide, channels, -1).permute(3, 2, 0, 1))
        self.conv.weight.data = torch.cat(weights).contiguous()
        self.conv.bias.data = torch.cat([part[-1] for part in m]).clone()


class Norm(nn.Module):
    def __init__(self, width, layer=False):
        super().__init__()
        self.norm, self.layer = nn.LayerNorm(width) if layer else nn.BatchNorm1d(width), layer

    def forward(self, x):
        if self.layer:
            return self.norm(x.flatten(1)).reshape(x.shape)
        return self.norm(x.reshape(-1, x.shape[-1])).reshape(x.shape)

    def matrices(self):
        return [[self.norm.weight[None], self.norm.bias[None]]]

    def rebuild(self, m):
        self.norm.weight.data, self.norm.bias.data = m[0][0].clone(), m[0][1].clone()


class Plain(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)

    def matrices(self):
        return []

    def rebuild(self, m):
        pass


class Residual(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        y = x
        for layer in self.layers:
            y = layer(y)
        return x + y

    def matrices(self):
        return [m for layer in self.layers for m in layer.matrices()]

    def rebuild(self, m):
        for layer in self.layers:
            count = len(layer.matrices())
            layer.rebuild(m[:count])
            m = m[count:]


class Embed(nn.Module):
    def __init__(self, sizes, width):
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(size, width) for size in sizes)

    def forward(self, x):
        features, codes = x
        return torch.cat([features] + [t(codes[:, i]) for i, t in enumerate(self.tables)], 1)

    def matrices(self):
        return [[t.weight] for t in self.tables]

    def rebuild(self, m):
        for table, part in zip(self.tables, m):
            table.weight.data = part.clone()


def first(f):
    """Channels first, for functions that want them so."""
    return Plain(lambda x: f(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1))


relu, same = torch.relu, "same"
curves = {
    "relu": relu, "leaky_relu": F.leaky_relu, "elu": F.elu, "gelu": F.gelu, "silu": F.silu, "tanh": torch.tanh,
    "sigmoid": torch.sigmoid, "softplus": F.softplus, "softmax": lambda x: F.softmax(x, 1),
}
CASES = {f"dense {name}": ((1, 1, 3), [Dense(3, 7, f), Dense(7, 2)]) for name, f in curves.items()}
CASES |= {
    "steeper curves": ((1, 1, 3), [Dense(3, 5), Plain(lambda x: F.leaky_relu(x, 0.2)), Dense(5, 5), Plain(lambda x: F.elu(x, 1.5)), Dense(5, 2)]),
    "conv2d": ((5, 4, 2), [Conv(2, 3, 3, relu, padding=1), Dense(60, 2)]),
    "conv2d on conv2d": ((6, 5, 2), [Conv(2, 4, 3, F.silu, padding=same, groups=2), Conv(4, 4, 2, torch.tanh, stride=2, groups=2)]),
    "conv2d of many channels": ((4, 4, 20), [Conv(20, 40, 3, relu), Conv(40, 18, 2)]),
    "conv1d": ((1, 9, 2), [Conv(2, 3, (1, 3), relu, stride=2, padding=(0, 1)), Conv(3, 2, (1, 2))]),
    "max_pool": ((7, 7, 1), [Conv(1, 3, 2, relu), first(lambda x: F.max_pool2d(x, 2)), Dense(27, 2)]),
    "max_pool overlapping": ((7, 7, 1), [Conv(1, 20, 2, F.gelu), first(lambda x: F.max_pool2d(x, 3, 2)), Dense(80, 2)]),
    "avg_pool": ((6, 7, 2), [Conv(2, 3, 2, F.elu), first(lambda x: F.avg_pool2d(x, 2)), Dense(18, 2)]),
    "avg_pool overlapping": ((6, 7, 2), [Conv(2, 3, 2, relu), first(lambda x: F.avg_pool2d(x, 3, 1))]),
    "global_max_pool": ((4, 5, 1), [Conv(1, 3, 2, torch.tanh), first(lambda x: F.adaptive_max_pool2d(x, 1)), Dense(3, 2)]),
    "global_avg_pool": ((4, 5, 1), [Conv(1, 3, 2), first(lambda x: F.adaptive_avg_pool2d(x, 1)), Dense(3, 2)]),
    "batch_norm": ((1, 1, 4), [Dense(4, 6), Norm(6), Plain(relu), Dense(6, 2)]),
    "batch_norm of a picture": ((4, 3, 2), [Conv(2, 3, 2), Norm(3), Plain(F.gelu), Dense(18, 2)]),
    "layer_norm": ((1, 1, 4), [Dense(4, 6, relu), Norm(6, layer=True), Dense(6, 2)]),
    "l2_normalize": ((1, 1, 4), [Dense(4, 6, relu), Plain(lambda x: F.normalize(x)), Dense(6, 2)]),
    "residual": ((4, 4, 2), [Conv(2, 3, 2, relu), Residual(Conv(3, 3, 3, relu, padding=same), Conv(3, 3, 3, padding=same)), Plain(relu), Dense(27, 2)]),
    "embedding": ((1, 1, 2), [Embed([5, 4], 3), Dense(8, 4, relu), Dense(4, 2)]),
    "lenet5": ((28, 28, 1), [Conv(1, 6, 5, relu, padding=same), first(lambda x: F.max_pool2d(x, 2)), Conv(6, 16, 5, relu), first(lambda x: F.max_pool2d(x, 2)),
                             Dense(400, 120, relu), Dense(120, 84, relu), Dense(84, 3)]),
}


def line(name, what, values):
    values = values.detach().flatten()
    step = 97 if len(values) > 500 else 1
    print(",".join([name, what] + [repr(float(v)) for v in values[::step]]))


ROWS = 5
for name, (shape, layers) in CASES.items():
    seed = 1
    for layer in layers:
        drawn = []
        for blocks in layer.matrices():
            rows, columns = sum(len(b) for b in blocks), blocks[0].shape[1]
            scale = min(1.0, 1.5 / rows ** 0.5)
            drawn.append((numbers(rows * columns, seed) * scale).reshape(rows, columns))
            seed += 1
        layer.rebuild(drawn)
    x = numbers(ROWS * shape[0] * shape[1] * shape[2], 77).reshape(ROWS, *shape)
    if name == "embedding":
        codes = torch.tensor([[(3 * row) % 5, (row * row) % 4] for row in range(ROWS)])
        x = (x.flatten(1), codes)
    y = x
    for layer in layers:
        layer.train()
        y = layer(y)
    line(name, "output", y)
    weights = numbers(y.numel(), 99).reshape(y.shape)
    (y * weights).sum().backward()
    i = 0
    for layer in layers:
        holders = [layer] if not isinstance(layer, Residual) else list(layer.layers)
        for holder in holders:
            if isinstance(holder, Dense):
                grads = [torch.cat([holder.linear.weight.grad.t(), holder.linear.bias.grad[None]])]
            elif isinstance(holder, Conv):
                g = holder.conv.groups
                grads = [torch.cat([w.permute(2, 3, 1, 0).flatten(0, 2), b[None]])
                         for w, b in zip(holder.conv.weight.grad.chunk(g), holder.conv.bias.grad.chunk(g))]
            elif isinstance(holder, Norm):
                grads = [torch.stack([holder.norm.weight.grad, holder.norm.bias.grad])]
            elif isinstance(holder, Embed):
                grads = [t.weight.grad for t in holder.tables]
            else:
                grads = []
            for grad in grads:
                line(name, f"gradient {i}", grad)
                i += 1
    y = x
    for layer in layers:
        layer.eval()
        y = layer(y)
    line(name, "judged", y)
