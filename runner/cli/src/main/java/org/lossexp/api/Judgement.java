package org.lossexp.api;

/**
 * A verdict, with the numbers that it was read off.
 *
 * @param comparisons how many were counted together (Holm's procedure)
 * @param interval of the difference, in agreement with {@code adjustedP}
 * @param adjustedP p, adjusted for the comparisons
 * @param verdict the word
 */
public record Judgement(int comparisons, Interval interval, double adjustedP, Verdict verdict) {
  Judgement mirrored() {
    return new Judgement(comparisons, interval.mirrored(), adjustedP, verdict.mirrored());
  }
}
