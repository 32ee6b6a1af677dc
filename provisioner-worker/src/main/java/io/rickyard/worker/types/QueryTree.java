package io.rickyard.worker.types;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Reads from a view's rule, as PostgreSQL keeps it (a pg_node_tree), which column of which relation
 * each of its columns shows.
 */
final class QueryTree {

  /** A column of the view at its number, and where it comes from; from nowhere where that is 0. */
  record Target(int column, long relation, int relationColumn) {}

  private final StringTokenizer words;
  private final List<Target> targets = new ArrayList<>();
  private int depth;

  private int column;
  private long relation;

  private QueryTree(String tree) {
    // What is escaped is part of a name.
    words = new StringTokenizer(tree.replaceAll("\\\\.", "_"), " (){}", true);
  }

  static List<Target> targets(String tree) {
    return new QueryTree(tree).read();
  }

  /** Those of the query itself are two deep; deeper ones are of subqueries. */
  private List<Target> read() {
    boolean entry = false;
    for (String word = next(); !word.isEmpty(); word = next()) {
      switch (word) {
        case "{" -> {
          depth++;
          entry = depth == 2 ? next().equals("TARGETENTRY") : entry;
        }
        case "}" -> depth--;
        default -> {
          if (entry && depth == 2) {
            field(word);
          }
        }
      }
    }
    return targets;
  }

  /** They come in this order. */
  private void field(String name) {
    switch (name) {
      case ":resno" -> column = Integer.parseInt(next());
      case ":resorigtbl" -> relation = Long.parseLong(next());
      case ":resorigcol" -> targets.add(new Target(column, relation, Integer.parseInt(next())));
      default -> {
        // Nothing that says where a column comes from.
      }
    }
  }

  private String next() {
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (!word.isBlank()) {
        return word;
      }
    }
    return "";
  }
}
