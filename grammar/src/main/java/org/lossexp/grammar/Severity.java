package org.lossexp.grammar;

/** How much a diagnostic weighs. */
public enum Severity {
  /** The experiment cannot run. */
  ERROR,
  /** It can, and may not mean what was meant. */
  WARNING
}
