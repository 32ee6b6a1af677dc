package io.rickyard.cli.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a command needs to know of its installation.
 *
 * @param url where the installation answers
 * @param token a personal access token; null when not signed in, or when the keyring has it
 * @param organization the slug of the organization that commands mean when they name none
 * @param credentials the installation's credentials file, on the machine it runs on
 * @param inKeyring whether the operating system's keyring has the token
 */
public record Configuration(
    URI url,
    @Nullable String token,
    @Nullable String organization,
    @Nullable String credentials,
    boolean inKeyring) {
  /** Where an installation listens when nobody said otherwise. */
  public static final URI USUAL_URL = URI.create("http://localhost:8000");

  /** Checks that the URL is one. */
  public Configuration {
    requireNonNull(url, "url");
    var web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null) {
      throw new IllegalArgumentException(
          "'" + url + "' is no URL of an installation; write http://localhost:8000 or https://…");
    }
  }

  /** One without a token in the keyring. */
  public Configuration(
      URI url,
      @Nullable String token,
      @Nullable String organization,
      @Nullable String credentials) {
    this(url, token, organization, credentials, false);
  }

  /** Nothing but the usual place. */
  public static Configuration unset() {
    return new Configuration(USUAL_URL, null, null, null);
  }

  /** The same with its token in the keyring. */
  public Configuration withTokenInKeyring() {
    return new Configuration(url, null, organization, credentials, true);
  }

  /** The same with another token, or none, outside the keyring. */
  public Configuration withToken(@Nullable String other) {
    return new Configuration(url, other, organization, credentials);
  }

  /** The same with another default organization. */
  public Configuration withOrganization(@Nullable String other) {
    return new Configuration(url, token, other, credentials, inKeyring);
  }
}
