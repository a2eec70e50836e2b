package org.lossexp.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lossexp.results.AtomicFile;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Task;

/**
 * The catalogue of losses as static pages: {@code index.html}, and a page for each loss with its
 * formula, its curve and its names elsewhere. Every page stands alone: nothing is fetched, and only
 * the index's filter needs a script.
 */
public final class CataloguePages {
  private static final int PLOT_HEIGHT = 240;

  /** Library → how people call it; those that are not listed are shown as they are written. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "pytorch", "PyTorch",
          "keras", "Keras",
          "optax", "Optax",
          "pml", "PyTorch Metric Learning",
          "tfr", "TF-Ranking",
          "rax", "Rax",
          "allrank", "allRank",
          "sklearn", "scikit-learn");

  private final String version;
  private final List<Page> pages;

  /**
   * A catalogue.
   *
   * @param version of the program, which the pages name
   */
  public CataloguePages(String version, List<Page> pages) {
    this.version = version;
    this.pages = List.copyOf(pages);
  }

  /**
   * What is known of a loss.
   *
   * @param derivative its gradient as a formula, where it was derived from one
   * @param plugin who brings it
   * @param plot its curves; empty where no line of predictions shows it
   */
  public record Page(
      LossDescriptor loss, Optional<String> derivative, String plugin, Optional<Plot> plot) {}

  /**
   * Curves over one axis.
   *
   * @param axis what varies
   * @param low the axis's least value
   * @param high the axis's greatest value
   */
  public record Plot(String axis, double low, double high, List<Curve> curves) {
    public Plot {
      curves = List.copyOf(curves);
    }
  }

  /**
   * The loss, with some arguments, at equally spaced places of the axis.
   *
   * @param label its arguments
   * @param values of the loss
   * @param slopes its derivatives along the axis
   */
  public record Curve(String label, List<Double> values, List<Double> slopes) {
    public Curve {
      values = List.copyOf(values);
      slopes = List.copyOf(slopes);
    }
  }

  /** Writes all pages into {@code folder}, which is made where it is missing. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve("index.html"), index());
    for (int i = 0; i < pages.size(); i++) {
      AtomicFile.write(folder.resolve(file(pages.get(i).loss())), page(i));
    }
  }

  private static String file(LossDescriptor loss) {
    return loss.name() + ".html";
  }

  // The index

  private String index() {
    Markup html = begin("Loss functions");
    html.open("header");
    html.leaf("p", "lossexp " + version, "class", "facts");
    html.leaf("h1", pages.size() + " loss functions");
    html.leaf(
        "p",
        "What each computes, its curve, its gradient, and what it is called elsewhere.",
        "class",
        "question");
    html.open("p", "class", "filter")
        .empty(
            "input",
            "type",
            "search",
            "id",
            "filter",
            "aria-label",
            "Show losses that mention",
            "placeholder",
            "huber, imbalance, BCEWithLogitsLoss …")
        .closeLine();
    html.closeLine();
    for (Family family : Family.values()) {
      List<LossDescriptor> members =
          pages.stream().map(Page::loss).filter(loss -> loss.family() == family).toList();
      if (!members.isEmpty()) {
        html.open("section", "id", words(family));
        html.leaf("h2", title(words(family)) + " · " + members.size());
        bySubfamily(members).forEach((subfamily, losses) -> subfamily(html, subfamily, losses));
        html.closeLine();
      }
    }
    comingFrom(html);
    // The one thing that a page without a script cannot do.
    html.leaf("script", FILTER);
    return end(html);
  }

  /** Hides what does not mention every word; it has no character that markup would escape. */
  private static final String FILTER =
      """
      const field = document.getElementById('filter');
      field.addEventListener('input', function () {
        const words = field.value.toLowerCase().split(' ');
        for (const row of document.querySelectorAll('[data-words]')) {
          row.hidden = !words.every(function (word) { return row.dataset.words.includes(word); });
        }
      });
      """;

  private static Map<String, List<LossDescriptor>> bySubfamily(List<LossDescriptor> losses) {
    return losses.stream()
        .collect(
            Collectors.groupingBy(
                LossDescriptor::subfamily, LinkedHashMap::new, Collectors.toList()));
  }

  private static void subfamily(Markup html, String name, List<LossDescriptor> losses) {
    html.leaf("h3", title(name));
    html.open("ul", "class", "losses");
    for (LossDescriptor loss : losses) {
      html.open("li", "data-words", words(loss));
      html.leaf("a", loss.name(), "href", file(loss), "class", "name");
      html.text(" ").open("span").commands(loss.summary()).close();
      html.closeLine();
    }
    html.closeLine();
  }

