#!/usr/bin/python3
"""Writes lbfgs.csv: the places that PyTorch's LBFGS with strong_wolfe goes through, step by step.

    python3 lbfgs.py > lbfgs.csv      # Debian's PyTorch 1.13.0
"""
import torch

torch.set_default_dtype(torch.float64)
X = torch.tensor([[(3 * i + 5 * j) % 7 - 3.0 for j in range(3)] for i in range(12)])
Y = torch.tensor([1.0 if (i * i) % 5 in (0, 1) else -1.0 for i in range(12)])


def rosenbrock(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def logistic(w):
    return torch.nn.functional.softplus(-Y * (X @ w)).mean() + 0.01 * (w ** 2).sum()


CASES = {  # name: (objective, start, history, rate)
    "rosenbrock": (rosenbrock, [-1.2, 1.0], 10, 1.0),
    "rosenbrock far": (rosenbrock, [30.0, -5.0], 2, 0.5),
    "logistic": (logistic, [4.0, -3.0, 2.0], 3, 1.0),
}

print("case,step,coordinate,value,place")
for name, (objective, start, history, rate) in CASES.items():
    x = torch.nn.Parameter(torch.tensor(start))
    optimizer = torch.optim.LBFGS(
        [x], lr=rate, max_iter=1, max_eval=100, history_size=history,
        tolerance_grad=0, tolerance_change=0, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        value = objective(x)
        value.backward()
        return value

    for step in range(12 if name == "logistic" else 25):
        value = optimizer.step(closure)
        for i in range(len(start)):
            print("%s,%d,%d,%.17g,%.17g" % (name, step, i, value, x[i]))
