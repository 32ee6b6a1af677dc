package io.rickyard.auth.deed;

/** A key came again with another body. */
public final class RequestKeyReused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Names no key: it is the caller's, and in the request. */
  public RequestKeyReused() {
    super("The key was used with another body within 24 hours");
  }
}
