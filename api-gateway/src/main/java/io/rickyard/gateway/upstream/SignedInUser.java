package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who signed in, as GoTrue gives it; only what the gateway needs of it.
 *
 * @param id who
 * @param email the address, where there is one
 * @param factors second factors, where there are some
 */
public record SignedInUser(String id, @Nullable String email, @Nullable List<Factor> factors) {

  private static final String VERIFIED = "verified";

  /**
   * A second factor.
   *
   * @param id which one
   * @param status whether it counts
   */
  public record Factor(String id, String status) {
    /** Checks that nothing is missing. */
    public Factor {
      requireNonNull(id, "id");
      requireNonNull(status, "status");
    }
  }

  /** Checks that nothing required is missing. */
  public SignedInUser {
    requireNonNull(id, "id");
    factors = factors == null ? null : List.copyOf(factors);
  }

  /** The second factors that count. */
  public List<Factor> verifiedFactors() {
    return factors == null
        ? List.of()
        : factors.stream().filter(factor -> factor.status().equals(VERIFIED)).toList();
  }
}
