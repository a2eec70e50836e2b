#!/usr/bin/python3
"""Writes optimizers.csv: where PyTorch's optimizers move five weights under given gradients.

    python3 optimizers.py > optimizers.csv      # Debian's PyTorch 1.13.0
"""
import torch

CASES = {
    "sgd": lambda w: torch.optim.SGD(w, lr=0.1),
    "momentum": lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9),
    "nesterov": lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9, nesterov=True),
    "adam": lambda w: torch.optim.Adam(w, lr=0.01),
}

print("case,step,unit,gradient,weight")
for name, make in CASES.items():
    weights = torch.nn.Parameter(torch.tensor([0.5, -1.0, 2.0, 0.0, 1e-3]))
    optimizer = make([weights])
    for unit, weight in enumerate(weights.tolist()):
        print("%s,0,%d,0,%.9g" % (name, unit, weight))
    for step in range(1, 21):
        gradient = torch.tensor([((7 * step + 3 * unit) % 11 - 5) * 10.0 ** (unit - 4) for unit in range(5)])
        weights.grad = gradient.clone()
        optimizer.step()
        for unit in range(5):
            print("%s,%d,%d,%.9g,%.9g" % (name, step, unit, gradient[unit], weights[unit]))
