package io.rickyard.org.domain;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.DomainName;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What the owner of a domain publishes to prove a project's claim. Each claim has its own, so that
 * a record made for one project proves nothing for another.
 *
 * @param code 40 hexadecimal digits that nobody can guess
 */
public record Challenge(String code) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");
  private static final int BYTES = 20;

  /** Checks the form. */
  public Challenge {
    requireNonNull(code, "code");
    if (!FORM.matcher(code).matches()) {
      throw new IllegalArgumentException("A challenge is 40 hexadecimal digits");
    }
  }

  /** A new one. */
  public static Challenge generate(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Challenge(HexFormat.of().formatHex(bytes));
  }

  /** The name whose TXT record is looked at; only who holds the domain's zone can make it. */
  public static String recordName(DomainName domain) {
    return "_rickyard." + domain.value();
  }

  /** What the record has to say. */
  public String recordValue() {
    return "rickyard-project=" + code;
  }
}
