package io.rickyard.org.domain;

import java.util.Arrays;

/** By what a project's claim to a domain was proved. */
public enum Proof {
  /** A record in the domain's zone. */
  DNS("dns"),
  /** The word of an administrator of the installation. */
  ADMINISTRATOR("administrator");

  private final String wireName;

  Proof(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} when there is none. */
  public static Proof named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("A domain is proved by 'dns' or by 'administrator'"));
  }
}
