package io.rickyard.auth.provider;

/** The account at the provider opens an account here already. */
public final class IdentityTaken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Wraps how that was found. */
  public IdentityTaken(Throwable cause) {
    super("The identity is linked already", cause);
  }
}
