#!/usr/bin/python3
"""Writes schedules.csv: the learning rates of PyTorch's schedules, over 5 epochs of 8 steps, from 1;
for plateau over 15 epochs, with a metric of validation where the others have the step.

    python3 schedules.py > schedules.csv      # Debian's PyTorch 1.13.0
"""
import torch

EPOCHS, STEPS = 5, 8
schedulers = torch.optim.lr_scheduler
CASES = {  # name: (schedule, whether it is stepped every epoch)
    "step": (lambda o: schedulers.StepLR(o, step_size=2, gamma=0.1), True),
    "exponential": (lambda o: schedulers.ExponentialLR(o, gamma=0.9), True),
    "cosine": (lambda o: schedulers.CosineAnnealingLR(o, T_max=EPOCHS * STEPS), False),
    "one_cycle": (lambda o: schedulers.OneCycleLR(o, max_lr=1.0, total_steps=EPOCHS * STEPS, pct_start=0.3), False),
}

print("case,step,epoch,rate")

# Over a metric on validation, an epoch each; ours counts one epoch of patience less.
METRIC = [1.0, 0.9, 0.95, 0.93, 0.92, 0.91, 0.8, 0.85, 0.8, 0.79, 0.9, 0.9, 0.9, 0.9, 0.9]
optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
schedule = schedulers.ReduceLROnPlateau(optimizer, factor=0.5, patience=1, threshold=0)
for epoch, metric in enumerate(METRIC):
    print("plateau,%.15g,%d,%.15g" % (metric, epoch, optimizer.param_groups[0]["lr"]))
    schedule.step(metric)

for name, (make, every_epoch) in CASES.items():
    weight = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], lr=1.0)
    schedule = make(optimizer)
    for step in range(EPOCHS * STEPS):
        print("%s,%d,%d,%.15g" % (name, step, step // STEPS, optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if not every_epoch or (step + 1) % STEPS == 0:
            schedule.step()
