package io.rickyard.auth;

import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.key.RotatedTooSoon;
import io.rickyard.auth.key.RotationRules;
import io.rickyard.auth.key.SigningKeys;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import io.rickyard.persistence.DatabaseUnavailable;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rotates the signing keys when they are due. */
@Singleton
class KeyRotation {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final SigningKeys keys;
  private final RotationRules rules;
  private final Clock clock;

  KeyRotation(SigningKeys keys, RotationRules rules, Clock clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1m")
  void run() {
    try {
      var now = clock.instant();
      if (rules.due(keys.all(), now)) {
        var correlation = new CorrelationId(MessageId.next().toString());
        keys.rotate(new Cause(Actor.system("key-rotation"), now, null, correlation));
        LOG.info("event=signing_keys_rotated");
      }
    } catch (RotatedTooSoon e) {
      LOG.debug("event=rotation_waits reason=\"another instance was first: {}\"", e.getMessage());
    } catch (DatabaseUnavailable e) {
      LOG.warn(
          "event=rotation_waits follows=\"the next one tries again\" reason=\"{}\"",
          e.getMessage());
    }
  }
}
