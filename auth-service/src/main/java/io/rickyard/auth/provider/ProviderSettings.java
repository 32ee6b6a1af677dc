package io.rickyard.auth.provider;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * A provider, as it is set up.
 *
 * @param name what clients call it
 * @param kind how it is spoken to
 * @param displayName what people call it
 * @param clientId as whom this installation is known there
 * @param clientSecret what proves that; never shown
 * @param issuer who signs its tokens
 * @param scopes what it is asked for
 * @param audiences as whom else an ID token may be meant that a program brings by itself
 * @param endpoints where it is asked, as far as that is set
 */
public record ProviderSettings(
    String name,
    ProviderKind kind,
    String displayName,
    String clientId,
    String clientSecret,
    URI issuer,
    List<String> scopes,
    Set<String> audiences,
    ProviderEndpoints endpoints) {

  /** Checks that nothing is missing. */
  public ProviderSettings {
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(displayName, "displayName");
    requireNonNull(clientId, "clientId");
    requireNonNull(clientSecret, "clientSecret");
    requireNonNull(issuer, "issuer");
    requireNonNull(endpoints, "endpoints");
    scopes = List.copyOf(scopes);
    audiences = Set.copyOf(audiences);
  }

  @Override
  public String toString() {
    return "ProviderSettings[" + name + "]";
  }
}
