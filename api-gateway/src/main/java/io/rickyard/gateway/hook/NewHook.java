package io.rickyard.gateway.hook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an inbound webhook.
 *
 * @param organization whose it is, by slug
 * @param name what it is for, for people
 * @param provider github, gitlab or standard: how deliveries are signed
 * @param rule which task a delivery becomes, and which deliveries count
 * @param token the id of one of the caller's own access tokens: the rule then acts within its
 *     scopes, until it expires or is revoked; with all of the caller's rights, when left out
 */
record NewHook(
    String organization, String name, String provider, ObjectNode rule, @Nullable String token) {
  NewHook {
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(provider, "provider");
    requireNonNull(rule, "rule");
  }
}
