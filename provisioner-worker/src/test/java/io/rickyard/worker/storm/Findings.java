package io.rickyard.worker.storm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found not to be as it must be. */
final class Findings {

  private static final int MOST_SHOWN = 20;

  private final List<String> found = new ArrayList<>();

  /** Notes what is wrong unless it holds. */
  @SuppressWarnings("AnnotateFormatMethod") // would be one more dependency, for tests alone
  void require(boolean holds, String otherwise, @Nullable Object... about) {
    if (!holds) {
      found.add(otherwise.formatted(about));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  void addAll(Findings others) {
    found.addAll(others.found);
  }

  /** Fails when there is anything. */
  void requireNone() {
    if (!found.isEmpty()) {
      throw new AssertionError(toString());
    }
  }

  @Override
  public String toString() {
    var shown = String.join("\n", found.subList(0, Math.min(MOST_SHOWN, found.size())));
    return found.size() > MOST_SHOWN
        ? shown + "\nand %d more".formatted(found.size() - MOST_SHOWN)
        : shown;
  }
}
