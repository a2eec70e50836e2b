package org.lossexp.results;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock's readings of one trial; they may differ from run to run and stay apart from results.
 *
 * @param worker which worker ran it, from 1
 */
public record Timing(Instant started, Duration elapsed, int worker) {}
