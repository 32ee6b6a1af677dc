package io.rickyard.gateway.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.gateway.call.Identity;
import io.rickyard.gateway.upstream.Exchanged;
import io.rickyard.gateway.upstream.TokenExchange;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, under the shown token's hash, whose it is: at most until ten seconds before the
 * internal token ends, and not beyond a revocation. Concurrent requests with one token make one
 * exchange; refusals are not remembered.
 */
@Singleton
public final class IdentityCache {

  private static final int MOST = 10_000;
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofSeconds(50);

  private final TokenExchange exchange;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncCache<String, Exchanged> identities =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .executor(threads)
          .expireAfter(Expiry.creating((String _, Exchanged exchanged) -> kept(exchanged)))
          .buildAsync();

  /** What was revoked lately: an exchange that was under way then must not count. */
  private final Cache<String, Boolean> revoked =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofMinutes(2)).build();

  IdentityCache(TokenExchange exchange) {
    this.exchange = exchange;
  }

  /** Whose a token is. Completes exceptionally with the refusal when it is nobody's. */
  CompletableFuture<Identity> identify(ShownToken token) {
    return identities
        .get(token.hash(), (_, _) -> look(token))
        .thenApply(this::stillValid)
        .thenApply(Exchanged::identity);
  }

  /** Whose a token is, asked anew: a ticket counts once, so nothing about it is remembered. */
  CompletableFuture<Identity> redeem(ShownToken ticket) {
    return look(ticket).thenApply(this::stillValid).thenApply(Exchanged::identity);
  }

  /** Whether it is known without asking. */
  boolean knows(ShownToken token) {
    return identities.getIfPresent(token.hash()) != null;
  }

  /** Forgets what an event made void. */
  public void forget(IdentityEvent event) {
    switch (event) {
      case IdentityEvent.TokenRevoked token -> forget(token.tokenId());
      case IdentityEvent.SessionRevoked session -> forget(session.sessionId());
      case IdentityEvent.UserDisabled user -> forget(user.userId());
      case IdentityEvent.UserDeleted user -> forget(user.userId());
      case IdentityEvent.RightsChanged user -> drop(user.userId());
      // Which of them it signed is not remembered, and those under way are not kept either.
      case IdentityEvent.SigningKeyRevoked _ -> identities.asMap().clear();
    }
  }

  private void forget(String id) {
    revoked.put(id, true);
    drop(id);
  }

  private void drop(String id) {
    identities.synchronous().asMap().values().removeIf(exchanged -> means(exchanged, id));
  }

  private CompletableFuture<Exchanged> look(ShownToken token) {
    return CompletableFuture.supplyAsync(() -> exchange.exchange(token.value()), threads);
  }

  private Exchanged stillValid(Exchanged exchanged) {
    if (isRevoked(exchanged.userId())
        || isRevoked(exchanged.sessionId())
        || isRevoked(exchanged.tokenId())) {
      throw new RequestRefused(ErrorCode.INVALID_TOKEN, "The token has been revoked");
    }
    return exchanged;
  }

  private boolean isRevoked(@Nullable String id) {
    return id != null && revoked.getIfPresent(id) != null;
  }

  private static boolean means(Exchanged exchanged, String id) {
    return id.equals(exchanged.tokenId())
        || id.equals(exchanged.sessionId())
        || id.equals(exchanged.userId());
  }

  private static Duration kept(Exchanged exchanged) {
    Duration left = exchanged.life().minus(MARGIN);
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(LONGEST) > 0 ? LONGEST : left;
  }
}
