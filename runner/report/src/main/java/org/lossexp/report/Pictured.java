package org.lossexp.report;

import java.nio.file.Path;
import java.util.List;
import org.lossexp.results.EvidenceFiles;
import org.lossexp.results.LandscapeSlice;
import org.lossexp.results.LossCurve;

/**
 * What a run has left for pictures, apart from its trials.
 *
 * @param shapes of the losses under comparison
 * @param landscape slices through trained models; none where nobody asked for them
 */
public record Pictured(List<LossCurve> shapes, List<LandscapeSlice> landscape) {
  public Pictured {
    shapes = List.copyOf(shapes);
    landscape = List.copyOf(landscape);
  }

  /** {@return nothing} */
  public static Pictured none() {
    return new Pictured(List.of(), List.of());
  }

  /** {@return what the folder of a run holds; what is missing there is not drawn} */
  public static Pictured in(Path folder) {
    return new Pictured(EvidenceFiles.lossShapes(folder), EvidenceFiles.landscape(folder));
  }
}
