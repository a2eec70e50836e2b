package org.lossexp.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a page may do: its own script runs, whatever a name in the file says, and no other. */
final class Script {
  private Script() {}

  /** {@return our script in the resource {@code name}, to be written by {@link Markup#script}} */
  static String text(String name) {
    return "//<![CDATA[" + StyleSheet.text(name) + "//]]>";
  }

  /**
   * {@return a Content-Security-Policy under which {@code script} runs and nothing else does}
   *
   * @param connect where the script may ask: {@code 'none'} or {@code 'self'}
   */
  static String policy(String script, String connect) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; style-src 'unsafe-inline'; connect-src "
          + connect
          + "; script-src 'sha256-"
          + Base64.getEncoder().encodeToString(hash)
          + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
