package io.rickyard.worker.queue;

/**
 * How a worker's connections have PostgreSQL plan. The queue's tables go from empty to a million
 * rows and back within minutes, so what is known of their size is never true, and a plan that was
 * made for an empty table is kept by a connection for as long as nobody counts anew. Every
 * statement of the engine names its rows by an index; whatever reads a whole table, if only to
 * prepare a join or to sort what an index has in order, is therefore ruled out.
 */
public final class QueuePlans {

  /** To be run once on each connection. */
  public static final String SETTINGS =
      """
      set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off;
      set enable_mergejoin = off; set enable_material = off; set enable_sort = off
      """;

  private QueuePlans() {}
}
