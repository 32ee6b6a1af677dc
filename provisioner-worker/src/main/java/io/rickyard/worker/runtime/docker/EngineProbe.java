package io.rickyard.worker.runtime.docker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whether an engine can be used, for who has to choose a runtime before there is one. */
public final class EngineProbe {

  /** Where an engine is when nobody says otherwise. */
  public static final String USUAL_ADDRESS = "unix:///var/run/docker.sock";

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private EngineProbe() {}

  /**
   * Why the engine can't be used, for people; nothing when it can.
   *
   * @param asked the settings {@code rickyard.runtime.docker.*}, as far as they are set, by what
   *     stands behind that
   */
  public static Optional<String> obstacle(Map<String, String> asked) {
    var settings =
        new EngineSettings(
            URI.create(asked.getOrDefault("engine", USUAL_ADDRESS)),
            path(asked.get("certificates")),
            new SshAccess(path(asked.get("ssh.identity")), path(asked.get("ssh.known-hosts"))),
            ANSWER,
            ANSWER,
            1,
            1,
            ANSWER);
    try (var engine = new Engine(settings, Clock.systemUTC())) {
      return engine.obstacle();
    }
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null || text.isEmpty() ? null : Path.of(text);
  }
}
