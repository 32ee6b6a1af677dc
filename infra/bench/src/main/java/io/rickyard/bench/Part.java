package io.rickyard.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can be measured alone; in this order. */
enum Part {
  START,
  LIVE,
  TASKS,
  BATCH,
  LISTS,
  CLAIMS,
  ORGANIZATIONS,
  PROJECT,
  MACHINE,
  WORKERS,
  OBSERVED,
  IDENTITY,
  DATABASES,
  MANAGEMENT,
  STACK,
  STACKS,
  KILLED,
  EDGE;

  /** Only by name: not every machine has an engine and these images. */
  private static final Set<Part> NEEDING_AN_ENGINE = Set.of(STACK, STACKS, KILLED, EDGE);

  /** Those that the arguments behind the repository's root ask for. */
  static Set<Part> chosen(String[] arguments) {
    if (arguments.length == 1) {
      return EnumSet.complementOf(EnumSet.copyOf(NEEDING_AN_ENGINE));
    }
    var parts = EnumSet.noneOf(Part.class);
    if (arguments.length == 3 && arguments[1].equals("--only")) {
      Arrays.stream(arguments[2].split(","))
          .map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
          .forEach(parts::add);
      return parts;
    }
    throw new IllegalArgumentException(
        "infra/bench/run [--only PART,...] of " + Arrays.toString(values()));
  }
}
