package org.lossexp.testkit;

import java.util.Locale;
import java.util.concurrent.Callable;

/** Runs something under another default locale. */
final class Locales {
  private Locales() {}

  /** {@return what {@code call} gives where the default locale is {@code locale}} */
  static synchronized <T> T in(Locale locale, Callable<T> call) throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(locale);
    try {
      return call.call();
    } finally {
      Locale.setDefault(before);
    }
  }
}
