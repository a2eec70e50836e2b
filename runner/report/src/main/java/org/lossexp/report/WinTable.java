package org.lossexp.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.Comparison.UnitValue;
import org.lossexp.report.statistics.Direction;

/** How often one contender was better than another, equal, or worse: counts, no test. */
final class WinTable {
  private final Design design;
  private final Comparison comparison;
  private final Markup html;

  WinTable(Design design, Comparison comparison, Markup html) {
    this.design = design;
    this.comparison = comparison;
    this.html = html;
  }

  /** Writes the counts over the units of a setting, where at least two contenders have some. */
  void write(InSetting setting, String unitNoun) {
    Measured deciding = setting.deciding();
    List<Score> scores =
        deciding.scores().stream().filter(score -> !score.units().isEmpty()).toList();
    List<Integer> contenders = scores.stream().map(Score::contender).toList();
    List<Map<String, Double>> rounds = new ArrayList<>();
    for (Score score : scores) {
      Map<String, Double> values = new HashMap<>();
      for (UnitValue unit : score.units()) {
        values.put(unit.unit(), unit.value());
      }
      rounds.add(values);
    }
    write(contenders, rounds, direction(deciding), unitNoun);
  }

  /** Writes the counts over the means of all settings. */
  void write() {
    List<Integer> contenders = new ArrayList<>();
    List<Map<String, Double>> rounds = new ArrayList<>();
    for (int contender = 0; contender < design.contenders().size(); contender++) {
      Map<String, Double> values = new HashMap<>();
      for (InSetting setting : comparison.settings()) {
        setting
            .deciding()
            .score(contender)
            .filter(score -> score.mean().isPresent())
            .ifPresent(score ->
                values.put(Integer.toString(setting.setting()), score.mean().getAsDouble()));
      }
      if (!values.isEmpty()) {
        contenders.add(contender);
        rounds.add(values);
      }
    }
    write(contenders, rounds, direction(comparison.settings().getFirst().deciding()), "setting");
  }

  private Direction direction(Measured measured) {
    return comparison.metrics().get(measured.metric()).direction();
  }

  private void write(
      List<Integer> contenders,
      List<Map<String, Double>> rounds,
      Direction direction,
      String roundNoun) {
    if (contenders.size() < 2) {
      return;
    }
    html.open("details").leaf("summary", "Wins, ties and losses");
    html.open("div", "class", "scroll").open("table", "class", "wins");
    html.leaf(
        "caption",
        "On how many "
            + roundNoun
            + "s the row is better than the column / equal / worse: a count, no test.");
    html.open("thead").open("tr").leaf("td", "");
    contenders.forEach(each -> html.leaf("th", label(each), "scope", "col", "class", "n"));
    html.close().close().open("tbody");
    for (int row = 0; row < contenders.size(); row++) {
      html.open("tr").leaf("th", label(contenders.get(row)), "scope", "row", "class", "t");
      for (int column = 0; column < contenders.size(); column++) {
        if (row == column) {
          html.leaf("td", "");
        } else {
          cell(rounds.get(row), rounds.get(column), direction);
        }
      }
      html.closeLine();
    }
    html.close().close().close().closeLine();
  }

  private void cell(Map<String, Double> one, Map<String, Double> other, Direction direction) {
    int wins = 0;
    int ties = 0;
    int losses = 0;
    for (Map.Entry<String, Double> round : one.entrySet()) {
      Double there = other.get(round.getKey());
      if (there != null) {
        int order = Double.compare(round.getValue(), there);
        int sign =
            switch (direction) {
              case HIGHER_IS_BETTER -> order;
              case LOWER_IS_BETTER -> -order;
            };
        wins += sign > 0 ? 1 : 0;
        ties += sign == 0 ? 1 : 0;
        losses += sign < 0 ? 1 : 0;
      }
    }
    html.leaf(
        "td",
        wins + " / " + ties + " / " + losses,
        "class",
        "n" + (wins > losses ? " v-better" : wins < losses ? " v-worse" : ""));
  }

  private String label(int contender) {
    return design.contenders().get(contender).label();
  }
}
