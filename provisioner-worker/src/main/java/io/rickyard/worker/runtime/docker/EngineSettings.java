package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine is and how patient one is with it.
 *
 * @param address {@code unix:///path/of/socket} or {@code tcp://host:port}
 * @param certificates the directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for
 *     TLS over TCP; none is plain
 * @param answerWithin how long a call may take that only tells or notes something
 * @param pullWithin how long pulling one image may take
 * @param callsAtOnce how many calls may be under way
 * @param failuresToOpen how many calls in a row go unanswered until the engine is left alone
 * @param leaveAlone how long it is left alone then
 */
record EngineSettings(
    URI address,
    @Nullable Path certificates,
    Duration answerWithin,
    Duration pullWithin,
    int callsAtOnce,
    int failuresToOpen,
    Duration leaveAlone) {

  EngineSettings {
    requireNonNull(address, "rickyard.runtime.docker.engine");
    var scheme = String.valueOf(address.getScheme());
    if (!scheme.equals("unix") && !scheme.equals("tcp")) {
      throw new IllegalArgumentException(
          "rickyard.runtime.docker.engine looks like unix:///var/run/docker.sock or"
              + " tcp://host:2376, not like "
              + address);
    }
    if (certificates != null && !scheme.equals("tcp")) {
      throw new IllegalArgumentException(
          "rickyard.runtime.docker.certificates is for an engine over tcp, not over " + scheme);
    }
    if (answerWithin.isNegative() || answerWithin.isZero()) {
      throw new IllegalArgumentException("rickyard.runtime.docker.answer-within is a time span");
    }
    if (callsAtOnce < 1 || failuresToOpen < 1) {
      throw new IllegalArgumentException("At least one call is allowed, and one failure");
    }
  }
}
