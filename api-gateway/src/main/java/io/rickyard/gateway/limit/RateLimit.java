package io.rickyard.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One rate for each of many: addresses or tokens. Whoever is quiet for five minutes is forgotten,
 * which costs nothing, since a bucket is full by then.
 */
public final class RateLimit {

  private static final int MOST = 50_000;

  private final Rate rate;
  private final LongSupplier nanoTime;
  private final Cache<String, TokenBucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(Duration.ofMinutes(5)).build();

  /** A limit by the process's clock. */
  public RateLimit(Rate rate) {
    this(rate, System::nanoTime);
  }

  RateLimit(Rate rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
  }

  /** Counts one more for a key: zero when it may go on, else how long it should wait. */
  public Duration take(String key) {
    long now = nanoTime.getAsLong();
    return buckets.get(key, _ -> new TokenBucket(rate, now)).take(now);
  }
}
