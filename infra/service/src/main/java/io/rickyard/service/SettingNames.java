package io.rickyard.service;

import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses settings of ours whose name no service knows: a misspelt one would change nothing and say
 * nothing. Writing is taken as leniently as where settings are read: {@code pool-size}, {@code
 * poolSize} and {@code POOL_SIZE} are one name.
 */
final class SettingNames {

  private static final String OURS = "rickyard.";
  private static final String OURS_IN_ENVIRONMENT = "RICKYARD_";
  private static final String ALL_OF = ".*";

  /** What the scripts and the command line read, and the environment therefore holds as well. */
  static final Set<String> OF_SCRIPTS =
      Set.of(
          "RICKYARD_JAVA_OPTIONS",
          "RICKYARD_JAVA_ROOT",
          "RICKYARD_START_CACHE",
          "RICKYARD_BUILD",
          "RICKYARD_URL",
          "RICKYARD_TOKEN");

  private final Set<String> known;

  /** Knows these; a name that ends in {@code .*} stands for all that begin so. */
  SettingNames(Set<String> known) {
    this.known = Set.copyOf(known);
  }

  /**
   * Looks through all names that these sources hold.
   *
   * @throws InvalidSetting naming one that is not known and the known one nearest to it
   */
  void check(Collection<PropertySource> sources) {
    for (PropertySource source : sources) {
      boolean environment = source.getConvention() == PropertyConvention.ENVIRONMENT_VARIABLE;
      for (String name : source) {
        if (environment ? isUnknownVariable(name) : isUnknown(name)) {
          throw new InvalidSetting(name, "is not known; did you mean " + nearest(name) + "?");
        }
      }
    }
  }

  private boolean isUnknown(String name) {
    return name.startsWith(OURS) && known.stream().noneMatch(one -> matches(one, name, "."));
  }

  private boolean isUnknownVariable(String name) {
    return name.startsWith(OURS_IN_ENVIRONMENT)
        && !OF_SCRIPTS.contains(name)
        && known.stream().noneMatch(one -> matches(one, name, ""));
  }

  /** A variable's name does not tell dots from dashes, so that there neither counts. */
  private static boolean matches(String known, String name, String dot) {
    String given = plain(name, dot);
    if (known.endsWith(ALL_OF)) {
      String beginning = plain(known.substring(0, known.length() - 1), dot);
      return given.startsWith(beginning) && given.length() > beginning.length();
    }
    return given.equals(plain(known, dot));
  }

  private static String plain(String name, String dot) {
    return name.replaceAll("\\[\\d+]", "")
        .replaceAll("[-_]", "")
        .replace(".", dot)
        .toLowerCase(Locale.ROOT);
  }

  private String nearest(String name) {
    String given = plain(name, "");
    return known.stream()
        .min(
            Comparator.<String>comparingInt(one -> distance(given, plain(one, "")))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** How many letters have to be put in, taken out or exchanged (Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int above = row[j];
        int exchanged = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(exchanged, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
