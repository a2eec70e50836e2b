package org.lossexp.standard.embedding;

import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Invariant;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The student's distribution towards the sharpened and centred one of the teacher (Caron et al.
 * 2021).
 */
final class Dino implements Loss {
  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("dino", Family.EMBEDDING, "self-supervised")
          .aliases("self_distillation_no_labels")
          .summary(
              "Cross-entropy of the student's distribution to the teacher's, which is centred and"
                  + " sharpened: distillation without labels.")
          .formula(
              "-sum_k softmax((t - center) / teacher_temperature)_k ln softmax(s /"
                  + " student_temperature)_k")
          .parameter(
              new ParameterSpec.Real(
                  "student_temperature",
                  0.1,
                  Range.above(0),
                  "temperature of the student's softmax"))
          .parameter(
              new ParameterSpec.Real(
                  "teacher_temperature",
                  0.04,
                  Range.above(0),
                  "temperature of the teacher's softmax; lower: sharper"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.EMBEDDING)
          .target("the teacher's logits")
          .head("the student's logits")
          .extra(
              "center",
              ExtraInput.Shape.COLUMNS,
              ExtraInput.Content.REAL,
              false,
              "the running mean of the teacher's logits, taken off before the softmax; 0 without"
                  + " it")
          .invariant(Invariant.EXAMPLE_ORDER, Invariant.SHIFT)
          .bounds("at least 0")
          .reference(
              "Caron et al. 2021, Emerging properties in self-supervised vision transformers, ICCV")
          .trap("The teacher is a target: no gradient flows into it.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    return new Function(
        Layout.of(DESCRIPTOR.name(), 1, target),
        arguments.real("student_temperature"),
        arguments.real("teacher_temperature"));
  }

  private record Function(Layout layout, double studentTemperature, double teacherTemperature)
      implements Joined {
    @Override
    public boolean normalize() {
      return false;
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.REAL;
    }

    @Override
    public int extra(int rows) {
      return 2 * layout().width();
    }

    @Override
    public void evaluate(Batch batch, Rows[] parts, Memory memory, Terms terms) {
      int width = layout.width();
      double[] center = batch.extras().get("center");
      Exponents teacher = new Exponents(width, memory);
      Exponents student = new Exponents(width, memory);
      for (int i = 0; i < batch.rows(); i++) {
        teacher.clear();
        student.clear();
        for (int k = 0; k < width; k++) {
          double shift = center == null ? 0 : center[k];
          teacher.add((batch.target()[i * width + k] - shift) / teacherTemperature);
          student.add(parts[0].used().at(i, k) / studentTemperature);
        }
        teacher.logSum();
        double logSum = student.logSum();
        double value = 0;
        for (int k = 0; k < width; k++) {
          value += teacher.share(k) * (logSum - parts[0].used().at(i, k) / studentTemperature);
          double slope = (student.share(k) - teacher.share(k)) / studentTemperature;
          parts[0].slope().add(i, k, slope);
        }
        terms.add(value);
      }
    }
  }
}
