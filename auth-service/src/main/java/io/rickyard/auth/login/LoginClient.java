package io.rickyard.auth.login;

import java.util.Arrays;
import java.util.Optional;

/**
 * A program that may ask for a login. All of them are public clients (RFC 6749, section 2.1): none
 * has a secret, so its id proves nothing and the person who decides is shown where it asks from.
 */
public enum LoginClient {
  /** Rickyard's own command line. */
  COMMAND_LINE("rickyard-cli", "Rickyard's command line");

  private final String id;
  private final String title;

  LoginClient(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Its {@code client_id}. */
  public String id() {
    return id;
  }

  /** What people know it as. */
  public String title() {
    return title;
  }

  /** The one with that id. */
  public static Optional<LoginClient> of(String id) {
    return Arrays.stream(values()).filter(client -> client.id.equals(id)).findFirst();
  }
}
