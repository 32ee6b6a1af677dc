package io.rickyard.auth.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.rickyard.auth.deed.Cause;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells who and what is behind a request. Only a proxy that we trust, by default one on this
 * machine, may say that a request comes from elsewhere, and only in the last entry, which it wrote
 * itself.
 */
@Singleton
public final class RequestCause {

  private static final int LONGEST_ADDRESS = 64;
  private static final int LONGEST_AGENT = 256;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final String FORWARDED = "X-Forwarded-For";
  private static final String CORRELATION = "Rickyard-Correlation-Id";

  private final Set<String> proxies;
  private final Clock clock;

  RequestCause(
      @Property(name = "rickyard.auth.trusted-proxies", defaultValue = "127.0.0.1,0:0:0:0:0:0:0:1")
          List<String> proxies,
      Clock clock) {
    this.proxies = Set.copyOf(proxies);
    this.clock = clock;
  }

  /** Nobody known yet. */
  public Cause anonymous(HttpRequest<?> request) {
    return of(request, new Actor(Actor.Kind.SYSTEM, "anonymous", null));
  }

  /** This actor. */
  public Cause of(HttpRequest<?> request, Actor actor) {
    return new Cause(actor, clock.instant(), origin(request), agent(request), correlation(request));
  }

  /**
   * A proxy that does not say for whom it asks hides who asks. Its own address must not stand for
   * all of them, or one stranger's failures would slow down everybody.
   */
  private @Nullable String origin(HttpRequest<?> request) {
    String address = request.getRemoteAddress().getAddress().getHostAddress();
    if (!proxies.contains(address)) {
      return address;
    }
    String forwarded = request.getHeaders().get(FORWARDED);
    String last =
        forwarded == null ? "" : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    return last.isEmpty() || last.length() > LONGEST_ADDRESS ? null : last;
  }

  private static @Nullable String agent(HttpRequest<?> request) {
    String agent = request.getHeaders().get(HttpHeaders.USER_AGENT);
    if (agent == null || agent.isBlank()) {
      return null;
    }
    String clean = CONTROL.matcher(agent).replaceAll(" ").strip();
    return clean.substring(0, Math.min(clean.length(), LONGEST_AGENT));
  }

  private static CorrelationId correlation(HttpRequest<?> request) {
    String given = request.getHeaders().get(CORRELATION);
    try {
      return new CorrelationId(given == null ? MessageId.next().toString() : given);
    } catch (IllegalArgumentException _) {
      return new CorrelationId(MessageId.next().toString());
    }
  }
}
