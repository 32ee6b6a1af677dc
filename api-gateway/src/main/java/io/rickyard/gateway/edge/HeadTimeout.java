package io.rickyard.gateway.edge;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How long a client may take to say what it wants.
 *
 * @param patience from the first byte of a request's head to its last; on a new connection, TLS
 *     included, from the beginning
 */
@Context
record HeadTimeout(Duration patience) {

  private static final String SETTING = "rickyard.gateway.head-timeout";

  @Inject
  HeadTimeout(@Value("${" + SETTING + ":10s}") Duration patience) {
    if (!patience.isPositive()) {
      throw new InvalidSetting(SETTING, "is not above zero");
    }
    this.patience = patience;
  }
}
