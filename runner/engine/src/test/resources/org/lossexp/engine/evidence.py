#!/usr/bin/python3
"""What evidence tables must say: scikit-learn 1.2 and NumPy.

    python3 evidence.py > evidence.csv      # Debian's scikit-learn 1.2.1, NumPy 1.24

Numbers are made of small whole ones, so that the test makes the very same.
"""

import numpy as np
from sklearn.metrics import confusion_matrix
from sklearn.neighbors import NearestNeighbors

ROWS = 60


def fractions(factor, modulus):
    return np.array([(i * factor) % modulus for i in range(ROWS)]) / modulus


label = np.array([(i * 7) % 11 % 3 for i in range(ROWS)])
predicted = np.array([(i * 5) % 13 % 3 for i in range(ROWS)])
matrix = confusion_matrix(label, predicted)
for i in range(3):
    for j in range(3):
        print("confusion", i, j, matrix[i, j], sep=",")

# Confidence of the predicted of two classes; its bins by numpy.digitize, whose intervals
# (right=True) are open below and closed above.
p = fractions(37, 101)
confidence = np.maximum(p, 1 - p)
right = (p > 0.5) == (label > 0)
bins = np.digitize(confidence, np.arange(1, 16) / 15, right=True)
for b in range(15):
    if (bins == b).any():
        print("calibration", b + 1, (bins == b).sum(), repr(confidence[bins == b].mean()),
              repr(right[bins == b].mean()), sep=",")
ece = sum((bins == b).sum() * abs(confidence[bins == b].mean() - right[bins == b].mean())
          for b in range(15) if (bins == b).any()) / ROWS
print("ece", repr(ece), sep=",")

# 60 examples in 12 bins of five, all predictions different.
prediction = np.array([(i * 29) % 67 for i in range(ROWS)]) / 8
target = np.array([(i * i * 3) % 71 for i in range(ROWS)]) / 4
order = np.argsort(prediction)
for b, rows in enumerate(np.array_split(order, 12)):
    residual = (target - prediction)[rows]
    numbers = [len(rows), prediction[rows].mean(),
               *np.quantile(residual, [0.05, 0.25, 0.5, 0.75, 0.95])]
    print("residuals", b + 1, *[repr(float(n)) for n in numbers], sep=",")

# Points of three dimensions that are on no axis.
points = np.array([[1 + (i * i * 37) % 101 / 101, 1 + (i * 53) % 103 / 103, 1 + (i * i * 71) % 107 / 107]
                   for i in range(ROWS)])
near = NearestNeighbors(n_neighbors=6, metric="cosine", algorithm="brute").fit(points)
distance, neighbour = near.kneighbors(points[:20])
for i in range(20):
    for rank in range(1, 6):
        j = neighbour[i, rank]
        print("neighbours", i + 1, rank, j + 1, repr(distance[i, rank]),
              int(label[i] == label[j]), sep=",")
