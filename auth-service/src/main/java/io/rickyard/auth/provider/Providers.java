package io.rickyard.auth.provider;

import java.util.List;
import java.util.Optional;

/** The providers that are set up. */
public final class Providers {

  private final List<Provider> all;

  /** These. */
  public Providers(List<Provider> all) {
    this.all = List.copyOf(all);
  }

  /** All, in the order of their names. */
  public List<Provider> all() {
    return all;
  }

  /** The one of that name. */
  public Optional<Provider> named(String name) {
    return all.stream().filter(provider -> provider.settings().name().equals(name)).findFirst();
  }

  /** The one of that name, or the one whose tokens that issuer signs. */
  public Optional<Provider> namedOrIssuing(String nameOrIssuer) {
    return named(nameOrIssuer)
        .or(() ->
            all.stream()
                .filter(provider -> provider.settings().issuer().toString().equals(nameOrIssuer))
                .findFirst());
  }
}
