package org.lossexp.api;

/**
 * A number for one unit of replication.
 *
 * @param unit its name: a test part such as {@code seed 3 · fold 2}, or a data set
 * @param value the number
 */
public record UnitValue(String unit, double value) {}
