package io.rickyard.gateway.hook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Asks for an inbound webhook.
 *
 * @param organization whose it is, by slug
 * @param name what it is for, for people
 * @param provider github, gitlab or standard: how deliveries are signed
 * @param rule which task a delivery becomes, and which deliveries count
 */
record NewHook(String organization, String name, String provider, ObjectNode rule) {
  NewHook {
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(provider, "provider");
    requireNonNull(rule, "rule");
  }
}
