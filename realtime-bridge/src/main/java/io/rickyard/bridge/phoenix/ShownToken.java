package io.rickyard.bridge.phoenix;

import static java.util.Objects.requireNonNull;

/**
 * What a client shows to prove who it is.
 *
 * @param value the token itself; leaves this package only towards auth-service
 */
record ShownToken(String value) {

  ShownToken {
    requireNonNull(value, "value");
  }

  /** Whether it can be a person's at all: keys of an installation or project cannot. */
  boolean ofPerson() {
    return !value.isEmpty() && !value.startsWith("sb_");
  }

  /** Whether it is good for one use only, and that within seconds. */
  boolean ticket() {
    return value.startsWith("rkt_");
  }

  @Override
  public String toString() {
    return "ShownToken[hidden]";
  }
}
