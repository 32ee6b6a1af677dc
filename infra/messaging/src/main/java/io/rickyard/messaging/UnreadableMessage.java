package io.rickyard.messaging;

import org.jspecify.annotations.Nullable;

/** A message's body cannot be read. Its headers may still say what it was about. */
public final class UnreadableMessage extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient IncomingMessage incoming;

  UnreadableMessage(IncomingMessage incoming, String why, @Nullable Throwable cause) {
    super("The message at " + incoming.position().text() + " cannot be read: " + why, cause);
    this.incoming = incoming;
  }

  /** The message, as it came. */
  public IncomingMessage incoming() {
    return incoming;
  }
}
