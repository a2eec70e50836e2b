package org.lossexp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.lossexp.report.Report;

/** The published schema of {@code report.json}, in the hands of another's validator. */
final class ReportSchema {
  private static final JsonSchema SCHEMA = read();

  private ReportSchema() {}

  private static JsonSchema read() {
    try (InputStream file =
        Report.class.getResourceAsStream("/META-INF/lossexp/schema/report-1.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema cannot be read", e);
    }
  }

  /** Fails, with what is wrong where, unless {@code json} keeps to the schema. */
  static void check(String json) {
    assertEquals(Set.of(), SCHEMA.validate(json, InputFormat.JSON));
  }
}
