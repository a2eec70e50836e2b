package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lossexp.grammar.Spelling;

/**
 * The word that is meant by one of another library, or by one that is spelled in another way:
 * {@code MSELoss} is {@code mse}, {@code num_epochs} is {@code epochs}.
 */
final class OtherWords {
  /** Ours, and words of PyTorch, Keras, scikit-learn and others, without case and underscores. */
  private static final String TABLE =
      """
      epochs: numepochs nepochs maxepochs maxiter niter iterations steps
      batch_size: batch minibatch minibatchsize
      epsilon: eps
      weight_decay: decay l2 regularization
      rate: p prob probability fraction
      units: outfeatures neurons nodes hidden width size
      activation: act nonlinearity
      test: testsize testsplit testfraction
      validation: validationsplit validationsize valsplit valsize val
      folds: nsplits nfolds splits k
      seed: randomstate
      from: seed randomseed rootseed randomstate
      target: label labels y targetcolumn targetcol output column
      path: file filename filepath
      delimiter: sep separator
      missing: navalues na nan
      seeds: repetitions repeats nrepeats runs nruns trials nseeds
      points: ntrials trials maxevals budget niter samples
      search: method algorithm sampler
      goal: metric monitor objective
      by: metric criterion metrics
      baseline: control reference
      class_weights: weight weights classweight
      label_smoothing: smoothing
      dense: linear fc fullyconnected
      csv: readcsv table dataframe
      holdout: traintestsplit trainvaltestsplit split
      kfold: crossvalidation cv crossvalscore
      standardize: standardscaler normalize normalise scale zscore
      min_max: minmaxscaler
      impute: simpleimputer fillna
      one_hot: onehotencoder getdummies
      blobs: makeblobs
      moons: makemoons
      friedman1: makefriedman1
      accuracy: acc accuracyscore
      macro_f1: f1 f1score fscore
      rmse: mse meansquarederror rootmeansquarederror
      mae: meanabsoluteerror l1
      r2: r2score rsquared
      tpe: optuna bayes bayesian bayesianoptimization
      random: randomsearch randomizedsearch
      grid: gridsearch gridsearchcv
      early: earlystopping
      """;

  /** Their word → ours, several where it means different things in different places. */
  private static final Map<String, List<String>> MEANINGS = meanings();

  private OtherWords() {}

  private static Map<String, List<String>> meanings() {
    Map<String, List<String>> meanings = new LinkedHashMap<>();
    TABLE
        .lines()
        .map(line -> line.split(": ", -1))
        .forEach(row -> {
          for (String theirs : row[1].split(" ", -1)) {
            meanings.computeIfAbsent(theirs, _ -> new ArrayList<>()).add(row[0]);
          }
        });
    return Collections.unmodifiableMap(meanings);
  }

  /** {@return the one of {@code known} that {@code name} most likely means} */
  static Optional<String> meant(String name, Collection<String> known) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return known.stream()
        .filter(candidate -> isShortFor(last, candidate))
        .findFirst()
        .or(() -> otherwiseWritten(last, known))
        .or(() ->
            MEANINGS.getOrDefault(plain(last), List.of()).stream()
                .filter(known::contains)
                .findFirst())
        .or(() -> Spelling.nearest(last, known));
  }

  /** {@return the one of {@code known} that differs in case, underscores or "loss" alone} */
  static Optional<String> otherwiseWritten(String name, Collection<String> known) {
    String last = plain(name.substring(name.lastIndexOf('.') + 1));
    return known.stream()
        .filter(candidate -> plain(candidate).equals(last))
        .findFirst()
        .or(() ->
            known.stream()
                .filter(candidate -> withoutLoss(plain(candidate)).equals(withoutLoss(last)))
                .findFirst());
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static String withoutLoss(String name) {
    return name.endsWith("loss") && name.length() > 4 ? name.substring(0, name.length() - 4) : name;
  }

  /** As {@code lr} is for {@code learning_rate}. */
  private static boolean isShortFor(String name, String whole) {
    StringBuilder initials = new StringBuilder();
    for (String part : whole.split("_", -1)) {
      initials.append(part, 0, Math.min(1, part.length()));
    }
    return name.length() > 1 && initials.toString().equals(name);
  }
}
