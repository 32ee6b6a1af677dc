package io.rickyard.org.hook;

import org.jspecify.annotations.Nullable;

/**
 * What a delivery says that a rule may look at.
 *
 * @param event what happened, in the provider's word
 * @param repository where, such as {@code acme/shop}
 * @param ref on which full ref, such as {@code refs/heads/main}; a proposal from outside has its
 *     own, such as {@code refs/pull/7/head}, whatever its author called the branch
 * @param sha at which commit
 */
public record DeliveryFacts(
    @Nullable String event,
    @Nullable String repository,
    @Nullable String ref,
    @Nullable String sha) {

  /** Nothing is known. */
  public static final DeliveryFacts NONE = new DeliveryFacts(null, null, null, null);
}
