package io.rickyard.systemtests.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * In what an installation differs from the usual one.
 *
 * @param environment further variables of services, by the service's name
 * @param workerClasspath what workers have on their class path besides what they bring
 */
public record Variation(Map<String, Map<String, String>> environment, List<Path> workerClasspath) {

  /** In nothing. */
  public static final Variation NONE = new Variation(Map.of(), List.of());

  /** Copies the collections. */
  public Variation {
    environment = Map.copyOf(environment);
    workerClasspath = List.copyOf(workerClasspath);
  }
}
