package io.rickyard.auth.onetime;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a flow leads, as it was asked for.
 *
 * @param redirect where the link leads in the end; an allowed page
 * @param challenge PKCE's, where the flow began with one
 */
public record Flow(URI redirect, @Nullable Challenge challenge) {
  /** Checks that nothing required is missing. */
  public Flow {
    requireNonNull(redirect, "redirect");
  }
}
