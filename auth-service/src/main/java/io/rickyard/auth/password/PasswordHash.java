package io.rickyard.auth.password;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password's Argon2id hash with everything needed to compute it again; its text is the PHC string
 * format.
 *
 * @param cost what computing it took
 * @param salt random, one per password
 * @param hash the result
 */
@SuppressWarnings("ArrayRecordComponent") // never shared, never changed; equality sees the bytes
public record PasswordHash(Cost cost, byte[] salt, byte[] hash) {

  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /**
   * What a hash costs.
   *
   * @param memory in KiB
   * @param iterations passes over the memory
   * @param parallelism lanes
   */
  public record Cost(int memory, int iterations, int parallelism) {

    /** 64 MiB, three passes, two lanes. */
    public static final Cost USUAL = new Cost(65_536, 3, 2);

    /** Checks the ranges. */
    public Cost {
      if (memory < 8 * parallelism || iterations < 1 || parallelism < 1) {
        throw new IllegalArgumentException("Argon2 needs 8 KiB per lane, a pass and a lane");
      }
    }
  }

  /** Checks that nothing is missing. */
  public PasswordHash {
    requireNonNull(cost, "cost");
    if (salt.length < 8 || hash.length < 16) {
      throw new IllegalArgumentException("A salt has 8 bytes or more, a hash 16 or more");
    }
  }

  /** Reads the PHC string; throws {@link IllegalArgumentException} when it is none of Argon2id. */
  public static PasswordHash parse(String phc) {
    Matcher matcher = FORM.matcher(phc);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not the PHC string of an Argon2id hash");
    }
    return new PasswordHash(
        new Cost(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3))),
        Base64.getDecoder().decode(matcher.group(4)),
        Base64.getDecoder().decode(matcher.group(5)));
  }

  /** The PHC string. */
  public String phc() {
    var base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            cost.memory(),
            cost.iterations(),
            cost.parallelism(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash that
        && cost.equals(that.cost)
        && Arrays.equals(salt, that.salt)
        && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return "PasswordHash[" + cost + "]";
  }
}
