#!/usr/bin/python3
"""Writes averages.csv: PyTorch's averages of five weights that SGD moves, after each of 20 steps.

    python3 averages.py > averages.csv      # Debian's PyTorch 1.13.0
"""
import torch
from torch.optim.swa_utils import AveragedModel


class Weights(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor([0.5, -1.0, 2.0, 0.0, 1e-3]))


CASES = {
    "ema": dict(avg_fn=lambda average, weight, count: 0.9 * average + 0.1 * weight),
    "swa": dict(),
}

print("case,step,unit,weight,average")
for name, arguments in CASES.items():
    model = Weights()
    average = AveragedModel(model, **arguments)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(1, 21):
        gradient = [((7 * step + 3 * unit) % 11 - 5) * 10.0 ** (unit - 4) for unit in range(5)]
        model.w.grad = torch.tensor(gradient)
        optimizer.step()
        average.update_parameters(model)
        for unit in range(5):
            print("%s,%d,%d,%.9g,%.9g" % (name, step, unit, model.w[unit], average.module.w[unit]))
