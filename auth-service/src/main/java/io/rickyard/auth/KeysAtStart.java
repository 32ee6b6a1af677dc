package io.rickyard.auth;

import io.micronaut.context.annotation.Context;
import io.rickyard.auth.key.KeyRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the keys with the start, so that a wrong master key stops it and not the first sign-in. */
@Context
final class KeysAtStart {

  private static final Logger LOG = LoggerFactory.getLogger(KeysAtStart.class);

  KeysAtStart(KeyRing keys) {
    LOG.info("event=signing_keys_ready current={}", keys.current().id());
  }
}
