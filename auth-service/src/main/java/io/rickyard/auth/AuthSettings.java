package io.rickyard.auth;

import io.micronaut.context.annotation.Property;
import io.rickyard.auth.key.RotationRules;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What can be set of this service. */
@Singleton
final class AuthSettings {

  private static final String ONE_TIME = "rickyard.auth.one-time.lifetime";
  private static final Duration LONGEST_ONE_TIME = Duration.ofDays(1);
  private static final String ROTATE_EVERY = "rickyard.auth.signing-keys.rotate-every";

  private final String url;
  private final Duration tokenLifetime;
  private final Duration sessionLifetime;
  private final Duration reuseGrace;
  private final RotationRules rotation;
  private final int hashingThreads;
  private final int hashingQueue;
  private final Duration oneTimeLifetime;
  private final @Nullable String key;
  private final @Nullable String keyFile;

  AuthSettings(
      @Property(name = "rickyard.installation.url", defaultValue = "http://localhost:8000")
          String url,
      @Property(name = "rickyard.auth.access-token.lifetime", defaultValue = "PT1H")
          Duration tokenLifetime,
      @Property(name = "rickyard.auth.session.lifetime", defaultValue = "P30D")
          Duration sessionLifetime,
      @Property(name = "rickyard.auth.session.reuse-grace", defaultValue = "PT10S")
          Duration reuseGrace,
      @Property(name = ROTATE_EVERY, defaultValue = "P90D") Duration rotateEvery,
      @Property(name = "rickyard.auth.hashing.threads", defaultValue = "2") int hashingThreads,
      @Property(name = "rickyard.auth.hashing.queue", defaultValue = "32") int hashingQueue,
      @Property(name = ONE_TIME, defaultValue = "PT1H") Duration oneTimeLifetime,
      @Nullable @Property(name = "rickyard.auth.key") String key,
      @Nullable @Property(name = "rickyard.auth.key-file") String keyFile) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.tokenLifetime = tokenLifetime;
    this.sessionLifetime = sessionLifetime;
    this.reuseGrace = reuseGrace;
    this.hashingThreads = positive("rickyard.auth.hashing.threads", hashingThreads);
    this.hashingQueue = positive("rickyard.auth.hashing.queue", hashingQueue);
    this.oneTimeLifetime = oneTimeLifetime;
    this.key = key;
    this.keyFile = keyFile;
    if (!tokenLifetime.isPositive() || tokenLifetime.compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidSetting(
          "rickyard.auth.access-token.lifetime", "is longer than PT1H or zero");
    }
    if (oneTimeLifetime.compareTo(Duration.ofMinutes(1)) < 0
        || oneTimeLifetime.compareTo(LONGEST_ONE_TIME) > 0) {
      throw new InvalidSetting(ONE_TIME, "lies between PT1M and " + LONGEST_ONE_TIME);
    }
    this.rotation = rotation(rotateEvery, tokenLifetime);
    if ((key == null) == (keyFile == null)) {
      throw new InvalidSetting(
          "rickyard.auth.key-file", "or rickyard.auth.key must be given, and only one of them");
    }
  }

  /** Where people reach the installation. */
  String url() {
    return url;
  }

  /** How long what is sent by mail is good. */
  Duration oneTimeLifetime() {
    return oneTimeLifetime;
  }

  String issuer() {
    return url + "/auth/v1";
  }

  Duration tokenLifetime() {
    return tokenLifetime;
  }

  Duration sessionLifetime() {
    return sessionLifetime;
  }

  Duration reuseGrace() {
    return reuseGrace;
  }

  RotationRules rotation() {
    return rotation;
  }

  int hashingThreads() {
    return hashingThreads;
  }

  int hashingQueue() {
    return hashingQueue;
  }

  /** The key itself in base64, if it is a setting. */
  byte @Nullable [] key() {
    try {
      return key == null ? null : Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("rickyard.auth.key", "is no base64", e);
    }
  }

  /** Where the key is kept otherwise. */
  Path keyFile() {
    if (keyFile == null) {
      throw new InvalidSetting("rickyard.auth.key-file", "is missing");
    }
    return Path.of(keyFile);
  }

  private static RotationRules rotation(Duration every, Duration tokenLifetime) {
    try {
      return new RotationRules(every, tokenLifetime);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(ROTATE_EVERY, String.valueOf(e.getMessage()), e);
    }
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new InvalidSetting(name, "is not positive: " + value);
    }
    return value;
  }
}