  private static String words(LossDescriptor loss) {
    List<String> words = new ArrayList<>(List.of(loss.name(), loss.summary(), loss.subfamily()));
    words.addAll(loss.aliases());
    words.addAll(loss.elsewhere().values());
    return String.join(" ", words).toLowerCase(Locale.ROOT);
  }

  /** For those who know a name from another library. */
  private void comingFrom(Markup html) {
    Map<String, Map<String, LossDescriptor>> libraries = new TreeMap<>();
    for (Page page : pages) {
      page.loss()
          .elsewhere()
          .forEach((library, there) ->
              libraries.computeIfAbsent(library, _ -> new TreeMap<>()).put(there, page.loss()));
    }
    libraries.forEach((library, names) -> {
      html.open("section", "id", "from-" + library);
      html.leaf("h2", "Coming from " + library(library));
      html.open("ul", "class", "names");
      names.forEach((there, loss) -> {
        html.open("li", "data-words", there.toLowerCase(Locale.ROOT) + " " + loss.name());
        html.leaf("code", there).text(" is ");
        html.leaf("a", call(loss), "href", file(loss));
        html.closeLine();
      });
      html.closeLine();
      html.closeLine();
    });
  }

  // The page of a loss

  private String page(int number) {
    Page page = pages.get(number);
    LossDescriptor loss = page.loss();
    Markup html = begin(loss.name());
    html.open("nav", "aria-label", "Catalogue");
    html.leaf("a", "All losses", "href", "index.html");
    html.text(" · ");
    html.leaf("a", title(words(loss.family())), "href", "index.html#" + words(loss.family()));
    html.closeLine();
    html.open("header");
    html.leaf("h1", loss.name(), "class", "loss");
    html.open("p", "class", "question").commands(loss.summary()).close();
    if (!loss.aliases().isEmpty()) {
      html.open("p", "class", "facts").text("also ");
      codes(html, loss.aliases());
      html.close();
    }
    html.closeLine();
    html.open("section", "class", "answer");
    html.leaf("pre", loss.formula(), "class", "formula");
    page.derivative()
        .ifPresent(derivative -> {
          html.leaf("h3", "Its gradient");
          html.leaf("pre", derivative);
        });
    html.closeLine();
    page.plot().ifPresent(plot -> plot(html, loss, plot));
    takes(html, page);
    elsewhere(html, loss);
    list(html, "Mind", loss.traps());
    html.open("section");
    html.leaf("h2", "Where it comes from");
    html.leaf("p", loss.reference());
    html.closeLine();
    html.open("nav", "class", "beside", "aria-label", "Neighbours");
    beside(html, number - 1, "← ");
    beside(html, number + 1, "→ ");
    html.closeLine();
    return end(html);
  }

  private void beside(Markup html, int number, String arrow) {
    if (number >= 0 && number < pages.size()) {
      LossDescriptor loss = pages.get(number).loss();
      html.leaf("a", arrow + loss.name(), "href", file(loss));
    }
  }

  private static void plot(Markup html, LossDescriptor loss, Plot plot) {
    html.open("section");
    html.leaf("h2", "Its curve");
    if (plot.curves().size() > 1) {
      html.open("ul", "class", "legend");
      for (int i = 0; i < plot.curves().size(); i++) {
        html.open("li");
        html.open("span", "class", "swatch " + look(i)).close();
        html.text(plot.curves().get(i).label());
        html.close();
      }
      html.closeLine();
    }
    html.open("div", "class", "figures");
    figure(html, loss, plot, "Value", plot.curves().stream().map(Curve::values).toList());
    figure(html, loss, plot, "Gradient", plot.curves().stream().map(Curve::slopes).toList());
    html.closeLine();
    html.closeLine();
  }

