package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

/** What somebody wants to put into a stack does not fit; the message is for them. */
public final class ContentRefused extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why it does not. */
  public enum Why {
    /** There is no such thing. */
    ABSENT,
    /** It is not well-formed. */
    MALFORMED,
    /** Another one has the name. */
    TAKEN,
    /** It cannot become that from what it is. */
    UNFITTING,
    /** A key signs the project's tokens. */
    KEY_IN_USE,
    /** Tokens that would be worth nothing open the project's gateway. */
    LEGACY_KEYS_ENABLED,
    /** There are as many as there may be. */
    TOO_MANY,
    /** It is larger than it may be. */
    TOO_LARGE,
    /** Its key was used for another request. */
    KEY_REUSED
  }

  private final Why why;

  /** A refusal, in a sentence for who asked. */
  public ContentRefused(Why why, String message) {
    super(message);
    this.why = requireNonNull(why, "why");
  }

  /** Why it does not. */
  public Why why() {
    return why;
  }
}
