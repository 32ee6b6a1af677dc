package io.rickyard.cli;

import static java.util.Objects.requireNonNull;

/**
 * What commands show to the installation.
 *
 * @param token a personal access token
 * @param place where it is kept, in words for the person
 */
public record Credential(String token, String place) {
  /** Checks that nothing is missing. */
  public Credential {
    requireNonNull(token, "token");
    requireNonNull(place, "place");
  }

  @Override
  public String toString() {
    return "Credential[" + place + "]";
  }
}
