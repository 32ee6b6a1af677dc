package io.rickyard.gateway.limit;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Duration;

/**
 * The gateway's rates: for each token that is shown, for each address that shows none, for each
 * address that shows tokens nobody knows, and for each address that tries passwords or codes.
 */
@Context
public final class RateLimits {

  private final RateLimit tokens;
  private final RateLimit addresses;
  private final RateLimit strangers;
  private final RateLimit signIns;

  RateLimits(
      @Value("${rickyard.gateway.rates.token:5000}") int token,
      @Value("${rickyard.gateway.rates.address:200}") int address,
      @Value("${rickyard.gateway.rates.stranger:50}") int stranger,
      @Value("${rickyard.gateway.rates.sign-in:5}") int signIn) {
    tokens = limit("token", token, 2);
    addresses = limit("address", address, 4);
    strangers = limit("stranger", stranger, 4);
    signIns = limit("sign-in", signIn, 4);
  }

  /** Counts a request under a token's hash. */
  public void token(String hash) {
    check(tokens.take(hash));
  }

  /** Counts a request without a token. */
  public void address(String address) {
    check(addresses.take(address));
  }

  /** Counts a token that is not known yet. */
  public void stranger(String address) {
    check(strangers.take(address));
  }

  /** Counts an attempt to sign in. */
  public void signIn(String address) {
    check(signIns.take(address));
  }

  private static void check(Duration pause) {
    if (pause.isPositive()) {
      throw new RequestRefused(
          ErrorCode.RATE_LIMITED, "Too many requests: slow down", pause.plusMillis(999));
    }
  }

  private static RateLimit limit(String name, int perSecond, int seconds) {
    if (perSecond < 1) {
      throw new InvalidSetting("rickyard.gateway.rates." + name, "must be at least 1 per second");
    }
    return new RateLimit(new Rate(perSecond, perSecond * seconds));
  }
}
