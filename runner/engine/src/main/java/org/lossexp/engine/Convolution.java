package org.lossexp.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Shape;

/**
 * Slides filters over the places of an example: each filter is a weighted sum of a patch of places,
 * the same weights everywhere.
 *
 * <p>A few examples at a time are set into a border of zeros, their patches are written out as the
 * rows of a matrix, and that is multiplied by the filters. How many examples go together depends on
 * shapes alone, since the weights' gradient is summed portion by portion.
 */
final class Convolution implements Layer {
  private static final int LANES = Product.LANES;

  /** Floats of patches that are written out at once: they stay in the cache. */
  private static final int PORTION = 1 << 15;

  private final Signal input;
  private final Signal output;
  private final Activation activation;
  private final Rows slopes;
  private final Initializer initializer;
  private final Geometry geometry;
  private final Shape from;
  private final Shape to;

  /** Examples of a portion. */
  private final int portion;

  private final List<Group> groups = new ArrayList<>();

  /** Of each member of the team that has worked here, what it works with. */
  private final Desk[] desks = new Desk[Team.MOST];

  /** Whether portions may be computed side by side: none writes beyond its rows. */
  private final boolean apart;

  private final Team.Task forwards = this::forwardPortion;
  private final Team.Task backwards = new Backwards();
  private final Stretches activates;
  private final Stretches chains;
  private Team team = Team.ALONE;

  /** Of the call in progress. */
  private int rows;

  /**
   * How filters lie.
   *
   * @param kernelHeight places that a filter covers from top to bottom
   * @param top places of zeros above an example
   * @param left places of zeros before an example
   * @param height places of an example with its border, from top to bottom
   * @param groups parts of the channels that go to parts of the filters
   */
  record Geometry(
      int kernelHeight,
      int kernelWidth,
      int stride,
      int top,
      int left,
      int height,
      int width,
      int groups) {}

