package io.rickyard.worker.runtime.docker;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tells whether an engine can be used, for who has to choose a runtime before there is one. */
public final class EngineProbe {

  /** Where an engine is when nobody says otherwise. */
  public static final String USUAL_ADDRESS = "unix:///var/run/docker.sock";

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private EngineProbe() {}

  /** Why the engine there can't be used, for people; nothing when it can. */
  public static Optional<String> obstacle(URI address) {
    var settings = new EngineSettings(address, null, ANSWER, ANSWER, 1, 1, ANSWER);
    try (var engine = new Engine(settings, Clock.systemUTC())) {
      return engine.obstacle();
    }
  }
}
