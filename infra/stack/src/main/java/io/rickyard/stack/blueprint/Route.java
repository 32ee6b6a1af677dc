package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of the project's address and the service behind it. The longest path that a request begins
 * with decides.
 *
 * @param name unique
 * @param path what the request's path begins with
 * @param service who answers; none where the gateway refuses
 * @param host the name it is reached by where its own name will not do
 * @param to what stands for {@code path} in its request
 * @param guard who gets through
 * @param translation what becomes of the key
 * @param streams whether bodies are passed on as they come, never gathered first
 * @param idleTimeout after how long a silence of the service is a failure
 * @param adds headers its request gets
 * @param sameOrigin whether pages of other origins may not use it
 * @param publishesKeys whether the gateway itself answers it with the public keys of the project's
 *     tokens, once members have changed these
 * @param meaning what it is for
 */
record Route(
    String name,
    String path,
    @Nullable String service,
    @Nullable String host,
    String to,
    Guard guard,
    Translation translation,
    boolean streams,
    Duration idleTimeout,
    SortedMap<String, String> adds,
    boolean sameOrigin,
    boolean publishesKeys,
    String meaning) {

  private static final Duration USUAL_IDLE_TIMEOUT = Duration.ofMinutes(1);

  /** Who gets through. */
  enum Guard {
    /** Everybody; the service checks for itself. */
    OPEN,
    /** Who has one of the project's keys. */
    KEY,
    /** Who has one of its keys for servers. */
    ADMIN_KEY,
    /** Who knows the password of studio. */
    DASHBOARD,
    /** Nobody. */
    REFUSED
  }

  /**
   * What becomes of the key; opaque keys are no tokens, so the token of their role replaces them.
   */
  enum Translation {
    NONE,
    /** It becomes the bearer token, unless there is one of a user. */
    AUTHORIZATION,
    /** It goes in x-api-key: a WebSocket's client can set no header. */
    X_API_KEY,
    /** An opaque key of the project is vouched for in sb-api-key, which nobody else can set. */
    SB_API_KEY
  }

  Route {
    requireNonNull(name, "name");
    requireNonNull(path, "path");
    requireNonNull(guard, "guard");
    requireNonNull(meaning, "meaning");
    to = to == null ? "" : to;
    translation = translation == null ? Translation.NONE : translation;
    idleTimeout = idleTimeout == null ? USUAL_IDLE_TIMEOUT : idleTimeout;
    adds = adds == null ? new TreeMap<>() : new TreeMap<>(adds);
    if ((guard == Guard.REFUSED) != (service == null) || (service == null) != to.isEmpty()) {
      throw new IllegalArgumentException(
          "The route %s has a service and a path there, or it is refused".formatted(name));
    }
  }

  /** The name its service is reached by. */
  String upstreamHost() {
    return host == null ? requireNonNull(service, "service") : host;
  }
}
