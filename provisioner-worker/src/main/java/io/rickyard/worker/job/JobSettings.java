package io.rickyard.worker.job;

import static java.util.Objects.requireNonNull;

/**
 * What an installation's operator says of jobs.
 *
 * @param enabled whether there are any
 * @param image what jobs of projects in containers run in; empty for the image of the project's
 *     database
 */
public record JobSettings(boolean enabled, String image) {

  /** Checks that nothing is missing. */
  public JobSettings {
    requireNonNull(image, "rickyard.jobs.image");
  }
}
