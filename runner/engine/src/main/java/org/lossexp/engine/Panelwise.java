package org.lossexp.engine;

/** The products of one matrix with all panels of another: one after the other, or shared. */
final class Panelwise implements Team.Task {
  /** Rows that are worth a piece: the panel is read for each piece again. */
  private static final int LEAST_ROWS = 32;

  /** Rows of a product's tallest block: a piece that begins elsewhere would not be aligned. */
  private static final int BLOCK = 8;

  private final Product[] products;

  // Of the call in progress.
  private int rows;
  private int depth;
  private int blocks;

  Panelwise(Product[] products) {
    this.products = products;
  }

  /** Computes {@code rows} rows of all panels, each element a sum of {@code depth} products. */
  void run(Team team, int rows, int depth) {
    if (!team.shares((long) rows * depth * products.length * Product.LANES)) {
      for (Product product : products) {
        product.run(rows, depth);
      }
      return;
    }
    this.rows = rows;
    this.depth = depth;
    int wanted = Math.ceilDiv(2 * team.members(), products.length);
    blocks = Math.clamp(wanted, 1, Math.max(1, rows / LEAST_ROWS));
    team.run(products.length * blocks, this);
  }

  @Override
  public void run(int piece, int member) {
    int block = piece % blocks;
    products[piece / blocks].run(start(block), start(block + 1), depth);
  }

  private int start(int block) {
    return block == blocks ? rows : (int) ((long) rows * block / blocks) / BLOCK * BLOCK;
  }
}
