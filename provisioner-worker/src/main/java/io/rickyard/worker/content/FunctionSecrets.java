package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a project's functions find in their environment, beside what the platform puts there.
 *
 * @param byName by the names of the variables
 */
public record FunctionSecrets(SortedMap<String, Kept> byName) {

  /** None. */
  public static final FunctionSecrets NONE = new FunctionSecrets(new TreeMap<>());

  private static final int MOST = 100;
  private static final int LONGEST_VALUE = 24_576;
  private static final String RESERVED = "SUPABASE_";
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}=]{1,256}");

  /** Copies them. */
  public FunctionSecrets {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
  }

  /**
   * One of them.
   *
   * @param value what functions read
   * @param updatedAt when it was set last
   */
  public record Kept(String value, Instant updatedAt) {
    /** Checks that nothing is missing. */
    public Kept {
      requireNonNull(value, "value");
      requireNonNull(updatedAt, "updatedAt");
    }

    /** The digest that is shown in its place: SHA-256, in hexadecimal. */
    public String digest() {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(value.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("SHA-256 is part of every JDK", e);
      }
    }

    @Override
    public String toString() {
      return "Kept[...]";
    }
  }

  /** With these, each in the place of one of the same name. */
  public FunctionSecrets with(Map<String, String> more, Instant now) throws ContentRefused {
    var all = new TreeMap<>(byName);
    for (var one : more.entrySet()) {
      requireFitting(one.getKey(), one.getValue());
      all.put(one.getKey(), new Kept(one.getValue(), now));
    }
    if (all.size() > MOST) {
      throw new ContentRefused(
          ContentRefused.Why.TOO_MANY, "A project has at most %d secrets".formatted(MOST));
    }
    return new FunctionSecrets(all);
  }

  /** Without those of these names; names that there are none of are no error. */
  public FunctionSecrets without(Collection<String> names) {
    var rest = new TreeMap<>(byName);
    rest.keySet().removeAll(names);
    return new FunctionSecrets(rest);
  }

  /** The values, by name. */
  SortedMap<String, String> values() {
    var values = new TreeMap<String, String>();
    byName.forEach((name, kept) -> values.put(name, kept.value()));
    return values;
  }

  private static void requireFitting(String name, String value) throws ContentRefused {
    if (!NAME.matcher(name).matches()) {
      throw new ContentRefused(
          ContentRefused.Why.MALFORMED,
          "A secret's name has 1 to 256 characters, without = and control characters");
    }
    if (name.startsWith(RESERVED)) {
      throw new ContentRefused(
          ContentRefused.Why.MALFORMED,
          "Names that begin with %s are the platform's".formatted(RESERVED));
    }
    if (value.length() > LONGEST_VALUE || value.indexOf('\0') >= 0) {
      throw new ContentRefused(
          ContentRefused.Why.MALFORMED,
          "The value of %s has more than %d characters, or a zero among them"
              .formatted(name, LONGEST_VALUE));
    }
  }

  @Override
  public String toString() {
    return "FunctionSecrets" + byName.keySet();
  }
}