  private static void figure(
      Markup html, LossDescriptor loss, Plot plot, String what, List<List<Double>> curves) {
    List<LinePlot.Line> lines = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      lines.add(new LinePlot.Line(look(i), plot.curves().get(i).label(), points(curves.get(i))));
    }
    Scale across = new Scale(plot.low(), plot.high(), false);
    html.open("figure");
    html.open("figcaption").leaf("b", what).text(" over " + plot.axis()).close();
    html.append(
        new LinePlot(
                PLOT_HEIGHT,
                "%s of %s over %s".formatted(what, loss.name(), plot.axis()),
                "lossexp losses %s prints its numbers".formatted(loss.name()))
            .over(across, across.ticks(6))
            // A bound, so that the axis stays linear: a logarithm would bend the shape.
            .within(-Double.MAX_VALUE, Double.MAX_VALUE)
            .draw(lines));
    html.closeLine();
  }

  private static List<LinePlot.Point> points(List<Double> curve) {
    List<LinePlot.Point> points = new ArrayList<>();
    for (int i = 0; i < curve.size(); i++) {
      double y = curve.get(i);
      if (Double.isFinite(y)) {
        points.add(new LinePlot.Point((double) i / (curve.size() - 1), y, y, y));
      }
    }
    return points;
  }

  private static String look(int curve) {
    return "c" + curve;
  }

  private static void takes(Markup html, Page page) {
    LossDescriptor loss = page.loss();
    html.open("section");
    html.leaf("h2", "What it takes");
    html.open("dl");
    fact(
        html,
        "For",
        loss.tasks().stream().sorted().map(Task::words).collect(Collectors.joining(", ")));
    fact(html, "Prediction", loss.head());
    fact(html, "Target", loss.target());
    fact(html, "Reads besides", String.join(", ", loss.extras()));
    fact(html, "A value for each", words(loss.reduction()));
    fact(html, "Subgradient", loss.subgradient());
    fact(html, "From", page.plugin());
    html.closeLine();
    if (!loss.parameters().isEmpty()) {
      html.open("div", "class", "scroll").open("table");
      html.open("thead").open("tr");
      for (String heading : List.of("Parameter", "Default", "Allowed", "Meaning")) {
        html.leaf("th", heading, "class", "t", "scope", "col");
      }
      html.close().close().open("tbody");
      for (ParameterSpec parameter : loss.parameters()) {
        html.open("tr");
        html.open("th", "class", "t", "scope", "row").leaf("code", parameter.name()).close();
        html.leaf("td", parameter.fallback().map(value -> value.text()).orElse("–"), "class", "t");
        html.leaf("td", parameter.allowed(), "class", "t");
        html.open("td", "class", "t").commands(parameter.meaning()).close();
        html.close();
      }
      html.close().close().closeLine();
    }
    html.leaf("pre", "loss " + usage(loss));
    html.closeLine();
  }

  private static void fact(Markup html, String name, String text) {
    if (!text.isEmpty()) {
      html.leaf("dt", name).open("dd").commands(text).close();
    }
  }

  private static void elsewhere(Markup html, LossDescriptor loss) {
    if (loss.elsewhere().isEmpty()) {
      return;
    }
    html.open("section");
    html.leaf("h2", "Coming from elsewhere");
    html.open("ul");
    loss.elsewhere()
        .forEach((library, there) -> {
          html.open("li").text(library(library) + ": ").leaf("code", there).text(" is ");
          html.leaf("code", call(loss)).closeLine();
        });
    html.closeLine();
    html.closeLine();
  }

  private static void list(Markup html, String heading, List<String> sentences) {
    if (!sentences.isEmpty()) {
      html.open("section");
      html.leaf("h2", heading);
      html.open("ul");
      sentences.forEach(sentence -> html.open("li").commands(sentence).closeLine());
      html.closeLine();
      html.closeLine();
    }
  }

  private static void codes(Markup html, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      html.text(i == 0 ? "" : ", ").leaf("code", names.get(i));
    }
  }

  /** {@return the loss with the names of its parameters} */
  private static String call(LossDescriptor loss) {
    return loss.parameters().isEmpty()
        ? loss.name()
        : loss.parameters().stream()
            .map(ParameterSpec::name)
            .collect(Collectors.joining(", ", loss.name() + "(", ")"));
  }

  /** {@return the loss as a file would write it, with its defaults} */
  private static String usage(LossDescriptor loss) {
    String given =
        loss.parameters().stream()
            .filter(parameter -> parameter.fallback().isPresent())
            .map(parameter -> parameter.name() + " = " + parameter.fallback().orElseThrow().text())
            .collect(Collectors.joining(", "));
    return given.isEmpty() ? loss.name() : loss.name() + "(" + given + ")";
  }

  private static String library(String key) {
    return LIBRARIES.getOrDefault(key, key);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String title(String words) {
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1).replace('_', ' ');
  }

  // Every page

  private static Markup begin(String title) {
    Markup html = new Markup();
    html.open("html", "lang", "en");
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.leaf("title", title + " · lossexp");
    html.leaf("style", StyleSheet.text("report.css") + StyleSheet.text("catalogue.css"));
    html.closeLine();
    html.open("body").open("main", "class", "catalogue");
    return html;
  }

  private static String end(Markup html) {
    html.close().close().closeLine();
    return "<!DOCTYPE html>\n" + html.finished();
  }
}
