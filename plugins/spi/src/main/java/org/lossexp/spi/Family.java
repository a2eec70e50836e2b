package org.lossexp.spi;

/** The four families of the catalogue. */
public enum Family {
  REGRESSION,
  CLASSIFICATION,
  RANKING,
  EMBEDDING
}
