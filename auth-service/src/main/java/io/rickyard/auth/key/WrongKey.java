package io.rickyard.auth.key;

/** A stored private key does not open under the key that we were given. */
public final class WrongKey extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says which stored key. */
  public WrongKey(String context, Throwable cause) {
    super(
        "The signing key "
            + context
            + " does not open under rickyard.auth.key or the file of rickyard.auth.key-file; was it"
            + " replaced, or the database restored beside another one?",
        cause);
  }
}
