package io.rickyard.gateway.project;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How projects that nobody uses are found.
 *
 * @param lookEvery how often uses are told and idle projects looked for
 */
@Context
record IdleSettings(Duration lookEvery) {

  private static final String LOOK = "rickyard.gateway.projects.idle-look-every";

  /** The shortest time after which a project can be stopped is a minute. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @Inject
  IdleSettings(@Value("${" + LOOK + ":15s}") Duration lookEvery) {
    if (!lookEvery.isPositive() || lookEvery.compareTo(LONGEST) > 0) {
      throw new InvalidSetting(LOOK, "is not above zero, or above " + LONGEST);
    }
    this.lookEvery = lookEvery;
  }
}
