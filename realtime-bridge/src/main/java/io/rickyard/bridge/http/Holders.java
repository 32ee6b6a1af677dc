package io.rickyard.bridge.http;

import io.rickyard.bridge.stream.Holder;
import io.rickyard.service.identity.Caller;

/** Callers as holders of streams. */
final class Holders {

  private Holders() {}

  static Holder of(Caller caller) {
    return new Holder(caller.subject(), caller.sessionId(), caller.tokenId());
  }
}
