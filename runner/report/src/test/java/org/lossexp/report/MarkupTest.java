package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void textAndAttributesAreEscaped() {
    assertEquals(
        "<p title=\"&quot;&lt;&amp;\">a &lt; b &amp; \"c\" &gt; d</p>",
        new Markup().leaf("p", "a < b & \"c\" > d", "title", "\"<&").finished());
  }

  @Test
  void charactersThatXmlForbidsAreReplaced() {
    assertEquals(
        "<p>a\uFFFDb\uFFFDc\uD83D\uDE00</p>",
        new Markup().leaf("p", "a\u0007b\uD800c\uD83D\uDE00").finished());
  }

  @Test
  void namesBetweenBackquotesStandOutAndStayText() {
    assertEquals(
        "<b class=\"name\">a&lt;b</b> is best", new Markup().sentence("`a<b` is best").finished());
  }

  @Test
  void anElementLeftOpenIsAMistakeOfOurs() {
    assertThrows(IllegalStateException.class, () -> new Markup().open("p").finished());
  }
}
