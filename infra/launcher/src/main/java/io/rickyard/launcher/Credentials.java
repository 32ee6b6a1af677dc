package io.rickyard.launcher;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the person who runs an installation may need, kept in a file of its own.
 *
 * @param url where it is reached
 * @param email the first administrator
 * @param password the password that administrator was given on the first start
 * @param token the access token of the command line on this machine; none before the first start is
 *     done
 * @param organization the organization made on the first start
 * @param demo the reference of the demo project, once it was asked for
 * @param publishableKey the installation's key for browsers
 * @param secretKey the installation's key for its administration
 */
record Credentials(
    String url,
    String email,
    String password,
    @Nullable String token,
    @Nullable String organization,
    @Nullable String demo,
    String publishableKey,
    String secretKey) {

  Credentials {
    requireNonNull(url, "url");
    requireNonNull(email, "email");
    requireNonNull(password, "password");
    requireNonNull(publishableKey, "publishable_key");
    requireNonNull(secretKey, "secret_key");
  }

  Credentials withToken(String newToken) {
    return new Credentials(
        url, email, password, newToken, organization, demo, publishableKey, secretKey);
  }

  Credentials withOrganization(String slug) {
    return new Credentials(url, email, password, token, slug, demo, publishableKey, secretKey);
  }

  Credentials withDemo(String reference) {
    return new Credentials(
        url, email, password, token, organization, reference, publishableKey, secretKey);
  }

  @Override
  public String toString() {
    return "Credentials[" + url + ", " + email + "]";
  }
}