  Convolution(
      Signal input,
      Shape from,
      Shape to,
      Geometry geometry,
      Activation activation,
      Initializer initializer,
      int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, to.size(), activation.isRectifier());
    this.activation = activation;
    this.slopes = activation.slopes(capacity, to.size());
    this.initializer = initializer;
    this.geometry = geometry;
    this.from = from;
    this.to = to;
    int depth = geometry.kernelHeight * geometry.kernelWidth * (from.channels() / geometry.groups);
    this.portion = Math.clamp(PORTION / ((long) places() * depth), 1, capacity);
    this.apart = output.values().stride() - to.size() >= LANES;
    this.activates =
        new Stretches((first, last) -> activation.apply(output.values(), slopes, first, last));
    this.chains =
        new Stretches((first, last) ->
            activation.chain(output.values(), slopes, output.gradient(), first, last));
    for (int group = 0; group < geometry.groups; group++) {
      groups.add(new Group(group, depth, to.channels() / geometry.groups));
    }
  }

  private int places() {
    return to.height() * to.width();
  }

  private int borderedSize() {
    return geometry.height * geometry.width * from.channels();
  }

  @Override
  public void join(Team joined) {
    team = joined;
  }

  @Override
  public long multiplications() {
    int depth = geometry.kernelHeight * geometry.kernelWidth * (from.channels() / geometry.groups);
    return (long) places() * depth * to.channels();
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public List<Parameters> parameters() {
    return groups.stream().map(group -> group.parameters).toList();
  }

  @Override
  public void initialize(RandomStream.Key key) {
    for (int i = 0; i < groups.size(); i++) {
      Parameters parameters = groups.get(i).parameters;
      int filters = parameters.shape().columns();
      RandomStream stream = key.with(parameters.weights()).with(filters).with(i).stream();
      int fanOut = geometry.kernelHeight * geometry.kernelWidth * filters;
      initializer.draw(parameters, fanOut, activation, stream);
    }
  }

  @Override
  public void forward(int count, boolean training) {
    rows = count;
    int portions = Math.ceilDiv(rows, portion);
    if (shares()) {
      team.run(portions, forwards);
    } else {
      for (int i = 0; i < portions; i++) {
        forwardPortion(i, 0);
      }
    }
    if (!output.rectified()) {
      activates.run(team, rows, activation.cost() * to.size());
    }
  }

  private boolean shares() {
    return apart && team.shares(rows * multiplications());
  }

  private void forwardPortion(int index, int member) {
    int first = index * portion;
    desk(member).forward(first, Math.min(portion, rows - first));
  }

  @Override
  public void backward(int count) {
    rows = count;
    if (!output.rectified()) {
      chains.run(team, rows, activation.cost() * to.size());
    }
    groups.forEach(Group::beginBackward);
    int portions = Math.ceilDiv(rows, portion);
    if (shares()) {
      team.runInOrder(portions, backwards);
    } else {
      for (int i = 0; i < portions; i++) {
        backwards.run(i, 0);
        backwards.settle(i, 0);
      }
    }
  }

  /** Portions side by side, but what they give for the weights is added in their order. */
  private final class Backwards implements Team.Task {
    @Override
    public void run(int index, int member) {
      int first = index * portion;
      desk(member).backward(first, Math.min(portion, rows - first));
    }

    @Override
    public void settle(int index, int member) {
      desk(member).settle();
    }
  }

  /** {@return what {@code member} alone works with} */
  private Desk desk(int member) {
    if (desks[member] == null) {
      desks[member] = new Desk();
    }
    return desks[member];
  }

  /** What one thread works with, and its work on a portion. */
  private final class Desk {
    /** [portion × height × width × channels] of the input with its border, or of its gradient. */
    private final float[] bordered = new float[portion * borderedSize() + Rows.SLACK];

    private final List<GroupDesk> parts =
        groups.stream().map(group -> new GroupDesk(group, bordered)).toList();

    void forward(int first, int count) {
      enclose(bordered, first, count);
      for (GroupDesk part : parts) {
        part.forward(first, count);
      }
    }

    void backward(int first, int count) {
      enclose(bordered, first, count);
      for (GroupDesk part : parts) {
        part.weightGradient(first, count);
      }
      if (input.learns()) {
        Arrays.fill(bordered, 0);
        for (GroupDesk part : parts) {
          part.inputGradient(count);
        }
        release(bordered, first, count);
        input.gate(first, first + count);
      }
    }

    void settle() {
      parts.forEach(GroupDesk::settle);
    }
  }

  /** Copies examples into their border, whose zeros were overwritten by gradients. */
  private void enclose(float[] bordered, int first, int count) {
    Rows examples = input.values();
    boolean whole =
        geometry.top + geometry.left == 0
            && geometry.height == from.height()
            && geometry.width == from.width();
    if (!whole) {
      Arrays.fill(bordered, 0, count * borderedSize(), 0);
    }
    for (int example = 0; example < count; example++) {
      int at = (first + example) * examples.stride();
      if (whole) {
        System.arraycopy(examples.data(), at, bordered, example * borderedSize(), from.size());
      } else {
        int length = length();
        for (int y = 0; y < height(); y++) {
          int line = at + y * from.width() * from.channels();
          System.arraycopy(examples.data(), line, bordered, line(example, y), length);
        }
      }
    }
  }

  /** Copies gradients out of their border. */
  private void release(float[] bordered, int first, int count) {
    Rows gradient = input.gradient();
    for (int example = 0; example < count; example++) {
      int at = (first + example) * gradient.stride();
      Arrays.fill(gradient.data(), at, at + from.size(), 0);
      for (int y = 0; y < height(); y++) {
        int line = at + y * from.width() * from.channels();
        System.arraycopy(bordered, line(example, y), gradient.data(), line, length());
      }
    }
  }

  /** {@return the places, from the top, that patches reach} */
  private int height() {
    return Math.min(from.height(), geometry.height - geometry.top);
  }

  /** {@return the numbers of a line that patches reach} */
  private int length() {
    return Math.min(from.width(), geometry.width - geometry.left) * from.channels();
  }

  private int line(int example, int y) {
    int place = (y + geometry.top) * geometry.width + geometry.left;
    return example * borderedSize() + place * from.channels();
  }

  /** A part of the filters, with the part of the channels that they see. */
  private final class Group {
    private final int filter;
    private final int filters;
    private final int depth;

    /** Of the pieces that make a patch, where they begin, from the patch's first place. */
    private final int[] pieces;

    /** Numbers of a piece: they lie side by side. */
    private final int piece;

    private final Parameters parameters;
    private final float[] transposed;

    Group(int index, int depth, int filters) {
      this.filter = index * filters;
      this.filters = filters;
      this.depth = depth;
      int channels = from.channels() / geometry.groups;
      boolean together = geometry.groups == 1;
      this.piece = together ? geometry.kernelWidth * channels : channels;
      this.pieces = new int[depth / piece];
      for (int i = 0; i < pieces.length; i++) {
        int y = together ? i : i / geometry.kernelWidth;
        int x = together ? 0 : i % geometry.kernelWidth;
        pieces[i] = (y * geometry.width + x) * from.channels() + index * channels;
      }
      this.parameters = Parameters.learned("weights", new Panels(depth + 1, filters), depth);
      this.transposed = new float[input.learns() ? new Panels(filters, depth).size() : 0];
    }

    void beginBackward() {
      Arrays.fill(parameters.gradients(), 0);
      if (!input.learns()) {
        return;
      }
      Panels shape = parameters.shape();
      Panels back = new Panels(filters, depth);
      for (int unit = 0; unit < filters; unit++) {
        int from = shape.index(0, unit);
        for (int panel = 0; panel < back.count(); panel++) {
          int start = back.start(panel, unit);
          int end = start + Math.min(back.width(), depth - panel * back.width());
          for (int i = start; i < end; i++) {
            transposed[i] = parameters.values()[from];
            from += shape.width();
          }
        }
      }
    }
  }

  /** A group's work on a portion, in memory of its own. */
  private final class GroupDesk {
    private final Group group;
    private final int depth;
    private final int filters;
    private final int[] pieces;
    private final int piece;
    private final float[] bordered;

    /**
     * Whether a row of {@link #patches} is one number of all patches: where places lie side by side
     * and no gradient is wanted, these are a few long pieces.
     */
    private final boolean across;

    /** A row a place: the patch, later its gradient. */
    private final Rows patches;

    /** A row a place: what each filter gives, later its gradient. */
    private final Rows sums;

    /** The gradient of a portion. */
    private final float[] partial;

    private final Product[] forward;
    private final Product[] weightGradient;
    private final Product[] inputGradient;

    GroupDesk(Group group, float[] bordered) {
      this.group = group;
      this.depth = group.depth;
      this.filters = group.filters;
      this.pieces = group.pieces;
      this.piece = group.piece;
      this.bordered = bordered;
      float[] values = group.parameters.values();
      Panels shape = group.parameters.shape();
      this.partial = new float[shape.size()];
      int places = portion * places();
      this.across = from.channels() == 1 && geometry.stride == 1 && !input.learns();
      this.patches = across ? Rows.of(depth, places) : Rows.of(places, depth);
      this.sums = Rows.of(places, filters);
      this.forward = new Product[shape.count()];
      this.weightGradient = new Product[shape.count()];
      for (int panel = 0; panel < shape.count(); panel++) {
        int width = shape.width();
        Product.View rows = across ? patches.view(0).transposed() : patches.view(0);
        Product.View weights = shape.view(values, panel);
        Product.View bias = new Product.View(values, shape.start(panel, depth), 0, 1);
        Product.View made = sums.view(panel * width);
        forward[panel] = Product.biased(rows, weights, made, width, bias, output.rectified());
        weightGradient[panel] =
            Product.of(rows.transposed(), made, shape.view(partial, panel), width);
      }
      Panels back = new Panels(filters, depth);
      this.inputGradient = new Product[input.learns() ? back.count() : 0];
      for (int panel = 0; panel < inputGradient.length; panel++) {
        Product.View weights = back.view(group.transposed, panel);
        Product.View below = patches.view(panel * back.width());
        inputGradient[panel] = Product.of(sums.view(0), weights, below, back.width());
      }
    }

    void forward(int first, int count) {
      writePatches(count);
      for (Product product : forward) {
        product.run(count * places(), depth);
      }
      for (int example = 0; example < count; example++) {
        int at = (first + example) * output.values().stride() + group.filter;
        int row = example * places() * sums.stride();
        copy(sums.data(), row, sums.stride(), output.values().data(), at, to.channels());
      }
    }

    void weightGradient(int first, int count) {
      writePatches(count);
      for (int example = 0; example < count; example++) {
        int at = (first + example) * output.gradient().stride() + group.filter;
        int row = example * places() * sums.stride();
        copy(output.gradient().data(), at, to.channels(), sums.data(), row, sums.stride());
      }
      for (Product product : weightGradient) {
        product.run(depth, count * places());
      }
      group.parameters.shape().sumColumns(sums, count * places(), partial, depth);
    }

    /** Adds what the portion gives for the weights. */
    void settle() {
      float[] gradients = group.parameters.gradients();
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] += partial[i];
      }
    }

    /**
     * Copies what the filters of this group have at each place.
     *
     * @param step from place to place in {@code from}
     * @param stride from place to place in {@code to}
     */
    private void copy(float[] from, int first, int step, float[] to, int start, int stride) {
      // Whole vectors would write over the next group.
      boolean exact = groups.size() > 1;
      for (int place = 0; place < places(); place++) {
        if (exact) {
          System.arraycopy(from, first, to, start, filters);
        } else {
          copyPiece(from, first, to, start, filters);
        }
        first += step;
        start += stride;
      }
    }

    private void writePatches(int count) {
      if (across) {
        for (int i = 0; i < depth; i++) {
          int start = pieces[i / piece] + i % piece;
          for (int example = 0; example < count; example++) {
            writeAcross(patch(example, 0, 0) + start, i * patches.stride() + example * places());
          }
        }
        return;
      }
      int row = 0;
      for (int example = 0; example < count; example++) {
        for (int y = 0; y < to.height(); y++) {
          writePatches(patch(example, y, 0), row);
          row += to.width() * patches.stride();
        }
      }
    }

    /** One number of the patches of an example, a line of places after the other. */
    private void writeAcross(int start, int at) {
      float[] from = bordered;
      float[] data = patches.data();
      int width = to.width();
      for (int y = 0; y < to.height(); y++) {
        copyPiece(from, start + y * geometry.width, data, at + y * width, width);
      }
    }

    /**
     * Those of one line of places: piece after piece, each written over what was too much of the
     * one before.
     */
    private void writePatches(int patch, int row) {
      float[] from = bordered;
      float[] data = patches.data();
      int[] starts = pieces;
      int length = piece;
      int stride = patches.stride();
      int step = geometry.stride * Convolution.this.from.channels();
      for (int x = 0; x < to.width(); x++) {
        int at = row;
        for (int start : starts) {
          copyPiece(from, patch + start, data, at, length);
          at += length;
        }
        patch += step;
        row += stride;
      }
    }

    /** {@return where in its border the patch of a place begins} */
    private int patch(int example, int y, int x) {
      int place = (y * geometry.width + x) * geometry.stride;
      return example * borderedSize() + place * from.channels();
    }

    void inputGradient(int count) {
      for (Product product : inputGradient) {
        product.run(count * places(), filters);
      }
      for (int example = 0; example < count; example++) {
        for (int i = 0; i < pieces.length; i++) {
          addPieces(example, i);
        }
      }
    }

    /**
     * Adds one piece of all patches of an example, column by column of places. From top to bottom
     * in each: pieces side by side overlap, and what was just written is slow to read.
     */
    private void addPieces(int example, int index) {
      float[] data = patches.data();
      int down = geometry.stride * geometry.width * from.channels();
      int downRows = to.width() * patches.stride();
      VectorMask<Float> mine = Product.SPECIES.indexInRange(0, (piece - 1) % LANES + 1);
      for (int x = 0; x < to.width(); x++) {
        int first = patch(example, 0, x) + pieces[index];
        int firstRow = (example * places() + x) * patches.stride() + index * piece;
        for (int lane = 0; lane < piece; lane += LANES) {
          boolean partly = lane + LANES > piece;
          int at = first + lane;
          int row = firstRow + lane;
          for (int y = 0; y < to.height(); y++) {
            FloatVector part = vector(data, row);
            if (partly) {
              part = FloatVector.zero(Product.SPECIES).blend(part, mine);
            }
            vector(bordered, at).add(part).intoArray(bordered, at);
            at += down;
            row += downRows;
          }
        }
      }
    }
  }

  private static void copyPiece(float[] from, int first, float[] to, int start, int length) {
    for (int i = 0; i < length; i += LANES) {
      vector(from, first + i).intoArray(to, start + i);
    }
  }

  private static FloatVector vector(float[] array, int offset) {
    return FloatVector.fromArray(Product.SPECIES, array, offset);
  }
}
