package io.rickyard.auth.key;

/** No published key has this id. */
public final class UnknownKey extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says which. */
  public UnknownKey(String id) {
    super("No signing key has the id " + id);
  }
}
