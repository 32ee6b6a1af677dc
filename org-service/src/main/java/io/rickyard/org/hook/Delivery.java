package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A genuine delivery.
 *
 * @param hook at which door
 * @param id the provider's id of it
 * @param idSigned whether the signature covers the id; if not, the body alone says whether it is a
 *     new one
 * @param bodyHash SHA-256 of the body, in hex
 * @param facts what it says
 * @param origin the address it came from
 */
public record Delivery(
    Hook hook,
    String id,
    boolean idSigned,
    String bodyHash,
    DeliveryFacts facts,
    @Nullable String origin) {
  /** Checks that nothing required is missing. */
  public Delivery {
    requireNonNull(hook, "hook");
    requireNonNull(id, "id");
    requireNonNull(bodyHash, "bodyHash");
    requireNonNull(facts, "facts");
  }
}
